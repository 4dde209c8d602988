//! The command line as it is typed.

use std::ffi::OsString;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::{check, completions, expand, explain, graph, new, plan, schema, show, stub};
use crate::console::Color;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().bold())
    .usage(AnsiColor::BrightGreen.on_default().bold())
    .literal(AnsiColor::BrightCyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const ABOUT: &str = "Make, check and draw pipelines, without a compiler";

/// Beneath the help of the program and of each command.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  a pipeline has mistakes
  2  the command line is wrong, or a file cannot be found, read or written";

const FIND: &str = "\
Pipelines are looked for in the nearest folder `pipelines`: the one beside `Cargo.toml`, here or in a folder \
above; in a workspace without one, in those of all members. `--dir` names another one.

`--format json` prints what was asked for as data, to stdout. Whatever goes wrong is told on stderr, as text.";

/// Everything that can be typed.
#[derive(Debug, Parser)]
#[command(name = "cargo-pipewright", version, styles = STYLES)]
#[command(about = ABOUT, after_help = format!("{FIND}\n\n{EXIT_CODES}"))]
#[command(max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to print in colour: auto, always or never [default: auto]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) color: Color,
}

/// One of the commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(new::New),
    Check(check::Check),
    Stub(stub::Stub),
    Graph(graph::Graph),
    Plan(plan::Plan),
    Show(show::Show),
    Expand(expand::Expand),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

impl Cli {
    /// What has been typed, as it is told to be typed: `cargo pipewright`.
    pub(crate) fn typed() -> Self {
        let command = Self::command().bin_name("cargo pipewright");
        let matches = command.get_matches_from(arguments());
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// The arguments, without the word that cargo puts in when it is typed as `cargo pipewright`.
fn arguments() -> impl Iterator<Item = OsString> {
    let by_cargo = |(place, argument): &(usize, OsString)| *place == 1 && argument == "pipewright";
    std::env::args_os()
        .enumerate()
        .filter(move |argument| !by_cargo(argument))
        .map(|(_, argument)| argument)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        <super::Cli as clap::CommandFactory>::command().debug_assert();
    }
}
