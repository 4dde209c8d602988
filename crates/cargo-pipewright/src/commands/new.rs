//! `cargo pipewright new`

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::cli::EXIT_CODES;
use crate::console::{self, As, Format, STRONG};
use crate::failure::Failure;
use crate::folder;
use crate::manifest::Package;
use crate::template::{self, Dependencies};

const NOTE: &str = "\
The crate is made by `cargo new`, so in a workspace it becomes a member. Nothing is overwritten. pipewright is not published yet: until it is, `--path` has to say where a checkout of it is.

Examples:
  cargo pipewright new hello --path pipewright
  cargo pipewright new crates/hello --path ../pipewright";

/// Crates that the new one depends on, and so cannot be called as.
const DEPENDENCIES: [&str; 3] = ["pipewright", "pipewright-build", "tokio"];

/// Whether a crate can depend on a version.
const IS_PUBLISHED: bool = false;

/// The version without the patch level.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// The schema of the pipelines of this version.
const SCHEMA: &str = concat!(
    env!("CARGO_PKG_REPOSITORY"),
    "/raw/v",
    env!("CARGO_PKG_VERSION"),
    "/docs/pipeline.schema.json"
);

/// Make a crate with a pipeline, its steps, a program and a test
#[derive(Debug, Args)]
#[command(after_help = format!("{NOTE}\n\n{EXIT_CODES}"))]
pub(crate) struct New {
    /// The folder to make, which names the crate
    #[arg(value_name = "NAME")]
    folder: PathBuf,

    /// Depend on the checkout of pipewright in DIR; needed until it is published
    #[arg(long = "path", value_name = "DIR", value_hint = ValueHint::DirPath)]
    checkout: Option<PathBuf>,

    #[command(flatten)]
    print: As,
}

/// What was made, for other programs.
#[derive(Serialize)]
struct Made<'a> {
    name: &'a str,
    folder: &'a str,
    files: Vec<&'static str>,
    /// What cargo says of the workspace that the crate is in.
    workspace: Vec<&'a str>,
}

impl New {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let shown = folder::slashes(&self.folder);
        if self.folder.exists() {
            return Err(Failure::wrong(format!("`{shown}` is there already")));
        }
        let name = self.name()?;
        let dependencies = match &self.checkout {
            Some(checkout) => self.by_path(checkout)?,
            None if IS_PUBLISHED => by_version(),
            None => return Err(unpublished()),
        };
        let told = cargo_new(&self.folder)?;
        let manifest = self.folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)
            .map_err(|error| folder::unreadable(&folder::slashes(&manifest), &error))?;
        write(&manifest, &template::manifest(&text, &dependencies))?;
        let mut files = vec!["Cargo.toml"];
        for (path, text) in template::files(&name, &dependencies) {
            write(&self.folder.join(path), &text)?;
            files.push(path);
        }
        let workspace = told.lines().filter(|line| line.contains("workspace"));
        let made = Made {
            name: &name,
            folder: &shown,
            files,
            workspace: workspace.map(str::trim).collect(),
        };
        match self.print.format {
            Format::Json => console::print_json(&made),
            Format::Text => {
                made.tell();
                Ok(())
            }
        }
    }

    fn name(&self) -> Result<String, Failure> {
        let name = self.folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        match DEPENDENCIES.contains(&name.as_str()) {
            true => Err(Failure::wrong(format!(
                "a crate called `{name}` cannot depend on `{name}`"
            ))),
            false => Ok(name),
        }
    }

    fn by_path(&self, checkout: &Path) -> Result<Dependencies, Failure> {
        let build = checkout.join("crates/pipewright-build");
        if Package::of(checkout).name() != "pipewright" || !build.join("Cargo.toml").is_file() {
            let shown = folder::slashes(checkout);
            return Err(Failure::wrong(format!(
                "`{shown}` is no checkout of pipewright"
            )));
        }
        let here = folder::absolute(&self.folder);
        let dependency = |path: &Path| {
            let path = folder::between(&here, &folder::absolute(path));
            format!("{{ path = \"{}\" }}", path.replace('"', "\\\""))
        };
        let below = here.join("pipelines");
        let schema = checkout.join("docs/pipeline.schema.json");
        Ok(Dependencies {
            runtime: dependency(checkout),
            build: dependency(&build),
            schema: folder::between(&below, &folder::absolute(&schema)),
        })
    }
}

impl Made<'_> {
    fn tell(&self) {
        console::say(format_args!("{STRONG}made{STRONG:#} `{}`", self.folder));
        self.workspace.iter().for_each(console::say);
        console::say(NEXT.replace("{shown}", self.folder));
    }
}

const NEXT: &str = "
  pipelines/morning.toml  what is done
  src/lib.rs              how it is done
  src/main.rs             the program
  tests/morning.rs        the test

next: `cd {shown}`, `cargo test`, `cargo run`";

fn unpublished() -> Failure {
    Failure::wrong("pipewright is not published yet, so the crate could not be built")
        .help("say where a checkout of it is: `--path DIR`")
}

fn by_version() -> Dependencies {
    Dependencies {
        runtime: format!("\"{VERSION}\""),
        build: format!("\"{VERSION}\""),
        schema: SCHEMA.to_owned(),
    }
}

/// What cargo says of the crate that it makes.
fn cargo_new(folder: &Path) -> Result<String, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let output = Command::new(cargo)
        .args(["new", "--lib", "--color", "never"])
        .arg("--")
        .arg(folder)
        .output()
        .map_err(|error| Failure::wrong(format!("`cargo new` did not start: {error}")))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(told.into_owned());
    }
    let why = told.lines().find_map(|line| line.strip_prefix("error: "));
    Err(Failure::wrong(why.unwrap_or("`cargo new` failed")))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let above = path.parent().map_or(Ok(()), fs::create_dir_all);
    above.and_then(|()| fs::write(path, text)).map_err(|error| {
        let path = folder::slashes(path);
        Failure::wrong(format!("cannot write `{path}`: {error}"))
    })
}
