//! `cargo pipewright show`

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use crate::cli::EXIT_CODES;
use crate::console;
use crate::events::{self, Wirings};
use crate::failure::Failure;
use crate::folder::slashes;

const EXAMPLES: &str = "\
A program writes the report of a run with `std::fs::write(\"run.json\", run.report.json())`, and the
events of runs, while they go on, with `emit_to(Log::to(file).json())`.

Examples:
  cargo pipewright show run.json --open
  cargo pipewright show run.json --output reports/latest.html
  cargo pipewright show events.jsonl                # how far a program got that crashed
  cargo pipewright show run.json --format trace     # for https://ui.perfetto.dev";

/// Make a page of the report of a run, or of its events
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Show {
    /// The report, as JSON, or events, one a line
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// Which run of several, by the beginning or the end of its id [default: the one that began last]
    #[arg(long, value_name = "ID")]
    run: Option<String>,

    /// Where the pipelines of events are [default: the nearest folder `pipelines`]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,

    /// What to make of it [default: html]
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    format: Format,

    /// Where to write it; what is there is replaced [default: beside FILE]
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
        let made = self.make(&self.report()?)?;
        let path = match &self.output {
            Some(path) => path.clone(),
            None => self.file.with_extension(self.format.extension()),
        };
        if path == self.file {
            let path = slashes(&path);
            return Err(Failure::wrong(format!("`{path}` is what is to be shown"))
                .help("name another file with `--output`"));
        }
        fs::write(&path, made).map_err(|error| cannot("write", &path, &error))?;
        console::print(&format!("{}\n", slashes(&path)))?;
        match self.open {
            true => open::that_detached(&path).map_err(|error| cannot("open", &path, &error)),
            false => Ok(()),
        }
    }

    /// The report that is in the file, or that its events make.
    fn report(&self) -> Result<String, Failure> {
        let bytes = fs::read(&self.file).map_err(|error| cannot("read", &self.file, &error))?;
        // a character may be cut off, as its line is
        let text = String::from_utf8_lossy(&bytes);
        if !events::are(&text) {
            return Ok(text.into_owned());
        }
        let wirings = Wirings::near(self.dir.as_deref())?;
        let told = events::read(&text, &wirings);
        let path = slashes(&self.file);
        told.notes
            .iter()
            .for_each(|note| console::note(format_args!("`{path}`: {note}")));
        let run = told.run(&path, self.run.as_deref())?;
        if !wirings.has(run) {
            console::note(format_args!(
                "there is no wiring in the picture, since no pipeline here is `{}` as it was run",
                run.pipeline
            ));
        }
        Ok(run.json())
    }

    fn make(&self, report: &str) -> Result<String, Failure> {
        let made = match self.format {
            Format::Html => pipewright_html::page(report),
            Format::Trace => pipewright_html::chrome_trace(report),
        };
        made.map_err(|error| {
            let path = slashes(&self.file);
            Failure::wrong(format!("`{path}`: {error}"))
                .help("`report.json()` gives what is expected here, or `Log` its events in JSON")
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
