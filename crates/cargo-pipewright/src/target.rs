//! The one pipeline that a command is about.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use pipewright_build::{Compiled, Diagnostics, File, Output, compile_files};

use crate::failure::Failure;
use crate::folder::{self, Pipelines};
use crate::suggest;

/// So many pipelines are listed; of more, the rest is counted.
const MOST_LISTED: usize = 40;

/// The pipeline to look at.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file [default: the only one]
    #[arg(value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    pipeline: Option<PathBuf>,

    /// The folder to look in [default: the nearest folder `pipelines`, or all members']
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

impl Target {
    /// Finds the pipeline and compiles it. The generated code tells paths as the build script does, from the
    /// crate; all else tells them from the current directory.
    pub(crate) fn compile(&self) -> Result<Output, Failure> {
        let Some(given) = &self.pipeline else {
            return self.only();
        };
        if given.is_dir() && given.components().count() > 1 {
            let message = format!("`{}` is a folder", folder::slashes(given));
            return Err(Failure::wrong(message).help("name one pipeline, or its file"));
        }
        if given.is_file() && given.extension().is_some() {
            self.by_file(given)
        } else {
            self.by_name(given)
        }
    }

    /// None is named, so there has to be one alone.
    fn only(&self) -> Result<Output, Failure> {
        let builds = self.builds()?;
        let all: Vec<Candidate<'_>> = builds.iter().flat_map(Build::candidates).collect();
        match all.as_slice() {
            [one] => one.found(),
            [] => {
                let failure = Failure::wrong("there is no pipeline");
                Err(with_names(failure, &builds))
            }
            several => {
                let message = format!("which of {} pipelines?", several.len());
                let failure = Failure::wrong(message).help("name one of them, or its file");
                Err(with_names(failure, &builds))
            }
        }
    }

    /// All folders that could hold it.
    fn builds(&self) -> Result<Vec<Build>, Failure> {
        let builds = Pipelines::all(self.dir.as_deref())?.into_iter();
        builds.map(Build::folder).collect()
    }

    fn by_file(&self, given: &Path) -> Result<Output, Failure> {
        if !folder::is_description(given) {
            return Err(folder::no_description(given));
        }
        let dir = self.dir.as_deref().map(Pipelines::at).transpose()?;
        let around = dir
            .filter(|dir| dir.shown(given).is_some())
            .or_else(|| Pipelines::around(given));
        let (build, path) = match around {
            Some(around) => {
                let path = around.shown(given).unwrap_or_default();
                (Build::folder(around)?, path)
            }
            None => (Build::file(given)?, folder::slashes(given)),
        };
        choose(given, &[build], |candidate| candidate.path == path)
    }

    fn by_name(&self, given: &Path) -> Result<Output, Failure> {
        let name = name(given);
        let inner = format!("/{name}");
        choose(given, &self.builds()?, |candidate| {
            candidate.name == name || candidate.name.ends_with(&inner)
        })
    }
}

/// `billing::refund`, `billing.refund` and `billing/refund.toml` as `billing/refund`.
fn name(given: &Path) -> String {
    let path = match folder::is_description(given) {
        true => given.with_extension(""),
        false => given.to_owned(),
    };
    folder::slashes(&path).replace("::", "/").replace('.', "/")
}

fn choose(
    given: &Path,
    builds: &[Build],
    wanted: impl Fn(&Candidate<'_>) -> bool,
) -> Result<Output, Failure> {
    let all: Vec<Candidate<'_>> = builds.iter().flat_map(Build::candidates).collect();
    let matching: Vec<&Candidate<'_>> = all.iter().filter(|one| wanted(one)).collect();
    let name = name(given);
    let exact: Vec<_> = matching
        .iter()
        .filter(|one| one.name == name)
        .copied()
        .collect();
    match (matching.as_slice(), exact.as_slice()) {
        ([one], _) | (_, [one]) => one.found(),
        ([], _) => Err(unknown(given, builds)),
        (several, _) => Err(ambiguous(given, several)),
    }
}

fn unknown(given: &Path, builds: &[Build]) -> Failure {
    let is_path = folder::is_description(given);
    let folders: Vec<String> = builds.iter().map(Build::quoted).collect();
    let shown = folder::slashes(given);
    let mut failure = match is_path {
        true => Failure::wrong(format!("there is no file `{shown}`")),
        false => Failure::wrong(format!(
            "there is no pipeline `{shown}` in {}",
            folders.join(" or ")
        )),
    };
    let all: Vec<Candidate<'_>> = builds.iter().flat_map(Build::candidates).collect();
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let meant = suggest::nearest(&name(given), &names);
    if let Some(one) = meant.and_then(|name| all.iter().find(|one| one.name == name)) {
        let meant = if is_path { &one.path } else { &one.name };
        failure = failure.help(format!("did you mean `{meant}`?"));
    }
    with_names(failure, builds)
}

/// The failure, with all that could be named.
fn with_names(failure: Failure, builds: &[Build]) -> Failure {
    builds.iter().fold(failure, |failure, build| {
        let (folder, all) = (build.quoted(), build.candidates());
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        failure.help(match names.as_slice() {
            [] => format!("{folder} holds no pipelines yet"),
            names => format!("{folder} holds:{}", listed(names)),
        })
    })
}

fn ambiguous(given: &Path, several: &[&Candidate<'_>]) -> Failure {
    let given = folder::slashes(given);
    let width = several.iter().map(|one| one.name.chars().count()).max();
    let width = width.unwrap_or(0);
    let lines = several.iter();
    let lines: Vec<String> = lines
        .map(|one| format!("{:width$}  {}", one.name, one.path))
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

/// Files that are built together, compiled.
struct Build {
    /// The folder of pipelines, unless it is a file that stands for itself.
    folder: Option<Pipelines>,
    files: Vec<File>,
    compiled: Compiled,
}

impl Build {
    fn folder(folder: Pipelines) -> Result<Self, Failure> {
        let files = folder.read_in_crate()?;
        Ok(Self::new(Some(folder), files))
    }

    fn file(path: &Path) -> Result<Self, Failure> {
        Ok(Self::new(None, vec![folder::read_file(path)?]))
    }

    fn new(folder: Option<Pipelines>, files: Vec<File>) -> Self {
        Self {
            folder,
            compiled: compile_files(&files),
            files,
        }
    }

    fn quoted(&self) -> String {
        format!("`{}`", self.folder.as_ref().map_or("", Pipelines::name))
    }

    /// What a file of it is called from the current directory.
    fn here(&self, path: &str) -> String {
        let folder = self.folder.as_ref();
        folder.map_or_else(|| path.to_owned(), |folder| folder.here(path))
    }

    /// Everything that could be meant, by name: pipelines, those with mistakes, and files with names that
    /// no pipeline can have.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let candidate = |name: String, path: &str, output| Candidate {
            build: self,
            name,
            path: self.here(path),
            output,
        };
        let good = self.compiled.pipelines.iter().map(|output| {
            let name = qualified(&output.folders, &output.name);
            candidate(name, &output.path, Some(output))
        });
        let broken = self.compiled.broken.iter().map(|broken| {
            let name = qualified(&broken.folders, &broken.name);
            candidate(name, &broken.path, None)
        });
        let mut all: Vec<Candidate<'_>> = good.chain(broken).collect();
        for file in &self.files {
            let path = self.here(file.path());
            if !all.iter().any(|one| one.path == path) {
                let stem = Path::new(file.path()).file_stem().unwrap_or_default();
                all.push(candidate(
                    stem.to_string_lossy().into_owned(),
                    file.path(),
                    None,
                ));
            }
        }
        all.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        all
    }
}

/// Something that could be meant.
struct Candidate<'a> {
    build: &'a Build,
    /// Its folders and its name.
    name: String,
    /// The file that describes it, from the current directory.
    path: String,
    /// What it compiles to, if it has no mistakes.
    output: Option<&'a Output>,
}

impl Candidate<'_> {
    /// What it compiles to, or else its own mistakes, or else those that it has beside others.
    fn found(&self) -> Result<Output, Failure> {
        if let Some(output) = self.output {
            let mut output = output.clone();
            output.path.clone_from(&self.path);
            return Ok(output);
        }
        let all: Diagnostics = self
            .build
            .compiled
            .diagnostics
            .with_paths(|path| self.build.here(path));
        let own = all.of(&self.path);
        Err(Failure::Broken(match own.has_errors() {
            true => own,
            false => all,
        }))
    }
}

fn qualified(folders: &[String], name: &str) -> String {
    let parts: Vec<&str> = folders.iter().map(String::as_str).chain([name]).collect();
    parts.join("/")
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
