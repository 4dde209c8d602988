//! `retry = { attempts = 3, delay = "100ms" }`

use toml::de::DeValue;

use super::keys;
use super::reader::{Reader, Value};
use crate::check::wrong_kind;
use crate::front::Keys;
use crate::plan::Jitter;
use crate::span::Spanned;
use crate::tree::{Condition, Retry};

const EXAMPLE: &str = "retry = { attempts = 3, delay = \"100ms\" }";

pub(super) fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Retry> {
    read_with(value, &keys::RETRY, reader)
}

pub(super) fn read_with(
    value: Value<'_>,
    keys: &'static Keys,
    reader: &mut Reader<'_>,
) -> Option<Retry> {
    if let DeValue::Integer(number) = value.get_ref() {
        let example = format!("retry = {{ attempts = {number} }}");
        reader.wrong("retry", value, "a table", &example);
        return None;
    }
    let table = reader.table("retry", value, EXAMPLE)?;
    let mut retry = Retry::new(reader.span(value.span()));
    for (key, value) in reader.entries(table, keys) {
        match key.get_ref().as_ref() {
            "attempts" => retry.attempts = integer("attempts", value, "attempts = 3", reader),
            "delay" => retry.delay = reader.duration("delay", value),
            "factor" => retry.factor = number("factor", value, "factor = 2", reader),
            "max_delay" => retry.max_delay = reader.duration("max_delay", value),
            "jitter" => retry.jitter = jitter(value, reader),
            "when" => {
                retry.when = condition("when", value, "when = \"error.is_transient()\"", reader)
            }
            "after" => {
                retry.after = condition("after", value, "after = \"error.retry_after()\"", reader)
            }
            _ => {}
        }
    }
    // an unknown key is reported, and may be what should be `attempts`
    let known = |key: &str| keys.here.contains(&key);
    if !table.contains_key("attempts") && table.keys().all(|key| known(key.get_ref())) {
        reader.findings.push(wrong_kind::no_attempts(retry.span));
    }
    Some(retry)
}

pub(super) fn integer(
    key: &str,
    value: Value<'_>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<i128>> {
    let number = value.get_ref().as_integer();
    let number = number.and_then(|n| i128::from_str_radix(n.as_str(), n.radix()).ok());
    if number.is_none() {
        reader.wrong(key, value, "a whole number", example);
    }
    Some(Spanned::new(number?, reader.span(value.span())))
}

fn number(
    key: &str,
    value: Value<'_>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<f64>> {
    let number = as_number(value.get_ref());
    if number.is_none() {
        reader.wrong(key, value, "a number", example);
    }
    Some(Spanned::new(number?, reader.span(value.span())))
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => number.to_string().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn jitter(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Jitter>> {
    let span = reader.span(value.span());
    if value.get_ref().is_str() {
        let fragment = reader.fragment("jitter", value, "jitter = \"full\"")?;
        if fragment.text != "full" {
            reader
                .findings
                .push(wrong_kind::jitter(&fragment.text, span));
            return None;
        }
        return Some(Spanned::new(Jitter::Full, span));
    }
    let part = as_number(value.get_ref());
    if part.is_none() {
        reader.wrong(
            "jitter",
            value,
            "a number from 0 to 1, or \"full\"",
            "jitter = 0.1",
        );
    }
    Some(Spanned::new(Jitter::Part(part?), span))
}

fn condition(
    key: &str,
    value: Value<'_>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Condition> {
    let fragment = reader.fragment(key, value, example)?;
    Some(Condition {
        expr: reader.expr(&fragment)?,
        span: fragment.span(),
        places: fragment.places,
    })
}
