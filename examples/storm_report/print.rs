//! What people see of a run.

use pipewright::{OutcomeKind, Report, RunError, StepReport};

/// A table of the steps: how each ended, after how many attempts, and how long it took with them.
pub(crate) fn steps(report: &Report) {
    println!(
        "{:<16} {:<8} {:>8} {:>10}  note",
        "step", "outcome", "attempts", "time"
    );
    for step in &report.steps {
        let (name, outcome) = (&step.step, outcome(step.outcome));
        let attempts = step.attempts.len();
        let time = format!("{:.2} ms", step.elapsed().as_secs_f64() * 1000.0);
        let line = format!(
            "{name:<16} {outcome:<8} {attempts:>8} {time:>10}  {}",
            note(step)
        );
        println!("{}", line.trim_end());
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
fn note(step: &StepReport) -> String {
    let retry = step
        .attempts
        .windows(2)
        .find_map(|two| Some((two[0].error.as_deref()?, two[1].wait?)));
    match (&step.reason, retry) {
        (Some(reason), _) => reason.clone(),
        (None, Some((error, wait))) => {
            format!("tried again after {} ms: {error}", wait.as_millis())
        }
        (None, None) => String::new(),
    }
}

/// Every step that failed, a line each.
pub(crate) fn failures(error: &RunError) -> String {
    if error.failures().is_empty() {
        return error.to_string();
    }
    let failures = error.failures().iter();
    let lines: Vec<String> = failures
        .map(|failure| format!("step `{}` {failure}", failure.step()))
        .collect();
    lines.join("\n       ")
}
