//! The project's own chores: `cargo xtask test`, `bless`, `lint`, `bench`, `bench-build`, `graphs`,
//! `page`, `fuzz`.

mod bench;
mod bench_build;
mod bless;
mod diagrams;
mod fuzz;
mod graphs;
mod lint;
mod npm;
mod page;
mod shell;
mod test;

use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
The project's own chores.

Usage: cargo xtask <COMMAND>

Commands:
  test        Run all tests, doc tests too; build and run a pipeline of 4,001 steps; parse all diagrams in
              snapshots/ with Mermaid's own parser, and open the page of a report in a browser
  bless       Run the tests and accept what they give as the new snapshots and expected texts; make that page
  lint        Check format, lints and documentation; no warning is allowed
  bench [--peers] [--many] [--smoke] [FILTER]
              Measure what a run costs, beside code by hand (and other engines), and print tables;
              --many: ten thousand steps too, which take long to build; a filter is words that a
              table's title, its column or a row has
  bench-build [--chains] [--cold] [--generating] [--generated] [STEPS…]
              Measure how long pipelines of so many steps, 1000 if not said, take to build, beside the
              same by hand; --generated: without that, which takes many times as long; --cold: how long
              this project's crates do when nothing is built yet; --generating: how long it takes
              to make code of a description; --chains: only the one of `test`
  graphs DIR  Build and run a crate for each task graph in DIR, and tell what came of it
  page [measure|picture]
              Check the page of a report as `test` does, measure how fast it is, or make the README's picture
  fuzz [--cases N] [--seed S] [--from CASE] [--show]
              Break descriptions at random, compile them, and tell what goes wrong with that

Options:
  -h, --help  Print this

Exit code: 0 when all is well, 1 when something failed, 2 when the command line is wrong.
With CI=true nothing is left out of `test` because a tool is missing.
";

/// What a chore gives: nothing, or why it failed.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["-h" | "--help" | "help"] | [_, "-h" | "--help"] => {
            print!("{HELP}");
            Ok(())
        }
        ["test"] => test::run(),
        ["bless"] => bless::run(),
        ["lint"] => lint::run(),
        ["bench", ref options @ ..] => bench::run(options),
        ["bench-build", ref options @ ..] => bench_build::run(options),
        ["graphs", dir] => graphs::run(Path::new(dir)),
        ["page"] => page::check(),
        ["page", word @ ("measure" | "picture")] => page::run(word),
        ["fuzz", ref options @ ..] => fuzz::run(options),
        _ => return misused(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn misused(args: &[&str]) -> ExitCode {
    match args {
        [] => eprintln!("error: which command?"),
        ["graphs"] => eprintln!("error: `graphs` needs the folder of the task graphs"),
        _ => eprintln!("error: `{}` is not a command", args.join(" ")),
    }
    eprint!("\n{HELP}");
    ExitCode::from(2)
}
