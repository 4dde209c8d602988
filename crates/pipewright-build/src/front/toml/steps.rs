//! The steps of a workflow, or of a flow: they have no wires.

use toml::de::DeTable;

use super::reader::{Reader, Value, sorted};
use crate::check::{fragment, is_word, wrong_kind};
use crate::front::Keys;
use crate::front::fragment::Fragment;
use crate::span::Spanned;
use crate::tree::{Name, Pipeline, Step};

/// Reads a step, with what only one of that kind has.
type Read<T> = fn(Name, &DeTable<'_>, &mut Reader<'_>) -> (Step, T);

/// Reads all of them, and gives what only those of that kind have.
pub(super) fn read<T>(
    value: Value<'_>,
    example: &str,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
    step: Read<T>,
) -> Vec<T> {
    let mut all = Vec::new();
    let Some(table) = reader.table("steps", value, example) else {
        pipeline.incomplete = true;
        return all;
    };
    for (key, value) in sorted(table) {
        let name = reader.name(key);
        match reader.table(&name.value, value, example) {
            Some(table) => {
                let before = reader.findings.len();
                let (step, of_kind) = step(name, table, reader);
                pipeline.incomplete |= reader.findings.len() > before;
                pipeline.steps.push(step);
                all.push(of_kind);
            }
            None => pipeline.incomplete = true,
        }
    }
    if table.is_empty() {
        let found = wrong_kind::no_steps(reader.span(value.span()));
        reader.findings.push(found);
        pipeline.incomplete = true;
    }
    all
}

/// Looks whether there are any.
pub(super) fn are_there(
    table: &DeTable<'_>,
    keys: &Keys,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    // an unknown key has been reported, and may be what should be `steps`
    let known = |key: &str| keys.here.contains(&key);
    pipeline.incomplete |= !table.keys().all(|key| known(key.get_ref()));
    if !table.contains_key("steps") && !pipeline.incomplete {
        let found = wrong_kind::no_steps(pipeline.name.span);
        reader.findings.push(found);
        pipeline.incomplete = true;
    }
}

/// The type of what a step gives; a name for it has no meaning.
pub(super) fn output(fragment: &Fragment, reader: &mut Reader<'_>) -> Option<Spanned<syn::Type>> {
    if let Some((name, ty)) = fragment.text.split_once(':')
        && is_word(name.trim())
        && !ty.starts_with(':')
    {
        let found = fragment::named_output(fragment, name.trim(), ty.trim());
        reader.findings.push(found);
        return None;
    }
    reader.ty(fragment)
}
