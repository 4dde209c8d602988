//! `#[entry(change = api_request(request: ApiRequest))]`

use proc_macro2::Delimiter;

use super::attribute::Attribute;
use super::entries::{self, Entry};
use super::reader::Reader;
use super::tokens::{Part, Token, Within, commas, find};
use super::{binding, keys, step, values};
use crate::check::entry as rule;
use crate::front::entry::Declared;
use crate::tree::{Pipeline, Step};

const EXAMPLE: &str = "#[entry(change = api_request(request: ApiRequest))]";

/// Reads an attribute `entry`.
pub(super) fn read(attribute: &Attribute<'_>, reader: &mut Reader<'_>) -> Option<Declared> {
    let list = match attribute.after_name() {
        [list] => list
            .group(Delimiter::Parenthesis)
            .map(|tokens| (list, tokens)),
        _ => None,
    };
    let declared = list.and_then(|(list, tokens)| {
        let comma = find(tokens, Within::Exprs, ',');
        let (first, rest) = tokens.split_at(comma.unwrap_or(tokens.len()));
        let [value, equals, name, inputs] = first else {
            return None;
        };
        inputs.group(Delimiter::Parenthesis)?;
        let is_named = equals.is('=') && value.word().is_some() && name.word().is_some();
        is_named.then(|| (list, value, name, inputs, rest.get(1..).unwrap_or_default()))
    });
    let Some((list, value, name, inputs, rest)) = declared else {
        let span = reader.span(&attribute.range);
        reader.report(rule::malformed(span, EXAMPLE));
        return None;
    };
    let mut step = Step::new(reader.span(&name.range), reader.name(name));
    for entry in entries::of(rest, list.before_end(), &keys::ENTRY, reader) {
        read_key(&entry, &mut step, reader);
    }
    Some(Declared {
        step,
        inputs: self::inputs(inputs, reader),
        value: reader.name(value),
    })
}

fn inputs(list: &Token, reader: &mut Reader<'_>) -> Vec<crate::tree::Typed> {
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    let parts = commas(tokens, Within::Types, list.before_end());
    let read = |part: &Part<'_>| binding::read(part, binding::Of::Input, reader);
    parts.iter().filter_map(read).collect()
}

fn read_key(entry: &Entry<'_>, step: &mut Step, reader: &mut Reader<'_>) {
    match entry.key.value.as_str() {
        "doc" => {
            let text = values::text(entry, "doc = \"What comes in here.\"", reader);
            step.doc = text.map(|text| text.text);
        }
        _ => step::read_key(entry, step, reader),
    }
}

/// Puts the entries in the place of the parameter that they give.
pub(super) fn place(entries: Vec<Declared>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(first) = entries.first() else { return };
    let name = first.value.clone();
    for other in entries
        .iter()
        .filter(|other| other.value.value != name.value)
    {
        reader.report(rule::other_value(&name, &other.value));
    }
    let mut inputs = pipeline.inputs.iter();
    match inputs.position(|input| input.name.value == name.value) {
        Some(place) => {
            let value = pipeline.inputs.remove(place);
            pipeline.enter(value, entries);
        }
        None => {
            pipeline.incomplete = true;
            reader.report(rule::no_parameter(&name, &pipeline.name));
        }
    }
}
