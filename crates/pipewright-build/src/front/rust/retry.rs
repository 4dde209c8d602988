//! `retry(attempts = 3, delay = "100ms")`

use super::entries::{self, Entry};
use super::reader::{Reader, literal};
use super::tokens::Part;
use super::{keys, values};
use crate::check::wrong_kind;
use crate::front::{Keys, pieces};
use crate::plan::Jitter;
use crate::span::Spanned;
use crate::tree::{Condition, Retry};

pub(super) fn read(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Retry> {
    read_with(entry, &keys::RETRY, reader)
}

pub(super) fn read_with(
    entry: &Entry<'_>,
    keys: &'static Keys,
    reader: &mut Reader<'_>,
) -> Option<Retry> {
    let example = match &entry.value {
        entries::Value::Is(part) if matches!(literal(part), Some(syn::Lit::Int(_))) => {
            format!("retry(attempts = {})", reader.source(&part.range))
        }
        _ => "retry(attempts = 3, delay = \"100ms\")".to_owned(),
    };
    let list = values::group(entry, &example, reader)?;
    let mut retry = Retry::new(reader.span(&entry.range));
    let before = reader.findings.len();
    let entries = entries::read(list, keys, reader);
    // what could not be read may be what should be `attempts`
    let complete = reader.findings.len() == before;
    for entry in &entries {
        match entry.key.value.as_str() {
            "attempts" => retry.attempts = integer(entry, "attempts = 3", reader),
            "delay" => retry.delay = values::duration(entry, reader),
            "factor" => retry.factor = factor(entry, reader),
            "max_delay" => retry.max_delay = values::duration(entry, reader),
            "jitter" => retry.jitter = jitter(entry, reader),
            "when" => retry.when = condition(entry, "when = error.is_transient()", reader),
            "after" => retry.after = condition(entry, "after = error.retry_after()", reader),
            _ => {}
        }
    }
    if complete && !entries.iter().any(|entry| entry.key.value == "attempts") {
        reader.report(wrong_kind::no_attempts(retry.span));
    }
    Some(retry)
}

pub(super) fn integer(
    entry: &Entry<'_>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<i128>> {
    let part = values::is(entry, "a whole number", example, reader)?;
    let number = number(&part).and_then(|(sign, literal)| match literal {
        syn::Lit::Int(int) if int.suffix().is_empty() => {
            int.base10_parse::<i128>().ok().map(|number| sign * number)
        }
        _ => None,
    });
    if number.is_none() {
        values::wrong(entry, &part, "a whole number", example, reader);
    }
    Some(Spanned::new(number?, reader.span(&part.range)))
}

fn factor(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<f64>> {
    let part = values::is(entry, "a number", "factor = 2", reader)?;
    let number = decimal(&part);
    if number.is_none() {
        values::wrong(entry, &part, "a number", "factor = 2", reader);
    }
    Some(Spanned::new(number?, reader.span(&part.range)))
}

fn jitter(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Jitter>> {
    let expected = "a number from 0 to 1, or \"full\"";
    let part = values::is(entry, expected, "jitter = 0.1", reader)?;
    let span = reader.span(&part.range);
    if let Some(text) = reader.quoted(&part) {
        if text.text != "full" {
            reader.report(wrong_kind::jitter(&text.text, span));
            return None;
        }
        return Some(Spanned::new(Jitter::Full, span));
    }
    let number = decimal(&part);
    if number.is_none() {
        values::wrong(entry, &part, expected, "jitter = 0.1", reader);
    }
    Some(Spanned::new(Jitter::Part(number?), span))
}

fn condition(entry: &Entry<'_>, example: &str, reader: &mut Reader<'_>) -> Option<Condition> {
    let fragment = values::rust(entry, example, reader)?;
    Some(Condition {
        expr: pieces::expr(&fragment, reader.findings)?,
        span: fragment.span(),
        places: fragment.places,
    })
}

fn decimal(part: &Part<'_>) -> Option<f64> {
    let (sign, literal) = number(part)?;
    let digits = match &literal {
        syn::Lit::Int(int) if int.suffix().is_empty() => int.base10_digits(),
        syn::Lit::Float(float) if float.suffix().is_empty() => float.base10_digits(),
        _ => return None,
    };
    digits
        .parse::<f64>()
        .ok()
        .map(|number| sign as f64 * number)
}

/// A literal, and the sign before it.
fn number(part: &Part<'_>) -> Option<(i128, syn::Lit)> {
    match part.tokens {
        [minus, _] if minus.is('-') => Some((-1, literal(&part.skip(1))?)),
        _ => Some((1, literal(part)?)),
    }
}
