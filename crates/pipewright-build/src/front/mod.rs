//! Front ends: from a file to the tree.
//!
//! Each front end reports what it cannot read and goes on with the rest of the file.

mod branch;
mod decision;
mod duration;
mod each;
mod entry;
mod family;
mod fragment;
mod keys;
mod pieces;
mod rust;
mod toml;
mod wire;

pub use self::toml::{Key, Table, Takes, tables};
pub(crate) use fragment::Fragment;
pub(crate) use keys::Keys;
pub(crate) use wire::is_reading;

use crate::check::input_file;
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::source::File;
use crate::span::FileId;
use crate::tree::Pipeline;

/// What a front end has made of a file.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) pipelines: Vec<Pipeline>,
    /// The names of those that could not be read.
    pub(crate) unread: Vec<String>,
}

/// Reads the pipelines of a file.
pub(crate) fn read(file: &File, id: FileId, text: &str, findings: &mut Findings) -> Read {
    if file.path().ends_with(".yaml") || file.path().ends_with(".yml") {
        findings.push(input_file::yaml(id, file.stem()));
        return unreadable(file, text);
    }
    match file.form() {
        Form::Rust => rust::read(file, id, text, findings),
        Form::Toml => match toml::read(file, id, text, findings) {
            Some(pipeline) => Read {
                pipelines: vec![pipeline],
                unread: Vec::new(),
            },
            None => unreadable(file, text),
        },
    }
}

/// The names of the pipelines in a file of which nothing else is known.
pub(crate) fn unreadable(file: &File, text: &str) -> Read {
    Read {
        pipelines: Vec::new(),
        unread: match file.form() {
            Form::Toml => vec![file.stem().to_owned()],
            Form::Rust => rust::names(text),
        },
    }
}
