//! `cargo pipewright expand`

use clap::Args;
use serde::Serialize;

use crate::cli::EXIT_CODES;
use crate::console::{self, As, Format};
use crate::failure::Failure;
use crate::target::Target;

const EXAMPLES: &str = "\
Examples:
  cargo pipewright expand order_processing
  cargo pipewright expand pipelines/billing/refund.toml | less";

/// Print the Rust code that is generated from a pipeline
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Expand {
    #[command(flatten)]
    target: Target,

    #[command(flatten)]
    print: As,
}

/// What is generated, for other programs.
#[derive(Serialize)]
struct Expanded<'a> {
    pipeline: &'a str,
    folders: &'a [String],
    kind: &'static str,
    path: &'a str,
    code: &'a str,
}

impl Expand {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let output = self.target.compile()?;
        match self.print.format {
            Format::Text => console::print(&output.code),
            Format::Json => console::print_json(&Expanded {
                pipeline: &output.name,
                folders: &output.folders,
                kind: output.kind.name(),
                path: &output.path,
                code: &output.code,
            }),
        }
    }
}
