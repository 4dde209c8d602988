//! Errors as text, for reports.

use std::borrow::Cow;
use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::error::{AsError, RunError};
use crate::outcome::StepError;

/// Why a run failed, as its [`Report`](crate::Report) tells it: the text of its [`RunError`].
///
/// ```
/// /// What somebody should look at first.
/// fn first(report: &pipewright::Report) -> Option<&str> {
///     let error = report.error.as_ref()?;
///     Some(error.sources.last().unwrap_or(&error.message))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorReport {
    /// The error in one sentence.
    pub message: String,
    /// The step that failed first, or that was to make the output, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Cow<'static, str>>,
    /// What lies behind the error of that step, each the cause of the one before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl ErrorReport {
    pub(crate) fn new(error: &RunError) -> Self {
        Self {
            message: error.to_string(),
            step: error.step().map(Cow::Borrowed),
            sources: sources(Some(error)),
        }
    }
}

/// The error of an attempt, and what lies behind it.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) text: String,
    pub(crate) sources: Vec<String>,
}

impl Fault {
    /// An error of a step in these words.
    #[cold]
    pub(crate) fn new<E>(text: String, error: &StepError<E>, as_error: AsError<E>) -> Self {
        let error = error.failure().and_then(as_error);
        Self {
            text,
            sources: sources(error),
        }
    }

    /// An error that is text already.
    pub(crate) fn told(error: &(dyn Error + 'static)) -> Self {
        Self {
            text: error.to_string(),
            sources: sources(Some(error)),
        }
    }
}

/// What lies behind an error, each the cause of the one before it.
pub(crate) fn sources(error: Option<&(dyn Error + 'static)>) -> Vec<String> {
    let first = error.and_then(Error::source);
    let chain = std::iter::successors(first, |error| (*error).source());
    chain.map(ToString::to_string).collect()
}
