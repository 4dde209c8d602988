//! Packages of npm, for the checks that need some.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::shell::{self, at};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Whether this machine has node and npm.
pub(crate) fn is_here() -> bool {
    ["node", NPM]
        .into_iter()
        .all(|tool| shell::works(Command::new(tool).arg("--version")))
}

/// A check could not be made; with `CI=true` that is a failure.
pub(crate) fn left_out(check: &str, what: &str) -> Outcome {
    if std::env::var("CI").is_ok_and(|ci| ci == "true") {
        return Err(format!(
            "{check}: {what}, and nothing is left out where `CI=true`"
        ));
    }
    eprintln!("{check}: LEFT OUT, {what}");
    Ok(())
}

/// Installs the packages that the lock file of a folder names, if that has changed.
pub(crate) fn install(folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(at(&lock))?;
    let installed = folder.join("installed.json");
    if fs::read(&installed).is_ok_and(|lock| lock == wanted) {
        return Ok(());
    }
    shell::run(
        Command::new(NPM)
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(folder),
    )?;
    fs::write(&installed, wanted).map_err(at(&installed))
}
