//! `cargo pipewright show`

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::folder::slashes;

const EXAMPLES: &str = "\
A program writes the report of a run with `std::fs::write(\"run.json\", run.report.json())`.

Examples:
  cargo pipewright show run.json --open
  cargo pipewright show run.json --output reports/latest.html
  cargo pipewright show run.json --format trace     # for https://ui.perfetto.dev";

/// Make a page of the report of a run
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Show {
    /// The report, as JSON
    #[arg(value_name = "RUN.json", value_hint = ValueHint::FilePath)]
    run: PathBuf,

    /// What to make of it [default: html]
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    format: Format,

    /// Where to write it [default: beside RUN.json]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Open it with the program that the system has for such files
    #[arg(long)]
    open: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// One HTML file: the picture, the timeline, and all about each step
    #[default]
    Html,
    /// A trace in Chrome's format, which Perfetto opens
    Trace,
}

impl Show {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let made = self.make(&self.read()?)?;
        let path = match &self.output {
            Some(path) => path.clone(),
            None => self.run.with_extension(self.format.extension()),
        };
        if path == self.run {
            let path = slashes(&path);
            return Err(Failure::wrong(format!("`{path}` is the report itself"))
                .help("name another file with `--output`"));
        }
        fs::write(&path, made).map_err(|error| cannot("write", &path, &error))?;
        console::print(&format!("{}\n", slashes(&path)))?;
        match self.open {
            true => open::that_detached(&path).map_err(|error| cannot("open", &path, &error)),
            false => Ok(()),
        }
    }

    fn read(&self) -> Result<String, Failure> {
        fs::read_to_string(&self.run).map_err(|error| cannot("read", &self.run, &error))
    }

    fn make(&self, report: &str) -> Result<String, Failure> {
        let made = match self.format {
            Format::Html => pipewright_html::page(report),
            Format::Trace => pipewright_html::chrome_trace(report),
        };
        made.map_err(|error| {
            let path = slashes(&self.run);
            Failure::wrong(format!("`{path}`: {error}"))
                .help("`report.json()` gives what is expected here")
        })
    }
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Trace => "trace.json",
        }
    }
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::wrong(format!("cannot {what} `{}`: {error}", slashes(path)))
}
