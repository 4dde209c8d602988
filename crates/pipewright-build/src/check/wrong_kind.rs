use toml::de::DeValue;

use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0004",
    title: "a value of the wrong kind, or a missing one",
    docs: "A key holds another kind of value than it should: a text where a list is expected, a number where \
        a time with its unit is expected, and so on; or something that has to be there is not. Wires stand in \
        a list of texts (`input = [\"&order\", \"payment\"]`), times are texts with a unit (`\"5s\"`), a \
        retry is a table (`{ attempts = 3 }`), and each step is a table of its own (`[steps.NAME]`). In Rust \
        form a retry is a list (`retry(attempts = 3)`), and only texts and times stand in quotes.",
    check: Check::Reading,
};

pub(crate) fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `key` holds `found` (`text` in the file), not what is expected.
pub(crate) fn report(
    key: &str,
    span: Span,
    found: &str,
    text: &str,
    expected: &str,
    example: &str,
) -> Diagnostic {
    let subject = match key.starts_with("an element") {
        true => key.replace("of ", "of `") + "`",
        false => format!("`{key}`"),
    };
    let error = Diagnostic::error(
        &RULE,
        span,
        format!("{subject} has to be {expected}, not {found}"),
    )
    .label(format!("expected {expected}"));
    match (expected, found) {
        ("a list of texts", "text") => error.edit("put it in brackets", span, format!("[{text}]")),
        ("`true` or `false`", "text") if matches!(text, "\"true\"" | "\"false\"") => {
            error.edit("take the quotes away", span, text.trim_matches('"'))
        }
        // a wire
        ("text in quotes", "a whole number" | "a number") if example == "input = [\"&order\"]" => {
            let ty = match found {
                "a number" => "f64",
                _ if text.starts_with('-') => "i32",
                _ => "u32",
            };
            error.edit(
                "put it in quotes, and its type behind it",
                span,
                format!("\"{text}{ty}\""),
            )
        }
        ("text in quotes", "a whole number" | "a number" | "`true` or `false`") => {
            error.edit("put it in quotes", span, format!("\"{text}\""))
        }
        ("a time with its unit, in quotes", "a whole number" | "a number" | "an expression") => {
            if text.parse::<u64>().is_ok() {
                return units(error, span, text);
            }
            match time(text) {
                Some(time) => error.edit("write it with its unit, in quotes", span, time),
                None => error.help(format!("for example: {}", code(example))),
            }
        }
        ("a whole number" | "a number", "text")
            if text.trim_matches('"').parse::<f64>().is_ok() =>
        {
            error.edit("take the quotes away", span, text.trim_matches('"'))
        }
        ("a table", "a whole number") if example.starts_with("retry = ") => {
            error.edit("say what it is", span, &example["retry = ".len()..])
        }
        _ => error.help(format!("for example: {}", code(example))),
    }
}

/// A bare whole number that has to be a time. The first one is the likelier one.
pub(super) fn units(error: Diagnostic, span: Span, number: &str) -> Diagnostic {
    let quotes = if error.rule.code == RULE.code {
        "\""
    } else {
        ""
    };
    let with = |unit: &str| format!("{quotes}{number}{unit}{quotes}");
    let (first, second) = match number.len() < 3 {
        true => (("seconds", "s"), ("milliseconds", "ms")),
        false => (("milliseconds", "ms"), ("seconds", "s")),
    };
    error
        .edit(format!("if these are {}", first.0), span, with(first.1))
        .edit(format!("if these are {}", second.0), span, with(second.1))
}

/// A number, with a unit behind it, as a time: seconds, if it has a part behind its point. A `Duration` too.
fn time(number: &str) -> Option<String> {
    for (call, unit) in [
        ("from_secs(", "s"),
        ("from_millis(", "ms"),
        ("from_mins(", "m"),
    ] {
        if let Some((_, argument)) = number.split_once(call) {
            let number: u64 = argument.strip_suffix(')')?.parse().ok()?;
            return Some(format!("\"{number}{unit}\""));
        }
    }
    if number.ends_with(char::is_alphabetic) {
        return Some(format!("\"{number}\""));
    }
    let milliseconds = (number.parse::<f64>().ok()? * 1000.0).round();
    (milliseconds >= 1.0).then(|| format!("\"{milliseconds}ms\""))
}

fn code(example: &str) -> String {
    format!("`{}`", example.replace('\n', "` and, below it, `"))
}

/// A text that is not what `jitter` can be; `whole` has the quotes.
pub(crate) fn jitter(text: &str, whole: Span) -> Diagnostic {
    let title = format!("`jitter` cannot be `{text}`");
    let error =
        Diagnostic::error(&RULE, whole, title).label("expected a number from 0 to 1, or \"full\"");
    let (number, scale) = match text.trim().strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text.trim(), 1.0),
    };
    match number.parse::<f64>() {
        Ok(part) if (0.0..=1.0).contains(&(part / scale)) => {
            error.edit("write the number", whole, (part / scale).to_string())
        }
        _ if nearest(text, ["full"]).is_some() => {
            error.edit("did you mean `full`?", whole, "\"full\"")
        }
        _ => {
            error.help("for example `jitter = 0.1`, for a random tenth of each delay on top of it")
        }
    }
}

/// `after(a, b)` and `after = (a, b)`; `inner` is what stands in the parentheses.
pub(crate) fn parentheses(key: &str, span: Span, inner: &str, several: bool) -> Diagnostic {
    let meant = match several {
        true => format!("{key} = [{inner}]"),
        false => format!("{key} = {inner}"),
    };
    Diagnostic::error(&RULE, span, format!("`{key}` has no parentheses"))
        .label("expected `=` and a value, or a list of them in brackets")
        .edit(format!("write `{meant}`"), span, meant)
}

/// A text that is none of a few words.
pub(crate) fn choice(key: &str, text: &str, span: Span, words: &[&str]) -> Diagnostic {
    let title = format!("`{key}` cannot be `{text}`");
    let error = Diagnostic::error(&RULE, span, title);
    let words_list = super::suggest::or(words);
    match nearest(text, words.iter().copied()) {
        Some(meant) => error.label(format!("expected {words_list}")).edit(
            format!("did you mean `{meant}`?"),
            span,
            meant,
        ),
        None => error.label(format!("expected {words_list}")),
    }
}

/// A text that is not what `on_error` can be.
pub(crate) fn on_error(text: &str, span: Span) -> Diagnostic {
    let found = choice("on_error", text, span, &["fail", "skip", "collect"]);
    let meant = match text {
        "abort" | "raise" | "stop" => "fail",
        "continue" | "discard" | "drop" | "ignore" | "warn" => "skip",
        "gather" | "keep" => "collect",
        _ => return found,
    };
    found.edit(format!("did you mean `{meant}`?"), span, meant)
}

pub(crate) fn no_steps(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this pipeline has no steps")
        .label("no `[steps.NAME]` in this file")
        .help("describe each step in a table of its own: `[steps.validate]`, and below it `input` and `output`")
}

/// A step of a workflow with more than one input.
pub(crate) fn second_payload(span: Span, name: &str) -> Diagnostic {
    let title = format!("`{name}` has more than one payload");
    Diagnostic::error(&RULE, span, title)
        .label("the second one")
        .help("what waits in the queue for a step is one value: make a struct, or a tuple, of both")
}

pub(crate) fn no_attempts(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "`retry` does not say how often")
        .label("`attempts` is missing")
        .help("add `attempts = 3`: the step is then called at most three times")
}

/// A key of an attribute that is not followed by `=` and a value.
pub(crate) fn no_value(key: &str, span: Span, expected: &str, example: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("`{key}` has no value"))
        .label(format!("expected `=` and {expected}"))
        .help(format!("for example: {}", code(example)))
}

/// `blocking = true`, where the key alone says it; `off` if it says the contrary.
pub(crate) fn no_flag(key: &str, span: Span, off: bool) -> Diagnostic {
    let error =
        Diagnostic::error(&RULE, span, format!("`{key}` stands alone")).label("expected no value");
    match off {
        true => error.help("take it out: what is not said is not so"),
        false => error.edit("write the key only", span, key),
    }
}

/// Rust in quotes.
pub(crate) fn quoted(key: &str, span: Span, inner: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("`{key}` is Rust, not text"))
        .label("no quotes here")
        .edit("take the quotes away", span, inner)
}

/// A key that is not followed by parentheses.
pub(crate) fn no_group(key: &str, span: Span, example: &str) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        span,
        format!("`{key}` has to be a list in parentheses"),
    )
    .label("expected `(…)`")
    .help(format!("for example: {}", code(example)))
}

/// A trait without functions.
pub(crate) fn no_functions(name: &Name, noun: &str) -> Diagnostic {
    let title = format!("the {noun} `{}` has no steps", name.value);
    Diagnostic::error(&RULE, name.span, title)
        .label("nothing in its braces")
        .help("each step is a function: `fn load(batch: Batch) -> Vec<Item>;`")
}

/// A file in Rust form without a function.
pub(crate) fn no_pipelines(start: Span) -> Diagnostic {
    Diagnostic::error(&RULE, start, "this file has no pipelines")
        .label("no function with `#[pipeline]`")
        .help("describe each pipeline as a function: `#[pipeline] fn order_processing(order_id: OrderId) -> Receipt { … }`")
}

/// A function without statements.
pub(crate) fn no_statements(name: &Name) -> Diagnostic {
    let title = format!("the pipeline `{}` has no steps", name.value);
    Diagnostic::error(&RULE, name.span, title)
        .label("nothing in its body calls one")
        .help("each step is a line: `let order: Order = validate(&order_id);`")
}
