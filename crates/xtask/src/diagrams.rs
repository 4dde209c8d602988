//! The check of every committed diagram with Mermaid's own parser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::npm;
use crate::shell::{self, at};

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
    if !npm::is_here() {
        return npm::left_out(
            "mermaid",
            "the diagrams were not checked: node or npm is not on this machine",
        );
    }
    let folder = install(&root)?;
    shell::run(
        Command::new("node")
            .arg("check.mjs")
            .args(diagrams)
            .current_dir(folder),
    )
}

/// The folder below `target` that holds the checker and the packages that it needs.
fn install(root: &Path) -> Result<PathBuf, String> {
    let source = root.join("crates/xtask/mermaid");
    let folder = root.join("target/mermaid");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    for name in ["package.json", "package-lock.json", "check.mjs"] {
        fs::copy(source.join(name), folder.join(name)).map_err(at(&source.join(name)))?;
    }
    npm::install(&folder)?;
    Ok(folder)
}
