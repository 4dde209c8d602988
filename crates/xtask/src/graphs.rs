//! `cargo xtask graphs DIR`: real task graphs, each built and run as a pipeline.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant, SystemTime};

use crate::Outcome;
use crate::shell::{self, at};

/// What came of one graph.
struct Row {
    graph: String,
    steps: usize,
    generated: Option<Duration>,
    built: Duration,
    verdict: Result<String, String>,
}

/// Tries each graph in `folder`, one at a time, and prints a table.
pub(crate) fn run(folder: &Path) -> Outcome {
    let folder = folder.canonicalize().map_err(at(folder))?;
    let script = folder.join("to_crate.py");
    if !script.is_file() {
        return Err(format!("{}: there is no such file", script.display()));
    }
    let mut rows = Vec::new();
    for graph in graphs_in(&folder)? {
        let row = try_graph(&script, &graph)?;
        if let Err(why) = &row.verdict {
            eprintln!("{why}");
        }
        rows.push(row);
    }
    print_table(&rows);
    match rows.iter().filter(|row| row.verdict.is_err()).count() {
        _ if rows.is_empty() => Err(format!("{}: there are no graphs", folder.display())),
        0 => Ok(()),
        wrong => Err(format!("{wrong} of {} graphs went wrong", rows.len())),
    }
}

fn graphs_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut graphs = shell::files(folder, ".json")?;
    graphs.retain(|path| path.parent() == Some(folder) && !path.ends_with("expected.json"));
    Ok(graphs)
}

fn try_graph(script: &Path, graph: &Path) -> Result<Row, String> {
    let name = graph
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    eprintln!("{name}");
    let folder = write_crate(script, graph, &name)?;
    let toml = folder.join("pipelines/graph.toml");
    let pipeline = fs::read_to_string(&toml).map_err(at(&toml))?;
    let started = SystemTime::now();
    let clock = Instant::now();
    let build = output(cargo("build", &folder))?;
    let built = clock.elapsed();
    let verdict = if name.ends_with("_CYCLIC") {
        judge_cycle(&build)
    } else if build.status.success() {
        judge_run(&output(cargo("run", &folder))?)
    } else {
        Err(tail(&build.stderr))
    };
    Ok(Row {
        graph: name,
        steps: pipeline
            .lines()
            .filter(|line| line.starts_with("[steps."))
            .count(),
        generated: generation_time(started),
        built,
        verdict,
    })
}

/// Writes the crate that checks `graph`, with the dependencies that this repository has locked.
fn write_crate(script: &Path, graph: &Path, name: &str) -> Result<PathBuf, String> {
    let root = shell::root();
    let folder = root.join("target/graphs").join(name);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let lock = root.join("Cargo.lock");
    if lock.is_file() {
        fs::copy(&lock, folder.join("Cargo.lock")).map_err(at(&lock))?;
    }
    let mut python = Command::new("python3");
    python
        .arg(script)
        .arg(graph)
        .arg(&folder)
        .arg("--pipewright")
        .arg(root);
    let written = output(python)?;
    if written.status.success() {
        Ok(folder)
    } else {
        Err(tail(&written.stderr))
    }
}

/// Cargo in the crate in `folder`; all of them share what they build.
fn cargo(verb: &str, folder: &Path) -> Command {
    let mut cargo = shell::cargo([verb, "--release"]);
    cargo
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_TERM_COLOR", "never");
    cargo
}

fn target() -> PathBuf {
    shell::root().join("target/graphs/target")
}

fn output(mut command: Command) -> Result<Output, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .output()
        .map_err(|error| format!("`{program}` did not start: {error}"))
}

/// A cycle must not build, and the reader must be told where it is.
fn judge_cycle(build: &Output) -> Result<String, String> {
    let said = String::from_utf8_lossy(&build.stderr);
    if build.status.success() {
        Err("the graph has a cycle, yet it was built".to_owned())
    } else if said.contains("libc6") && said.contains("libgcc_s1") {
        Ok("refused, and the cycle named".to_owned())
    } else {
        Err(format!(
            "the cycle between `libc6` and `libgcc_s1` is not named:\n{}",
            tail(&build.stderr)
        ))
    }
}

fn judge_run(run: &Output) -> Result<String, String> {
    let said = String::from_utf8_lossy(&run.stdout).trim().to_owned();
    if run.status.success() && said.starts_with("ok ") {
        Ok(said)
    } else {
        Err(tail(&run.stderr))
    }
}

/// How long the build script ran that began after `started`: cargo leaves a file when it starts one,
/// and another when that ends.
fn generation_time(started: SystemTime) -> Option<Duration> {
    let runs = target().join("release/build").read_dir().ok()?;
    let ours = runs
        .filter_map(Result::ok)
        .filter(|run| is_graph_check(&run.file_name()));
    ours.map(|run| run.path()).find_map(|run| {
        let time = |file| run.join(file).metadata().ok()?.modified().ok();
        let began = time("invoked.timestamp").filter(|began| *began >= started)?;
        time("stderr")?.duration_since(began).ok()
    })
}

fn is_graph_check(folder: &OsStr) -> bool {
    folder.to_string_lossy().starts_with("graph-check-")
}

/// The last lines of what a program said.
fn tail(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

fn print_table(rows: &[Row]) {
    let width = rows
        .iter()
        .map(|row| row.graph.len())
        .max()
        .unwrap_or_default();
    println!(
        "{:width$}  {:>5}  {:>8}  {:>7}  printed",
        "graph", "steps", "generate", "build"
    );
    for Row {
        graph,
        steps,
        generated,
        built,
        verdict,
    } in rows
    {
        let generated = generated.map_or("-".to_owned(), |time| format!("{} ms", time.as_millis()));
        let built = format!("{:.1} s", built.as_secs_f64());
        let printed = match verdict {
            Ok(said) => said.as_str(),
            Err(_) => "WRONG, see above",
        };
        println!("{graph:width$}  {steps:>5}  {generated:>8}  {built:>7}  {printed}");
    }
}
