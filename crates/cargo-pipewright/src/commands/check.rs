//! `cargo pipewright check`

use std::path::PathBuf;

use clap::{Args, ValueHint};
use pipewright_build::check_files_beside;

use crate::cli::EXIT_CODES;
use crate::console::{self, Format};
use crate::failure::Failure;
use crate::messages;
use crate::selection::{Group, Selection};
use crate::summary::Summary;
use crate::watch;

const EXAMPLES: &str = "\
Examples:
  cargo pipewright check                         # every pipeline of this crate, or workspace
  cargo pipewright check pipelines/billing       # those in a folder
  cargo pipewright check pipelines/refund.toml   # one file
  cargo pipewright check --watch                 # now, and whenever a file changes";

/// Check pipelines, and print all mistakes
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Check {
    /// Files to check, or folders [default: the nearest folder `pipelines`, or all members']
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// The folder of pipelines to check
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "paths")]
    dir: Option<PathBuf>,

    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long)]
    watch: bool,

    /// Exit with 1 for warnings too
    #[arg(long, conflicts_with = "watch")]
    deny_warnings: bool,

    /// How to print mistakes: text, or json for editors [default: text]
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    format: Format,
}

impl Check {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let selection = match self.paths.as_slice() {
            [] => Selection::folder(self.dir.as_deref())?,
            paths => Selection::paths(paths)?,
        };
        let groups = selection.read()?;
        let summary = self.report(&groups)?;
        if self.watch {
            return watch::watch(&selection, groups, |groups| self.report(groups).map(drop));
        }
        match summary.has_errors() || (self.deny_warnings && !summary.is_clean()) {
            true => Err(Failure::Mistakes),
            false => Ok(()),
        }
    }

    /// Checks the files, and prints what is found.
    fn report(&self, groups: &[Group]) -> Result<Summary, Failure> {
        let summary = match self.format {
            Format::Text => reports(groups)?,
            Format::Json => lines(groups)?,
        };
        console::say(summary.text());
        Ok(summary)
    }
}

fn reports(groups: &[Group]) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    for Group { files, others, .. } in groups {
        let checked = check_files_beside(files, others);
        if !checked.diagnostics.is_empty() {
            let gap = if summary.is_clean() { "" } else { "\n" };
            let report = console::report(&checked.diagnostics);
            console::print_styled(&format!("{gap}{report}"))?;
        }
        summary.add(files.len(), checked.pipelines, &checked.diagnostics);
    }
    if !summary.is_clean() {
        console::print_styled("\n")?;
    }
    Ok(summary)
}

fn lines(groups: &[Group]) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    for Group {
        files,
        others,
        home,
    } in groups
    {
        let checked = check_files_beside(files, others);
        console::print(&messages::of_package(home, &checked.diagnostics)?)?;
        summary.add(files.len(), checked.pipelines, &checked.diagnostics);
    }
    console::print(&messages::finished(!summary.has_errors())?)?;
    Ok(summary)
}
