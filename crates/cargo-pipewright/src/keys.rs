//! What is told of the keys of pipelines in TOML form.

use pipewright_build::{Takes, tables};
use serde::Serialize;

use crate::console::{self, STRONG};
use crate::wrap::wrapped;

/// What a key means, and where.
#[derive(Debug, Serialize)]
pub(crate) struct Meaning {
    key: &'static str,
    /// The tables in which it means this: `a step`, `an arm`.
    of: Vec<&'static str>,
    doc: &'static str,
    example: &'static str,
    /// The keys of the table that is its value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<&'static str>,
}

/// The names of all keys, sorted.
pub(crate) fn names() -> Vec<&'static str> {
    let tables = tables();
    let keys = tables.iter().flat_map(|table| &table.keys);
    let mut names: Vec<_> = keys.map(|key| key.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// All that a key means in one table or another.
pub(crate) fn meanings(name: &str) -> Vec<Meaning> {
    let tables = tables();
    let mut meanings: Vec<Meaning> = Vec::new();
    for table in &tables {
        let Some(key) = table.keys.iter().find(|key| key.name == name) else {
            continue;
        };
        let same = meanings.iter_mut().find(|meaning| meaning.doc == key.doc);
        match same {
            Some(meaning) => meaning.of.push(table.of),
            None => meanings.push(Meaning {
                key: key.name,
                of: vec![table.of],
                doc: key.doc,
                example: key.example,
                keys: inner(key.takes),
            }),
        }
    }
    meanings.iter_mut().for_each(|meaning| meaning.of.dedup());
    meanings
}

/// The keys of the table that a key takes.
fn inner(takes: Takes) -> Vec<&'static str> {
    let name = match takes {
        Takes::Table(name) | Takes::TextOrTable(name) | Takes::Named(&[name]) => name,
        _ => return Vec::new(),
    };
    let tables = tables();
    let table = tables.iter().find(|table| table.name == name);
    let keys = table.into_iter().flat_map(|table| &table.keys);
    keys.map(|key| key.name).collect()
}

/// The meanings of a key, for people.
pub(crate) fn told(name: &str, meanings: &[Meaning]) -> String {
    let width = console::text_width();
    let meanings = meanings.iter().map(|meaning| {
        let Meaning {
            of,
            doc,
            example,
            keys,
            ..
        } = meaning;
        let title = format!("{STRONG}`{name}` of {}{STRONG:#}", of.join(", "));
        let example: Vec<_> = example.lines().map(|line| format!("    {line}")).collect();
        let keys = match keys.as_slice() {
            [] => String::new(),
            keys => format!("\nIts keys: {}.", keys.join(", ")),
        };
        let text = wrapped(&format!("{doc}\n\n{}\n{keys}", example.join("\n")), width);
        format!("{title}\n\n{}\n", text.trim_end())
    });
    meanings.collect::<Vec<_>>().join("\n")
}
