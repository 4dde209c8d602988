//! `cargo xtask lint`.

use std::process::Command;

use crate::bench::BENCHES;
use crate::{Outcome, shell};

/// Format, lints and documentation, none with a warning.
pub(crate) fn run() -> Outcome {
    let clippy = [
        "clippy",
        "--workspace",
        "--all-features",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let mut doc = shell::cargo(["doc", "--workspace", "--all-features", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    shell::all([
        shell::run(&mut shell::cargo(["fmt", "--all", "--check"])),
        shell::run(&mut shell::cargo([
            "fmt",
            "--check",
            "--manifest-path",
            BENCHES,
        ])),
        format_of_pipelines(),
        shell::run(&mut shell::cargo(clippy)),
        shell::run(&mut doc),
    ])
}

/// Pipelines in Rust form belong to no crate, so `cargo fmt` passes them by.
fn format_of_pipelines() -> Outcome {
    let files = shell::files(&shell::root().join("pipelines"), ".rs")?;
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--check"]).args(files);
    shell::run(rustfmt.current_dir(shell::root()))
}
