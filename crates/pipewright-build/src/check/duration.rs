use std::time::Duration;

use humantime::DurationError;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::{Span, Spanned};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0014",
    title: "a time that makes no sense",
    docs: "Times are a number and a unit, several of them in a row if need be: `\"100ms\"`, `\"5s\"`, \
        `\"1m 30s\"`, `\"2h\"`; days are the longest unit. A `timeout` or `deadline` of zero would end \
        everything before it begins, and `max_delay` cannot be shorter than the `delay` that it caps.",
    check: Check::Resolve(check),
};

const FORM: &str = "expected a number and a unit";

pub(crate) fn unreadable(text: &str, span: Span, error: &DurationError) -> Diagnostic {
    let number = text.trim();
    let not_a_time = format!("`{text}` is not a time");
    let (title, label) = match error {
        DurationError::Empty => ("a time is missing".to_owned(), FORM.to_owned()),
        DurationError::UnknownUnit { unit, .. } if !unit.is_empty() => {
            (not_a_time, format!("`{unit}` is not a unit of time"))
        }
        DurationError::NumberOverflow => (
            format!("`{text}` is too long"),
            "beyond all clocks".to_owned(),
        ),
        _ if number.starts_with('-') => (not_a_time, "times are not negative".to_owned()),
        _ => (not_a_time, FORM.to_owned()),
    };
    let error = Diagnostic::error(&RULE, span, title).label(label);
    match number.parse::<f64>() {
        Ok(value) if value >= 0.0 && number.chars().all(|char| char.is_ascii_digit()) => {
            super::wrong_kind::units(error, span, number)
        }
        Ok(value) if value > 0.0 && value < 1e6 => error.edit(
            "write it in milliseconds",
            span,
            format!("{}ms", (value * 1000.0).round()),
        ),
        _ => match in_words(number) {
            Some(time) => error.edit(format!("did you mean `{time}`?"), span, time),
            None => {
                error.help("a time is a number and a unit, as in `100ms`, `5s`, `1m 30s` or `2h`")
            }
        },
    }
}

/// A time with a unit that humantime has, and the language has not: a month is not always as long as another.
pub(crate) fn too_long_a_unit(text: &str, span: Span) -> Option<Diagnostic> {
    let letters = text.split(|char: char| !char.is_alphabetic());
    let (unit, name, days) = letters.into_iter().find_map(|unit| {
        let (name, days) = match unit {
            "M" | "month" | "months" => ("months", 30),
            "y" | "yr" | "yrs" | "year" | "years" => ("years", 365),
            "w" | "wk" | "wks" | "week" | "weeks" => ("weeks", 7),
            _ => return None,
        };
        Some((unit, name, days))
    })?;
    let title = format!("`{text}` is not a time");
    let error = Diagnostic::error(&RULE, span, title);
    let error = match unit.len() {
        1 => error.label(format!(
            "`{unit}` would be {name}, and days are the longest unit"
        )),
        _ => error.label("days are the longest unit"),
    };
    let number = text.trim().strip_suffix(unit).map(str::trim_end);
    let number = number.and_then(|number| number.parse::<u64>().ok());
    let mended = match (unit, number) {
        ("M", _) => Some(text.replace('M', "m")),
        (_, Some(number)) => number.checked_mul(days).map(|days| format!("{days} days")),
        _ => None,
    };
    Some(match mended {
        Some(time) => error.edit(format!("did you mean `{time}`?"), span, time),
        None => error.help("write it in days, as in `7days 12h`"),
    })
}

/// `5 seconds please`, `PT5S`
fn in_words(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let is_digit = |char: char| char.is_ascii_digit();
    let rest = text.strip_prefix("pt").unwrap_or(&text);
    let digits = rest.len() - rest.trim_start_matches(is_digit).len();
    let (number, rest) = rest.split_at(digits);
    let word = rest
        .trim_start()
        .split(|char: char| !char.is_alphabetic())
        .next()?;
    let unit = match word {
        "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    number
        .parse::<u32>()
        .ok()
        .map(|number| format!("{number}{unit}"))
}

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    zero("deadline", tree.deadline.as_ref(), findings);
    for step in &tree.steps {
        zero("timeout", step.timeout.as_ref(), findings);
        zero("deadline", step.deadline.as_ref(), findings);
        let Some(retry) = &step.retry else { continue };
        let (Some(delay), Some(max_delay)) = (&retry.delay, &retry.max_delay) else {
            continue;
        };
        if max_delay.value < delay.value {
            let title = format!(
                "the longest delay of `{}` is shorter than its first one",
                step.name.value
            );
            findings.push(
                Diagnostic::error(&RULE, max_delay.span, title)
                    .label("no delay may be longer than this")
                    .and(delay.span, "but the first one already is")
                    .help("make `max_delay` longer, or `delay` shorter"),
            );
        }
    }
}

fn zero(key: &str, time: Option<&Spanned<Duration>>, findings: &mut Findings) {
    if let Some(time) = time.filter(|time| time.value.is_zero()) {
        findings.push(
            Diagnostic::error(
                &RULE,
                time.span,
                format!("a `{key}` of zero lets nothing run"),
            )
            .label("this has passed before anything begins")
            .help(format!("take `{key}` out if there is to be no limit")),
        );
    }
}
