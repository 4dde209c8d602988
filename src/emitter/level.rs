//! How much an event matters.

use std::fmt;

use super::{Event, EventKind};
use crate::report::OutcomeKind;

/// How much an event matters, from what one looks for only when something is wrong to what is wrong.
///
/// Between them are two levels that tell the story of a program: that something begins, and that it went well.
///
/// ```
/// use pipewright::Level;
///
/// assert!(Level::Debug < Level::Info && Level::Success < Level::Warn);
/// assert_eq!(Level::System.to_string(), "SYSTEM");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Each call, and how far it has got.
    Debug,
    /// Each step that has ended, and what steps say.
    Info,
    /// A run begins.
    System,
    /// A run has an output.
    Success,
    /// An attempt has failed that is followed by another, or a failure that the pipeline deals with.
    Warn,
    /// A step or a run has failed, or something is not undone.
    Error,
}

impl Level {
    /// Its name, in capitals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::System => "SYSTEM",
            Self::Success => "SUCCESS",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Event {
    /// How much it matters. What happens in a run inside another matters less than in that, and what becomes of an
    /// element less than what becomes of its step.
    pub fn level(&self) -> Level {
        let is_inner = self.parent_run.is_some();
        match &self.kind {
            EventKind::RunStarted { .. } if is_inner => Level::Debug,
            EventKind::RunStarted { .. } => Level::System,
            EventKind::RunEnded { outcome, .. } => match outcome {
                OutcomeKind::Ok if is_inner => Level::Info,
                OutcomeKind::Ok => Level::Success,
                _ if is_inner => Level::Warn,
                _ => Level::Error,
            },
            EventKind::StepEnded {
                outcome, handled, ..
            } => match outcome {
                OutcomeKind::Err if *handled || is_inner => Level::Warn,
                OutcomeKind::Err => Level::Error,
                _ if self.element.is_some() => Level::Debug,
                _ => Level::Info,
            },
            EventKind::UndoEnded { outcome, .. } => match outcome {
                OutcomeKind::Ok => Level::Warn,
                _ => Level::Error,
            },
            EventKind::AttemptEnded { wait: Some(_), .. }
            | EventKind::UndoAttemptEnded { wait: Some(_), .. } => Level::Warn,
            EventKind::Said { .. } => Level::Info,
            EventKind::StepStarted
            | EventKind::AttemptStarted
            | EventKind::AttemptEnded { .. }
            | EventKind::UndoStarted
            | EventKind::UndoAttemptEnded { .. }
            | EventKind::Progress { .. } => Level::Debug,
        }
    }
}
