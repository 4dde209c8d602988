//! How long it takes to read a description, to check it, and to make code of it.

use std::path::{Path, PathBuf};

use super::sources::{Sources, TOPOLOGIES};
use super::{copy, target, write};
use crate::Outcome;
use crate::shell;

const SIZES: [usize; 2] = [1_000, 10_000];

/// A table of the milliseconds, in a release build, and in a build script, which cargo does not optimise.
pub(super) fn run() -> Outcome {
    let folder = write_crate()?;
    let descriptions = descriptions(&folder)?;
    let (names, paths): (Vec<_>, Vec<_>) = descriptions.into_iter().unzip();
    println!("| ms | {} |", names.join(" | "));
    println!("|---|{}", "--:|".repeat(names.len()));
    for (row, options) in [("release", &["--release"][..]), ("build script", &[])] {
        let mut cargo = shell::cargo(["run", "--quiet"]);
        cargo.args(options).args(["--", row]).args(&paths);
        cargo.env("CARGO_TARGET_DIR", target());
        shell::run(cargo.current_dir(&folder))?;
    }
    Ok(())
}

/// The program that tells the times.
fn write_crate() -> Result<PathBuf, String> {
    let root = shell::root();
    let folder = root.join("target/bench-build/generating");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"generating\"\nedition = \"2024\"\n\
         [dependencies]\npipewright-build = {{ path = '{}' }}\n",
        root.join("crates/pipewright-build").display()
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    write(
        &folder.join("src/main.rs"),
        include_str!("../../generating/main.rs"),
    )?;
    copy(&root.join("Cargo.lock"), &folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// A description of each topology and size, and of steps that have settings too.
fn descriptions(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut descriptions = Vec::new();
    for steps in SIZES {
        let mut put = |name: &str, text: &str| {
            let path = folder.join(format!("{name} {steps}.toml"));
            write(&path, text)?;
            descriptions.push((format!("{name}, {steps}"), path));
            Ok::<(), String>(())
        };
        for (name, parents) in TOPOLOGIES {
            put(name, &Sources::new(steps, parents).pipeline())?;
        }
        let (_, layered) = TOPOLOGIES[2];
        let plain = Sources::new(steps, layered).pipeline();
        put("layered with settings", &with_settings(&plain))?;
    }
    Ok(descriptions)
}

/// The same steps, each with something to be said about it.
fn with_settings(pipeline: &str) -> String {
    const SETTINGS: [&str; 4] = [
        "retry = { attempts = 3, delay = \"100ms\" }\ntimeout = \"5s\"",
        "when = \"start > 1\"",
        "doc = \"Does something to it.\"",
        "blocking = true",
    ];
    let (inputs, steps) = pipeline.split_once("\n\n").unwrap_or_default();
    let steps = steps.split("\n\n").zip(SETTINGS.iter().cycle());
    let steps = steps.map(|(step, settings)| format!("\n\n{}\n{settings}", step.trim_end()));
    inputs.to_owned() + &steps.collect::<String>()
}
