//! The one pipeline that a command is about.

use std::path::{Path, PathBuf};

use clap::Args;
use pipewright_build::{Compiled, File, Output, compile_files};

use crate::failure::Failure;
use crate::folder::{self, Pipelines};
use crate::suggest;

/// So many pipelines are listed; of more, the rest is counted.
const MOST_LISTED: usize = 40;

/// The pipeline to look at.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file
    #[arg(value_name = "NAME|FILE")]
    pipeline: PathBuf,

    /// The folder to look in [default: the nearest folder `pipelines`]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// How paths are told in what is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paths {
    /// As everywhere here: from the current directory.
    FromHere,
    /// As the build script does: from the crate.
    InCrate,
}

impl Target {
    /// Finds the pipeline and compiles it.
    pub(crate) fn compile(&self, paths: Paths) -> Result<Output, Failure> {
        if self.pipeline.is_dir() && self.pipeline.components().count() > 1 {
            let message = format!("`{}` is a folder", folder::slashes(&self.pipeline));
            return Err(Failure::wrong(message).help("name one pipeline, or its file"));
        }
        if self.pipeline.is_file() && self.pipeline.extension().is_some() {
            self.by_file(paths)
        } else {
            self.by_name(paths)
        }
    }

    fn by_file(&self, paths: Paths) -> Result<Output, Failure> {
        if !folder::is_description(&self.pipeline) {
            return Err(folder::no_description(&self.pipeline));
        }
        let given = self.dir.as_deref().map(Pipelines::at).transpose()?;
        let around = given
            .filter(|given| given.shown(&self.pipeline).is_some())
            .or_else(|| Pipelines::around(&self.pipeline));
        let Some(around) = around else {
            let files = [folder::read_file(&self.pipeline)?];
            let compiled = compile_files(&files);
            let all = candidates(&files, &compiled);
            return match all.as_slice() {
                [one] => found(one, &compiled),
                several => Err(self.ambiguous(&several.iter().collect::<Vec<_>>())),
            };
        };
        let files = around.read()?;
        let path = around.shown(&self.pipeline).unwrap_or_default();
        self.choose(&around, &files, paths, |candidate| candidate.path == path)
    }

    fn by_name(&self, paths: Paths) -> Result<Output, Failure> {
        let pipelines = Pipelines::find(self.dir.as_deref())?;
        let name = self.name();
        let inner = format!("/{name}");
        let files = pipelines.read()?;
        self.choose(&pipelines, &files, paths, |candidate| {
            candidate.name == name || candidate.name.ends_with(&inner)
        })
    }

    /// `billing::refund`, `billing.refund` and `billing/refund.toml` as `billing/refund`.
    fn name(&self) -> String {
        let path = match folder::is_description(&self.pipeline) {
            true => self.pipeline.with_extension(""),
            false => self.pipeline.clone(),
        };
        folder::slashes(&path).replace("::", "/").replace('.', "/")
    }

    fn choose(
        &self,
        pipelines: &Pipelines,
        files: &[File],
        paths: Paths,
        wanted: impl Fn(&Candidate<'_>) -> bool,
    ) -> Result<Output, Failure> {
        let compiled = compile_files(files);
        let all = candidates(files, &compiled);
        let matching: Vec<&Candidate<'_>> = all.iter().filter(|one| wanted(one)).collect();
        let exact: Vec<_> = matching
            .iter()
            .filter(|one| one.name == self.name())
            .copied()
            .collect();
        let chosen = match (matching.as_slice(), exact.as_slice()) {
            ([one], _) | (_, [one]) => one,
            ([], _) => return Err(self.unknown(pipelines, &all)),
            (several, _) => return Err(self.ambiguous(several)),
        };
        let output = found(chosen, &compiled)?;
        match paths {
            Paths::FromHere => Ok(output),
            Paths::InCrate => Ok(in_crate(pipelines, &output)?.unwrap_or(output)),
        }
    }

    fn unknown(&self, pipelines: &Pipelines, all: &[Candidate<'_>]) -> Failure {
        let (given, folder) = (folder::slashes(&self.pipeline), pipelines.name());
        let is_path = folder::is_description(&self.pipeline);
        let failure = match is_path {
            true => Failure::wrong(format!("there is no file `{given}`")),
            false => Failure::wrong(format!("there is no pipeline `{given}` in `{folder}`")),
        };
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        if names.is_empty() {
            return failure.help(format!("`{folder}` holds no pipelines yet"));
        }
        let meant = suggest::nearest(&self.name(), &names);
        let meant = meant.and_then(|name| all.iter().find(|one| one.name == name));
        let failure = match meant {
            Some(one) if is_path => failure.help(format!("did you mean `{}`?", one.path)),
            Some(one) => failure.help(format!("did you mean `{}`?", one.name)),
            None => failure,
        };
        failure.help(format!("`{folder}` holds:{}", listed(&names)))
    }

    fn ambiguous(&self, several: &[&Candidate<'_>]) -> Failure {
        let given = folder::slashes(&self.pipeline);
        let width = several.iter().map(|one| one.name.chars().count()).max();
        let lines: Vec<String> = several
            .iter()
            .map(|one| {
                format!(
                    "{:width$}  {}",
                    one.name,
                    one.path,
                    width = width.unwrap_or(0)
                )
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Failure::wrong(format!("`{given}` could be {} pipelines", several.len())).help(format!(
            "say which one, by {}:{}",
            match several.iter().all(|one| one.path == several[0].path) {
                true => "its name and, with `--dir`, the folder to look in",
                false => "its whole name or its file",
            },
            listed(&lines)
        ))
    }
}

/// Something that could be meant.
struct Candidate<'a> {
    /// Its folders and its name.
    name: String,
    /// The file that describes it.
    path: &'a str,
    /// What it compiles to, if it has no mistakes.
    output: Option<&'a Output>,
}

/// Everything that could be meant, by name: pipelines, those with mistakes, and files with names that
/// no pipeline can have.
fn candidates<'a>(files: &'a [File], compiled: &'a Compiled) -> Vec<Candidate<'a>> {
    let good = compiled.pipelines.iter().map(|output| Candidate {
        name: qualified(&output.folders, &output.name),
        path: &output.path,
        output: Some(output),
    });
    let broken = compiled.broken.iter().map(|broken| Candidate {
        name: qualified(&broken.folders, &broken.name),
        path: &broken.path,
        output: None,
    });
    let mut all: Vec<Candidate<'a>> = good.chain(broken).collect();
    for file in files {
        if !all.iter().any(|one| one.path == file.path()) {
            let stem = Path::new(file.path()).file_stem().unwrap_or_default();
            all.push(Candidate {
                name: stem.to_string_lossy().into_owned(),
                path: file.path(),
                output: None,
            });
        }
    }
    all.sort_by(|a, b| (&a.name, a.path).cmp(&(&b.name, b.path)));
    all
}

fn qualified(folders: &[String], name: &str) -> String {
    let parts: Vec<&str> = folders.iter().map(String::as_str).chain([name]).collect();
    parts.join("/")
}

/// What the candidate compiles to, or else its own mistakes, or else those that it has beside others.
fn found(candidate: &Candidate<'_>, compiled: &Compiled) -> Result<Output, Failure> {
    if let Some(output) = candidate.output {
        return Ok(output.clone());
    }
    let own = compiled.diagnostics.of(candidate.path);
    Err(Failure::Broken(match own.has_errors() {
        true => own,
        false => compiled.diagnostics.clone(),
    }))
}

/// The same pipeline, compiled with the paths that its build script gives.
fn in_crate(pipelines: &Pipelines, output: &Output) -> Result<Option<Output>, Failure> {
    let compiled = compile_files(&pipelines.read_in_crate()?);
    let same = |other: &Output| other.name == output.name && other.folders == output.folders;
    Ok(compiled.pipelines.into_iter().find(same))
}

/// The lines of a list.
fn listed(lines: &[&str]) -> String {
    let mut text: String = lines
        .iter()
        .take(MOST_LISTED)
        .map(|line| format!("\n{line}"))
        .collect();
    if lines.len() > MOST_LISTED {
        text.push_str(&format!("\nand {} more", lines.len() - MOST_LISTED));
    }
    text
}
