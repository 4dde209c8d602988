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
    /// The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file
    #[arg(value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    pipeline: PathBuf,

    /// The folder to look in [default: the nearest folder `pipelines`, or all members']
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

impl Target {
    /// Finds the pipeline and compiles it. The generated code tells paths as the build script does, from the
    /// crate; all else tells them from the current directory.
    pub(crate) fn compile(&self) -> Result<Output, Failure> {
        if self.pipeline.is_dir() && self.pipeline.components().count() > 1 {
            let message = format!("`{}` is a folder", folder::slashes(&self.pipeline));
            return Err(Failure::wrong(message).help("name one pipeline, or its file"));
        }
        if self.pipeline.is_file() && self.pipeline.extension().is_some() {
            self.by_file()
        } else {
            self.by_name()
        }
    }

    fn by_file(&self) -> Result<Output, Failure> {
        if !folder::is_description(&self.pipeline) {
            return Err(folder::no_description(&self.pipeline));
        }
        let given = self.dir.as_deref().map(Pipelines::at).transpose()?;
        let around = given
            .filter(|given| given.shown(&self.pipeline).is_some())
            .or_else(|| Pipelines::around(&self.pipeline));
        let (place, path) = match around {
            Some(around) => {
                let path = around.shown(&self.pipeline).unwrap_or_default();
                (Place::folder(around)?, path)
            }
            None => (
                Place::file(&self.pipeline)?,
                folder::slashes(&self.pipeline),
            ),
        };
        self.choose(&[place], |candidate| candidate.path == path)
    }

    fn by_name(&self) -> Result<Output, Failure> {
        let places = Pipelines::all(self.dir.as_deref())?.into_iter();
        let places: Vec<Place> = places.map(Place::folder).collect::<Result<_, _>>()?;
        let name = self.name();
        let inner = format!("/{name}");
        self.choose(&places, |candidate| {
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
        places: &[Place],
        wanted: impl Fn(&Candidate<'_>) -> bool,
    ) -> Result<Output, Failure> {
        let all: Vec<Candidate<'_>> = places.iter().flat_map(Place::candidates).collect();
        let matching: Vec<&Candidate<'_>> = all.iter().filter(|one| wanted(one)).collect();
        let exact: Vec<_> = matching
            .iter()
            .filter(|one| one.name == self.name())
            .copied()
            .collect();
        match (matching.as_slice(), exact.as_slice()) {
            ([one], _) | (_, [one]) => one.found(),
            ([], _) => Err(self.unknown(places)),
            (several, _) => Err(self.ambiguous(several)),
        }
    }

    fn unknown(&self, places: &[Place]) -> Failure {
        let given = folder::slashes(&self.pipeline);
        let is_path = folder::is_description(&self.pipeline);
        let folders: Vec<String> = places
            .iter()
            .map(|place| format!("`{}`", place.name()))
            .collect();
        let mut failure = match is_path {
            true => Failure::wrong(format!("there is no file `{given}`")),
            false => Failure::wrong(format!(
                "there is no pipeline `{given}` in {}",
                folders.join(" or ")
            )),
        };
        let all: Vec<Candidate<'_>> = places.iter().flat_map(Place::candidates).collect();
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        let meant = suggest::nearest(&self.name(), &names);
        if let Some(one) = meant.and_then(|name| all.iter().find(|one| one.name == name)) {
            let meant = if is_path { &one.path } else { &one.name };
            failure = failure.help(format!("did you mean `{meant}`?"));
        }
        for (place, folder) in places.iter().zip(folders) {
            let all = place.candidates();
            let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
            failure = failure.help(match names.as_slice() {
                [] => format!("{folder} holds no pipelines yet"),
                names => format!("{folder} holds:{}", listed(names)),
            });
        }
        failure
    }

    fn ambiguous(&self, several: &[&Candidate<'_>]) -> Failure {
        let given = folder::slashes(&self.pipeline);
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
}

/// Files that are built together, compiled.
struct Place {
    /// The folder of pipelines, unless it is a file that stands for itself.
    folder: Option<Pipelines>,
    files: Vec<File>,
    compiled: Compiled,
}

impl Place {
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

    fn name(&self) -> &str {
        self.folder.as_ref().map_or("", Pipelines::name)
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
            place: self,
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
    place: &'a Place,
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
            .place
            .compiled
            .diagnostics
            .with_paths(|path| self.place.here(path));
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
