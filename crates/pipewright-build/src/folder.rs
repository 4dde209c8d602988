//! From a folder to the files in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::File;

/// The descriptions below a folder, and all that has to be watched for changes.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Folder {
    /// The descriptions, sorted by path.
    pub files: Vec<File>,
    /// The folder, its subfolders and the descriptions.
    pub watched: Vec<PathBuf>,
}

impl Folder {
    /// Reads `FOLDER/**/*.toml` and `FOLDER/**/*.rs`, and YAML, for a report to say that it is none of these.
    /// Reports will call the folder `shown`; hidden files and folders are left out.
    ///
    /// # Errors
    ///
    /// When the folder, or something in it, cannot be read.
    pub fn read(folder: &Path, shown: &str) -> io::Result<Self> {
        let mut read = Self::default();
        let mut open = vec![(folder.to_owned(), Vec::<String>::new())];
        while let Some((path, folders)) = open.pop() {
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind =
                    fs::metadata(entry.path()).map_err(|error| within(&entry.path(), &error))?;
                if name.starts_with('.') {
                    continue;
                }
                if kind.is_dir() {
                    let inner = folders.iter().cloned().chain([name]).collect();
                    open.push((entry.path(), inner));
                } else if is_description(&name) {
                    let parts = [shown]
                        .into_iter()
                        .chain(folders.iter().map(String::as_str))
                        .chain([&*name]);
                    let path = parts
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join("/");
                    let contents =
                        fs::read(entry.path()).map_err(|error| within(&entry.path(), &error))?;
                    read.files
                        .push(File::new(path, contents).in_folders(folders.clone()));
                    read.watched.push(entry.path());
                }
            }
            read.watched.push(path);
        }
        read.files.sort_by(|a, b| a.path.cmp(&b.path));
        read.watched.sort();
        Ok(read)
    }
}

/// Whether a file describes pipelines, or is meant to: YAML is read to be refused.
fn is_description(name: &str) -> bool {
    [".toml", ".rs", ".yaml", ".yml"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// An error about something in the folder, not the folder itself.
fn within(path: &Path, error: &io::Error) -> io::Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    io::Error::other(format!("{name}: {error}"))
}
