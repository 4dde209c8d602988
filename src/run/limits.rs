//! Steps that run out of time.

use std::task;

use super::fate::Ending;
use super::inner::Missing;
use super::progress::{Poller, Turn, no_clock};
use super::ticket::Limit;
use crate::outcome::StepError;

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Poller<'_, '_, E> {
    /// Looks whether a time limit has passed while the step waits for something else.
    #[inline]
    pub(super) fn limited(&mut self) -> Turn<E> {
        match self.progress.ticket.is_limited() {
            true => self.look_at_clock(),
            false => Turn::Pending,
        }
    }

    fn look_at_clock(&mut self) -> Turn<E> {
        let step = self.board.step(self.step);
        let waker = self.board.waker(self.step);
        let mut cx = task::Context::from_waker(waker);
        let Some(limit) = self.progress.ticket.limit(step, &mut cx) else {
            return Turn::Pending;
        };
        let (error, again) = match limit {
            Limit::Attempt(limit) => (StepError::TimedOut(limit), self.may_retry()),
            Limit::Step => (StepError::DeadlineExceeded, false),
            Limit::NoClock => (no_clock(), false),
        };
        if !self.call_back() {
            return Turn::Pending;
        }
        let ticket = &mut self.progress.ticket;
        let is_busy = ticket.is_busy() && self.progress.there.is_some();
        if is_busy && (again || !step.blocking) || self.winds_up() {
            // whatever it borrows has to be let go first
            self.drain(error, again);
            return Turn::Again;
        }
        if self.progress.ticket.is_trying() {
            self.stop(Some(&error));
        }
        match again {
            true => self.retry(error, None),
            false => Turn::fail(error),
        }
    }

    /// Calls the attempt back; false if its end is about to be told.
    #[inline]
    pub(super) fn call_back(&mut self) -> bool {
        let context = || &self.run.common().context;
        let abort = |attempt| context().flag(self.step, attempt).abort();
        let called = &mut self.board.chores.called;
        self.progress.ticket.call_back(abort, called)
    }

    /// Whether the attempt consists of runs. They are cancelled, and undo what they have done; until then it goes
    /// on.
    fn winds_up(&self) -> bool {
        self.progress.ticket.is_trying() && self.run.common().cancel_inner(self.step)
    }

    /// Waits until the attempt is gone.
    fn drain(&mut self, error: StepError<E>, again: bool) {
        self.progress.ticket.drain(again);
        self.progress.parked = Some(Box::new(error));
    }

    /// An attempt that ran out of time is gone.
    pub(super) fn drained(&mut self, again: bool) -> Turn<E> {
        let parked = self.progress.parked.take();
        let error = parked.map_or(StepError::Cancelled, |error| *error);
        self.stop(Some(&error));
        match again {
            true => self.retry(error, None),
            false => Turn::fail(error),
        }
    }

    /// Nothing more starts in this run: how the step ends, unless it is left to finish its attempt.
    pub(super) fn cut(&mut self, ending: Ending) -> Option<Missing<E>> {
        let ticket = &self.progress.ticket;
        let running = ticket.is_trying();
        let error = match ending {
            _ if ticket.attempt == 0 => return Some(Missing::skipped(ending.reason())),
            Ending::FailFast if running => return None,
            Ending::FailFast => *self.progress.parked.take()?,
            Ending::Deadline | Ending::Cancelled if running && !self.call_back() => return None,
            Ending::Deadline => StepError::DeadlineExceeded,
            Ending::Cancelled => StepError::Cancelled,
        };
        if self.winds_up() {
            self.drain(error, false);
            return None;
        }
        if running {
            self.stop(Some(&error));
        }
        Some(Missing::Err(error))
    }
}
