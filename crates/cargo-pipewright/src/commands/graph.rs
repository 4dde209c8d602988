//! `cargo pipewright graph`

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::folder;
use crate::target::Target;

const EXAMPLES: &str = "\
Examples:
  cargo pipewright graph order_processing
  cargo pipewright graph billing/refund --format mermaid --output refund.mmd";

/// Draw a pipeline
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Graph {
    #[command(flatten)]
    target: Target,

    /// What to draw [default: text]
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    format: Format,

    /// Write it to a file instead of printing it
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// A tree for the terminal: beneath each step those that wait for it
    #[default]
    Text,
    /// A Mermaid flowchart with every value, wire and condition
    Mermaid,
    /// A Mermaid graph of nothing but steps and arrows, sorted: good to compare
    Plain,
    /// The graph as data
    Json,
}

impl Graph {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let picture = draw(&self.target.compile()?.graph, self.format)?;
        match &self.output {
            None => console::print(&picture),
            Some(path) => fs::write(path, picture).map_err(|error| {
                let path = folder::slashes(path);
                Failure::wrong(format!("cannot write `{path}`: {error}"))
            }),
        }
    }
}

fn draw(graph: &pipewright_graph::Graph, format: Format) -> Result<String, Failure> {
    Ok(match format {
        Format::Text => graph.text(),
        Format::Mermaid => graph.mermaid(),
        Format::Plain => graph.plain(),
        Format::Json => {
            let json = serde_json::to_string_pretty(graph);
            json.map_err(Failure::no_json)? + "\n"
        }
    })
}
