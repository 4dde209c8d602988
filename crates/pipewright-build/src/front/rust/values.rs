//! Typed access to the values of keys: what is of the wrong kind is reported and left out.

use std::time::Duration;

use proc_macro2::Delimiter;

use super::entries::{Entry, Value};
use super::reader::{Reader, describe};
use super::tokens::{Part, Token, Within, commas, range};
use crate::check::wrong_kind;
use crate::front::duration;
use crate::front::fragment::Fragment;
use crate::front::pieces;
use crate::plan::Executor;
use crate::span::Spanned;

/// What follows `=`; anything else is reported.
pub(super) fn is<'t>(
    entry: &Entry<'t>,
    expected: &str,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Part<'t>> {
    match &entry.value {
        Value::Is(part) if !part.tokens.is_empty() => Some(part.clone()),
        _ => {
            let span = reader.span(&entry.range);
            let found = wrong_kind::no_value(&entry.key.value, span, expected, example);
            reader.report(found);
            None
        }
    }
}

/// A part of the wrong kind.
pub(super) fn wrong(
    entry: &Entry<'_>,
    part: &Part<'_>,
    expected: &str,
    example: &str,
    reader: &mut Reader<'_>,
) {
    let (span, text) = (reader.span(&part.range), reader.source(&part.range));
    let found = wrong_kind::report(
        &entry.key.value,
        span,
        describe(part),
        text,
        expected,
        example,
    );
    reader.report(found);
}

/// `key`, and nothing else.
pub(super) fn flag(entry: &Entry<'_>, reader: &mut Reader<'_>) -> bool {
    let off = match &entry.value {
        Value::None => return true,
        Value::Is(part) => matches!(part.tokens, [token] if token.is_word("false")),
        Value::List(_) => false,
    };
    let span = reader.span(&entry.range);
    reader.report(wrong_kind::no_flag(&entry.key.value, span, off));
    !off
}

/// `key = "text"`
pub(super) fn text(entry: &Entry<'_>, example: &str, reader: &mut Reader<'_>) -> Option<Fragment> {
    let part = is(entry, "text in quotes", example, reader)?;
    let text = reader.quoted(&part);
    if text.is_none() {
        wrong(entry, &part, "text in quotes", example, reader);
    }
    text
}

pub(super) fn duration(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Duration>> {
    let (key, expected) = (&entry.key.value, "a time with its unit, in quotes");
    let part = is(entry, expected, &format!("{key} = \"5s\""), reader)?;
    match reader.quoted(&part) {
        Some(fragment) => duration::parse(&fragment, reader.findings),
        None => {
            let text = reader.source(&part.range);
            let bare = text.bytes().all(|byte| byte.is_ascii_digit());
            let example = match describe(&part) {
                "a whole number" if bare => format!("{key} = \"{text}s\""),
                "a whole number" => format!("{key} = \"{text}\""),
                _ => format!("{key} = \"5s\""),
            };
            wrong(entry, &part, expected, &example, reader);
            None
        }
    }
}

/// `key = Rust`, which stands in no quotes.
pub(super) fn rust(entry: &Entry<'_>, example: &str, reader: &mut Reader<'_>) -> Option<Fragment> {
    let part = is(entry, "a value", example, reader)?;
    Some(unquoted(entry, &part, reader))
}

/// Takes reported quotes away.
fn unquoted(entry: &Entry<'_>, part: &Part<'_>, reader: &mut Reader<'_>) -> Fragment {
    match reader.quoted(part) {
        Some(inner) => {
            let span = reader.span(&part.range);
            reader.report(wrong_kind::quoted(&entry.key.value, span, &inner.text));
            inner
        }
        None => reader.fragment(part),
    }
}

/// `key = x` or `key = [x, y]`
pub(super) fn list(
    entry: &Entry<'_>,
    within: Within,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Vec<Fragment>> {
    let parentheses = match &entry.value {
        Value::List(list) => Some(*list),
        Value::Is(part) => match part.tokens {
            [list] => Some(list),
            _ => None,
        },
        Value::None => None,
    };
    if let Some(list) = parentheses
        && let Some(tokens) = list.group(Delimiter::Parenthesis)
        && let Some(inner) = range(tokens)
    {
        let parts = commas(tokens, within, list.before_end());
        let inner = reader.source(&inner).trim_end_matches(',');
        let (key, span) = (&entry.key.value, reader.span(&entry.range));
        reader.report(wrong_kind::parentheses(key, span, inner, parts.len() > 1));
        let inner = parts.iter().map(|part| unquoted(entry, part, reader));
        return Some(inner.collect());
    }
    let part = is(entry, "a value, or a list of them", example, reader)?;
    let parts = match part.tokens {
        [list] => match list.group(Delimiter::Bracket) {
            Some(tokens) => commas(tokens, within, list.before_end()),
            None => vec![part],
        },
        _ => vec![part],
    };
    Some(
        parts
            .iter()
            .map(|part| unquoted(entry, part, reader))
            .collect(),
    )
}

/// `key(…)`
pub(super) fn group<'t>(
    entry: &Entry<'t>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<&'t Token> {
    if let Value::List(list) = entry.value {
        return Some(list);
    }
    let span = reader.span(&entry.range);
    reader.report(wrong_kind::no_group(&entry.key.value, span, example));
    None
}

pub(super) fn executor(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Executor> {
    let fragment = rust(entry, "executor = Spawn", reader)?;
    pieces::executor(&fragment, reader.findings)
}
