//! The check of every committed diagram with Mermaid's own parser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::shell::{self, at};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Parses all `snapshots/**/*.mmd`.
pub(crate) fn check() -> Outcome {
    let root = shell::root();
    let snapshots = root.join("snapshots");
    let diagrams = if snapshots.is_dir() {
        shell::files(&snapshots, ".mmd")?
    } else {
        Vec::new()
    };
    if diagrams.is_empty() {
        eprintln!("mermaid: there are no diagrams in snapshots/");
        return Ok(());
    }
    if !has_node() {
        return left_out();
    }
    let folder = install(&root)?;
    shell::run(
        Command::new("node")
            .arg("check.mjs")
            .args(diagrams)
            .current_dir(folder),
    )
}

fn has_node() -> bool {
    ["node", NPM]
        .into_iter()
        .all(|tool| shell::works(Command::new(tool).arg("--version")))
}

fn left_out() -> Outcome {
    if std::env::var("CI").is_ok_and(|ci| ci == "true") {
        return Err("mermaid: node and npm are needed to check the diagrams".to_owned());
    }
    eprintln!(
        "mermaid: LEFT OUT, the diagrams were not checked: node or npm is not on this machine"
    );
    Ok(())
}

/// The folder below `target` that holds the checker and the packages that it needs.
fn install(root: &Path) -> Result<PathBuf, String> {
    let source = root.join("crates/xtask/mermaid");
    let folder = root.join("target/mermaid");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    for name in ["package.json", "package-lock.json", "check.mjs"] {
        fs::copy(source.join(name), folder.join(name)).map_err(at(&source.join(name)))?;
    }
    let wanted = fs::read(source.join("package-lock.json")).map_err(at(&source))?;
    let installed = folder.join("installed.json");
    if fs::read(&installed).is_ok_and(|lock| lock == wanted) {
        return Ok(folder);
    }
    shell::run(
        Command::new(NPM)
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder),
    )?;
    fs::write(&installed, wanted).map_err(at(&installed))?;
    Ok(folder)
}
