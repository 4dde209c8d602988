//! The files and folders that are to be checked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notify::RecursiveMode;
use pipewright_build::File;

use crate::failure::Failure;
use crate::folder::{self, Pipelines};
use crate::suggest;

/// What was chosen; it can be read again and again.
#[derive(Debug)]
pub(crate) struct Selection {
    choices: Vec<Choice>,
}

#[derive(Debug)]
enum Choice {
    /// What is chosen in a folder of pipelines.
    Folder(Pipelines, Vec<String>),
    /// A file that stands for itself.
    File(PathBuf),
}

/// Files that are built together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) files: Vec<File>,
    /// The others of their folder, whose mistakes do not matter.
    pub(crate) others: Vec<File>,
    /// The folder of their crate, or else the one that they lie in.
    pub(crate) home: PathBuf,
}

impl Selection {
    /// All folders of pipelines that are meant by `--dir`, or without it.
    pub(crate) fn folder(dir: Option<&Path>) -> Result<Self, Failure> {
        let all = Pipelines::all(dir)?.into_iter().map(|pipelines| {
            let all = vec![pipelines.name().to_owned()];
            Choice::Folder(pipelines, all)
        });
        Ok(Self {
            choices: all.collect(),
        })
    }

    /// Files and folders; those that are built together stand together.
    pub(crate) fn paths(paths: &[PathBuf]) -> Result<Self, Failure> {
        let (mut together, mut alone) = (BTreeMap::new(), BTreeMap::new());
        for path in paths {
            match choice(path)? {
                Some((pipelines, chosen)) => {
                    let folder = pipelines.name().to_owned();
                    let (_, paths) = together.entry(folder).or_insert((pipelines, Vec::new()));
                    paths.push(chosen);
                }
                None => drop(alone.insert(folder::slashes(path), path)),
            }
        }
        let together = together.into_values();
        let together = together.map(|(pipelines, chosen)| Choice::Folder(pipelines, chosen));
        let alone = alone.into_values().map(|path| Choice::File(path.clone()));
        Ok(Self {
            choices: together.chain(alone).collect(),
        })
    }

    /// The files as they are now.
    pub(crate) fn read(&self) -> Result<Vec<Group>, Failure> {
        self.choices.iter().map(Choice::read).collect()
    }

    /// The folders in which something may change, from the root, and how deep.
    pub(crate) fn folders(&self) -> impl Iterator<Item = (PathBuf, RecursiveMode)> {
        self.choices.iter().map(|choice| match choice {
            Choice::Folder(pipelines, _) => (pipelines.path().to_owned(), RecursiveMode::Recursive),
            Choice::File(path) => (above(path), RecursiveMode::NonRecursive),
        })
    }
}

impl Choice {
    fn read(&self) -> Result<Group, Failure> {
        let (files, others) = match self {
            Self::Folder(pipelines, chosen) => some_of(pipelines, chosen)?,
            Self::File(path) => (vec![folder::read_file(path)?], Vec::new()),
        };
        Ok(Group {
            files,
            others,
            home: self.home(),
        })
    }

    fn home(&self) -> PathBuf {
        let folder = match self {
            Self::Folder(pipelines, _) => pipelines.path().to_owned(),
            Self::File(path) => above(path),
        };
        folder::crate_around(&folder).map_or_else(|| folder.clone(), Path::to_owned)
    }
}

/// The folder that a file lies in.
fn above(path: &Path) -> PathBuf {
    let mut path = folder::absolute(path);
    path.pop();
    path
}

/// The folder of pipelines that a path lies in, and what the path is called there.
fn choice(path: &Path) -> Result<Option<(Pipelines, String)>, Failure> {
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

/// The files of a folder that are chosen themselves, or with a folder above them, and the others.
fn some_of(pipelines: &Pipelines, chosen: &[String]) -> Result<(Vec<File>, Vec<File>), Failure> {
    let is_chosen = |file: &File| {
        chosen.iter().any(|chosen| {
            let rest = file.path().strip_prefix(chosen.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    Ok(pipelines.read()?.into_iter().partition(is_chosen))
}
