//! What is noted of each element: for a report, and for whoever traces the run.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

use super::Job;
use super::element::{End, Failed};
use crate::error::{AsError, RunError};
use crate::outcome::{SkipReason, StepError};
use crate::report::OutcomeKind;
use crate::run::Attempted;
use crate::run::spans::{End as SpanEnd, Traced};
use crate::scope::Scope;

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
pub(super) struct Log<'a, E> {
    job: &'a Job<'a>,
    as_error: AsError<E>,
    index: usize,
    attempts: u32,
    /// If there is to be a report, or somebody traces the run.
    notes: Option<Box<Notes>>,
}

#[derive(Default)]
struct Notes {
    attempts: Vec<Attempt>,
    traced: Option<Traced>,
}

impl<'a, E: Display> Log<'a, E> {
    pub(super) fn new(job: &'a Job<'a>, index: usize, as_error: AsError<E>) -> Self {
        let is_noted = job.common.record || job.common.span.is_some();
        Self {
            job,
            as_error,
            index,
            attempts: 0,
            notes: is_noted.then(Box::default),
        }
    }

    /// How many attempts have begun.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Which element it is.
    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// What the attempt runs in, if anybody listens.
    pub(super) fn scope(&self) -> Option<&Scope> {
        Some(self.notes.as_ref()?.traced.as_ref()?.scope())
    }

    /// An attempt begins.
    pub(super) fn begins(&mut self) {
        self.attempts += 1;
        if let Some(notes) = &mut self.notes {
            notes.begins(self.job, self.index, self.attempts);
        }
    }

    /// An attempt has failed.
    pub(super) fn failed(&mut self, error: &StepError<E>) {
        if self.notes.is_none() {
            return;
        }
        let (text, end) = self.told_of(error);
        if let Some(notes) = &mut self.notes {
            notes.finished(Some(&text));
            if let Some(traced) = &mut notes.traced {
                traced.attempt_ended(&end);
            }
        }
    }

    /// There is nothing to be made of it.
    pub(super) fn skipped(self, reason: &dyn Display) {
        if self.notes.is_some() {
            let reason = reason.to_string();
            self.told(OutcomeKind::Skipped, Some(reason), &SpanEnd::Skipped);
        }
    }

    /// The element has ended.
    pub(super) fn ended<T>(self, end: Result<Option<T>, StepError<E>>) -> End<T, E> {
        let (index, attempts) = (self.index, self.attempts);
        if self.notes.is_some() {
            match &end {
                Ok(Some(_)) => self.told(OutcomeKind::Ok, None, &SpanEnd::Ok),
                Ok(None) => self.skipped(&SkipReason::Declined),
                Err(error) => {
                    let (text, end) = self.told_of(error);
                    self.told(OutcomeKind::Err, Some(text), &end);
                }
            }
        }
        end.map_err(|error| Failed {
            index,
            attempts,
            error,
        })
    }

    #[cold]
    fn told(mut self, outcome: OutcomeKind, reason: Option<String>, end: &SpanEnd) {
        let error = reason.as_deref().filter(|_| outcome == OutcomeKind::Err);
        if let Some(notes) = &mut self.notes {
            notes.finished(error);
            if let Some(mut traced) = notes.traced.take() {
                traced.attempt_ended(end);
                traced.ended(end);
            }
        }
        self.add(outcome, reason);
    }

    /// The error of the last attempt, in words and for its span: that of a run knows which of its steps it is about.
    #[cold]
    fn told_of(&self, error: &StepError<E>) -> (String, SpanEnd) {
        let inner = self.job.common.inner_error(Attempted {
            step: self.job.step,
            element: Some(self.index),
            attempt: self.attempts,
        });
        let text = |inner: &RunError| inner.to_string();
        let text = inner.as_ref().map_or_else(|| error.to_string(), text);
        let end = SpanEnd::err(&text, error, self.as_error, inner.as_ref());
        (text, end)
    }

    fn add(self, outcome: OutcomeKind, reason: Option<String>) {
        let common = self.job.common;
        if let (Some(notes), true) = (self.notes, common.record) {
            common.elements.add(Record {
                step: self.job.step,
                index: self.index,
                outcome,
                reason,
                attempts: notes.attempts,
            });
        }
    }
}

impl Notes {
    #[cold]
    fn begins(&mut self, job: &Job<'_>, index: usize, attempt: u32) {
        if job.common.record {
            let now = Instant::now();
            self.attempts.push(Attempt {
                started: now,
                finished: now,
                error: None,
            });
        }
        match &mut self.traced {
            Some(traced) => traced.again(attempt),
            // the step's own span is the current one
            None => self.traced = Traced::element(job.common, job.step, job.plan(), index),
        }
    }

    /// The attempt is over, if there is one.
    fn finished(&mut self, error: Option<&str>) {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.finished = Instant::now();
            attempt.error = error.map(str::to_owned);
        }
    }
}
