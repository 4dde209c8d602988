//! `cargo pipewright`: make, check and draw pipelines, without a compiler.
//!
//! Each command is a file in `commands`. What they share: `folder` finds pipelines, `target` the one that
//! is meant, `selection` those that are to be checked, `console` prints.

mod cli;
mod commands;
mod console;
mod events;
mod failure;
mod folder;
mod implementation;
mod keys;
mod manifest;
mod messages;
mod schema;
mod selection;
mod signature;
mod suggest;
mod summary;
mod target;
mod template;
mod watch;
mod wrap;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::typed();
    cli.color.choose();
    let outcome = match cli.command {
        Command::New(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Expand(command) => command.run(),
        Command::Graph(command) => command.run(),
        Command::Plan(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Show(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Stub(command) => command.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
