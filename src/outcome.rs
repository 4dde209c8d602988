//! How a step ended.

use std::fmt::{self, Debug, Display};
use std::sync::Arc;
use std::time::Duration;

use crate::error::FailureReason;
use crate::report::OutcomeKind;

/// The error of a pipeline that declares none: whatever `?` converts into it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How a step ended.
///
/// A wire `x.outcome()` hands it to a step; the outputs of a run that was awaited
/// [with a report](crate::Report) hold one for each step.
///
/// ```
/// use pipewright::Outcome;
///
/// let outcome: Outcome<u32, String> = Outcome::Ok(7);
/// assert_eq!(outcome.ok(), Some(&7));
/// assert!(!outcome.is_skipped());
/// ```
#[derive(Debug)]
#[must_use]
pub enum Outcome<T, E = BoxError> {
    /// It produced its value.
    Ok(T),
    /// It failed.
    Err(StepError<E>),
    /// It did not run, or it declined.
    Skipped(Skip),
}

impl<T, E> Outcome<T, E> {
    /// The value of a step that ended well.
    pub fn ok(&self) -> Option<&T> {
        match self {
            Self::Ok(value) => Some(value),
            _ => None,
        }
    }

    /// The error of a step that failed.
    pub fn err(&self) -> Option<&StepError<E>> {
        match self {
            Self::Err(error) => Some(error),
            _ => None,
        }
    }

    /// Why a step was skipped.
    pub fn skipped(&self) -> Option<&Skip> {
        match self {
            Self::Skipped(skip) => Some(skip),
            _ => None,
        }
    }

    /// The outcome without its value.
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Ok(_) => OutcomeKind::Ok,
            Self::Err(_) => OutcomeKind::Err,
            Self::Skipped(_) => OutcomeKind::Skipped,
        }
    }

    /// Whether the step produced its value.
    pub fn is_ok(&self) -> bool {
        self.ok().is_some()
    }

    /// Whether the step failed.
    pub fn is_err(&self) -> bool {
        self.err().is_some()
    }

    /// Whether the step was skipped or declined.
    pub fn is_skipped(&self) -> bool {
        self.skipped().is_some()
    }
}

impl<T: Clone, E> Clone for Outcome<T, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Ok(value) => Self::Ok(value.clone()),
            Self::Err(error) => Self::Err(error.clone()),
            Self::Skipped(skip) => Self::Skipped(*skip),
        }
    }
}

/// Stands in a run's outputs where the value itself was moved on, into a step or out of the run.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use pipewright::{Moved, Outcome};
///
/// fn moved_on<E>(outcome: &Outcome<Moved, E>) -> bool {
///     outcome.ok() == Some(&Moved)
/// }
///
/// // a number is copied, so it is there
/// let run = Quickstart::new(Calculator).run(5).with_report().await;
/// assert_eq!(run.outputs.double.ok(), Some(&10));
/// # let _ = moved_on::<u32>;
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved;

/// Why a step failed. Cheap to clone.
///
/// ```
/// use pipewright::{Outcome, StepError};
///
/// fn advice(charge: &Outcome<u32, std::io::Error>) -> &'static str {
///     match charge {
///         Outcome::Ok(_) => "paid",
///         Outcome::Err(StepError::TimedOut(_)) => "ask again later",
///         Outcome::Err(error) if error.failure().is_some() => "refused",
///         Outcome::Err(_) => "call for help",
///         Outcome::Skipped(_) => "nothing to pay",
///     }
/// }
/// # assert_eq!(advice(&Outcome::Ok(1)), "paid");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum StepError<E: ?Sized = BoxError> {
    /// It returned an error; of several attempts, the last one's.
    Failed(Arc<E>),
    /// Its last attempt took longer than the step's `timeout`, which was this long.
    TimedOut(Duration),
    /// The step's own `deadline`, or that of the run, passed before it ended.
    DeadlineExceeded,
    /// It panicked, with this message.
    Panicked(Arc<str>),
    /// It says `on_missing = "fail"`, and this step, which it reads or runs after, was skipped or failed.
    MissingInput(&'static str),
    /// The run was cancelled, or the executor that it was handed to dropped it.
    Cancelled,
}

impl<E: ?Sized> StepError<E> {
    /// The error that the step itself returned; `None` if it failed in another way.
    pub fn failure(&self) -> Option<&E> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

impl<E: ?Sized> StepError<E> {
    /// What kind of failure it is.
    pub(crate) fn reason(&self) -> FailureReason {
        match self {
            Self::Failed(_) => FailureReason::Failed,
            Self::TimedOut(_) => FailureReason::TimedOut,
            Self::DeadlineExceeded => FailureReason::DeadlineExceeded,
            Self::Panicked(_) => FailureReason::Panicked,
            Self::MissingInput(_) => FailureReason::MissingInput,
            Self::Cancelled => FailureReason::Cancelled,
        }
    }

    /// The same kind of failure with another error, should one have been returned.
    pub(crate) fn with<X: ?Sized>(&self, returned: impl FnOnce(&Arc<E>) -> Arc<X>) -> StepError<X> {
        match self {
            Self::Failed(error) => StepError::Failed(returned(error)),
            Self::TimedOut(limit) => StepError::TimedOut(*limit),
            Self::DeadlineExceeded => StepError::DeadlineExceeded,
            Self::Panicked(message) => StepError::Panicked(Arc::clone(message)),
            Self::MissingInput(step) => StepError::MissingInput(step),
            Self::Cancelled => StepError::Cancelled,
        }
    }
}

impl<E: ?Sized> Clone for StepError<E> {
    fn clone(&self) -> Self {
        self.with(Arc::clone)
    }
}

impl<E: Display + ?Sized> Display for StepError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => Display::fmt(error, f),
            Self::TimedOut(limit) => {
                write!(f, "timed out after {}", humantime::format_duration(*limit))
            }
            Self::DeadlineExceeded => f.write_str("its deadline passed"),
            Self::Panicked(message) => write!(f, "panicked: {message}"),
            Self::MissingInput(step) => write!(f, "it needs `{step}`, which was skipped or failed"),
            Self::Cancelled => f.write_str("it was cancelled"),
        }
    }
}

impl<E: Debug + Display + ?Sized> std::error::Error for StepError<E> {}

/// Why a step has no value although it did not fail.
///
/// ```
/// use pipewright::Outcome;
///
/// fn told(outcome: &Outcome<u32>) -> Option<String> {
///     let skip = outcome.skipped()?;
///     Some(match skip.caused_by() {
///         Some(step) => format!("not done on account of `{step}`"),
///         None => format!("not done: {}", skip.reason()),
///     })
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skip {
    pub(crate) reason: SkipReason,
    /// By its place in a table, since this is in each slot, and an outcome is as large as its largest part.
    pub(crate) cause: Option<Name>,
}

/// A step's name, where it stands.
pub(crate) type Name = &'static &'static str;

impl Skip {
    /// The immediate reason.
    pub fn reason(&self) -> SkipReason {
        self.reason
    }

    /// The step with which it began, if that is another one.
    pub fn caused_by(&self) -> Option<&'static str> {
        self.cause.copied()
    }
}

impl Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause {
            Some(step) => write!(f, "{}: `{step}`", self.reason),
            None => Display::fmt(&self.reason, f),
        }
    }
}

/// The immediate reason for which a step was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// Its `when` was false.
    Guard,
    /// It lies in an arm of a branch that was not taken, or needs a step that does.
    NotTaken,
    /// It is `skippable`, and returned `None`.
    Declined,
    /// It reduces the elements of a value, and that has none.
    Empty,
    /// A step that it needs failed, or was skipped because another one failed.
    ParentFailed,
    /// A step that it needs was skipped, and no failure was the cause.
    ParentSkipped,
    /// The run was asked for other steps only.
    NotSelected,
    /// The pipeline is `fail_fast`, and a step had failed.
    FailFast,
    /// The run's deadline had passed.
    Deadline,
    /// The run had been cancelled.
    Cancelled,
}

impl SkipReason {
    /// Whether a failure stands behind it, or the end of the run: `x.maybe()` does not receive it.
    pub(crate) fn is_failure(self) -> bool {
        matches!(
            self,
            Self::ParentFailed | Self::FailFast | Self::Deadline | Self::Cancelled
        )
    }
}

impl Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Guard => "its condition was false",
            Self::NotTaken => "its arm was not taken",
            Self::Declined => "it declined",
            Self::Empty => "there was nothing to reduce",
            Self::ParentFailed => "a step that it needs failed",
            Self::ParentSkipped => "a step that it needs was skipped",
            Self::NotSelected => "it was not asked for",
            Self::FailFast => "another step had failed",
            Self::Deadline => "the run's deadline had passed",
            Self::Cancelled => "the run had been cancelled",
        })
    }
}
