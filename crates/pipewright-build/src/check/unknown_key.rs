use super::suggest::nearest;
use super::{Check, Rule, later_key};
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::front::Keys;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0002",
    title: "unknown key",
    docs: "A table, or an attribute, has a key that does not exist there, most often a misspelling, or a word that another \
        tool uses. A step's data dependencies need no key of their own: a step waits for the values that it \
        reads; `after` orders steps that share no data.",
    check: Check::Reading,
};

/// A key that a table does not have; `whole` reaches to the end of its value, and `text` is what stands there.
/// `delay` is the time that [`retry_delay`] finds.
pub(crate) fn report(
    key: &Name,
    whole: Span,
    text: &str,
    delay: Option<&str>,
    keys: &Keys,
) -> Diagnostic {
    if keys.later.contains(&key.value.as_str()) {
        return later_key::report(key, keys);
    }
    let unknown = Unknown::new(key, whole, text, keys);
    let found = unknown.elsewhere().or_else(|| unknown.as_attempts(delay));
    let found = found.or_else(|| unknown.as_time());
    found.unwrap_or_else(|| unknown.as_other())
}

/// A key that is not there, and what stands around it.
struct Unknown<'a> {
    name: &'a str,
    key: Span,
    whole: Span,
    text: &'a str,
    value: Option<&'a str>,
    /// The key that it is here, if others have this word for that.
    habit: Option<&'static str>,
    keys: &'a Keys,
}

impl<'a> Unknown<'a> {
    fn new(key: &'a Name, whole: Span, text: &'a str, keys: &'a Keys) -> Self {
        let name = key.value.as_str();
        let habit = keys.habits.iter().find(|(habit, _)| *habit == name);
        Self {
            name,
            key: key.span,
            whole,
            text,
            value: text.split_once('=').map(|(_, value)| value.trim()),
            habit: habit.map(|&(_, here)| here),
            keys,
        }
    }

    fn error(&self) -> Diagnostic {
        let message = format!("{} has no key `{}`", self.keys.of, self.name);
        Diagnostic::error(&RULE, self.key, message).label("unknown key")
    }

    /// It is said in another way, or in another place.
    fn elsewhere(&self) -> Option<Diagnostic> {
        let mut elsewhere = self.keys.elsewhere.iter();
        let (_, how) = elsewhere.find(|(key, _)| *key == self.name)?;
        Some(self.error().help(*how))
    }

    /// It says how often a step is called.
    fn as_attempts(&self, delay: Option<&str>) -> Option<Diagnostic> {
        let number = self.value?.parse().ok();
        let number = number.filter(|_| self.habit.is_none_or(|here| here != "factor"))?;
        let mended = attempts(self.name, number, delay, self.keys)?;
        let why = match self.name.contains("retries") {
            true => "`attempts` counts all calls: the first one, and the retries",
            false => "`attempts` counts all calls, the first one included",
        };
        Some(match delay {
            Some(_) => {
                let help = format!("in the place of both, write `{mended}`: {why}");
                self.error().help(help)
            }
            None => self.error().edit(why, self.whole, mended),
        })
    }

    /// It is a time, and has the unit in its name.
    fn as_time(&self) -> Option<Diagnostic> {
        let (base, unit) = with_unit(self.name)?;
        let time = time(self.value?, unit)?;
        let mended = match (time_key(base, self.keys)?, self.keys.form) {
            ("retry", Form::Toml) => {
                let help = format!("write `retry = {{ attempts = 3, delay = {time} }}`");
                return Some(self.error().help(help));
            }
            ("retry", Form::Rust) => {
                let help = format!("write `retry(attempts = 3, delay = {time})`");
                return Some(self.error().help(help));
            }
            (here, _) => format!("{here} = {time}"),
        };
        let error = self.error();
        Some(error.edit("a time has its unit with it", self.whole, mended))
    }

    /// It may be another key, misspelt.
    fn as_other(&self) -> Diagnostic {
        let (error, keys) = (self.error(), self.keys);
        let meant = self
            .habit
            .or_else(|| nearest(self.name, keys.here.iter().copied()));
        match (self.name, meant) {
            (name, Some("steps")) if name != "step" || self.whole.end > self.key.end => {
                error.help("steps are written as tables: `[steps.NAME]`")
            }
            (_, Some("retry")) if self.habit.is_some() => {
                error.help(format!("write {}", keys.form.retry()))
            }
            ("backoff", _) if self.text.contains('"') => error.help(
                "take it out: each wait is twice as long as the one before; for waits of one length, `factor = 1`",
            ),
            (_, Some(meant @ ("optional" | "blocking")))
                if keys.form == Form::Rust && self.value == Some("true") =>
            {
                error.edit(format!("did you mean `{meant}`?"), self.whole, meant)
            }
            (_, Some("after")) => self.as_after(),
            (_, Some(meant)) => error.edit(format!("did you mean `{meant}`?"), self.key, meant),
            (_, None) => error.note(format!("it may have: {}", keys.here.join(", "))),
        }
    }

    fn as_after(&self) -> Diagnostic {
        let error = self.error().note(
            "a step waits for the values that it reads anyway; `after` is for steps that share no data",
        );
        let (whole, mended) = match one_text(self.text).filter(|_| self.keys.form == Form::Toml) {
            Some(step) => (self.whole, format!("after = [{step}]")),
            None => (self.key, "after".to_owned()),
        };
        error.edit("did you mean `after`?", whole, mended)
    }
}

/// What says how often a step is called, for one of the words that others have for it.
fn attempts(name: &str, number: u32, delay: Option<&str>, keys: &Keys) -> Option<String> {
    let number = match name {
        "retries" | "max_retries" | "retry_count" => number.checked_add(1)?,
        "attempts" | "max_attempts" => number,
        _ => return None,
    };
    let within = match keys.here {
        here if here.contains(&"attempts") => return Some(format!("attempts = {number}")),
        here if here.contains(&"retry") => match delay {
            Some(delay) => format!("attempts = {number}, delay = {}", delay),
            None => format!("attempts = {number}"),
        },
        _ => return None,
    };
    Some(match keys.form {
        Form::Toml => format!("retry = {{ {within} }}"),
        Form::Rust => format!("retry({within})"),
    })
}

/// The key, and the time, of `retry_delay` that stands beside `retries`: one report tells of both. Those from
/// whom this habit comes count seconds.
pub(crate) fn retry_delay(
    keys: &Keys,
    value_of: impl Fn(&str) -> Option<String>,
) -> Option<(&'static str, String)> {
    const TIMES: [&str; 4] = ["retries", "max_retries", "attempts", "max_attempts"];
    const DELAYS: [(&str, &str); 4] = [
        ("retry_delay", "s"),
        ("retry_delay_seconds", "s"),
        ("retry_delay_secs", "s"),
        ("retry_delay_ms", "ms"),
    ];
    let is_number = |key: &str| value_of(key).is_some_and(|value| value.parse::<u32>().is_ok());
    if !keys.here.contains(&"retry") || !TIMES.iter().any(|key| is_number(key)) {
        return None;
    }
    DELAYS.iter().find_map(|&(key, unit)| {
        let delay = value_of(key)?;
        Some((key, time(&delay, unit).unwrap_or(delay)))
    })
}

/// `timeout_ms`, `timeout-minutes`
fn with_unit(name: &str) -> Option<(&str, &'static str)> {
    let (base, unit) = name.rsplit_once(['_', '-'])?;
    let unit = match unit {
        "ms" | "msec" | "msecs" | "millis" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        _ => return None,
    };
    Some((base, unit))
}

/// The key that `base` is, or stands for, if it holds a time.
fn time_key<'a>(base: &'a str, keys: &Keys) -> Option<&'a str> {
    let habit = keys.habits.iter().find(|(habit, _)| *habit == base);
    let here = habit.map_or(base, |&(_, here)| here);
    let is_time = matches!(here, "timeout" | "deadline" | "delay" | "max_delay");
    let is_time = is_time || (here == "retry" && base == "retry_delay");
    (is_time && keys.here.contains(&here)).then_some(here)
}

/// A bare number with its unit, in quotes.
fn time(number: &str, unit: &str) -> Option<String> {
    if number.parse::<u64>().is_ok() {
        return Some(format!("\"{number}{unit}\""));
    }
    let milliseconds = match unit {
        "ms" => 1.0,
        "s" => 1000.0,
        "m" => 60_000.0,
        _ => 3_600_000.0,
    };
    let number: f64 = number.parse().ok()?;
    let whole = (number * milliseconds).round();
    (1.0..1e12)
        .contains(&whole)
        .then(|| format!("\"{whole}ms\""))
}

/// A key of the pipeline that stands below `[below]`.
pub(crate) fn misplaced(key: &Name, below: &str) -> Diagnostic {
    let title = format!("`{}` belongs to the pipeline", key.value);
    Diagnostic::error(&RULE, key.span, title)
        .label(format!("in TOML, this is a part of `[{below}]`"))
        .help("write it above the first `[…]`")
}

/// The text in quotes of `needs = "charge"`.
fn one_text(entry: &str) -> Option<&str> {
    let (_, value) = entry.split_once('=')?;
    let value = value.trim();
    value.starts_with('"').then_some(value)
}

/// `[charge]` for `[steps.charge]`
pub(crate) fn step_at_the_top(key: &Name) -> Diagnostic {
    let name = key.value.as_str();
    Diagnostic::error(
        &RULE,
        key.span,
        format!("the step `{name}` is not among the steps"),
    )
    .label("a table of this name has no meaning here")
    .edit("write it as a step", key.span, format!("steps.{name}"))
}
