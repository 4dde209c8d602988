//! The keys of an attribute: `key`, `key = value`, `key(…)`.

use std::ops::Range;

use proc_macro2::Delimiter;

use super::reader::{Reader, literal};
use super::tokens::{Part, Token, Within, find};
use crate::check::{attribute, unknown_key};
use crate::diagnostic::Diagnostic;
use crate::front::Keys;
use crate::tree::Name;

pub(super) struct Entry<'t> {
    pub(super) key: Name,
    pub(super) value: Value<'t>,
    /// From the key to the end of its value.
    pub(super) range: Range<usize>,
}

pub(super) enum Value<'t> {
    /// The key stands alone.
    None,
    /// `key = value`
    Is(Part<'t>),
    /// `key(…)`
    List(&'t Token),
}

/// The entries in the order of the file; those with unknown keys, or with one that was there before, are
/// reported and left out.
pub(super) fn read<'t>(
    list: &'t Token,
    keys: &'static Keys,
    reader: &mut Reader<'_>,
) -> Vec<Entry<'t>> {
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    of(tokens, list.before_end(), keys, reader)
}

/// What stands between the commas.
pub(super) fn parts(list: &Token) -> Vec<Part<'_>> {
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    split(tokens, list.before_end())
}

/// The same for a part of a list; `end` is where another key would stand.
pub(super) fn of<'t>(
    tokens: &'t [Token],
    end: Range<usize>,
    keys: &'static Keys,
    reader: &mut Reader<'_>,
) -> Vec<Entry<'t>> {
    read_parts(split(tokens, end), keys, reader)
}

/// The same of parts that are cut already.
pub(super) fn read_parts<'t>(
    parts: Vec<Part<'t>>,
    keys: &'static Keys,
    reader: &mut Reader<'_>,
) -> Vec<Entry<'t>> {
    let mut entries: Vec<Entry<'t>> = Vec::new();
    let value_of = |wanted: &str| {
        let mut others = parts.iter().filter_map(|part| entry(part, reader));
        match others.find(|entry| entry.key.value == wanted)?.value {
            Value::Is(part) => Some(reader.source(&part.range).to_owned()),
            _ => None,
        }
    };
    let delay = unknown_key::retry_delay(keys, value_of);
    for part in parts {
        let Some(entry) = entry(&part, reader) else {
            let found = attribute::no_key(reader.span(&part.range), keys.of);
            reader.report(instead(&part, keys, found, reader));
            continue;
        };
        let name = entry.key.value.as_str();
        let before = entries.iter().find(|other| other.key.value == name);
        let found = match before {
            Some(before) => Some(attribute::twice(&entry.key, before.key.span)),
            None if keys.here.contains(&name) => None,
            // told of at `retries`
            None if delay.as_ref().is_some_and(|(delay, _)| name == *delay) => continue,
            None => Some(unknown_key::report(
                &entry.key,
                reader.span(&entry.range),
                reader.source(&entry.range),
                delay.as_ref().map(|(_, delay)| delay.as_str()),
                keys,
            )),
        };
        match found {
            Some(found) => reader.report(found),
            None => entries.push(entry),
        }
    }
    entries
}

/// What is meant by `key: value`, and by a number alone in `retry(3)`.
fn instead(part: &Part<'_>, keys: &Keys, found: Diagnostic, reader: &Reader<'_>) -> Diagnostic {
    match part.tokens {
        [key, colon, ..] if colon.is(':') && key.word().is_some() => {
            let signs = reader.span(&(key.range.end..colon.range.end));
            found.edit("a key is followed by `=`", signs, " =")
        }
        [_] if keys.here.contains(&"attempts") && literal(part).is_some() => {
            let text = reader.source(&part.range);
            found.edit(
                "say what it is",
                reader.span(&part.range),
                format!("attempts = {text}"),
            )
        }
        _ => found,
    }
}

/// The parts between commas. What is a type may have commas of its own.
fn split(tokens: &[Token], end: Range<usize>) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), tokens);
    while let Some(first) = rest.first() {
        let is_type = first.is_word("error") || first.is_word("requires");
        let within = if is_type {
            Within::Types
        } else {
            Within::Exprs
        };
        let comma = find(rest, within, ',');
        let place = comma.map_or(end.clone(), |comma| rest[comma].range.clone());
        let (part, others) = rest.split_at(comma.unwrap_or(rest.len()));
        parts.push(Part::new(part, place));
        rest = others.get(1..).unwrap_or_default();
    }
    parts
}

fn entry<'t>(part: &Part<'t>, reader: &Reader<'_>) -> Option<Entry<'t>> {
    let (first, rest) = part.tokens.split_first()?;
    first.word()?;
    let value = match rest {
        [] => Value::None,
        [list] if list.group(Delimiter::Parenthesis).is_some() => Value::List(list),
        [equals, ..] if equals.is('=') => Value::Is(part.skip(2)),
        _ => return None,
    };
    Some(Entry {
        key: reader.name(first),
        value,
        range: part.range.clone(),
    })
}
