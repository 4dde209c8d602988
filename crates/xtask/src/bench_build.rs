//! `cargo xtask bench-build [--chains] [--cold] [--generating] [--generated] [STEPS…]`: how long large pipelines take
//! to build, and the same steps written by hand, unless `--generated` leaves these out; with `--cold`, how long this
//! project's crates do when nothing is built yet; with `--generating`, how long code takes to be generated; and with
//! `--chains`, the pipeline that `cargo xtask test` builds and runs.

pub(crate) mod chains;
mod cold;
mod cost;
mod generating;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use self::cost::Cost;
use self::sources::{Sources, TOPOLOGIES};
use crate::Outcome;
use crate::shell::{self, at};

const STEPS: usize = 1_000;

/// Steps of a crate beside whose binary the others are measured.
const FEW: usize = 20;

/// Builds a crate for each topology, then again after its pipeline and its steps were touched.
pub(crate) fn run(options: &[&str]) -> Outcome {
    let (flags, steps): (Vec<&str>, Vec<&str>) =
        options.iter().partition(|one| one.starts_with("--"));
    if let Some(unknown) = flags.iter().find(|flag| {
        !matches!(
            **flag,
            "--chains" | "--cold" | "--generating" | "--generated"
        )
    }) {
        return Err(format!("`bench-build` does not know `{unknown}`"));
    }
    if flags.contains(&"--chains") {
        return chains::check();
    }
    let forms: &[Form] = match flags.contains(&"--generated") {
        true => &[Form::Generated],
        false => &[Form::Generated, Form::ByHand],
    };
    let steps = steps.into_iter().map(|steps| {
        let number = steps.parse::<usize>();
        number.map_err(|_| format!("`{steps}` is no number of steps"))
    });
    let mut steps = steps.collect::<Result<Vec<_>, _>>()?;
    let (cold, generating) = (flags.contains(&"--cold"), flags.contains(&"--generating"));
    if cold {
        cold::run()?;
    }
    if generating {
        generating::run()?;
    }
    if steps.is_empty() && !cold && !generating {
        steps.push(STEPS);
    }
    for steps in steps {
        touched(steps, forms)?;
    }
    Ok(())
}

/// A table of the time after a touch; in brackets that of all processors.
fn touched(steps: usize, forms: &[Form]) -> Outcome {
    println!("| {steps} steps, seconds | debug | release | binary, bytes a step |");
    println!("|---|--:|--:|--:|");
    for (name, parents) in TOPOLOGIES {
        let sources = Sources::new(steps, parents);
        let few = Sources::new(FEW, parents);
        for &form in forms {
            let folder = write_crate(&format!("{name}-{steps}"), form, &sources)?;
            let (debug, release) = (rebuilt(&folder, &[])?, rebuilt(&folder, &["--release"])?);
            let small = write_crate(&format!("{name}-{FEW}"), form, &few)?;
            build(&small, &["--release"])?;
            let more = binary(&folder)?.saturating_sub(binary(&small)?);
            let bytes = more / steps.saturating_sub(FEW).max(1) as u64;
            println!("| {name}{} | {debug} | {release} | {bytes} |", form.label());
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Generated,
    ByHand,
}

impl Form {
    fn label(self) -> &'static str {
        match self {
            Self::Generated => "",
            Self::ByHand => ", by hand",
        }
    }
}

fn build(folder: &Path, options: &[&str]) -> Result<Cost, String> {
    let mut cargo = shell::cargo(["build", "--quiet"]);
    cargo.args(options).current_dir(folder);
    Cost::of(cargo.env("CARGO_TARGET_DIR", target()))
}

/// How long `cargo build` takes when all but this crate has been built.
fn rebuilt(folder: &Path, options: &[&str]) -> Result<Cost, String> {
    build(folder, options)?;
    for (file, line) in [
        ("pipelines/large.toml", "# touched\n"),
        ("src/main.rs", "// touched\n"),
    ] {
        let path = folder.join(file);
        if path.exists() {
            // a line more, so that every place in the file is another
            let text = fs::read_to_string(&path).map_err(at(&path))?;
            fs::write(&path, line.to_owned() + &text).map_err(at(&path))?;
        }
    }
    build(folder, options)
}

fn binary(folder: &Path) -> Result<u64, String> {
    let name = folder.file_name().unwrap_or_default();
    let path = target().join("release").join(name);
    Ok(fs::metadata(&path).map_err(at(&path))?.len())
}

fn write_crate(name: &str, form: Form, sources: &Sources) -> Result<PathBuf, String> {
    match form {
        Form::Generated => {
            let files = [
                ("pipelines/large.toml", sources.pipeline()),
                ("src/main.rs", sources.generated()),
            ];
            write_files(name, form, &files)
        }
        Form::ByHand => {
            let same_work = include_str!("../by_hand/same_work.rs");
            let files = [
                ("src/same_work.rs", same_work.to_owned()),
                ("src/main.rs", sources.by_hand()),
            ];
            write_files(&format!("{name}-by-hand"), form, &files)
        }
    }
}

/// Writes a crate of these files, with what cargo needs besides.
fn write_files(name: &str, form: Form, files: &[(&str, String)]) -> Result<PathBuf, String> {
    let root = shell::root();
    let folder = root.join("target/bench-build").join(name);
    let write = |file: &str, text: &str| write(&folder.join(file), text);
    let lock = root.join("Cargo.lock");
    write("Cargo.lock", &fs::read_to_string(&lock).map_err(at(&lock))?)?;
    write("Cargo.toml", &manifest(name, form, &root))?;
    if form == Form::Generated {
        write(
            "build.rs",
            "fn main() {\n    pipewright_build::compile(\"pipelines\");\n}\n",
        )?;
    }
    for (file, text) in files {
        write(file, text)?;
    }
    Ok(folder)
}

fn manifest(name: &str, form: Form, root: &Path) -> String {
    let root = root.display();
    let dependencies = match form {
        Form::Generated => format!(
            "pipewright = {{ path = '{root}' }}\n\
             [build-dependencies]\npipewright-build = {{ path = '{root}/crates/pipewright-build' }}\n"
        ),
        Form::ByHand => {
            "tracing = { version = \"0.1\", default-features = false, features = [\"std\"] }\n"
                .to_owned()
        }
    };
    format!(
        "[workspace]\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }}\n{dependencies}"
    )
}

fn target() -> PathBuf {
    shell::root().join("target/bench-build/target")
}

/// Writes a file, unless it is as it should be: then it is not built again.
fn write(path: &Path, text: &str) -> Outcome {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(at(parent))?;
    fs::write(path, text).map_err(at(path))
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Outcome {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop).map_err(at(from));
    }
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
