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
  cargo pipewright graph billing/refund --format svg --output refund.svg
  cargo pipewright graph nightly_export --format mermaid --direction left-right";

/// Draw a pipeline
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Graph {
    #[command(flatten)]
    target: Target,

    /// What to draw
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    format: Format,

    /// Which way a picture goes
    #[arg(
        long,
        value_enum,
        value_name = "WAY",
        default_value_t,
        hide_default_value = true
    )]
    direction: Direction,

    /// Draw steps that are alike as one (SVG, DOT, Mermaid)
    #[arg(long)]
    fold: bool,

    /// Draw each step, even if viewers refuse so many (Mermaid)
    #[arg(long, conflicts_with = "fold")]
    whole: bool,

    /// Write it to a file instead of printing it; what is there is replaced
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// The default: a tree, beneath each step those that wait for it
    #[default]
    Text,
    /// A Mermaid flowchart with every value, wire and condition
    Mermaid,
    /// A Mermaid graph of nothing but steps and arrows, sorted: good to compare
    Plain,
    /// A drawing in SVG, which needs no viewer but a browser
    Svg,
    /// The same for Graphviz
    Dot,
    /// The graph as data
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Direction {
    /// The default: from above to below
    #[default]
    TopDown,
    /// From left to right
    LeftRight,
}

impl From<Direction> for pipewright_graph::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::TopDown => Self::TopDown,
            Direction::LeftRight => Self::LeftRight,
        }
    }
}

impl Graph {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let picture = self.draw(&self.target.compile()?.graph)?;
        match &self.output {
            None => console::print(&picture),
            Some(path) => fs::write(path, picture).map_err(|error| {
                let path = folder::slashes(path);
                Failure::wrong(format!("cannot write `{path}`: {error}"))
            }),
        }
    }

    fn draw(&self, graph: &pipewright_graph::Graph) -> Result<String, Failure> {
        let picture = graph.picture().direction(self.direction.into());
        let picture = match (self.fold, self.whole) {
            (true, _) => picture.folded(),
            (_, true) => picture.whole(),
            _ => picture,
        };
        Ok(match self.format {
            Format::Text => graph.text(),
            Format::Mermaid => picture.mermaid(),
            Format::Plain => graph.plain(),
            Format::Svg => picture.svg(),
            Format::Dot => picture.dot(),
            Format::Json => {
                let json = serde_json::to_string_pretty(graph);
                json.map_err(Failure::no_json)? + "\n"
            }
        })
    }
}
