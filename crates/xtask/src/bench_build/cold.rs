//! How long this project's crates take to build when nothing is built yet.

use std::fs;
use std::path::{Path, PathBuf};

use super::cost::Cost;
use super::{copy, write};
use crate::Outcome;
use crate::shell::{self, at};

/// What `pipewright` has of tokio.
const TOKIO: &str = "tokio = { version = \"1\", features = [\"rt\", \"sync\", \"time\"] }";

/// The crates of this project that `pipewright` depends on.
const RUNTIME: [&str; 2] = ["pipewright-graph", "pipewright-html"];

/// A table of the time of each crate with all that it depends on, as users have it: `pipewright-build` for a build
/// script, which cargo neither optimises nor gives debug information.
pub(super) fn run() -> Outcome {
    let root = shell::root();
    let published = published(&root)?;
    println!("| nothing built yet, seconds | debug | release |");
    println!("|---|--:|--:|");
    for (name, kind, dependency) in [
        (
            "`pipewright-build`",
            "build-dependencies",
            path("pipewright-build", &root.join("crates/pipewright-build")),
        ),
        (
            "`pipewright`",
            "dependencies",
            path("pipewright", &published),
        ),
        ("of that, tokio", "dependencies", TOKIO.to_owned()),
    ] {
        let folder = write_crate(&root, kind, &dependency)?;
        let (debug, release) = (build(&folder, &[])?, build(&folder, &["--release"])?);
        println!("| {name} | {debug} | {release} |");
    }
    Ok(())
}

fn path(name: &str, folder: &Path) -> String {
    format!("{name} = {{ path = '{}' }}", folder.display())
}

/// Builds into a folder that is new.
fn build(folder: &Path, options: &[&str]) -> Result<Cost, String> {
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target).map_err(at(&target))?;
    }
    let mut cargo = shell::cargo(["build", "--quiet"]);
    cargo.args(options).current_dir(folder);
    Cost::of(cargo.env("CARGO_TARGET_DIR", &target))
}

/// A crate with one dependency, of its own or of its build script.
fn write_crate(root: &Path, kind: &str, dependency: &str) -> Result<PathBuf, String> {
    let folder = root.join("target/bench-build/cold").join(kind);
    let manifest = "[workspace]\n[package]\nname = \"cold\"\nedition = \"2024\"\n";
    write(
        &folder.join("Cargo.toml"),
        &format!("{manifest}[{kind}]\n{dependency}\n"),
    )?;
    if kind == "build-dependencies" {
        write(&folder.join("build.rs"), "fn main() {}\n")?;
    }
    write(&folder.join("src/lib.rs"), "")?;
    copy(&root.join("Cargo.lock"), &folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// `pipewright` as it is published: without the gallery, and so without a build script.
fn published(root: &Path) -> Result<PathBuf, String> {
    let folder = root.join("target/bench-build/published");
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(at(&manifest))?;
    let (before, after) = text
        .split_once("[build-dependencies]")
        .and_then(|(before, after)| Some((before, after.split_once("[lints]")?.1)))
        .ok_or("Cargo.toml has no `[build-dependencies]` before `[lints]`")?;
    let members = RUNTIME.map(|name| format!("crates/{name}"));
    let before = before.replace("crates/*", &members.join("\", \""));
    write(
        &folder.join("Cargo.toml"),
        &format!("{before}[lints]{after}"),
    )?;
    copy(&root.join("src"), &folder.join("src"))?;
    for part in members {
        copy(&root.join(&part), &folder.join(&part))?;
    }
    Ok(folder)
}
