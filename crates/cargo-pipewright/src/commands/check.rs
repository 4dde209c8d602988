//! `cargo pipewright check`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use pipewright_build::{File, compile_files};

use crate::cli::EXIT_CODES;
use crate::console;
use crate::failure::Failure;
use crate::folder::{self, Pipelines};
use crate::suggest;
use crate::summary::Summary;

const EXAMPLES: &str = "\
Examples:
  cargo pipewright check                         # every pipeline of this crate
  cargo pipewright check pipelines/billing       # those in a folder
  cargo pipewright check pipelines/refund.toml   # one file";

/// Check pipelines, and print all mistakes
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Check {
    /// Files to check, or folders [default: the nearest folder `pipelines`]
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    /// The folder of pipelines to check
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    dir: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut summary = Summary::default();
        for files in self.groups()? {
            let compiled = compile_files(&files);
            if !compiled.diagnostics.is_empty() {
                let gap = if summary.is_clean() { "" } else { "\n" };
                let report = console::report_out(&compiled.diagnostics);
                console::print_styled(&format!("{gap}{report}"))?;
            }
            summary.add(files.len(), compiled.pipelines.len(), &compiled.diagnostics);
        }
        if !summary.is_clean() {
            console::print_styled("\n")?;
        }
        console::say(summary.text());
        match summary.has_errors() {
            true => Err(Failure::Mistakes),
            false => Ok(()),
        }
    }

    /// The files to check; those that are built together stand together.
    fn groups(&self) -> Result<Vec<Vec<File>>, Failure> {
        if self.paths.is_empty() {
            let pipelines = Pipelines::find(self.dir.as_deref())?;
            return Ok(vec![pipelines.read()?]);
        }
        let (mut together, mut alone) = (BTreeMap::new(), BTreeMap::new());
        for path in &self.paths {
            match place(path)? {
                Some((pipelines, chosen)) => {
                    let folder = pipelines.name().to_owned();
                    let (_, paths) = together.entry(folder).or_insert((pipelines, Vec::new()));
                    paths.push(chosen);
                }
                None => {
                    alone.insert(folder::slashes(path), vec![folder::read_file(path)?]);
                }
            }
        }
        let together = together
            .values()
            .map(|(pipelines, chosen)| some_of(pipelines, chosen));
        let mut groups = together.collect::<Result<Vec<_>, _>>()?;
        groups.extend(alone.into_values());
        Ok(groups)
    }
}

/// The folder of pipelines that a path lies in, and what the path is called there.
fn place(path: &Path) -> Result<Option<(Pipelines, String)>, Failure> {
    if !path.exists() {
        return Err(missing(path));
    }
    if !path.is_dir() && !folder::is_description(path) {
        return Err(folder::no_description(path));
    }
    let around = Pipelines::around(path);
    if around.is_none() && path.is_dir() {
        let pipelines = Pipelines::at(path)?;
        let all = pipelines.name().to_owned();
        return Ok(Some((pipelines, all)));
    }
    Ok(around.and_then(|pipelines| {
        let chosen = pipelines.shown(path)?;
        Some((pipelines, chosen))
    }))
}

/// There is no such file or folder, but perhaps a pipeline of that name.
fn missing(path: &Path) -> Failure {
    let failure = Failure::wrong(format!(
        "there is no file or folder `{}`",
        folder::slashes(path)
    ));
    let Ok(files) = Pipelines::find(None).and_then(|pipelines| pipelines.read()) else {
        return failure;
    };
    let plain = |path: &Path| folder::slashes(&path.with_extension(""));
    let names: Vec<String> = files
        .iter()
        .map(|file| plain(file.path().as_ref()))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let nearest = suggest::nearest(&plain(path), &names);
    let meant = nearest.and_then(|name| names.iter().position(|one| *one == name));
    match meant {
        Some(file) => failure.help(format!("did you mean `{}`?", files[file].path())),
        None => failure,
    }
}

/// The files of a folder that are chosen themselves, or with a folder above them.
fn some_of(pipelines: &Pipelines, chosen: &[String]) -> Result<Vec<File>, Failure> {
    let is_chosen = |file: &File| {
        chosen.iter().any(|chosen| {
            let rest = file.path().strip_prefix(chosen.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    Ok(pipelines.read()?.into_iter().filter(is_chosen).collect())
}
