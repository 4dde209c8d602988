//! `cargo xtask lint`.

use crate::{Outcome, shell};

/// Format, lints and documentation, none with a warning.
pub(crate) fn run() -> Outcome {
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let mut doc = shell::cargo(["doc", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    shell::all([
        shell::run(&mut shell::cargo(["fmt", "--all", "--check"])),
        shell::run(&mut shell::cargo(clippy)),
        shell::run(&mut doc),
    ])
}
