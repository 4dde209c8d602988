//! The end of an attempt, and the end of a step.

use std::task;

use super::attempt::caught;
use super::fate::Fate;
use super::inner::Missing;
use super::inside::Attempted;
use super::progress::{Poller, There};
use super::right::Right;
use super::spans::End;
use crate::error::{Failure, RunError, erase};
use crate::error_report::{Fault, sources};
use crate::outcome::StepError;

/// An error in words: that of a run knows which of its steps it is about.
fn told<E: std::fmt::Display>(error: &StepError<E>, inner: Option<&RunError>) -> String {
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Poller<'_, '_, E> {
    /// Lets go of the attempt, or leaves it behind.
    pub(super) fn stop(&mut self, error: Option<&StepError<E>>) {
        if let Some(here) = &mut self.here {
            // the step ends as it does, whatever its future does when it is dropped
            let _ = caught(|| here.stop(self.step));
        }
        self.let_go();
        let ticket = &mut self.progress.ticket;
        let told = error
            .filter(|_| self.board.is_watched() || ticket.has_attempts())
            .map(|error| {
                let inner = self.run.common().inner_error(Attempted {
                    step: self.step,
                    element: None,
                    attempt: ticket.attempt,
                });
                (told(error, inner.as_ref()), inner)
            });
        ticket.stop(|| match (error, &told) {
            (Some(error), Some((text, inner))) => {
                End::err(text, error, self.run.as_error(), inner.as_ref())
            }
            _ => End::Ok,
        });
        let fault = told
            .zip(error)
            .map(|((text, _), error)| Fault::new(text, error, self.run.as_error()));
        self.board.attempt_finished(self.step, fault);
        self.board.release(self.step);
    }

    /// Nobody waits for an attempt elsewhere any longer. One that is at work there is left behind.
    #[inline]
    fn let_go(&mut self) {
        if let There::Away = self.progress.there {
            self.board.chores.written_off += 1;
        }
        if !(self.call_back() && self.progress.ticket.is_busy()) {
            self.progress.there = There::Not;
        }
        let maps = self.board.step(self.step).map.is_some();
        if self.progress.there.is_some() || maps && self.run.common().left.has_any(self.step) {
            self.board.abandon(self.step);
        }
    }

    /// The step has ended, but not its last attempt: waits for that, in case that the run does.
    pub(super) fn await_abandoned(&mut self) {
        let is_gone = match self.progress.there {
            There::Away => false,
            There::Back(_) => true,
            There::Not if self.board.step(self.step).map.is_none() => return,
            There::Not => {
                let waker = self.board.waker(self.step);
                let cx = &mut task::Context::from_waker(waker);
                !self.run.common().left.is_busy(self.step, cx)
            }
        };
        if is_gone {
            self.progress.there = There::Not;
            self.board.let_go(self.step);
        }
    }

    /// The step has ended: tells everybody.
    pub(super) fn end(&mut self, missing: Option<Missing<E>>) {
        let step = self.step;
        self.board.leave_queue(&mut self.progress.ticket);
        self.progress.ticket.right = Right::No;
        if let Some(traced) = self.progress.ticket.take_traced() {
            let end = self.end_of_step(missing.as_ref());
            self.run.common().ended(step, *traced, &end);
        }
        let fate = match &missing {
            None => Fate::Ok,
            Some(Missing::Skipped(skip)) => self.board.skipped(step, *skip),
            Some(Missing::Err(error)) => {
                self.failed(error);
                Fate::Failed
            }
        };
        let slot = self.board.plan.slot(step);
        match missing {
            None => {}
            Some(Missing::Skipped(skip)) => self.run.slot(slot).skipped(skip),
            Some(Missing::Err(error)) => self.run.slot(slot).failed(error),
        }
        self.board.end(step, fate);
        while let Some(slot) = self.board.take_spent() {
            if self.run.slot(slot).is_loose() {
                self.board.chores.spent.push(slot);
            }
        }
    }

    /// The same for whoever traces the run.
    #[cold]
    fn end_of_step(&self, missing: Option<&Missing<E>>) -> End {
        match missing {
            None => End::Ok,
            Some(Missing::Skipped(_)) => End::Skipped,
            Some(Missing::Err(error)) => {
                let inner = self.inner_error();
                let text = self.in_words(error, inner.as_ref());
                End::err(text, error, self.run.as_error(), inner.as_ref())
            }
        }
    }

    fn failed(&mut self, error: &StepError<E>) {
        let inner = self.inner_error();
        if self.board.is_watched() {
            let reason = self.in_words(error, inner.as_ref());
            self.board.reason(self.step, reason);
        }
        if self.board.is_recorded() {
            let error = error.failure().and_then(self.run.as_error());
            self.board.sources(self.step, sources(error));
        }
        let step = self.board.step(self.step);
        if !step.handled {
            let error = erase(error, self.run.as_error());
            let (element, attempts) = self.called();
            self.board
                .fail(Failure::new(step.name, element, attempts, error, inner));
        }
    }

    /// The element at which it failed, if it maps, and how often it, or that element, was called.
    fn called(&self) -> (Option<usize>, u32) {
        match self.progress.element.as_deref() {
            Some((index, attempts)) => (Some(*index), *attempts),
            None => (None, self.progress.ticket.attempt),
        }
    }

    /// The error of the run that it was the last time.
    fn inner_error(&self) -> Option<RunError> {
        let (element, attempt) = self.called();
        self.run.common().inner_error(Attempted {
            step: self.step,
            element,
            attempt,
        })
    }

    /// Why the step failed.
    fn in_words(&self, error: &StepError<E>, inner: Option<&RunError>) -> String {
        let told = told(error, inner);
        match self.called() {
            (Some(index), _) => format!("element {index}: {told}"),
            (None, _) => told,
        }
    }
}
