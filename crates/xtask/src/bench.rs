//! `cargo xtask bench [--peers] [--many] [--smoke] [FILTER]`: what a run costs, as tables.

use std::process::Command;

use crate::{Outcome, shell};

/// A crate of its own, which is no member of the workspace.
pub(crate) const BENCHES: &str = "benches/peers/Cargo.toml";

/// Measures, and prints the tables. With `--smoke` everything is built without optimisation and run once,
/// so that it is known to work.
pub(crate) fn run(options: &[&str]) -> Outcome {
    let smoke = options.contains(&"--smoke");
    let (flags, filter): (Vec<&str>, Vec<&str>) =
        options.iter().partition(|option| option.starts_with("--"));
    let mut command = benches();
    for flag in flags {
        match flag {
            "--peers" => command.args(["--features", "peers"]),
            "--many" => command.args(["--features", "many"]),
            "--smoke" => &mut command,
            _ => return Err(format!("`bench` does not know `{flag}`")),
        };
    }
    if !smoke {
        command.arg("--release");
    }
    command.arg("--").args(smoke.then_some("--smoke"));
    shell::run(command.args(filter))
}

/// Everything is built and run once, without the other engines, and what is printed does not matter.
pub(crate) fn smoke() -> Outcome {
    let mut command = benches();
    command.args(["--", "--smoke"]);
    shell::run(command.stdout(std::process::Stdio::null()))
}

/// The crate has a lock file of its own.
fn benches() -> Command {
    shell::cargo(["run", "--quiet", "--locked", "--manifest-path", BENCHES])
}
