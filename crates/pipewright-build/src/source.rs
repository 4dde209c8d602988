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

/// Where something is, as people and editors tell it: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location {
    /// The file's path as it was given.
    pub path: String,
    /// The line on which it begins.
    pub line: usize,
    /// The column at which it begins.
    pub column: usize,
    /// The line on which it ends.
    pub end_line: usize,
    /// The column just after its end.
    pub end_column: usize,
}

/// The texts of all files, by [`FileId`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    files: Vec<Text>,
}

#[derive(Clone, Debug)]
struct Text {
    path: String,
    text: String,
    /// How many bytes of the file stand before the text.
    before: usize,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters there are before each [`MARK`]th byte: a line may be very long.
    marks: Vec<usize>,
}

/// The distance of the places up to which characters are counted once.
const MARK: usize = 1024;

impl Text {
    fn new(path: &str, text: &str, before: usize) -> Self {
        let line_starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut marks = vec![0];
        for chunk in text.as_bytes().chunks_exact(MARK) {
            marks.push(marks.last().unwrap_or(&0) + characters(chunk));
        }
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            before,
            lines: std::iter::once(0).chain(line_starts).collect(),
            marks,
        }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let mark = byte / MARK;
        self.marks[mark] + characters(&self.text.as_bytes()[mark * MARK..byte])
    }
}

/// How many characters begin in a piece of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(begins).count()
}

impl Files {
    /// Takes a text in; a byte order mark at its beginning is no part of it.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> FileId {
        let whole = text.len();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        self.files.push(Text::new(path, text, whole - text.len()));
        FileId(self.files.len() - 1)
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        &self.files[file.0].path
    }

    /// The same texts, with other paths.
    pub(crate) fn with_paths(&self, path: impl Fn(&str) -> String) -> Self {
        let mut files = self.clone();
        for file in &mut files.files {
            file.path = path(&file.path);
        }
        files
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

    pub(crate) fn location(&self, span: Span) -> Location {
        let (line, column) = self.line_and_column(span.file, span.start);
        let (end_line, end_column) = self.line_and_column(span.file, span.end);
        Location {
            path: self.path(span.file).to_owned(),
            line,
            column,
            end_line,
            end_column,
        }
    }

    fn line_and_column(&self, file: FileId, byte: usize) -> (usize, usize) {
        let line = self.line(file, byte);
        let (start, text) = (self.line_start(file, line), &self.files[file.0]);
        let column = text.characters_before(byte) - text.characters_before(start);
        (line, column + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, MARK};
    use crate::span::Span;

    #[test]
    fn columns_are_characters_however_long_the_line() {
        for filler in ["a", "ß", "𝒳", "aß𝒳"] {
            for times in [0, 1, MARK / 4 - 1, MARK / 4, MARK, 3 * MARK + 1] {
                let mut files = Files::default();
                let line = format!("{}x", filler.repeat(times));
                let file = files.add("a", &format!("ä\n{line}\nö"));
                let x = 3 + line.len() - 1;
                let at = files.location(Span::new(file, x..x + 1));
                let column = filler.chars().count() * times + 1;
                assert_eq!((at.line, at.column), (2, column));
                assert_eq!((at.end_line, at.end_column), (2, column + 1));
            }
        }
    }
}
