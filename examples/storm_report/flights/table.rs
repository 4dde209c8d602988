//! A CSV file as rows of named fields, each of which knows its place.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use csv::{Position, ReaderBuilder, StringRecord};

use super::error::{BadValue, FlightsError, MissingColumn, Place, RaggedRow};

const MISSING: &str = "NA";

/// Reads a file that has at least these `columns`, each row by `parse`.
pub(super) fn read<T>(
    file: &Path,
    columns: &[&'static str],
    parse: impl Fn(&Row<'_>) -> Result<T, FlightsError>,
) -> Result<Vec<T>, FlightsError> {
    let unreadable = |error: csv::Error| cannot_read(file, error.into());
    let bytes = fs::read(file).map_err(|error| cannot_read(file, error))?;
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(bytes.as_slice());
    let header = Header::new(file, reader.byte_headers().map_err(unreadable)?);
    header.require(columns)?;
    reader
        .byte_records()
        .map(|record| {
            let record = record.map_err(unreadable)?;
            let line = record.position().map_or(0, |start| line(&bytes, start));
            parse(&header.row(line, StringRecord::from_byte_record_lossy(record))?)
        })
        .collect()
}

/// The line of a record, which `csv` takes to start where the one before it ends: blank lines may
/// lie in between.
fn line(bytes: &[u8], start: &Position) -> u64 {
    let offset = usize::try_from(start.byte()).expect("it lies within the bytes");
    let blank = bytes[offset..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    start.line() + blank.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
}

fn cannot_read(file: &Path, source: io::Error) -> FlightsError {
    let file = file.to_path_buf();
    match source.kind() {
        io::ErrorKind::NotFound => FlightsError::NotFound(file),
        _ => FlightsError::Unreadable(file, source),
    }
}

struct Header<'a> {
    file: &'a Path,
    names: Vec<String>,
    indices: BTreeMap<String, usize>,
}

impl<'a> Header<'a> {
    fn new(file: &'a Path, record: &csv::ByteRecord) -> Self {
        let names: Vec<String> = record
            .iter()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        let indices = names.iter().cloned().zip(0..).collect();
        Self {
            file,
            names,
            indices,
        }
    }

    fn require(&self, columns: &[&'static str]) -> Result<(), FlightsError> {
        columns.iter().try_for_each(|column| {
            self.index(column)?;
            Ok(())
        })
    }

    fn index(&self, column: &'static str) -> Result<usize, FlightsError> {
        let missing = || MissingColumn {
            file: self.file.to_path_buf(),
            column,
            header: self.names.clone(),
        };
        let index = self.indices.get(column).copied();
        index.ok_or_else(|| FlightsError::MissingColumn(missing()))
    }

    fn place(&self, line: u64, index: usize) -> Place {
        Place {
            file: self.file.to_path_buf(),
            line,
            column: self.names[index].clone(),
            number: index + 1,
        }
    }

    fn row(&self, line: u64, fields: StringRecord) -> Result<Row<'_>, FlightsError> {
        let (expected, found) = (self.names.len(), fields.len());
        if found != expected {
            return Err(FlightsError::RaggedRow(RaggedRow {
                place: self.place(line, found.min(expected - 1)),
                expected,
                found,
            }));
        }
        Ok(Row {
            header: self,
            line,
            fields,
        })
    }
}

/// One row below the header, with as many fields as the header has.
pub(super) struct Row<'a> {
    header: &'a Header<'a>,
    line: u64,
    fields: StringRecord,
}

impl Row<'_> {
    /// The value of a column in which every row has one.
    pub(super) fn get<T: Value>(&self, column: &'static str) -> Result<T, FlightsError> {
        let index = self.header.index(column)?;
        self.parse(index, false)
    }

    /// The same, if it is one of those that are `expected`.
    pub(super) fn get_if<T: Value>(
        &self,
        column: &'static str,
        expected: &'static str,
        is_expected: impl Fn(&T) -> bool,
    ) -> Result<T, FlightsError> {
        let (index, value) = (self.header.index(column)?, self.get(column)?);
        match is_expected(&value) {
            true => Ok(value),
            false => Err(self.bad(index, expected, false)),
        }
    }

    /// The value of a column in which it may be missing.
    pub(super) fn maybe<T: Value>(&self, column: &'static str) -> Result<Option<T>, FlightsError> {
        let index = self.header.index(column)?;
        match &self.fields[index] {
            MISSING => Ok(None),
            _ => self.parse(index, true).map(Some),
        }
    }

    /// Checks columns whose values nobody asks for: a damaged file is refused as a whole.
    pub(super) fn check<T: Value>(&self, columns: &[&'static str]) -> Result<(), FlightsError> {
        columns.iter().try_for_each(|column| {
            self.maybe::<T>(column)?;
            Ok(())
        })
    }

    fn parse<T: Value>(&self, index: usize, may_be_missing: bool) -> Result<T, FlightsError> {
        let value = T::parse(&self.fields[index]);
        value.ok_or_else(|| self.bad(index, T::EXPECTED, may_be_missing))
    }

    fn bad(&self, index: usize, expected: &'static str, may_be_missing: bool) -> FlightsError {
        FlightsError::BadValue(BadValue {
            place: self.header.place(self.line, index),
            expected,
            may_be_missing,
            found: self.fields[index].to_owned(),
        })
    }
}

/// What a field can hold.
pub(super) trait Value: Sized {
    /// What to call it in a message.
    const EXPECTED: &'static str;

    fn parse(text: &str) -> Option<Self>;
}

impl Value for i32 {
    const EXPECTED: &'static str = "a whole number";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Value for u32 {
    const EXPECTED: &'static str = "a whole number of at least 0";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Value for f64 {
    const EXPECTED: &'static str = "a number";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number: &Self| number.is_finite())
    }
}

impl Value for String {
    const EXPECTED: &'static str = "some text in UTF-8";

    fn parse(text: &str) -> Option<Self> {
        let intact = !text.is_empty() && text != MISSING && !text.contains('\u{FFFD}');
        intact.then(|| text.to_owned())
    }
}
