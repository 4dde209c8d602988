//! `cargo pipewright expand`

use clap::Args;

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::target::{Paths, Target};

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
}

impl Expand {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        console::print(&self.target.compile(Paths::InCrate)?.code)
    }
}
