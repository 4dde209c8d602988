//! `undo = "release(&reservation)"`, `undo = { call = "release(&reservation)", timeout = "5s" }`

use toml::de::DeValue;

use super::reader::{Reader, Value};
use super::{keys, retry};
use crate::check::undo;
use crate::form::Form;
use crate::front::pieces;
use crate::tree::Undo;

const EXAMPLE: &str = "undo = \"release(&reservation)\"";
const CALL: &str = "call = \"release(&reservation)\"";

pub(super) fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Undo> {
    let DeValue::Table(table) = value.get_ref() else {
        return call("undo", value, EXAMPLE, reader);
    };
    let before = reader.findings.len();
    let (mut called, mut retry, mut timeout) = (None, None, None);
    for (key, value) in reader.entries(table, &keys::UNDO) {
        match key.get_ref().as_ref() {
            "call" => called = call("call", value, CALL, reader),
            "retry" => retry = retry::read_with(value, &keys::UNDO_RETRY, reader),
            "timeout" => timeout = reader.duration("timeout", value),
            _ => {}
        }
    }
    if called.is_none() && reader.findings.len() == before {
        let found = undo::nothing_called(reader.span(value.span()), CALL);
        reader.findings.push(found);
    }
    Some(Undo {
        retry,
        timeout,
        ..called?
    })
}

fn call(key: &str, value: Value<'_>, example: &str, reader: &mut Reader<'_>) -> Option<Undo> {
    let fragment = reader.fragment(key, value, example)?;
    pieces::undo(&fragment, Form::Toml, reader.findings)
}
