//! What a file describes: `kind = "workflow"`.

use toml::de::DeTable;

use super::reader::Reader;
use crate::check::wrong_kind;

/// What a file describes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Described {
    Pipeline,
    Workflow,
    Flow,
}

const KINDS: &[(&str, Described)] = &[
    ("pipeline", Described::Pipeline),
    ("workflow", Described::Workflow),
    ("flow", Described::Flow),
];

/// A pipeline, unless the file says otherwise; `None` if it says what there is not.
pub(super) fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Option<Described> {
    let Some(value) = table.get("kind") else {
        return Some(Described::Pipeline);
    };
    let fragment = reader.fragment("kind", value, "kind = \"workflow\"")?;
    let found = KINDS.iter().find(|(name, _)| *name == fragment.text);
    if found.is_none() {
        let words: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        let found = wrong_kind::choice("kind", &fragment.text, fragment.span(), &words);
        reader.findings.push(found);
    }
    found.map(|(_, kind)| *kind)
}
