//! `cargo xtask lint`.

use std::process::Command;

use crate::bench::BENCHES;
use crate::{Outcome, shell};

/// Format, lints and documentation, none with a warning; of the benches too, which are no member of the workspace.
pub(crate) fn run() -> Outcome {
    let clippy = |of: &[&str]| {
        let mut clippy = shell::cargo(["clippy", "--all-targets"]);
        shell::run(clippy.args(of).args(["--", "-D", "warnings"]))
    };
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
        clippy(&["--workspace", "--all-features"]),
        clippy(&["--locked", "--manifest-path", BENCHES]),
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
