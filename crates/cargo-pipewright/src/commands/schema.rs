//! `cargo pipewright schema`

use clap::{Args, ValueEnum};

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
pub(crate) struct Schema {
    /// How to print it: json, with or without this
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    format: Format,
}

/// A schema is data, and nothing else.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Json,
}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let Format::Json = self.format;
        console::print_json(&schema::schema())
    }
}
