//! Reads a fortnight of flights and writes what a storm did to them: five files in, seven out.
//!
//! `cargo run --release --example storm_report -- [DATA_DIR] [OUT_DIR]`, and with `--help` it says more.
//!
//! The pipeline is described in `pipelines/storm_report.rs`, the work is done in `flights`, and
//! the `impl` in `analyst` joins the two. Without arguments it reads the fortnight in
//! `examples/data`.

pub mod analyst;
pub mod flights;
mod print;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use analyst::Analyst;
use flights::Report;

pipewright::include_pipelines!("storm_report");

const HELP: &str = "\
What a storm did to a fortnight of flights from New York.

Usage: storm_report [DATA_DIR] [OUT_DIR]

Arguments:
  DATA_DIR  The folder with flights.csv, weather.csv, planes.csv, airports.csv and airlines.csv
            [default: examples/data/flights]
  OUT_DIR   The folder to write the report to, seven files; made if it is not there
            [default: target/storm_report]

Exit code: 0 if the report was written, 1 if not, 2 if the command line is wrong.
";

const DATA_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/flights");
const OUT_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/storm_report");

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if arguments.iter().any(|one| one == "-h" || one == "--help") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let is_option = |one: &&OsString| one.to_string_lossy().starts_with('-');
    if let Some(wrong) = arguments.iter().find(is_option).or(arguments.get(2)) {
        eprint!("error: unexpected argument `{}`\n\n{HELP}", wrong.display());
        return ExitCode::from(2);
    }
    let mut arguments = arguments.into_iter().map(PathBuf::from);
    let data_dir = arguments.next().unwrap_or_else(|| from_here(DATA_DIR));
    let out_dir = arguments.next().unwrap_or_else(|| from_here(OUT_DIR));
    match run(data_dir, &out_dir).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A path as one would type it here.
fn from_here(path: &str) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    let path = Path::new(path);
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

async fn run(data_dir: PathBuf, out_dir: &Path) -> Result<(), String> {
    let pipeline = StormReport::new(Analyst::default());
    let run = pipeline.run(data_dir).with_report().await;
    println!("{}\n", run.report);
    let report = match run.output {
        Ok(report) => report,
        Err(error) => {
            println!("{}", run.report.mermaid());
            return Err(print::failures(&error));
        }
    };
    write(&report, out_dir)?;
    println!("{}", report.headlines());
    println!("{}", storm_report::GRAPH.text());
    println!("The report is in {}", out_dir.display());
    Ok(())
}

fn write(report: &Report, out_dir: &Path) -> Result<(), String> {
    let cannot_write = |path: &Path, error| format!("{}: cannot write: {error}", path.display());
    fs::create_dir_all(out_dir).map_err(|error| cannot_write(out_dir, error))?;
    for file in report.files() {
        let path = out_dir.join(file.name);
        fs::write(&path, &file.text).map_err(|error| cannot_write(&path, error))?;
    }
    Ok(())
}
