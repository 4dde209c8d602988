//! `cargo pipewright completions`

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::{Cli, EXIT_CODES};
use crate::console;
use crate::failure::Failure;

const NOTE: &str = "\
In bash, zsh and fish both spellings are completed, `cargo pipewright` and `cargo-pipewright`; the other shells know \
the second one only.

Examples:
  source <(cargo pipewright completions bash)                       # in ~/.bashrc
  cargo pipewright completions zsh > ~/.zfunc/_cargo-pipewright     # a folder of $fpath
  cargo pipewright completions fish > ~/.config/fish/completions/cargo-pipewright.fish";

/// What bash needs beside what completes `cargo-pipewright`.
const CARGO_BASH: &str = include_str!("../shells/cargo.bash");

/// The same for fish. zsh's own completion of cargo finds that of a plugin by its name.
const CARGO_FISH: &str = include_str!("../shells/cargo.fish");

/// Print what a shell needs to complete commands and options
#[derive(Debug, Args)]
#[command(after_help = format!("{NOTE}\n\n{EXIT_CODES}"))]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        let name = match self.shell {
            // with a hyphen in it, what is made for bash knows no options: clap-rs/clap#6421
            Shell::Bash => "cargo_pipewright",
            _ => "cargo-pipewright",
        };
        generate(self.shell, &mut Cli::command(), name, &mut script);
        console::print(&String::from_utf8_lossy(&script))?;
        match self.shell {
            Shell::Bash => console::print(CARGO_BASH),
            Shell::Fish => console::print(CARGO_FISH),
            _ => Ok(()),
        }
    }
}
