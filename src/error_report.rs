//! Errors as text, for reports.

use std::borrow::Cow;
use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::error::RunError;

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
            sources: sources(error.source()),
        }
    }
}

/// What lies behind an error, each the cause of the one before it.
pub(crate) fn sources(error: Option<&(dyn Error + 'static)>) -> Vec<String> {
    let first = error.and_then(Error::source);
    let chain = std::iter::successors(first, |error| (*error).source());
    chain.map(ToString::to_string).collect()
}
