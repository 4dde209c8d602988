//! `[steps.users.each.fetch]`: a block of steps, through which a map sends each element.

use toml::de::DeTable;

use super::reader::{Key, Reader, Value, sorted};
use super::top;
use crate::check::block as check;
use crate::form::Form;
use crate::front::{each, wire};
use crate::tree::{Callee, Name, Pipeline, Step};

const EXAMPLE: &str = "[steps.users.each.fetch]\ninput = [\"&id\"]";

/// Reads a block.
pub(super) fn read(key: Key<'_>, value: Value<'_>, step: &mut Step, reader: &mut Reader<'_>) {
    let Some(table) = reader.table("each", value, EXAMPLE) else {
        return;
    };
    let span = reader.span(key.span());
    let mut block = Pipeline::new(Form::Toml, vec![span], step.name.clone());
    let blocks = std::mem::take(&mut reader.blocks);
    for (key, value) in sorted(table) {
        match key.get_ref().as_ref() {
            // a step may be called so
            "output" if !value.get_ref().is_table() => {
                let fragment = reader.fragment("output", value, "output = \"user\"");
                let tail = fragment.map(|text| wire::parse(&text, Form::Toml, reader.findings));
                block.tail = tail;
            }
            _ => top::step(key, value, &[], &mut block, reader),
        }
    }
    if block.steps.is_empty() && !block.incomplete {
        reader.findings.push(check::empty(span));
    }
    block.blocks = std::mem::replace(&mut reader.blocks, blocks);
    reader.blocks.push(block);
    step.call = Callee::Block(reader.blocks.len() - 1);
}

/// What a step is called that has no name of its own.
pub(super) fn name(step: &Step) -> Name {
    let elements = step.each.as_ref().map_or(&[][..], |each| &each.elements);
    each::name_of_block(elements, step.at)
}

/// Reports what does not stand beside a block, and takes a block away from what is no map.
pub(super) fn alone(table: &DeTable<'_>, step: &mut Step, reader: &mut Reader<'_>) {
    let Some((key, _)) = table.get_key_value("each") else {
        return;
    };
    let span = reader.span(key.span());
    match &step.each {
        Some(other) if !step.is_map() => {
            reader.findings.push(check::not_of_map(other.kind, span));
        }
        None if !table.contains_key("map") => reader.findings.push(check::no_map(span)),
        Some(_) | None => {}
    }
    if !step.is_map() && matches!(step.call, Callee::Block(_)) {
        step.call = Callee::Method(step.name.clone());
    }
    for other in ["call", "pipeline", "input"] {
        if let Some((key, _)) = table.get_key_value(other) {
            let found = check::beside(other, reader.span(key.span()), span);
            reader.findings.push(found);
        }
    }
}
