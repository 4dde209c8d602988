//! `cargo pipewright schema`

use clap::Args;

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::schema;

const NOTE: &str = "\
With it, editors complete keys, show what they mean, and underline those that there are not. Write it to a file, and \
name that in the first line of a pipeline, `#:schema ../pipeline.schema.json`, or in the editor's settings. \
docs/editors.md tells how.

Examples:
  cargo pipewright schema > pipeline.schema.json";

/// Print the JSON Schema of pipelines in TOML form, for editors
#[derive(Debug, Args)]
#[command(after_help = format!("{NOTE}\n\n{EXIT_CODES}"))]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        console::print_json(&schema::schema())
    }
}
