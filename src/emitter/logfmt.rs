//! Events as pairs of keys and values.

use std::fmt::{Display, Write};
use std::time::{Duration, SystemTime};

use super::{Event, EventKind, Level};

/// An event in a line.
pub(super) fn line(event: &Event) -> String {
    let mut pairs = Pairs::begin(event.time, event.level(), event.kind.name());
    pairs.add("pipeline", &event.pipeline);
    pairs.some("step", event.step.as_ref());
    pairs.some("element", event.element);
    pairs.some("attempt", event.attempt);
    pairs.some("call", event.call);
    pairs.some("caller", event.caller);
    pairs.kind(event);
    pairs.add("run_id", &event.run_id);
    pairs.some("parent_run", event.parent_run);
    pairs.some("parent_step", event.parent_step.as_ref());
    pairs.some("parent_element", event.parent_element);
    pairs.add("correlation_id", &event.correlation_id);
    pairs.line()
}

/// A line that grows.
pub(super) struct Pairs(String);

impl Pairs {
    pub(super) fn begin(time: SystemTime, level: Level, event: &str) -> Self {
        let mut pairs = Self(String::with_capacity(256));
        pairs.add("timestamp", &humantime::format_rfc3339_micros(time));
        pairs.add("level", &level.name().to_lowercase());
        pairs.add("event", &event);
        pairs
    }

    pub(super) fn line(self) -> String {
        self.0
    }

    /// A key has no spaces, whoever has chosen it.
    pub(super) fn add(&mut self, key: &str, value: &dyn Display) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        let bare = |c: char| !c.is_whitespace() && !c.is_control() && !['=', '"'].contains(&c);
        let key = key.chars().map(|c| if bare(c) { c } else { '_' });
        self.0.extend(key);
        self.0.push('=');
        let value = value.to_string();
        match !value.is_empty() && value.chars().all(bare) {
            true => self.0.push_str(&value),
            false => self.quote(&value),
        }
    }

    fn some(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(key, &value);
        }
    }

    fn time(&mut self, key: &str, time: Option<Duration>) {
        self.some(key, time.map(|time| time.as_secs_f64()));
    }

    fn quote(&mut self, value: &str) {
        self.0.push('"');
        for c in value.chars() {
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                c if c.is_control() => {
                    // writing to a string does not fail
                    let _ = write!(self.0, "\\u{:04x}", u32::from(c));
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// What only events of this kind have.
    fn kind(&mut self, event: &Event) {
        let outcome = event.outcome();
        match &event.kind {
            EventKind::StepEnded {
                payload,
                value,
                size,
                took,
                ..
            } => {
                self.some("payload", payload.as_ref());
                match value {
                    Some(value) => self.add("result", value),
                    None => self.some("result", outcome),
                }
                self.some("size", *size);
                self.some("error", event.error());
                self.time("took", Some(*took));
            }
            EventKind::AttemptEnded { wait, took, .. } => {
                self.some("result", outcome);
                self.some("error", event.error());
                self.time("took", Some(*took));
                self.time("wait", *wait);
            }
            EventKind::UndoAttemptEnded { wait, .. } => {
                self.some("error", event.error());
                self.time("wait", *wait);
            }
            EventKind::UndoEnded { .. } => {
                self.some("result", outcome);
                self.some("error", event.error());
            }
            EventKind::RunEnded { took, .. } => {
                self.some("result", outcome);
                self.some("error", event.error());
                self.time("took", Some(*took));
            }
            EventKind::Said { name, fields } => {
                self.add("name", name);
                for (key, value) in fields {
                    self.add(key, value);
                }
            }
            EventKind::Progress { done, total } => {
                self.add("done", done);
                self.some("total", *total);
            }
            EventKind::RunStarted { steps, .. } => self.some("steps", *steps),
            EventKind::StepStarted | EventKind::AttemptStarted | EventKind::UndoStarted => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_no_words_are_quoted() {
        let mut pairs = Pairs(String::new());
        pairs.add("a", &1);
        pairs.add("b c", &"");
        pairs.add("d", &"two words");
        pairs.add("e", &"a=\"b\"\n\u{1b}[1m\\");
        pairs.add("f", &"käse");
        let line = pairs.line();
        assert_eq!(
            line,
            r#"a=1 b_c="" d="two words" e="a=\"b\"\n\u001b[1m\\" f=käse"#
        );
    }
}
