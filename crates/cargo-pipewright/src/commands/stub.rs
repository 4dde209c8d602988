//! `cargo pipewright stub`

use std::path::{Path, PathBuf};

use clap::Args;
use pipewright_build::Output;

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::folder;
use crate::implementation::{self, Implementation};
use crate::summary::counted;
use crate::target::{Paths, Target};

const EXAMPLES: &str = "\
Examples:
  cargo pipewright stub order_processing               # with a new type
  cargo pipewright stub order_processing --for Shop    # for a type that you have
  cargo pipewright stub order_processing --missing     # what `src` does not have yet
  cargo pipewright stub order_processing --missing=src/shop.rs";

/// Print the `impl` of a pipeline's steps, to be filled in
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Stub {
    #[command(flatten)]
    target: Target,

    /// The type that implements the steps [default: a new one]
    #[arg(long = "for", value_name = "TYPE", value_parser = rust_type)]
    ty: Option<String>,

    /// Only what the `impl` in PATH lacks [default: the crate's `src`]
    #[arg(long, value_name = "PATH", require_equals = true)]
    missing: Option<Option<PathBuf>>,
}

fn rust_type(text: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Type>(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("no Rust type: {error}")),
    }
}

impl Stub {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let output = self.target.compile(Paths::FromHere)?;
        match &self.missing {
            None => console::print(&output.stub.text(self.ty.as_deref())),
            Some(path) => self.print_missing(&output, path.as_deref()),
        }
    }

    fn print_missing(&self, output: &Output, path: Option<&Path>) -> Result<(), Failure> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => source_folder(output)?,
        };
        let mut all = implementation::find(&path, output.stub.steps())?;
        all.retain(|one| self.ty.as_deref().is_none_or(|ty| one.is_for(ty)));
        if all.is_empty() {
            return Err(self.none(output, &path));
        }
        for one in &all {
            tell_other_signatures(output, one);
        }
        let lacking = all.iter().map(|one| (one, missing(output, one)));
        let (lacking, whole): (Vec<_>, Vec<_>) = lacking.partition(|(_, lacks)| !lacks.is_empty());
        for (one, _) in whole {
            console::say(format_args!("{one} lacks nothing"));
        }
        let methods = counted(output.stub.methods().count(), "method");
        for (index, (one, lacks)) in lacking.iter().enumerate() {
            console::say(format_args!("{one} lacks {} of {methods}", lacks.len()));
            if lacking.len() > 1 {
                let gap = if index == 0 { "" } else { "\n" };
                console::print(&format!("{gap}    // {one}\n\n"))?;
            }
            console::print(&lacks.join("\n"))?;
        }
        Ok(())
    }

    fn none(&self, output: &Output, path: &Path) -> Failure {
        let (steps, path) = (output.stub.steps(), folder::slashes(path));
        let ty = self.ty.as_deref();
        let of = ty.map_or(String::new(), |ty| format!(" for `{ty}`"));
        Failure::wrong(format!("there is no `impl {steps}`{of} in `{path}`"))
            .help("without `--missing`, the whole of it is printed")
            .help("if it is elsewhere, say where: `--missing=PATH`")
    }
}

/// The folder `src` of the crate that the pipeline lies in.
fn source_folder(output: &Output) -> Result<PathBuf, Failure> {
    let pipeline = folder::absolute(output.path.as_ref());
    let krate = folder::crate_around(&pipeline);
    let source = krate.map(|krate| krate.join("src"));
    source
        .filter(|source| source.is_dir())
        .map(|source| folder::from_here(&source).into())
        .ok_or_else(|| {
            Failure::wrong("there is no folder `src` to look for the `impl` in")
                .help("say where it is: `--missing=PATH`")
        })
}

/// Tells of methods that are there, but not as the pipeline has them.
fn tell_other_signatures(output: &Output, one: &Implementation) {
    for method in output.stub.methods() {
        let Some(text) = output.stub.method(method) else {
            continue;
        };
        if let Some(place) = one.other_signature(method, text) {
            let head = text.split(" {\n").next().unwrap_or_default();
            let lines = head
                .lines()
                .filter(|line| !line.trim_start().starts_with("///"));
            let head: Vec<_> = lines.map(|line| format!("  {line}")).collect();
            console::say(format_args!(
                "`{method}` at {place} has another signature than the pipeline:\n{}",
                head.join("\n")
            ));
        }
    }
}

/// The texts of the methods that are not there.
fn missing<'a>(output: &'a Output, one: &Implementation) -> Vec<&'a str> {
    let names = output.stub.methods().filter(|name| !one.has(name));
    names.filter_map(|name| output.stub.method(name)).collect()
}
