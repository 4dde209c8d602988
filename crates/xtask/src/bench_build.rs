//! `cargo xtask bench-build [STEPS]`: how long large pipelines take to build.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::shell::{self, at};

const STEPS: usize = 1_000;

/// Which steps each step reads, by number; a step that reads none reads the input.
type Parents = fn(usize) -> Vec<usize>;

const TOPOLOGIES: [(&str, Parents); 3] = [
    ("independent", |_| Vec::new()),
    ("chain", |step| step.checked_sub(1).into_iter().collect()),
    ("layered", |step| match step / 20 {
        0 => Vec::new(),
        layer => random_two((layer - 1) * 20, step),
    }),
];

/// Builds a crate for each topology, then again after its pipeline and its steps were touched.
pub(crate) fn run(options: &[&str]) -> Outcome {
    let steps = match options {
        [] => STEPS,
        [steps] => steps
            .parse()
            .map_err(|_| format!("`{steps}` is no number of steps"))?,
        _ => return Err("`bench-build` takes one number, of steps".to_owned()),
    };
    println!("| {steps} steps, seconds | debug | release |");
    println!("|---|--:|--:|");
    for (name, parents) in TOPOLOGIES {
        let folder = write_crate(name, steps, parents)?;
        let (debug, release) = (rebuilt(&folder, &[])?, rebuilt(&folder, &["--release"])?);
        println!(
            "| {name} | {:.1} | {:.1} |",
            debug.as_secs_f64(),
            release.as_secs_f64()
        );
    }
    Ok(())
}

/// How long `cargo build` takes when all but this crate has been built.
fn rebuilt(folder: &Path, options: &[&str]) -> Result<Duration, String> {
    let build = || {
        let mut cargo = shell::cargo(["build", "--quiet"]);
        cargo.args(options).current_dir(folder);
        shell::run(cargo.env("CARGO_TARGET_DIR", target()))
    };
    build()?;
    for file in ["pipelines/large.toml", "src/main.rs"] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        // a line more, so that every place in the file is another
        let text = match file.ends_with(".rs") {
            true => format!("// touched\n{text}"),
            false => format!("# touched\n{text}"),
        };
        fs::write(&path, text).map_err(at(&path))?;
    }
    let clock = Instant::now();
    build()?;
    Ok(clock.elapsed())
}

fn write_crate(name: &str, steps: usize, parents: Parents) -> Result<PathBuf, String> {
    let root = shell::root();
    let folder = root
        .join("target/bench-build")
        .join(format!("{name}-{steps}"));
    let write = |file: &str, text: &str| {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).map_err(at(parent))?;
        fs::write(&path, text).map_err(at(&path))
    };
    let lock = root.join("Cargo.lock");
    write("Cargo.lock", &fs::read_to_string(&lock).map_err(at(&lock))?)?;
    write("Cargo.toml", &manifest(name, &root))?;
    write(
        "build.rs",
        "fn main() {\n    pipewright_build::compile(\"pipelines\");\n}\n",
    )?;
    let (pipeline, main) = sources(steps, parents);
    write("pipelines/large.toml", &pipeline)?;
    write("src/main.rs", &main)?;
    Ok(folder)
}

fn manifest(name: &str, root: &Path) -> String {
    let root = root.display();
    format!(
        "[workspace]\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\npipewright = {{ path = '{root}' }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\
         [build-dependencies]\npipewright-build = {{ path = '{root}/crates/pipewright-build' }}\n"
    )
}

/// The pipeline, and a program with a method for each of its steps.
fn sources(steps: usize, parents: Parents) -> (String, String) {
    let mut pipeline = "input = [\"start: u64\"]\n".to_owned();
    let mut methods = String::new();
    for step in 0..steps {
        let mut reads: Vec<String> = parents(step).iter().map(|p| format!("v{p}")).collect();
        if reads.is_empty() {
            reads.push("start".to_owned());
        }
        let wires: Vec<String> = reads.iter().map(|value| format!("\"&{value}\"")).collect();
        let params: String = reads
            .iter()
            .map(|value| format!(", {value}: &u64"))
            .collect();
        let sum: Vec<String> = reads.iter().map(|value| format!("*{value}")).collect();
        // text of one's own cannot fail
        let _ = writeln!(
            pipeline,
            "\n[steps.s{step}]\ninput  = [{}]\noutput = \"v{step}: u64\"",
            wires.join(", ")
        );
        let _ = writeln!(
            methods,
            "    async fn s{step}(&self, _cx: &Context{params}) -> Result<u64, BoxError> {{\n        Ok({})\n    }}",
            sum.join(" + ")
        );
    }
    let main = format!(
        "use large::Context;\nuse pipewright::BoxError;\n\npipewright::include_pipelines!();\n\n\
         struct Numbers;\n\nimpl large::Steps for Numbers {{\n{methods}}}\n\n\
         #[tokio::main]\nasync fn main() {{\n    Large::new(Numbers).run(1).await.unwrap();\n}}\n"
    );
    (pipeline, main)
}

/// Two different steps of the twenty from this one on, always the same.
fn random_two(from: usize, seed: usize) -> Vec<usize> {
    let first = seed.wrapping_mul(2_654_435_761) % 20;
    let second = (first + 1 + seed.wrapping_mul(40_503) % 19) % 20;
    vec![from + first, from + second]
}

fn target() -> PathBuf {
    shell::root().join("target/bench-build/target")
}
