//! `cargo xtask test`.

use std::process::Command;

use crate::bench_build::chains;
use crate::{Outcome, bench, diagrams, page, shell};

/// Everything that has to hold before a change is merged, `lint` aside.
pub(crate) fn run() -> Outcome {
    shell::all([
        shell::run(&mut all_tests()),
        shell::run(&mut shell::cargo([
            "test",
            "--workspace",
            "--all-features",
            "--doc",
        ])),
        bench::smoke(),
        chains::check(),
        diagrams::check(),
        page::check(),
    ])
}

/// The command that runs every test of the workspace except doc tests.
pub(crate) fn all_tests() -> Command {
    if shell::works(&mut shell::cargo(["nextest", "--version"])) {
        return shell::cargo([
            "nextest",
            "run",
            "--workspace",
            "--all-features",
            "--no-fail-fast",
        ]);
    }
    eprintln!("cargo-nextest is not installed, so `cargo test` runs the tests");
    let kinds = ["--lib", "--bins", "--tests", "--examples"];
    let mut command = shell::cargo(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    command.args(kinds);
    command
}
