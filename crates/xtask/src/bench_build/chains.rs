//! Eight chains of five hundred steps that join: what rustc makes of them is built without optimisation, and run.

use std::fmt::Write;

use super::cost::Cost;
use super::{Form, target, write_files};
use crate::Outcome;
use crate::shell;

const CHAINS: usize = 8;
const STEPS: usize = 500;

const PROGRAM: &str = r#"//! Chains that start at 0, 1000, … 7000, and add one a step.

use chains::Context;
use pipewright::{BoxError, OutcomeKind, Spawn};

pipewright::include_pipelines!();

struct Numbers;

impl chains::Steps for Numbers {
    async fn add(&self, _: &Context, n: u64) -> Result<u64, BoxError> {
        Ok(n + 1)
    }

    #[rustfmt::skip]
    async fn join(
        &self, _: &Context, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
    ) -> Result<u64, BoxError> {
        Ok(a + b + c + d + e + f + g + h)
    }
}

#[tokio::main]
async fn main() {
    let chains = Chains::new(Numbers);
    assert_eq!(chains.run().await.unwrap(), 32_000);
    assert_eq!(chains.run().executor(Spawn).await.unwrap(), 32_000);
    let report = chains.run().with_report().await.report;
    assert_eq!(report.with_outcome(OutcomeKind::Ok).count(), 4_001);
}
"#;

/// Builds and runs them, and tells how long that took; in brackets, all processors.
pub(crate) fn check() -> Outcome {
    let files = [
        ("pipelines/chains.toml", description()),
        ("src/main.rs", PROGRAM.to_owned()),
    ];
    let folder = write_files("chains", Form::Generated, &files)?;
    let mut cargo = shell::cargo(["run", "--quiet"]);
    cargo.current_dir(folder);
    // nobody looks at it in a debugger, or builds it again soon
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.env("CARGO_INCREMENTAL", "0");
    let cost = Cost::of(cargo.env("CARGO_TARGET_DIR", target()))?;
    println!("eight chains of {STEPS} steps: built and run in {cost} s");
    Ok(())
}

fn description() -> String {
    let mut text = "output = \"sum\"\n".to_owned();
    let step = |text: &mut String, name: &str, input: &str, value: &str| {
        // text of one's own cannot fail
        let _ = writeln!(
            text,
            "\n[steps.{name}]\ncall   = \"add\"\ninput  = [\"{input}\"]\noutput = \"{value}: u64\""
        );
    };
    for number in 0..STEPS {
        for chain in 0..CHAINS {
            let input = match number.checked_sub(1) {
                Some(before) => format!("v{chain}_{before}"),
                None => format!("{}u64", 1_000 * chain),
            };
            let (name, value) = (format!("s{chain}_{number}"), format!("v{chain}_{number}"));
            step(&mut text, &name, &input, &value);
        }
    }
    let last = (0..CHAINS).map(|chain| format!("\"v{chain}_{}\"", STEPS - 1));
    let last: Vec<String> = last.collect();
    let _ = writeln!(
        text,
        "\n[steps.join]\ninput  = [{}]\noutput = \"sum: u64\"",
        last.join(", ")
    );
    text
}
