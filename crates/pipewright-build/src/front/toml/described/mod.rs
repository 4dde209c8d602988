//! What can stand in a description, told for people and their editors: the tables of [`keys`](super::keys),
//! and of each key what it takes and what it means.

mod common;
mod flow;
mod pipeline;
mod step;
mod workflow;

use super::keys;
use crate::front::Keys;

/// A table of a description in TOML form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Table {
    /// Its name among the tables: `step`.
    pub name: &'static str,
    /// What it is called in reports: `a step`.
    pub of: &'static str,
    /// The keys that it may have.
    pub keys: Vec<Key>,
}

/// A key of a table.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What can be its value.
    pub takes: Takes,
    /// Whether the table makes no sense without it.
    pub is_required: bool,
    /// What it means, in a sentence or two.
    pub doc: &'static str,
    /// How it is written.
    pub example: &'static str,
}

/// What can be the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Takes {
    /// Any text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One of these words, or a name that the user gives.
    ChoiceOrName(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number, at least 1.
    Count,
    /// A number, not below 0.
    Number,
    /// A number from 0 to 1, or this word.
    PartOr(&'static str),
    /// A time with its unit: `"5s"`.
    Time,
    /// A list of texts.
    Texts,
    /// A text, or a list of them.
    TextOrTexts,
    /// One of the tables, by its name.
    Table(&'static str),
    /// A text, or one of the tables.
    TextOrTable(&'static str),
    /// A list of tables.
    Tables(&'static str),
    /// A table whose keys are the user's names, and whose values are one of these tables each.
    Named(&'static [&'static str]),
    /// Steps by name, and the value with which they end.
    Block,
    /// A table of texts by the user's names.
    NamedTexts,
    /// A table of lists of constants, by the user's names.
    NamedConstants,
}

/// All tables that a description in TOML form may have, and their keys.
///
/// The tables are those that descriptions are read with, so a key that is not here is refused.
///
/// ```
/// let tables = pipewright_build::tables();
/// let step = tables.iter().find(|table| table.name == "step").unwrap();
/// let retry = step.keys.iter().find(|key| key.name == "retry").unwrap();
/// assert_eq!(retry.takes, pipewright_build::Takes::Table("retry"));
/// ```
pub fn tables() -> Vec<Table> {
    TABLES.iter().map(Described::table).collect()
}

/// A table that descriptions are read with, and what is told of its keys.
struct Described {
    name: &'static str,
    keys: &'static Keys,
    /// Those that mean something else here than elsewhere, or are only here.
    own: &'static [Key],
}

const TABLES: &[Described] = &[
    described("pipeline", &keys::TOP, pipeline::KEYS),
    described("entry", &keys::ENTRY, pipeline::ENTRY),
    described("limit", &keys::LIMIT, pipeline::LIMIT),
    described("step", &keys::STEP, step::KEYS),
    described("branch", &keys::BRANCH, step::BRANCH),
    described("arm", &keys::ARM, step::ARM),
    described("retry", &keys::RETRY, step::RETRY),
    described("undo", &keys::UNDO, step::UNDO),
    described("undo_retry", &keys::UNDO_RETRY, step::RETRY),
    described("workflow", &keys::WORKFLOW, workflow::KEYS),
    described("workflow_step", &keys::WORK, workflow::STEP),
    described("flow", &keys::FLOW, flow::KEYS),
    described("flow_step", &keys::CALLED, flow::STEP),
];

const fn described(name: &'static str, keys: &'static Keys, own: &'static [Key]) -> Described {
    Described { name, keys, own }
}

impl Described {
    fn table(&self) -> Table {
        Table {
            name: self.name,
            of: self.keys.of,
            keys: self.keys.here.iter().map(|key| self.key(key)).collect(),
        }
    }

    /// What is told of a key: here, of a step for an arm, or of all tables.
    fn key(&self, name: &'static str) -> Key {
        let step = match self.name {
            "arm" | "entry" | "workflow_step" => step::KEYS,
            _ => &[],
        };
        let all = self.own.iter().chain(step).chain(common::KEYS);
        let found = all.into_iter().find(|key| key.name == name).copied();
        found.unwrap_or(key(name, Takes::Text, "", ""))
    }
}

const fn key(name: &'static str, takes: Takes, doc: &'static str, example: &'static str) -> Key {
    Key {
        name,
        takes,
        is_required: false,
        doc,
        example,
    }
}

impl Key {
    const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described() {
        for table in tables() {
            for key in table.keys {
                assert!(!key.doc.is_empty(), "`{}` of {}", key.name, table.of);
                let example = toml::de::DeTable::parse(key.example);
                let example = example.unwrap_or_else(|error| panic!("{}: {error}", key.name));
                assert!(
                    !example.get_ref().is_empty(),
                    "`{}` of {}",
                    key.name,
                    table.of
                );
            }
        }
    }

    #[test]
    fn nothing_is_described_that_is_not_there() {
        for table in TABLES.iter().filter(|table| table.name != "undo_retry") {
            for key in table.own {
                let is_there = [table.keys.here, table.keys.later].concat();
                assert!(
                    is_there.contains(&key.name),
                    "`{}` of {}",
                    key.name,
                    table.name
                );
            }
        }
    }

    #[test]
    fn tables_are_those_that_there_are() {
        let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        for key in tables().iter().flat_map(|table| &table.keys) {
            let named: &[&str] = match &key.takes {
                Takes::Table(name) | Takes::TextOrTable(name) | Takes::Tables(name) => &[*name],
                Takes::Named(names) => names,
                _ => &[],
            };
            assert!(
                named.iter().all(|name| names.contains(name)),
                "{}",
                key.name
            );
        }
    }
}
