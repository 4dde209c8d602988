//! `cargo pipewright stub`

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use pipewright_build::Output;
use serde::Serialize;

use crate::cli::EXIT_CODES;
use crate::console::{self, As, Format};
use crate::failure::Failure;
use crate::folder;
use crate::implementation::{self, Implementation};
use crate::summary::counted;
use crate::target::Target;

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
    #[arg(long, value_name = "PATH", require_equals = true, value_hint = ValueHint::AnyPath)]
    missing: Option<Option<PathBuf>>,

    #[command(flatten)]
    print: As,
}

fn rust_type(text: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Type>(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("no Rust type: {error}")),
    }
}

/// The whole of it, for other programs.
#[derive(Serialize)]
struct Whole<'a> {
    pipeline: &'a str,
    folders: &'a [String],
    path: &'a str,
    #[serde(rename = "trait")]
    steps: &'a str,
    code: String,
    methods: Vec<Method<'a>>,
}

#[derive(Serialize)]
struct Method<'a> {
    name: &'a str,
    code: &'a str,
}

/// What an `impl` lacks.
#[derive(Serialize)]
struct Gaps<'a> {
    #[serde(flatten)]
    one: &'a Implementation,
    missing: Vec<Method<'a>>,
    other_signatures: Vec<OtherSignature<'a>>,
}

/// A method that is there, but not as the pipeline has it.
#[derive(Serialize)]
struct OtherSignature<'a> {
    name: &'a str,
    place: String,
    expected: String,
}

impl Stub {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let output = self.target.compile()?;
        match (&self.missing, self.print.format) {
            (None, Format::Text) => console::print(&output.stub.text(self.ty.as_deref())),
            (None, Format::Json) => console::print_json(&self.whole(&output)),
            (Some(path), format) => {
                let all = self.implementations(&output, path.as_deref())?;
                let gaps: Vec<Gaps<'_>> = all.iter().map(|one| gaps(&output, one)).collect();
                match format {
                    Format::Text => print(&output, &gaps),
                    Format::Json => console::print_json(&gaps),
                }
            }
        }
    }

    fn whole<'a>(&self, output: &'a Output) -> Whole<'a> {
        Whole {
            pipeline: &output.name,
            folders: &output.folders,
            path: &output.path,
            steps: output.stub.steps(),
            code: output.stub.text(self.ty.as_deref()),
            methods: methods(output).collect(),
        }
    }

    fn implementations(
        &self,
        output: &Output,
        path: Option<&Path>,
    ) -> Result<Vec<Implementation>, Failure> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => source_folder(output)?,
        };
        let mut all = implementation::find(&path, output.stub.steps())?;
        all.retain(|one| self.ty.as_deref().is_none_or(|ty| one.is_for(ty)));
        match all.is_empty() {
            true => Err(self.none(output, &path)),
            false => Ok(all),
        }
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

fn methods(output: &Output) -> impl Iterator<Item = Method<'_>> {
    let methods = output.stub.methods();
    methods.filter_map(|name| {
        let code = output.stub.method(name)?;
        Some(Method { name, code })
    })
}

fn gaps<'a>(output: &'a Output, one: &'a Implementation) -> Gaps<'a> {
    let missing = methods(output).filter(|method| !one.has(method.name));
    let other = methods(output).filter_map(|Method { name, code }| {
        let place = one.other_signature(name, code)?;
        let expected = head(code);
        Some(OtherSignature {
            name,
            place,
            expected,
        })
    });
    Gaps {
        one,
        missing: missing.collect(),
        other_signatures: other.collect(),
    }
}

/// The signature of a method, without its documentation and its body.
fn head(code: &str) -> String {
    let head = code.split(" {\n").next().unwrap_or_default().lines();
    let lines = head.filter(|line| !line.trim_start().starts_with("///"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Prints what is lacking to stdout, and where to stderr.
fn print(output: &Output, all: &[Gaps<'_>]) -> Result<(), Failure> {
    for OtherSignature {
        name,
        place,
        expected,
    } in all.iter().flat_map(|one| &one.other_signatures)
    {
        let expected: Vec<_> = expected.lines().map(|line| format!("  {line}")).collect();
        console::say(format_args!(
            "`{name}` at {place} has another signature than the pipeline:\n{}",
            expected.join("\n")
        ));
    }
    let (whole, lacking): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.missing.is_empty());
    for Gaps { one, .. } in whole {
        console::say(format_args!("{one} lacks nothing"));
    }
    let methods = counted(output.stub.methods().count(), "method");
    for (index, Gaps { one, missing, .. }) in lacking.iter().enumerate() {
        console::say(format_args!("{one} lacks {} of {methods}", missing.len()));
        if lacking.len() > 1 {
            let gap = if index == 0 { "" } else { "\n" };
            console::print(&format!("{gap}    // {one}\n\n"))?;
        }
        let code: Vec<&str> = missing.iter().map(|method| method.code).collect();
        console::print(&code.join("\n"))?;
    }
    Ok(())
}
