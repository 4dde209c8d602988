//! One step that failed.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::sync::Arc;

use super::RunError;
use super::cause::Cause;
use crate::outcome::StepError;

/// One step that failed.
///
/// ```
/// use pipewright::{Failure, FailureReason};
///
/// fn advice(failure: &Failure) -> String {
///     let step = failure.step();
///     match failure.reason() {
///         FailureReason::TimedOut => format!("`{step}` was slow, {} times", failure.attempts()),
///         _ => match failure.downcast_ref::<std::io::Error>() {
///             Some(error) => format!("`{step}`: the disk says {:?}", error.kind()),
///             None => format!("`{step}` {failure}"),
///         },
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Failure {
    pub(super) step: &'static str,
    element: Option<usize>,
    attempts: u32,
    error: StepError<dyn Cause>,
    inner: Option<RunError>,
    /// Not the step has failed, but the decision after it.
    decision: bool,
}

/// What kind of failure it was; see [`StepError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureReason {
    /// It returned an error; of several attempts, the last one did.
    Failed,
    /// Its last attempt took longer than the step's `timeout`.
    TimedOut,
    /// The step's own `deadline`, or that of the run, passed before it ended.
    DeadlineExceeded,
    /// It panicked.
    Panicked,
    /// It says `on_missing = "fail"`, and a step that it needs was skipped or failed.
    MissingInput,
    /// The run was cancelled, or the executor that it was handed to dropped it.
    Cancelled,
}

impl FailureReason {
    /// As traces have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Panicked => "panicked",
            Self::MissingInput => "missing_input",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Failure {
    pub(crate) fn new(
        step: &'static str,
        element: Option<usize>,
        attempts: u32,
        error: StepError<dyn Cause>,
        inner: Option<RunError>,
    ) -> Self {
        Self {
            step,
            element,
            attempts,
            error,
            inner,
            decision: false,
        }
    }

    pub(crate) fn error(&self) -> &StepError<dyn Cause> {
        &self.error
    }

    /// The decision after a step of a workflow has failed.
    pub(crate) fn of_decision(step: &'static str, error: StepError<dyn Cause>) -> Self {
        Self {
            decision: true,
            ..Self::new(step, None, 1, error, None)
        }
    }

    pub(super) fn subject(&self) -> &'static str {
        match self.decision {
            true => "the decision after ",
            false => "step ",
        }
    }

    /// Whether it is the decision after the step that failed, in a workflow, and not the step.
    pub fn is_decision(&self) -> bool {
        self.decision
    }

    /// The step's name.
    pub fn step(&self) -> &'static str {
        self.step
    }

    /// The index of the element that failed, if the step maps the elements of a value.
    pub fn element(&self) -> Option<usize> {
        self.element
    }

    /// How often it, or that element, was called: 0 if it failed before its first attempt.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What kind of failure it was.
    pub fn reason(&self) -> FailureReason {
        self.error.reason()
    }

    /// The error of the run that its last attempt was, or that of the element, if it runs another pipeline: which
    /// of that one's steps failed, and why.
    pub fn inner(&self) -> Option<&RunError> {
        self.inner.as_ref()
    }

    /// The error that the step returned, if that is an `E`. Of a step that runs another pipeline, this is the
    /// error that a step in there returned, if both pipelines have the same error.
    pub fn downcast_ref<E: 'static>(&self) -> Option<&E> {
        self.error.failure()?.as_any().downcast_ref()
    }

    /// The error that the step returned, if its type implements [`Error`], or converts to one as
    /// `anyhow::Error`, `eyre::Report` and [`BoxError`](crate::BoxError) do.
    pub fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.failure()?.as_error()
    }
}

impl Failure {
    /// The error that the step returned, which is known to be an `E`.
    pub(super) fn shared<E: Send + Sync + 'static>(&self) -> Option<Arc<E>> {
        self.error.failure()?.shared().downcast().ok()
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(index) = self.element {
            return self.of_element(index, f);
        }
        if let Some(inner) = &self.inner {
            return match self.attempts {
                0 | 1 => write!(f, "failed: {inner}"),
                n => write!(f, "failed after {n} attempts: {inner}"),
            };
        }
        match (&self.error, self.attempts) {
            (StepError::Failed(_), 0 | 1) => write!(f, "failed: {}", self.error),
            (StepError::Failed(_), n) => write!(f, "failed after {n} attempts: {}", self.error),
            (StepError::TimedOut(_) | StepError::Panicked(_), 0 | 1) => write!(f, "{}", self.error),
            (StepError::TimedOut(_) | StepError::Panicked(_), n) => {
                write!(f, "failed after {n} attempts: it {}", self.error)
            }
            _ => write!(f, "failed: {}", self.error),
        }
    }
}

impl Failure {
    fn of_element(&self, index: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed at element {index}")?;
        if self.attempts > 1 {
            write!(f, " after {} attempts", self.attempts)?;
        }
        match (&self.inner, &self.error) {
            (Some(inner), _) => write!(f, ": {inner}"),
            (None, StepError::TimedOut(_) | StepError::Panicked(_)) => {
                write!(f, ": it {}", self.error)
            }
            _ => write!(f, ": {}", self.error),
        }
    }
}

impl Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("step", &self.step)
            .field("element", &self.element)
            .field("attempts", &self.attempts)
            .field("error", &self.error)
            .finish()
    }
}
