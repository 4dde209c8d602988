//! Why a run failed.

mod cause;
mod failure;

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::sync::Arc;
use std::time::Duration;

pub(crate) use self::cause::{AsError, erase};
pub use self::failure::{Failure, FailureReason};
use crate::outcome::{Name, Skip};
use crate::slot::Absence;
use crate::workflow::TraceRow;

/// A run failed: which step was the first, why, after how many attempts.
///
/// ```no_run
/// # fn report(error: pipewright::RunError) {
/// eprintln!("{error}");
/// if let Some(refused) = error.downcast_ref::<std::io::Error>() {
///     eprintln!("the disk says {:?}", refused.kind());
/// }
/// for failure in error.failures() {
///     eprintln!("{}: {failure}", failure.step());
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct RunError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    pipeline: &'static str,
    failures: Vec<Failure>,
    deadline: Option<Duration>,
    cancelled: bool,
    no_output: Option<NoOutput>,
    max_steps: Option<u32>,
    trace: Vec<TraceRow>,
    /// The steps that could not be undone.
    undo: Vec<Failure>,
}

/// The run has no output although nothing failed: the step that makes it was skipped, or its failure
/// was dealt with.
///
/// ```
/// use pipewright::{RunError, SkipReason};
///
/// /// Whether the run only found that there is nothing to do.
/// fn is_idle(error: &RunError) -> bool {
///     let skip = error.missing_output().and_then(|none| none.skip());
///     skip.is_some_and(|skip| skip.reason() == SkipReason::Guard)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoOutput {
    pub(crate) step: Name,
    reason: Absence,
}

impl NoOutput {
    pub(crate) fn new(step: Name, reason: Absence) -> Self {
        Self { step, reason }
    }

    /// Whether no failure is the cause.
    pub(crate) fn is_benign(&self) -> bool {
        matches!(self.reason, Absence::Skipped(skip) if !skip.reason().is_failure())
    }

    /// Why that step was skipped; `None` if it failed, and its failure was dealt with.
    pub fn skip(&self) -> Option<Skip> {
        match self.reason {
            Absence::Skipped(skip) => Some(skip),
            Absence::Failed => None,
        }
    }

    /// The step that makes the output.
    pub fn step(&self) -> &'static str {
        self.step
    }
}

impl Display for NoOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Absence::Failed => write!(f, "no output, because `{}` failed", self.step),
            Absence::Skipped(skip) => {
                write!(f, "no output, because `{}` was skipped: {skip}", self.step)
            }
        }
    }
}

impl RunError {
    pub(crate) fn failed(
        pipeline: &'static str,
        failures: Vec<Failure>,
        deadline: Option<Duration>,
        cancelled: bool,
    ) -> Self {
        Self(Box::new(Inner {
            pipeline,
            failures,
            deadline,
            cancelled,
            no_output: None,
            max_steps: None,
            trace: Vec::new(),
            undo: Vec::new(),
        }))
    }

    /// A workflow had more than so many steps to run.
    pub(crate) fn too_many(pipeline: &'static str, max_steps: u32) -> Self {
        let mut error = Self::failed(pipeline, Vec::new(), None, false);
        error.0.max_steps = Some(max_steps);
        error
    }

    /// The same error with what ran before it.
    pub(crate) fn with_trace(mut self, trace: Vec<TraceRow>) -> Self {
        self.0.trace = trace;
        self
    }

    pub(crate) fn no_output(pipeline: &'static str, no_output: NoOutput) -> Self {
        let no_output = Some(no_output);
        Self(Box::new(Inner {
            pipeline,
            failures: Vec::new(),
            deadline: None,
            cancelled: false,
            no_output,
            max_steps: None,
            trace: Vec::new(),
            undo: Vec::new(),
        }))
    }

    /// The same, and these steps could not be undone.
    pub(crate) fn with_undo(mut self, failures: Vec<Failure>) -> Self {
        self.0.undo = failures;
        self
    }

    /// The pipeline's name, behind its folders: `billing::refund`.
    pub fn pipeline(&self) -> &'static str {
        self.0.pipeline
    }

    /// The step that failed first, or that was to make the output. `None` where the run's deadline
    /// passed, or it was cancelled, while no step was running.
    pub fn step(&self) -> Option<&'static str> {
        let failed = self.0.failures.first().map(Failure::step);
        failed.or_else(|| self.0.no_output.map(|no_output| *no_output.step))
    }

    /// Every step whose error nobody in the pipeline dealt with, the earliest first.
    pub fn failures(&self) -> &[Failure] {
        &self.0.failures
    }

    /// Every step whose undoing failed, in the order in which that was tried. What they did is still there.
    pub fn undo_failures(&self) -> &[Failure] {
        &self.0.undo
    }

    /// Whether the run was [cancelled](crate::RunFuture::cancel).
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled
    }

    /// The run's deadline, if it passed.
    pub fn deadline(&self) -> Option<Duration> {
        self.0.deadline
    }

    /// How many steps the workflow may have at most, if it was about to have more.
    pub fn max_steps(&self) -> Option<u32> {
        self.0.max_steps
    }

    /// The last steps of a workflow before it failed, the latest last; all of them, if the run was awaited with
    /// its report.
    pub fn trace(&self) -> &[TraceRow] {
        &self.0.trace
    }

    /// Why there is no output, if no failure is the reason.
    pub fn missing_output(&self) -> Option<&NoOutput> {
        self.0.no_output.as_ref()
    }

    /// What kind of failure it is, as traces have it.
    pub(crate) fn kind(&self) -> &'static str {
        let inner = &*self.0;
        match inner.failures.first() {
            _ if inner.max_steps.is_some() => "max_steps",
            _ if inner.cancelled => FailureReason::Cancelled.name(),
            _ if inner.deadline.is_some() => FailureReason::DeadlineExceeded.name(),
            Some(first) => first.reason().name(),
            None => "no_output",
        }
    }

    /// The error that the earliest failing step returned, which is known to be an `E`.
    pub(crate) fn shared<E: Send + Sync + 'static>(&self) -> Option<Arc<E>> {
        self.0.failures.first()?.shared()
    }

    /// The error of the earliest failure, if that step returned an `E`.
    pub fn downcast_ref<E: 'static>(&self) -> Option<&E> {
        self.0.failures.first()?.downcast_ref()
    }
}

impl Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pipeline `{}`: ", self.0.pipeline)?;
        if let Some(most) = self.0.max_steps {
            write!(f, "it has not ended after {most} steps (`max_steps`)")?;
            return last_steps(f, &self.0.trace);
        }
        self.0.cause(f)?;
        for failure in &self.0.undo {
            write!(f, "; undoing `{}` {failure}", failure.step())?;
        }
        Ok(())
    }
}

impl Inner {
    fn cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cut_short = match self.cancelled {
            true => FailureReason::Cancelled,
            false => FailureReason::DeadlineExceeded,
        };
        let is_cut = self.cancelled || self.deadline.is_some();
        match (self.failures.as_slice(), &self.no_output) {
            ([], Some(no_output)) => write!(f, "{no_output}"),
            ([first, rest @ ..], _) if !is_cut || first.reason() != cut_short => {
                write!(f, "{}`{}` {first}", first.subject(), first.step())?;
                match rest.len() {
                    0 => Ok(()),
                    1 => write!(f, " (and 1 more step failed)"),
                    more => write!(f, " (and {more} more steps failed)"),
                }
            }
            (cut, _) => {
                match self.deadline {
                    Some(limit) => {
                        let limit = humantime::format_duration(limit);
                        write!(f, "its deadline of {limit} passed")?;
                    }
                    None => f.write_str("it was cancelled")?,
                }
                for (i, failure) in cut.iter().enumerate() {
                    let lead = if i == 0 { " while running" } else { "," };
                    write!(f, "{lead} `{}`", failure.step())?;
                }
                Ok(())
            }
        }
    }
}

/// The last few steps of a trace.
fn last_steps(f: &mut fmt::Formatter<'_>, trace: &[TraceRow]) -> fmt::Result {
    const SHOWN: usize = 5;
    let from = trace.len().saturating_sub(SHOWN);
    for (i, row) in trace[from..].iter().enumerate() {
        let lead = if i == 0 { "; the last ones were" } else { "," };
        write!(f, "{lead} `{}`", row.step)?;
        if let Some(payload) = &row.payload {
            write!(f, " of {payload}")?;
        }
    }
    Ok(())
}

impl Debug for RunError {
    /// What a `main` that returns it prints: the message, and what lies behind it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, "\n  caused by: {error}")?;
            cause = error.source();
        }
        for other in self.0.failures.iter().skip(1) {
            write!(f, "\n  {}`{}` {other}", other.subject(), other.step())?;
        }
        Ok(())
    }
}

impl Error for RunError {
    /// What lies behind the error that the earliest failing step returned. The message tells that error itself, and
    /// [`downcast_ref`](Self::downcast_ref) gives it.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let first = self.0.failures.first()?;
        match first.inner() {
            Some(inner) => inner.source(),
            None => first.source()?.source(),
        }
    }
}
