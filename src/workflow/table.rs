//! A trace as a table, for people.

use std::fmt;

use super::trace::TraceRow;
use crate::report::OutcomeKind;
use crate::table::{milliseconds, one_line, outcome};

/// A line for each step as it was executed: how it ended, after how many attempts, how long that took, how many
/// steps waited then, and what it was given and gave.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, rows: &[TraceRow]) -> fmt::Result {
    let names = rows.iter().map(|row| row.step.chars().count());
    let width = names.max().unwrap_or_default().max("step".len());
    write!(
        f,
        "{:<width$}  {:<7}  {:>8}  {:>10}  {:>5}",
        "step", "outcome", "attempts", "time", "queue"
    )?;
    for row in rows {
        let time = row.times.map(|times| milliseconds(times.elapsed()));
        write!(
            f,
            "\n{:<width$}  {:<7}  {:>8}  {:>10}  {:>5}",
            row.step,
            outcome(row.outcome),
            row.attempts,
            time.unwrap_or_default(),
            row.queue
                .map_or_else(String::new, |queue| queue.to_string()),
        )?;
        if let Some(note) = note(row) {
            write!(f, "  {note}")?;
        }
    }
    Ok(())
}

fn note(row: &TraceRow) -> Option<String> {
    let end = match row.outcome {
        OutcomeKind::Ok => row.value.as_deref(),
        _ => row.error.as_deref(),
    };
    let end = end.map(one_line);
    match (&row.payload, end) {
        (Some(payload), Some(end)) => Some(format!("{} -> {end}", one_line(payload))),
        (Some(payload), None) => Some(one_line(payload)),
        (None, end) => end.map(|end| format!("-> {end}")),
    }
}
