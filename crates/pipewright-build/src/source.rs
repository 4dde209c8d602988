//! The files that are compiled, and the way from bytes to lines and columns.

use crate::form::Form;
use crate::span::{FileId, Span};

/// A file to compile: its path as the user knows it, the folders above it, and its contents.
#[derive(Clone, Debug)]
pub struct File {
    pub(crate) path: String,
    pub(crate) folders: Vec<String>,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// A file of that path. Reports show the path as it is given; the last part of it names a TOML
    /// pipeline. A path that ends in `.rs` is that of a file in Rust form.
    pub fn new(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            folders: Vec::new(),
            bytes: contents.into(),
        }
    }

    /// The folders between the folder of pipelines and the file, each of which becomes a module.
    #[must_use]
    pub fn in_folders(mut self, folders: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.folders = folders.into_iter().map(Into::into).collect();
        self
    }

    /// The path as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The contents as they were given.
    pub fn contents(&self) -> &[u8] {
        &self.bytes
    }

    /// The folders that were given with [`File::in_folders`].
    pub fn folders(&self) -> &[String] {
        &self.folders
    }

    /// How the file describes its pipelines.
    pub(crate) fn form(&self) -> Form {
        Form::of(&self.path)
    }

    /// The file's name without its folders and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// A place that people and editors understand: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file's path as it was given.
    pub path: String,
    /// The line on which the place begins.
    pub line: usize,
    /// The column at which it begins.
    pub column: usize,
    /// The line on which it ends.
    pub end_line: usize,
    /// The column just after its end.
    pub end_column: usize,
}

/// The texts of all files, by [`FileId`].
#[derive(Debug, Default)]
pub(crate) struct Files {
    files: Vec<Text>,
}

#[derive(Debug)]
struct Text {
    path: String,
    text: String,
    /// How many bytes of the file stand before the text.
    before: usize,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl Files {
    /// Takes a text in; a byte order mark at its beginning is no part of it.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> FileId {
        let whole = text.len();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        self.files.push(Text {
            path: path.to_owned(),
            text: text.to_owned(),
            before: whole - text.len(),
            lines,
        });
        FileId(self.files.len() - 1)
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        &self.files[file.0].path
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        &self.files[file.0].text
    }

    /// How many bytes of the file stand before its text: those of a byte order mark.
    pub(crate) fn before(&self, file: FileId) -> usize {
        self.files[file.0].before
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, file: FileId, byte: usize) -> usize {
        self.files[file.0]
            .lines
            .partition_point(|&start| start <= byte)
    }

    /// Where a line, counted from 1, begins.
    pub(crate) fn line_start(&self, file: FileId, line: usize) -> usize {
        let file = &self.files[file.0];
        file.lines.get(line - 1).copied().unwrap_or(file.text.len())
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        let (line, column) = self.line_and_column(span.file, span.start);
        let (end_line, end_column) = self.line_and_column(span.file, span.end);
        Place {
            path: self.path(span.file).to_owned(),
            line,
            column,
            end_line,
            end_column,
        }
    }

    fn line_and_column(&self, file: FileId, byte: usize) -> (usize, usize) {
        let line = self.line(file, byte);
        let before = &self.text(file)[self.line_start(file, line)..];
        let width = byte - self.line_start(file, line);
        let column = before
            .char_indices()
            .take_while(|&(at, _)| at < width)
            .count();
        (line, column + 1)
    }
}
