//! What people see of a run that failed.

use pipewright::RunError;

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
