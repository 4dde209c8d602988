//! `undo = release(&reservation)`, `undo(release(&reservation), retry(attempts = 3), timeout = "5s")`

use super::entries::{self, Entry, Value};
use super::reader::Reader;
use super::{keys, retry, values};
use crate::check::undo;
use crate::form::Form;
use crate::front::pieces;
use crate::tree::Undo;

pub(super) fn read(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Undo> {
    let Value::List(list) = entry.value else {
        let fragment = values::rust(entry, "undo = release(&reservation)", reader)?;
        return pieces::undo(&fragment, Form::Rust, reader.findings);
    };
    let mut parts = entries::parts(list);
    let key = parts.first().and_then(|part| part.tokens.first()?.word());
    if key.is_none_or(|key| keys::UNDO.here.contains(&key)) {
        let example = "undo(release(&reservation), timeout = \"5s\")";
        reader.report(undo::nothing_called(reader.span(&entry.range), example));
        return None;
    }
    let call = parts.remove(0);
    let fragment = reader.fragment(&call);
    let mut undo = pieces::undo(&fragment, Form::Rust, reader.findings)?;
    for entry in entries::read_parts(parts, &keys::UNDO, reader) {
        match entry.key.value.as_str() {
            "retry" => undo.retry = retry::read_with(&entry, &keys::UNDO_RETRY, reader),
            "timeout" => undo.timeout = values::duration(&entry, reader),
            _ => {}
        }
    }
    Some(undo)
}
