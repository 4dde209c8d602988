//! `cargo xtask bless`.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, page, shell, test};

/// Runs the tests so that they write what they would otherwise compare with.
pub(crate) fn run() -> Outcome {
    let page = page::bless();
    // a test compiles the snapshots of generated code: when they no longer compile, the test that
    // writes them has to come before all are built
    let generated = shell::run(blessing(&mut shell::cargo(["test", "--test", "gallery"])));
    let tests = shell::run(blessing(&mut test::all_tests()));
    shell::all([page, generated, tests, accept_inline()])
}

fn blessing(command: &mut Command) -> &mut Command {
    command
        .env("INSTA_UPDATE", "always")
        .env("INSTA_FORCE_PASS", "1")
        .env("PIPEWRIGHT_BLESS", "1")
        .env("TRYBUILD", "overwrite")
}

/// Insta leaves the snapshots that stand in a test's own source to `cargo insta`.
fn accept_inline() -> Outcome {
    if shell::files(&shell::root(), ".pending-snap")?.is_empty() {
        return Ok(());
    }
    let accept = ["insta", "accept", "--workspace"];
    if shell::works(&mut shell::cargo(["insta", "--version"])) {
        return shell::run(&mut shell::cargo(accept));
    }
    shell::run(
        Command::new(cargo_insta()?)
            .args(accept)
            .current_dir(shell::root()),
    )
}

/// The program `cargo-insta` below `target`, installed the first time that it is needed.
fn cargo_insta() -> Result<PathBuf, String> {
    let tools = shell::root().join("target/tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-insta{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        let install = [
            "install",
            "cargo-insta",
            "--locked",
            "--version",
            "^1.49",
            "--root",
        ];
        shell::run(shell::cargo(install).arg(&tools))?;
    }
    Ok(program)
}
