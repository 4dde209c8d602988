//! `cargo xtask fuzz`.

use crate::{Outcome, shell};

/// Breaks the descriptions of this repository at random and compiles them.
pub(crate) fn run(args: &[&str]) -> Outcome {
    let mut fuzz = shell::cargo(["run", "--quiet", "--profile", "fuzz"]);
    fuzz.args(["--package", "pipewright-build", "--example", "fuzz", "--"]);
    shell::run(fuzz.args(args))
}
