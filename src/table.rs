//! A report as a table, for people.

use std::fmt;
use std::time::Duration;

use crate::report::{OutcomeKind, Report, StepReport};

/// A table of the steps: how each ended, after how many attempts, how long it took with them, and why it
/// did not end well, or not at once.
///
/// ```
/// # fn show(report: pipewright::Report) {
/// println!("{report}");
/// # }
/// ```
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.steps.iter().map(|step| step.step.chars().count());
        let width = names.max().unwrap_or_default().max("step".len());
        let head = ("outcome", "attempts", "time");
        write!(
            f,
            "{:<width$}  {:<7}  {:>8}  {:>10}",
            "step", head.0, head.1, head.2
        )?;
        for step in &self.steps {
            write!(
                f,
                "\n{:<width$}  {:<7}  {:>8}  {:>10}",
                step.step,
                outcome(step.outcome),
                step.attempts.len(),
                milliseconds(step.elapsed()),
            )?;
            if let Some(note) = note(step) {
                write!(f, "  {note}")?;
            }
        }
        Ok(())
    }
}

fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Ok => "ok",
        OutcomeKind::Err => "failed",
        OutcomeKind::Skipped => "skipped",
    }
}

/// Why a step did not end well, or at least not at once.
fn note(step: &StepReport) -> Option<String> {
    if let Some(reason) = &step.reason {
        return Some(reason.clone());
    }
    let mut attempts = step.attempts.windows(2);
    attempts.find_map(|two| {
        let (error, wait) = (two[0].error.as_deref()?, two[1].wait?);
        Some(format!("tried again after {}: {error}", milliseconds(wait)))
    })
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_for_each_step() {
        let id = "00000000-0000-0000-0000-000000000000";
        let (start, later, end) = (
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:01Z",
            "1970-01-01T00:00:01.5Z",
        );
        let report: Report = serde_json::from_value(json!({
            "run_id": id, "correlation_id": "0".repeat(32), "parent_run": null,
            "pipeline": "p", "definition": "d", "started": start, "finished": end,
            "steps": [
                { "step": "load", "outcome": "ok", "reason": null, "caused_by": [], "attempts": [
                    { "started": start, "finished": start, "error": "busy", "wait": null },
                    { "started": later, "finished": end, "error": null, "wait": 1.0 },
                ] },
                { "step": "fetch_all", "outcome": "err", "reason": "no such file", "caused_by": [],
                  "attempts": [{ "started": start, "finished": later, "error": "no such file", "wait": null }] },
                { "step": "store", "outcome": "skipped", "reason": "a step that it needs failed",
                  "caused_by": ["fetch_all"], "attempts": [] },
            ],
        }))
        .unwrap();
        let table = "\
step       outcome  attempts        time
load       ok              2  1500.00 ms  tried again after 1000.00 ms: busy
fetch_all  failed          1  1000.00 ms  no such file
store      skipped         0     0.00 ms  a step that it needs failed";
        assert_eq!(report.to_string(), table);
    }
}
