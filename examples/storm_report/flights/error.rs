//! What can be wrong with an input file, said so that one knows where to look and what to do.

use std::path::PathBuf;
use std::{error, fmt, io};

/// Why an input file was not read; names the file, and the line and column where there is one.
#[derive(Debug)]
pub enum FlightsError {
    /// There is no such file.
    NotFound(PathBuf),
    /// The file is there, but gave no bytes.
    Unreadable(PathBuf, io::Error),
    /// The header lacks a column.
    MissingColumn(MissingColumn),
    /// A field does not hold what its column holds.
    BadValue(BadValue),
    /// A row is shorter or longer than the header.
    RaggedRow(RaggedRow),
}

/// A column that the header lacks.
#[derive(Debug)]
pub struct MissingColumn {
    pub(super) file: PathBuf,
    pub(super) column: &'static str,
    pub(super) header: Vec<String>,
}

/// A field that does not hold what its column holds.
#[derive(Debug)]
pub struct BadValue {
    pub(super) place: Place,
    pub(super) expected: &'static str,
    pub(super) may_be_missing: bool,
    pub(super) found: String,
}

/// A row with another number of values than the header.
#[derive(Debug)]
pub struct RaggedRow {
    /// The first column without a value, or the last column of all.
    pub(super) place: Place,
    pub(super) expected: usize,
    pub(super) found: usize,
}

/// A field of a file; its line and the number of its column count from 1.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) number: usize,
}

impl FlightsError {
    /// Whether another attempt may succeed; a damaged file stays damaged.
    pub fn is_transient(&self) -> bool {
        use io::ErrorKind::{Interrupted, StaleNetworkFileHandle, TimedOut};
        let Self::Unreadable(_, cause) = self else {
            return false;
        };
        matches!(
            cause.kind(),
            Interrupted | StaleNetworkFileHandle | TimedOut
        )
    }
}

impl fmt::Display for FlightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(file) => write!(
                f,
                "{}: there is no such file; give the folder that holds it",
                file.display(),
            ),
            Self::Unreadable(file, cause) => {
                write!(f, "{}: cannot be read: {cause}", file.display())
            }
            Self::MissingColumn(missing) => missing.fmt(f),
            Self::BadValue(value) => value.fmt(f),
            Self::RaggedRow(row) => row.fmt(f),
        }
    }
}

impl error::Error for FlightsError {}

impl fmt::Display for MissingColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, line 1: there is no column `{}`: expected it in the header, found `{}`; \
             add the column, or restore the header",
            self.file.display(),
            self.column,
            self.header.join(","),
        )
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (missing, advice) = if self.may_be_missing {
            (" or `NA`", ", or write `NA` if it is not known")
        } else {
            ("", "")
        };
        let (place, expected, found) = (&self.place, self.expected, &self.found);
        write!(
            f,
            "{place}: expected {expected}{missing}, found `{found}`; correct the value{advice}"
        )
    }
}

impl fmt::Display for RaggedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, expected, found) = (&self.place, self.expected, self.found);
        let advice = if found < expected {
            "it ends before this column; complete the row, or remove it"
        } else {
            "it goes on after this column; remove what is too much, or quote the value that \
             contains a comma"
        };
        write!(
            f,
            "{place}: expected {expected} values as in the header, found {found}: {advice}"
        )
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line) = (self.file.display(), self.line);
        let (column, number) = (&self.column, self.number);
        write!(
            f,
            "{file}, line {line}, column `{column}` (number {number})"
        )
    }
}
