//! The rows of a trace: what ran, with what, and what came of it.

use std::borrow::Cow;
use std::fmt::{self, Debug, Write};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::works::Summary;
use crate::report::{AttemptReport, OutcomeKind, StepReport, rfc3339};
use crate::run::Plan;

/// One step of a workflow's run, as it was executed and decided upon.
///
/// A run that is awaited with its report has a row for each; the error of any other run has the last hundred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TraceRow {
    /// The step.
    pub step: Cow<'static, str>,
    /// How it ended.
    pub outcome: OutcomeKind,
    /// How often it was called.
    pub attempts: u32,
    /// Its payload as text, shortened, if the description shows it and it is `Debug`; otherwise the payload's type.
    /// Without a report only in the rows before `max_steps`.
    pub payload: Option<String>,
    /// What it has given, if the description shows it.
    pub value: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// How many steps waited when it had been decided what follows; not known of a run that goes on.
    pub queue: Option<usize>,
    /// When it began and when it ended; with a report only.
    pub times: Option<Times>,
}

/// From when to when a step ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Times {
    /// When it began.
    #[serde(with = "rfc3339")]
    pub started: SystemTime,
    /// When it ended.
    #[serde(with = "rfc3339")]
    pub finished: SystemTime,
}

impl Times {
    pub(crate) fn new(started: SystemTime, finished: SystemTime) -> Self {
        Self { started, finished }
    }

    /// How long it ran.
    pub fn elapsed(&self) -> Duration {
        let elapsed = self.finished.duration_since(self.started);
        elapsed.unwrap_or_default()
    }
}

/// So many rows are kept without a report.
pub(crate) const ROWS: usize = 100;

/// The rows of one run.
pub(crate) struct Trace {
    plan: &'static Plan,
    rows: Vec<Row>,
    /// The row that goes next, where only some are kept.
    oldest: usize,
    /// With a report: all rows are kept, and these are the times.
    clock: Option<(SystemTime, Instant)>,
    /// Somebody asks how long steps take.
    timed: bool,
}

/// A row that is not told yet.
struct Row {
    told: Summary,
    queue: usize,
    times: Option<Box<(Instant, Instant)>>,
}

impl Trace {
    pub(crate) fn new(plan: &'static Plan, record: bool, timed: bool) -> Self {
        Self {
            plan,
            rows: Vec::new(),
            oldest: 0,
            clock: record.then(|| (SystemTime::now(), Instant::now())),
            timed,
        }
    }

    /// The time, if anybody will ask.
    pub(crate) fn now(&self) -> Option<Instant> {
        self.timed.then(Instant::now)
    }

    /// Whether every row is kept, with all that can be told.
    pub(crate) fn is_full(&self) -> bool {
        self.clock.is_some()
    }

    /// A step has ended, and what follows has been decided.
    pub(crate) fn push(&mut self, told: Summary, queue: usize, started: Option<Instant>) {
        let times = started.map(|started| Box::new((started, Instant::now())));
        let row = Row { told, queue, times };
        match self.is_full() || self.rows.len() < ROWS {
            true => self.rows.push(row),
            false => {
                self.rows[self.oldest] = row;
                self.oldest = (self.oldest + 1) % ROWS;
            }
        }
    }

    /// When the run began, with a report.
    pub(crate) fn clock(&self) -> Option<(SystemTime, Instant)> {
        self.clock
    }

    /// The rows as they are told.
    pub(crate) fn into_rows(self) -> Vec<TraceRow> {
        let Self { plan, clock, .. } = self;
        let (mut rows, oldest) = (self.rows, self.oldest);
        rows.rotate_left(oldest);
        let row = |row: Row| {
            let Summary { step, outcome, .. } = row.told;
            let texts = row.told.texts.unwrap_or_default();
            TraceRow {
                step: plan.steps[step as usize].name.into(),
                outcome,
                attempts: row.told.attempts,
                payload: texts.payload,
                value: texts.value,
                error: texts.error,
                queue: Some(row.queue),
                times: clock.zip(row.times).map(|((wall, clock), times)| Times {
                    started: wall + (times.0 - clock),
                    finished: wall + (times.1 - clock),
                }),
            }
        };
        rows.into_iter().map(row).collect()
    }
}

/// What is told of each step in the order of the description.
pub(crate) fn of_steps(plan: &'static Plan, rows: &[TraceRow]) -> Vec<StepReport> {
    let steps = plan.steps.iter().map(|plan| plan.name);
    let never = |name| StepReport::new(name, OutcomeKind::Skipped, None);
    steps
        .map(|name| of_step(name, rows).unwrap_or_else(|| never(name)))
        .collect()
}

/// How a step ended the last time, if it was ever executed.
pub(crate) fn of_step(name: &str, rows: &[TraceRow]) -> Option<StepReport> {
    let row = rows.iter().rev().find(|row| row.step == name)?;
    let attempt = row.times.map(|times| AttemptReport {
        error: row.error.clone(),
        ..AttemptReport::new(times.started, times.finished)
    });
    Some(StepReport {
        reason: row.error.clone(),
        ..StepReport::new(row.step.clone(), row.outcome, attempt)
    })
}

/// Text of a value, no longer than a line of a trace can be.
pub(crate) fn text(value: &dyn Debug) -> String {
    let mut short = Short(String::new());
    if write!(short, "{value:?}").is_err() {
        short.0.push('…');
    }
    short.0
}

/// Takes so much text and no more.
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        /// In bytes.
        const MOST: usize = 200;
        let left = MOST.saturating_sub(self.0.len());
        if text.len() <= left {
            self.0.push_str(text);
            return Ok(());
        }
        let end = (0..=left).rev().find(|&at| text.is_char_boundary(at));
        self.0.push_str(&text[..end.unwrap_or(0)]);
        Err(fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_values_are_cut() {
        assert_eq!(super::text(&[1, 2]), "[1, 2]");
        let long = super::text(&"ä".repeat(300));
        assert!(long.ends_with("ä…"), "{long}");
        assert!(long.len() < 210);
    }
}
