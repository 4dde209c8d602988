//! `#[limits(database(permits = 10), embeddings(permits = 4, per_second = 50))]`

use proc_macro2::Delimiter;

use super::attribute::Attribute;
use super::reader::Reader;
use super::retry::integer;
use super::tokens::Part;
use super::{entries, keys};
use crate::check::{attribute, limit};
use crate::tree::{Limit, Pipeline};

const EXAMPLE: &str = "#[limits(database(permits = 10))]";

pub(super) fn read(attribute: &Attribute<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let list = match attribute.after_name() {
        [list] if list.group(Delimiter::Parenthesis).is_some() => list,
        _ => {
            pipeline.incomplete = true;
            let span = reader.span(&attribute.range);
            return reader.report(attribute::malformed(span, EXAMPLE));
        }
    };
    for part in entries::parts(list) {
        match one(&part, reader) {
            Some(limit) => pipeline.limits.push(limit),
            None => pipeline.incomplete = true,
        }
    }
}

fn one(part: &Part<'_>, reader: &mut Reader<'_>) -> Option<Limit> {
    let list = match part.tokens {
        [name, list] if name.word().is_some() => list.group(Delimiter::Parenthesis).map(|_| list),
        _ => None,
    };
    let Some(list) = list else {
        reader.report(limit::unlike(reader.span(&part.range)));
        return None;
    };
    let mut limit = Limit {
        name: reader.name(&part.tokens[0]),
        permits: None,
        per_second: None,
    };
    let before = reader.findings.len();
    for entry in entries::read(list, &keys::LIMIT, reader) {
        match entry.key.value.as_str() {
            "permits" => limit.permits = integer(&entry, "permits = 10", reader),
            "per_second" => limit.per_second = integer(&entry, "per_second = 50", reader),
            _ => {}
        }
    }
    if reader.findings.len() == before {
        limit::examine(&limit, reader.findings);
    }
    Some(limit)
}
