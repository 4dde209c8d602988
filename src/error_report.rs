//! The error of a run, as text.

use std::borrow::Cow;
use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::error::{Failure, RunError};

/// Why a run failed, as its [`Report`](crate::Report) tells it: the text of its [`RunError`].
///
/// ```
/// /// What somebody should look at first.
/// fn first(report: &pipewright::Report) -> Option<String> {
///     let failure = report.error.as_ref()?.failures.first()?;
///     let cause = failure.sources.last().unwrap_or(&failure.error);
///     Some(format!("{}: {cause}", failure.step))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorReport {
    /// The error in one sentence.
    pub message: String,
    /// Each step whose error nobody in the pipeline dealt with, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<FailureReport>,
}

/// Why one step failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailureReport {
    /// The step.
    pub step: Cow<'static, str>,
    /// The index of the element that failed, if the step maps those of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<usize>,
    /// What happened, as a sentence about the step.
    pub error: String,
    /// What lies behind that, each the cause of the one before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl ErrorReport {
    pub(crate) fn new(error: &RunError) -> Self {
        Self {
            message: error.to_string(),
            failures: error.failures().iter().map(FailureReport::new).collect(),
        }
    }
}

impl FailureReport {
    fn new(failure: &Failure) -> Self {
        Self {
            step: failure.step().into(),
            element: failure.element(),
            error: failure.to_string(),
            sources: sources(failure),
        }
    }
}

/// What lies behind the error of a step. The message of the failure holds that error itself.
fn sources(failure: &Failure) -> Vec<String> {
    let first = failure.source().and_then(Error::source);
    let chain = std::iter::successors(first, |error| (*error).source());
    chain.map(ToString::to_string).collect()
}
