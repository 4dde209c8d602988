//! `[limits]`, `database = { permits = 10 }`

use super::keys;
use super::reader::{Reader, Value, sorted};
use super::retry::integer;
use crate::check::limit;
use crate::tree::{Limit, Name, Pipeline};

const EXAMPLE: &str = "[limits]\ndatabase = { permits = 10 }";

pub(super) fn read(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(table) = reader.table("limits", value, EXAMPLE) else {
        pipeline.incomplete = true;
        return;
    };
    for (key, value) in sorted(table) {
        pipeline.limits.push(one(reader.name(key), value, reader));
    }
}

fn one(name: Name, value: Value<'_>, reader: &mut Reader<'_>) -> Limit {
    let mut limit = Limit {
        name,
        permits: None,
        per_second: None,
    };
    let number = value.get_ref().as_integer().map(ToString::to_string);
    let number = number.as_deref().unwrap_or("10");
    let example = format!("{} = {{ permits = {number} }}", limit.name.value);
    let Some(table) = reader.table(&limit.name.value, value, &example) else {
        return limit;
    };
    let before = reader.findings.len();
    for (key, value) in reader.entries(table, &keys::LIMIT) {
        match key.get_ref().as_ref() {
            "permits" => limit.permits = integer("permits", value, "permits = 10", reader),
            "per_second" => {
                limit.per_second = integer("per_second", value, "per_second = 50", reader);
            }
            _ => {}
        }
    }
    if reader.findings.len() == before {
        limit::examine(&limit, reader.findings);
    }
    limit
}
