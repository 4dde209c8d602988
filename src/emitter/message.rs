//! An event in words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::{Event, EventKind, Field};
use crate::report::OutcomeKind;

/// In a few words, without the time: `order_processing: validate, attempt 1 failed after 3 ms: busy; again in 2 s`.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pipeline)?;
        if let Some(element) = self.parent_element {
            write!(f, "[{element}]")?;
        }
        f.write_str(": ")?;
        match &self.kind {
            EventKind::RunStarted { .. } => f.write_str("started"),
            EventKind::RunEnded { error, took, .. } => {
                let prefix = format!("pipeline `{}`: ", self.pipeline);
                let error = error.as_deref();
                let error = error.map(|error| error.strip_prefix(&prefix).unwrap_or(error));
                ended(f, error, *took)
            }
            EventKind::StepStarted => write!(f, "{} started", Named(self)),
            EventKind::AttemptStarted => write!(f, "{} started", Attempt(self)),
            EventKind::AttemptEnded {
                error, wait, took, ..
            } => {
                write!(f, "{} ", Attempt(self))?;
                ended(f, error.as_deref(), *took)?;
                again(f, *wait)
            }
            EventKind::StepEnded {
                outcome,
                reason,
                took,
                ..
            } => self.step_ended(f, *outcome, reason.as_deref(), *took),
            EventKind::UndoStarted => write!(f, "undoing {}", Named(self)),
            EventKind::UndoAttemptEnded { error, wait } => {
                write!(f, "undoing {} ", Attempt(self))?;
                match error {
                    None => f.write_str("ok"),
                    Some(error) => write!(f, "failed: {error}"),
                }?;
                again(f, *wait)
            }
            EventKind::UndoEnded { error, .. } => match error {
                None => write!(f, "{} undone", Named(self)),
                Some(error) => write!(f, "{} not undone: {error}", Named(self)),
            },
            EventKind::Said { name, fields } => {
                write!(f, "{}: {name}{}", Named(self), Fields(fields))
            }
            EventKind::Progress { done, total } => {
                write!(f, "{} {done}", Named(self))?;
                total.map_or(Ok(()), |total| write!(f, " of {total}"))
            }
        }
    }
}

impl Event {
    fn step_ended(
        &self,
        f: &mut fmt::Formatter<'_>,
        outcome: OutcomeKind,
        reason: Option<&str>,
        took: Duration,
    ) -> fmt::Result {
        write!(f, "{} ", Named(self))?;
        match (outcome, reason) {
            (OutcomeKind::Ok, _) => ended(f, None, took),
            (OutcomeKind::Err, reason) => ended(f, reason.or(Some("for no reason")), took),
            (OutcomeKind::Skipped, None) => f.write_str("skipped"),
            (OutcomeKind::Skipped, Some(reason)) => write!(f, "skipped: {reason}"),
            (OutcomeKind::Pending, _) => f.write_str("goes on"),
        }
    }
}

fn ended(f: &mut fmt::Formatter<'_>, error: Option<&str>, took: Duration) -> fmt::Result {
    let took = Short(took);
    match error {
        None => write!(f, "ok after {took}"),
        Some(error) => write!(f, "failed after {took}: {error}"),
    }
}

fn again(f: &mut fmt::Formatter<'_>, wait: Option<Duration>) -> fmt::Result {
    wait.map_or(Ok(()), |wait| write!(f, "; again in {}", Short(wait)))
}

/// What an event is about.
struct Named<'a>(&'a Event);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.step.as_deref().unwrap_or("it"))?;
        let element = self.0.element;
        element.map_or(Ok(()), |element| write!(f, "[{element}]"))
    }
}

/// Which call an event is about.
struct Attempt<'a>(&'a Event);

impl fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempt = self.0.attempt.unwrap_or(1);
        write!(f, "{}, attempt {attempt}", Named(self.0))
    }
}

/// What belongs to what a step says, each after a space.
pub(super) struct Fields<'a>(pub(super) &'a BTreeMap<Cow<'static, str>, Field>);

impl fmt::Display for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = self.0.iter();
        fields.try_for_each(|(name, field)| write!(f, " {name}={field}"))
    }
}

/// A time as exactly as one reads it.
pub(super) struct Short(pub(super) Duration);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        match self.0.as_secs() {
            60.. => {
                let whole = Duration::from_secs(seconds.round() as u64);
                humantime::format_duration(whole).fmt(f)
            }
            1.. => write!(f, "{} s", rounded(seconds)),
            0 if seconds >= 0.001 => write!(f, "{} ms", rounded(seconds * 1e3)),
            0 => write!(f, "{} µs", rounded(seconds * 1e6)),
        }
    }
}

/// To three digits, as far as they say something.
fn rounded(number: f64) -> f64 {
    let factor = match number {
        100.0.. => 1.0,
        10.0.. => 10.0,
        _ => 100.0,
    };
    (number * factor).round() / factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let short = |nanos| Short(Duration::from_nanos(nanos)).to_string();
        assert_eq!(short(0), "0 µs");
        assert_eq!(short(1_234), "1.23 µs");
        assert_eq!(short(12_345_678), "12.3 ms");
        assert_eq!(short(123_456_789), "123 ms");
        assert_eq!(short(2_000_000_000), "2 s");
        assert_eq!(short(90_400_000_000), "1m 30s");
    }
}
