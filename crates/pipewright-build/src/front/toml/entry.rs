//! `[entries.api_request]`

use toml::de::DeTable;

use super::reader::{Reader, Value, sorted};
use super::{keys, step, top};
use crate::check::entry as rule;
use crate::front::entry::Declared;
use crate::text::of_type;
use crate::tree::{Name, Pipeline, Step, Typed};

const EXAMPLE: &str =
    "[entries.api_request]\ninput = [\"request: ApiRequest\"]\noutput = \"change: Change\"";

/// Reads all entries, and the value in which they meet.
pub(super) fn read(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(table) = reader.table("entries", value, EXAMPLE) else {
        pipeline.incomplete = true;
        return;
    };
    let (mut entries, mut value) = (Vec::new(), None::<Typed>);
    for (key, table) in sorted(table) {
        let name = reader.name(key);
        let Some(table) = reader.table(&name.value, table, EXAMPLE) else {
            pipeline.incomplete = true;
            continue;
        };
        let Some((entry, output)) = one(name, table, reader) else {
            pipeline.incomplete = true;
            continue;
        };
        match &value {
            None => value = Some(output),
            Some(first) if first.name.value != output.name.value => {
                reader
                    .findings
                    .push(rule::other_value(&first.name, &output.name));
            }
            Some(first) if of_type(&first.ty.value) != of_type(&output.ty.value) => {
                reader.findings.push(rule::other_type(first, &output));
            }
            Some(_) => {}
        }
        entries.push(entry);
    }
    if let Some(value) = value {
        pipeline.enter(value, entries);
    }
}

fn one(name: Name, table: &DeTable<'_>, reader: &mut Reader<'_>) -> Option<(Declared, Typed)> {
    let mut step = Step::new(name.span, name);
    let (mut inputs, mut output) = (Vec::new(), None);
    let before = reader.findings.len();
    for (key, value) in reader.entries(table, &keys::ENTRY) {
        match key.get_ref().as_ref() {
            "input" => {
                let fragments = reader.list("input", value, "input = [\"request: ApiRequest\"]");
                let fragments = fragments.unwrap_or_default();
                let read = fragments.iter().filter_map(|one| top::typed(one, reader));
                inputs = read.collect();
            }
            "output" => {
                let fragment = reader.fragment("output", value, "output = \"change: Change\"");
                output = fragment.and_then(|fragment| top::typed(&fragment, reader));
            }
            _ => drop(step::read_key(key, value, &mut step, reader)),
        }
    }
    if output.is_none() && reader.findings.len() == before {
        reader.findings.push(rule::no_output(&step.name));
    }
    let output = output?;
    let value = output.name.clone();
    let entry = Declared {
        step,
        inputs,
        value,
    };
    Some((entry, output))
}
