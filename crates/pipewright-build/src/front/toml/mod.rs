//! The TOML front end.

mod block;
mod branch;
mod described;
mod entry;
mod family;
mod flow;
mod keys;
mod kind;
mod limits;
mod reader;
mod retry;
mod step;
mod steps;
mod top;
mod undo;
mod workflow;

pub use self::described::{Key, Table, Takes, tables};

use ::toml::de::DeTable;

use self::kind::Described;
use crate::check::{pipeline_name, toml_syntax};
use crate::diagnostic::Findings;
use crate::source::File;
use crate::span::{FileId, Span, Spanned};
use crate::tree::Pipeline;

/// Reads a pipeline. `None` when the text is not TOML, or nothing of it can be a pipeline.
pub(super) fn read(
    file: &File,
    id: FileId,
    text: &str,
    findings: &mut Findings,
) -> Option<Pipeline> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        toml_syntax::report(id, text, &errors, findings);
        return None;
    }
    let start = Span::new(id, 0..0);
    if let Some(found) = pipeline_name::of_file(file, start) {
        findings.push(found);
        return None;
    }
    let mut reader = reader::Reader {
        file: id,
        text,
        findings,
        blocks: Vec::new(),
    };
    let mut pipeline = match kind::read(table.get_ref(), &mut reader)? {
        Described::Pipeline => top::read(table.get_ref(), &mut reader),
        Described::Workflow => workflow::read(table.get_ref(), &mut reader),
        Described::Flow => flow::read(table.get_ref(), &mut reader),
    };
    pipeline.name = Spanned::new(file.stem().to_owned(), start);
    pipeline.folders.clone_from(&file.folders);
    file.path().clone_into(&mut pipeline.path);
    Some(pipeline)
}
