//! Where pipelines are found, and what their files are called.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use pipewright_build::{File, Folder};

use crate::failure::Failure;
use crate::manifest;

const USUAL: &str = "pipelines";
const MANIFEST: &str = "Cargo.toml";

/// The endings of pipeline files.
const EXTENSIONS: &[&str] = &["toml", "rs"];

/// A folder of pipelines.
#[derive(Debug)]
pub(crate) struct Pipelines {
    path: PathBuf,
    /// As it is reached from the current directory: what reports say.
    from_here: String,
    /// As it is reached from its crate: what the build script, and so the generated code, says.
    in_crate: String,
}

impl Pipelines {
    /// The folder `dir`, or without one the nearest folder that is called `pipelines`.
    pub(crate) fn find(dir: Option<&Path>) -> Result<Self, Failure> {
        match dir {
            Some(dir) => Self::at(dir),
            None => Self::nearest(),
        }
    }

    fn nearest() -> Result<Self, Failure> {
        let here = std::env::current_dir().unwrap_or_default();
        let found = here
            .ancestors()
            .find(|folder| is_crate(folder) && folder.join(USUAL).is_dir());
        match found {
            Some(folder) => Ok(Self::new(folder.join(USUAL), None)),
            None => Err(Failure::wrong(format!(
                "there is no folder `{USUAL}` beside a `{MANIFEST}`, neither here nor in a folder above"
            ))
            .help("go to the crate whose pipelines you mean")
            .help("or name the folder: `--dir DIR`")),
        }
    }

    /// The folder `dir`; without one the nearest folder of pipelines, or in a workspace without its own,
    /// those of all members.
    pub(crate) fn all(dir: Option<&Path>) -> Result<Vec<Self>, Failure> {
        match (Self::find(dir), dir) {
            (Err(failure), None) => match Self::of_members() {
                members if members.is_empty() => Err(failure),
                members => Ok(members),
            },
            (found, _) => Ok(vec![found?]),
        }
    }

    /// Those of the members of the workspace whose root is the nearest crate or workspace, if it is one.
    fn of_members() -> Vec<Self> {
        let here = std::env::current_dir().unwrap_or_default();
        let members = crate_around(&here).map_or_else(Vec::new, manifest::members);
        let folders = members.into_iter().map(|member| member.join(USUAL));
        let folders = folders.filter(|folder| folder.is_dir());
        folders.map(|folder| Self::new(folder, None)).collect()
    }

    /// The folder `dir`, or the one called `pipelines` in the crate `dir`.
    pub(crate) fn at(dir: &Path) -> Result<Self, Failure> {
        let shown = slashes(dir);
        if is_crate(dir) {
            let inside = absolute(dir).join(USUAL);
            return match inside.is_dir() {
                true => Ok(Self::new(inside, None)),
                false => Err(Failure::wrong(format!(
                    "the crate `{shown}` has no folder `{USUAL}`"
                ))),
            };
        }
        if dir.is_dir() {
            Ok(Self::new(absolute(dir), Some(shown)))
        } else if dir.exists() {
            Err(Failure::wrong(format!("`{shown}` is a file, not a folder")))
        } else {
            Err(Failure::wrong(format!("there is no folder `{shown}`")))
        }
    }

    /// The folder of pipelines that a file or folder lies in.
    pub(crate) fn around(path: &Path) -> Option<Self> {
        let path = absolute(path);
        let mut folders = path.ancestors();
        let found = folders.find(|folder| {
            folder.ends_with(USUAL) && folder.is_dir() && folder.parent().is_some_and(is_crate)
        })?;
        Some(Self::new(found.to_owned(), None))
    }

    fn new(path: PathBuf, given: Option<String>) -> Self {
        let from_here = given.unwrap_or_else(|| from_here(&path));
        let in_crate = crate_around(&path)
            .and_then(|above| path.strip_prefix(above).ok())
            .map_or_else(|| from_here.clone(), slashes);
        Self {
            path,
            from_here,
            in_crate,
        }
    }

    /// Its name in reports.
    pub(crate) fn name(&self) -> &str {
        &self.from_here
    }

    /// Where it is, from the root.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Its pipeline files, by their paths from the current directory.
    pub(crate) fn read(&self) -> Result<Vec<File>, Failure> {
        self.read_as(&self.from_here)
    }

    /// Its pipeline files, by their paths from the crate, in the same order.
    pub(crate) fn read_in_crate(&self) -> Result<Vec<File>, Failure> {
        self.read_as(&self.in_crate)
    }

    /// What a file that [`read_in_crate`](Self::read_in_crate) gives is called here.
    pub(crate) fn here(&self, in_crate: &str) -> String {
        match in_crate.strip_prefix(&self.in_crate) {
            Some(rest) => format!("{}{rest}", self.from_here),
            None => in_crate.to_owned(),
        }
    }

    fn read_as(&self, shown: &str) -> Result<Vec<File>, Failure> {
        let folder =
            Folder::read(&self.path, shown).map_err(|error| unreadable(&self.from_here, &error))?;
        Ok(folder.files)
    }

    /// What a file or folder in it is called in reports.
    pub(crate) fn shown(&self, inside: &Path) -> Option<String> {
        let inside = absolute(inside);
        let inside = inside.strip_prefix(&self.path).ok()?;
        Some(match inside.components().next() {
            None => self.from_here.clone(),
            Some(_) => format!("{}/{}", self.from_here, slashes(inside)),
        })
    }
}

/// A file that stands for itself.
pub(crate) fn read_file(path: &Path) -> Result<File, Failure> {
    let shown = slashes(path);
    let contents = fs::read(path).map_err(|error| unreadable(&shown, &error))?;
    Ok(File::new(shown, contents))
}

/// Whether a path ends like a pipeline file.
pub(crate) fn is_description(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// Something that does not end like one.
pub(crate) fn no_description(path: &Path) -> Failure {
    let endings: Vec<String> = EXTENSIONS.iter().map(|e| format!("`.{e}`")).collect();
    let message = format!("`{}` is not a pipeline file", slashes(path));
    Failure::wrong(message).help(format!("their names end in {}", endings.join(" or ")))
}

pub(crate) fn unreadable(path: &str, error: &io::Error) -> Failure {
    Failure::wrong(format!("cannot read `{path}`: {error}"))
}

/// A path as it is shown: with slashes, without `./` before it and `/` after it.
pub(crate) fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    };
    let mut short = text.as_str();
    while let Some(rest) = short.strip_prefix("./") {
        short = rest.trim_start_matches('/');
    }
    match short.trim_end_matches('/') {
        "" if text.starts_with('/') => "/".to_owned(),
        "" => ".".to_owned(),
        short => short.to_owned(),
    }
}

/// The folder of the crate that a path from the root lies in.
pub(crate) fn crate_around(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| is_crate(folder))
}

fn is_crate(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// The path from the root, without `..` where that can be told from the path alone.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .components()
    {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// The way from the current directory to an absolute path, unless they have nothing in common.
pub(crate) fn from_here(path: &Path) -> String {
    between(&std::env::current_dir().unwrap_or_default(), path)
}

/// The way from one absolute path to another, unless they have nothing in common.
pub(crate) fn between(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components());
    let common = common.take_while(|(a, b)| a == b).count();
    if common <= 1 {
        return slashes(to);
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(common)).collect();
    slashes(&way)
}
