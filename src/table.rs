//! A report as a table, for people.

use std::fmt;
use std::time::Duration;

use crate::outcome::{BoxError, StepError};
use crate::report::{Attempts, ElementReport, OutcomeKind, Report, StepReport};
use crate::{flow, workflow};

/// A table of the steps: how each ended, after how many attempts, how long it took with them, and why it
/// did not end well, or not at once. The steps of a run inside this one stand below its own, and so do the first
/// elements that failed.
///
/// ```
/// # fn show(report: pipewright::Report) {
/// println!("{report}");
/// # }
/// ```
/// For a workflow it is a table of what was executed, in the order in which it ended; for a flow one of its
/// calls, each below its caller.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.trace, &*self.calls) {
            ([], []) => self.write_steps(f),
            ([], calls) => flow::table(f, calls),
            (trace, _) => workflow::table(f, trace),
        }?;
        let mut warnings = self.warnings.iter();
        warnings.try_for_each(|warning| write!(f, "\nwarning: {}", one_line(warning)))
    }
}

impl Report {
    fn write_steps(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = Vec::new();
        self.rows("", &mut rows);
        let names = rows.iter().map(|row| row.name.chars().count());
        let width = names.max().unwrap_or_default().max("step".len());
        let head = ("outcome", "attempts", "time");
        write!(
            f,
            "{:<width$}  {:<7}  {:>8}  {:>10}",
            "step", head.0, head.1, head.2
        )?;
        for row in rows {
            write!(
                f,
                "\n{:<width$}  {:<7}  {:>8}  {:>10}",
                row.name,
                match (row.outcome, row.attempts) {
                    (OutcomeKind::Pending, 0) => "waiting",
                    (kind, _) => outcome(kind),
                },
                row.attempts,
                milliseconds(row.time),
            )?;
            if !row.notes.is_empty() {
                write!(f, "  {}", row.notes.join("; "))?;
            }
        }
        Ok(())
    }

    /// A row for each step, and below one that ran another pipeline those of its last run; below one that maps,
    /// the elements that failed.
    fn rows(&self, indent: &str, rows: &mut Vec<Row>) {
        let deeper = format!("{indent}  ");
        for step in &self.steps {
            rows.push(Row::of_step(indent, step));
            if let Some(inner) = step.run() {
                inner.rows(&deeper, rows);
            }
            let elements = step.elements.iter();
            let failed = elements.filter(|element| element.outcome == OutcomeKind::Err);
            for element in failed.take(ELEMENTS) {
                rows.push(Row::of_element(&deeper, element));
                let last = element.attempts.last();
                if let Some(inner) = last.and_then(|last| last.run.as_ref()) {
                    inner.rows(&format!("{deeper}  "), rows);
                }
            }
        }
    }
}

/// One line.
struct Row {
    name: String,
    outcome: OutcomeKind,
    attempts: usize,
    time: Duration,
    notes: Vec<String>,
}

/// Of the elements that failed, so many have lines of their own.
const ELEMENTS: usize = 5;

impl Row {
    fn of_step(indent: &str, step: &StepReport) -> Self {
        let undo = step.undo.as_ref().map(|undo| one_line(&undo.note()));
        let reason = step.reason.as_deref();
        let note = note(reason, step.why(), &step.attempts);
        let notes = note.into_iter().chain(step.elements_note()).chain(undo);
        Self {
            name: format!("{indent}{}", step.step),
            outcome: step.outcome,
            attempts: step.attempts.len(),
            time: step.elapsed(),
            notes: notes.collect(),
        }
    }

    fn of_element(indent: &str, element: &ElementReport) -> Self {
        let (attempts, reason) = (&element.attempts, element.reason.as_deref());
        Self {
            name: format!("{indent}[{}]", element.index),
            outcome: element.outcome,
            attempts: attempts.len(),
            time: attempts.elapsed(),
            notes: note(reason, element.reason.clone(), attempts)
                .into_iter()
                .collect(),
        }
    }
}

pub(crate) fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Ok => "ok",
        OutcomeKind::Err => "failed",
        OutcomeKind::Skipped => "skipped",
        OutcomeKind::Pending => "running",
    }
}

/// Why something did not end well, or at least not at once; `why` is the reason in full.
fn note(reason: Option<&str>, why: Option<String>, attempts: &Attempts) -> Option<String> {
    let retries = attempts.len().saturating_sub(1);
    let waited = attempts.iter().filter_map(|attempt| attempt.wait);
    let waited = milliseconds(waited.sum());
    let Some(why) = why else {
        let error = last_error(attempts).map_or(String::new(), |error| format!(": {error}"));
        return match retries {
            0 => None,
            1 => Some(format!("tried again after {waited}{error}")),
            _ => Some(format!(
                "tried again {retries} times, after {waited} in all{error}"
            )),
        };
    };
    let mut note = one_line(&why);
    // what it waited for after this error did not come
    if let Some(error) = attempts.last().and_then(|last| last.error.as_deref())
        && reason != Some(error)
        && reason.is_some_and(ends_a_wait)
    {
        note += &format!(" while it waited to try again after: {}", one_line(error));
    }
    if retries > 0 {
        note += &format!(" (waited {waited} between attempts)");
    }
    Some(note)
}

/// Whether this is why something ends that does not run: the reason of what failed while it ran is its last error, or
/// tells more of it.
fn ends_a_wait(reason: &str) -> bool {
    let ends = [
        StepError::<BoxError>::DeadlineExceeded,
        StepError::Cancelled,
    ];
    ends.iter().any(|end| end.to_string() == reason)
}

/// What the last attempt but one, or an earlier one, failed with.
fn last_error(attempts: &Attempts) -> Option<String> {
    let attempts = attempts.iter().rev();
    let mut errors = attempts.filter_map(|one| one.error.as_ref());
    errors.next().map(|error| one_line(error))
}

/// Text of several lines in one, which cannot leave its line, or do anything to a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let shown = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let line = lines.collect::<Vec<_>>().join(" ");
    line.chars().map(shown).collect()
}

pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const START: &str = "1970-01-01T00:00:00Z";
    const LATER: &str = "1970-01-01T00:00:01Z";
    const END: &str = "1970-01-01T00:00:01.5Z";

    fn report(steps: &serde_json::Value) -> Report {
        let id = "00000000-0000-0000-0000-000000000000";
        serde_json::from_value(json!({
            "run_id": id, "correlation_id": "0".repeat(32), "parent_run": null,
            "pipeline": "p", "definition": "d", "started": START, "finished": END, "outcome": "ok",
            "steps": steps,
        }))
        .unwrap()
    }

    fn attempt(error: Option<&str>, wait: Option<f64>) -> serde_json::Value {
        json!({ "started": START, "finished": LATER, "error": error, "wait": wait })
    }

    #[test]
    fn a_line_for_each_step() {
        let report = report(&json!([
            { "step": "load", "outcome": "ok", "reason": null, "caused_by": [], "attempts": [
                { "started": START, "finished": START, "error": "busy", "wait": null },
                { "started": LATER, "finished": END, "error": null, "wait": 1.0 },
            ] },
            { "step": "fetch_all", "outcome": "err", "reason": "no such file", "caused_by": [],
              "attempts": [attempt(Some("no such file"), None)] },
            { "step": "store", "outcome": "skipped", "reason": "a step that it needs failed",
              "caused_by": ["fetch_all"], "attempts": [] },
        ]));
        let table = "\
step       outcome  attempts        time
load       ok              2  1500.00 ms  tried again after 1000.00 ms: busy
fetch_all  failed          1  1000.00 ms  no such file
store      skipped         0     0.00 ms  a step that it needs failed: fetch_all";
        assert_eq!(report.to_string(), table);
    }

    #[test]
    fn elements_that_failed_have_lines_and_so_do_their_runs() {
        let report = report(&json!([{
            "step": "enrich", "outcome": "ok", "reason": null, "caused_by": [], "attempts": [attempt(None, None)],
            "elements": [
                { "index": 0, "outcome": "ok", "reason": null, "attempts": [attempt(None, None)] },
                { "index": 3, "outcome": "err", "reason": "gone", "attempts": [{
                    "started": START, "finished": LATER, "error": "gone", "wait": null,
                    "run": report(&json!([{
                        "step": "ask", "outcome": "err", "reason": "gone", "caused_by": [],
                        "attempts": [attempt(Some("gone"), None)],
                    }])),
                }] },
            ],
        }]));
        let table = "\
step     outcome  attempts        time
enrich   ok              1  1000.00 ms  elements: 1 ok, 1 failed
  [3]    failed          1  1000.00 ms  gone
    ask  failed          1  1000.00 ms  gone";
        assert_eq!(report.to_string(), table);
    }

    #[test]
    fn all_attempts_count() {
        let report = report(&json!([
            { "step": "load", "outcome": "ok", "reason": null, "caused_by": [], "attempts": [
                attempt(Some("busy"), None), attempt(Some("still\n  busy\n"), Some(0.5)), attempt(None, Some(1.0)),
            ] },
            { "step": "store", "outcome": "err", "reason": "full:\n  no space", "caused_by": [], "attempts": [
                attempt(Some("busy"), None), attempt(Some("full:\n  no space"), Some(0.5)),
            ] },
            { "step": "send", "outcome": "err", "reason": "its deadline passed", "caused_by": [], "attempts": [
                attempt(Some("no route"), None),
            ] },
            { "step": "ring", "outcome": "err", "reason": "its deadline passed", "caused_by": [], "attempts": [
                attempt(Some("its deadline passed"), None),
            ] },
        ]));
        let table = "\
step   outcome  attempts        time
load   ok              3  1000.00 ms  tried again 2 times, after 1500.00 ms in all: still busy
store  failed          2  1000.00 ms  full: no space (waited 500.00 ms between attempts)
send   failed          1  1000.00 ms  its deadline passed while it waited to try again after: no route
ring   failed          1  1000.00 ms  its deadline passed";
        assert_eq!(report.to_string(), table);
    }
}
