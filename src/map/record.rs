//! What is noted of each element: for a report, and for whoever traces the run.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;
use tracing::Span;

use super::Job;
use super::element::{End, Failed};
use crate::outcome::StepError;
use crate::report::OutcomeKind;

/// What a report will tell of elements, in the order in which they ended.
#[derive(Default)]
pub(crate) struct Records(Mutex<Vec<Record>>);

/// What happened to one element.
pub(crate) struct Record {
    pub(crate) step: u32,
    pub(crate) index: usize,
    pub(crate) outcome: OutcomeKind,
    pub(crate) reason: Option<String>,
    pub(crate) attempts: Vec<Attempt>,
}

/// One call for an element.
pub(crate) struct Attempt {
    pub(crate) started: Instant,
    pub(crate) finished: Instant,
    pub(crate) error: Option<String>,
}

impl Records {
    /// All that has been noted, which is handed out once.
    pub(crate) fn take(&self) -> Vec<Record> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, record: Record) {
        let mut records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.push(record);
    }
}

/// The log of one element.
pub(super) struct Log<'a> {
    job: &'a Job<'a>,
    index: usize,
    attempts: u32,
    /// Each attempt, if there is to be a report.
    noted: Vec<Attempt>,
    span: Option<Span>,
}

impl<'a> Log<'a> {
    pub(super) fn new(job: &'a Job<'a>, index: usize) -> Self {
        Self {
            job,
            index,
            attempts: 0,
            noted: Vec::new(),
            span: None,
        }
    }

    /// How many attempts have begun.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The attempt's span, if anybody listens.
    pub(super) fn span(&self) -> Option<&Span> {
        self.span.as_ref()
    }

    /// An attempt begins.
    pub(super) fn begins(&mut self) {
        self.attempts += 1;
        let common = self.job.common;
        if common.record {
            let now = Instant::now();
            self.noted.push(Attempt {
                started: now,
                finished: now,
                error: None,
            });
        }
        // the step's own span is the current one
        self.span = common.span.as_ref().map(|_| {
            tracing::info_span!(
                target: "pipewright",
                "element",
                index = self.index,
                attempt = self.attempts,
                outcome = tracing::field::Empty,
                error = tracing::field::Empty,
            )
        });
    }

    /// An attempt has failed.
    pub(super) fn failed(&mut self, error: &impl Display) {
        self.finished(Some(error));
    }

    /// The condition was false.
    pub(super) fn skipped(&self) {
        let reason = crate::SkipReason::Guard.to_string();
        self.add(OutcomeKind::Skipped, Some(reason), Vec::new());
    }

    /// The element has ended.
    pub(super) fn ended<T, E: Display>(
        mut self,
        end: Result<Option<T>, StepError<E>>,
    ) -> End<T, E> {
        self.finished(end.as_ref().err());
        let noted = std::mem::take(&mut self.noted);
        match end {
            Ok(value) => {
                let (outcome, reason) = match value {
                    Some(_) => (OutcomeKind::Ok, None),
                    None => (OutcomeKind::Skipped, Some(crate::SkipReason::Declined)),
                };
                self.add(outcome, reason.map(|reason| reason.to_string()), noted);
                Ok(value)
            }
            Err(error) => {
                if self.job.common.record {
                    self.add(OutcomeKind::Err, Some(error.to_string()), noted);
                }
                Err(Failed {
                    index: self.index,
                    attempts: self.attempts,
                    error,
                })
            }
        }
    }

    /// The attempt is over.
    fn finished(&mut self, error: Option<&impl Display>) {
        if let Some(attempt) = self.noted.last_mut() {
            attempt.finished = Instant::now();
            attempt.error = error.map(ToString::to_string);
        }
        if let Some(span) = self.span.take() {
            span.record("outcome", if error.is_some() { "err" } else { "ok" });
            error.map(|error| span.record("error", error.to_string()));
        }
    }

    fn add(&self, outcome: OutcomeKind, reason: Option<String>, attempts: Vec<Attempt>) {
        if self.job.common.record {
            self.job.common.elements.add(Record {
                step: self.job.step,
                index: self.index,
                outcome,
                reason,
                attempts,
            });
        }
    }
}
