//! What is noted of each element: for a report, and for whoever traces the run.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tracing::Span;

use super::Job;
use super::element::{End, Failed};
use crate::emitter::{Emission, EventKind, Spot, Subject, at, attempt_ended, step_ended};
use crate::error::{AsError, RunError};
use crate::error_report::Fault;
use crate::outcome::{SkipReason, StepError};
use crate::report::OutcomeKind;
use crate::run::spans::{End as SpanEnd, Traced};
use crate::run::{Attempted, OnError, in_span};

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
    pub(crate) fault: Option<Fault>,
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

/// The course of one element.
pub(super) struct Course<'a, E> {
    job: &'a Job<'a>,
    as_error: AsError<E>,
    index: usize,
    attempts: u32,
    /// If there is to be a report, or anybody listens.
    notes: Option<Box<Notes>>,
}

#[derive(Default)]
struct Notes {
    attempts: Vec<Attempt>,
    /// When the first attempt and the last one began, for emitters.
    began: Option<(Instant, Instant)>,
    traced: Option<Traced>,
}

impl<'a, E: Display> Course<'a, E> {
    pub(super) fn new(job: &'a Job<'a>, index: usize, as_error: AsError<E>) -> Self {
        let is_noted = job.common.is_watched();
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

    /// Which attempt it is that runs.
    pub(super) fn attempted(&self) -> Attempted {
        Attempted {
            step: self.job.step,
            element: Some(self.index),
            attempt: self.attempts,
        }
    }

    /// The attempt's span, if anybody listens.
    pub(super) fn span(&self) -> Option<&Span> {
        Some(self.notes.as_ref()?.traced.as_ref()?.span())
    }

    /// Where in the run the present attempt is.
    pub(super) fn spot(&self) -> Spot {
        Spot {
            element: Some(self.index),
            ..Spot::new(self.job.step, self.attempts)
        }
    }

    /// Runs a part of the present attempt.
    pub(super) fn inside<T>(&self, work: impl FnOnce() -> T) -> T {
        match self.notes {
            None => work(),
            Some(_) => {
                let work = || in_span(self.span(), work);
                at(self.job.common.context.place(self.spot()), work)
            }
        }
    }

    /// An attempt begins.
    pub(super) fn begins(&mut self) {
        self.attempts += 1;
        if let Some(notes) = &mut self.notes {
            notes.begins(self.job, self.index, self.attempts);
            self.emit(|_| match self.attempts {
                1 => EventKind::StepStarted,
                _ => EventKind::AttemptStarted,
            });
        }
    }

    /// An attempt has failed, and is followed by another after this time.
    pub(super) fn failed(&mut self, error: &StepError<E>, wait: Duration) {
        if self.notes.is_none() {
            return;
        }
        let (fault, end) = self.told_of(error);
        self.finished(Some(&fault), Some(wait), &end);
    }

    /// The attempt is over, if there is one.
    fn finished(&mut self, fault: Option<&Fault>, wait: Option<Duration>, end: &SpanEnd) {
        if self.attempts > 0 {
            let fault = || fault.cloned();
            self.emit(|notes| attempt_ended(fault(), wait, notes.took(|began| began.1)));
        }
        if let Some(notes) = &mut self.notes {
            notes.finished(fault);
            if let Some(traced) = &mut notes.traced {
                traced.attempt_ended(end);
            }
        }
    }

    /// Tells emitters, if there are any.
    fn emit(&self, kind: impl FnOnce(&Notes) -> EventKind) {
        if let (Some(notes), Some(emission)) = (&self.notes, self.emission()) {
            let subject = Subject::step(self.job.step, Some(self.index), self.attempts);
            emission.emit(subject, kind(notes));
        }
    }

    fn emission(&self) -> Option<&'a Emission> {
        self.job.common.emission()
    }

    /// There is nothing to be made of it.
    pub(super) fn skipped(self, reason: &dyn Display) {
        if self.notes.is_some() {
            let reason = reason.to_string();
            self.told(
                OutcomeKind::Skipped,
                Some(reason),
                (None, &SpanEnd::Skipped),
            );
        }
    }

    /// The element has ended.
    pub(super) fn ended<T>(self, end: Result<Option<T>, StepError<E>>) -> End<T, E> {
        let (index, attempts) = (self.index, self.attempts);
        if self.notes.is_some() {
            match &end {
                Ok(Some(_)) => self.told(OutcomeKind::Ok, None, (None, &SpanEnd::Ok)),
                Ok(None) => self.skipped(&SkipReason::Declined),
                Err(error) => {
                    let (fault, end) = self.told_of(error);
                    let reason = fault.text.clone();
                    self.told(OutcomeKind::Err, Some(reason), (Some(fault), &end));
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
    fn told(
        mut self,
        outcome: OutcomeKind,
        reason: Option<String>,
        (fault, end): (Option<Fault>, &SpanEnd),
    ) {
        self.finished(fault.as_ref(), None, end);
        if let Some(traced) = self.notes.as_mut().and_then(|notes| notes.traced.take()) {
            traced.ended(end);
        }
        let told = || reason.clone();
        let handled = outcome == OutcomeKind::Err && self.job.map.on_error != OnError::Fail;
        self.emit(|notes| step_ended(outcome, told(), handled, notes.took(|began| began.0)));
        self.add(outcome, reason);
    }

    /// The error of the last attempt, in words and for its span: that of a run knows which of its steps it is about.
    #[cold]
    fn told_of(&self, error: &StepError<E>) -> (Fault, SpanEnd) {
        let inner = self.job.common.inner_error(self.attempted());
        let text = |inner: &RunError| inner.to_string();
        let text = inner.as_ref().map_or_else(|| error.to_string(), text);
        let end = SpanEnd::err(&text, error, self.as_error, inner.as_ref());
        (Fault::new(text, error, self.as_error), end)
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
        let now = Instant::now();
        self.began = Some((self.began.map_or(now, |began| began.0), now));
        if job.common.record {
            self.attempts.push(Attempt {
                started: now,
                finished: now,
                fault: None,
            });
        }
        match &mut self.traced {
            Some(traced) => {
                let step = job.common.plan.steps[job.step as usize].name;
                traced.again(step, attempt);
            }
            // the step's own span is the current one
            None => self.traced = Traced::element(job.common, job.step, job.plan(), index),
        }
    }

    /// How long it is since one of those beginnings.
    fn took(&self, from: impl FnOnce((Instant, Instant)) -> Instant) -> Duration {
        self.began
            .map(from)
            .map_or(Duration::ZERO, |from| from.elapsed())
    }

    fn finished(&mut self, fault: Option<&Fault>) {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.finished = Instant::now();
            attempt.fault = fault.cloned();
        }
    }
}
