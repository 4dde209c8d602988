//! How a step gets from its parents' end to its own: attempts, limits, waits.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::Span;

use super::attempt::{Elsewhere, Told, caught, in_span};
use super::board::{Board, Ended, Ending, State};
use super::call::{Boxed, Tried};
use super::gate::Gate;
use super::runs::ErasedRun;
use super::spans;
use super::straight::GoStraight;
use super::ticket::{Limit, Phase, Ticket};
use crate::error::{Failure, erase};
use crate::executor::Kind;
use crate::outcome::{Skip, SkipReason, StepError};

/// Where one step stands.
pub(crate) struct Progress<'a, E> {
    /// The result of an attempt on an executor, until nothing of it is left there.
    there: Option<oneshot::Receiver<Told<E>>>,
    /// The error of the last attempt, until it is known whether there is another.
    parked: Option<StepError<E>>,
    /// The attempt in the run's own task.
    here: Here<'a, E>,
    ticket: Ticket,
}

/// An attempt in the run's own task.
enum Here<'a, E> {
    /// There is none.
    Not,
    /// It begins when it is polled.
    Begins,
    /// It has a place of its own.
    Boxed(Boxed<'a, E>),
    /// It is what has become of the straight way.
    Straight,
}

/// How the straight way ended at a step.
pub(crate) enum Halt<E> {
    /// The step has not begun.
    Ahead,
    /// It may not begin.
    Refused(Skip),
    /// Its condition has panicked, with this message.
    Unsure(Arc<str>),
    /// Its first attempt has begun, and has to wait.
    Waits(Began),
    /// Its first attempt has begun, and has ended, not well.
    Tried(Began, Told<E>),
}

/// A first attempt that has begun before there was a schedule.
pub(crate) struct Began {
    /// How long after the run, if anybody wants to know.
    pub(crate) after: Option<Duration>,
    /// Its span, if anybody listens.
    pub(crate) span: Option<Span>,
}

/// What a step does next.
enum Turn<E> {
    /// It looks at its phase again.
    Again,
    /// It waits to be woken.
    Pending,
    /// It has ended; its value, if it has one, lies in the slot.
    End(Option<Missing<E>>),
}

/// The end of a step without a value.
enum Missing<E> {
    Skipped(Skip),
    Err(StepError<E>),
}

impl<'a, E> Here<'a, E> {
    fn poll(
        &mut self,
        begin: impl FnOnce() -> Boxed<'a, E>,
        straight: Pin<&mut dyn GoStraight<E>>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Tried<E>> {
        if let Self::Begins = self {
            *self = Self::Boxed(begin());
        }
        match self {
            Self::Boxed(attempt) => attempt.as_mut().poll(cx).map(Tried::of),
            Self::Straight => straight.poll(cx).map(Tried::of),
            Self::Not | Self::Begins => Poll::Ready(Tried::Dropped),
        }
    }
}

impl<E> Turn<E> {
    fn fail(error: StepError<E>) -> Self {
        Self::End(Some(Missing::Err(error)))
    }

    fn skip(reason: SkipReason) -> Self {
        Self::End(Some(Missing::Skipped(Skip {
            reason,
            cause: None,
        })))
    }
}

/// One poll of a step: all that it has to do with.
pub(crate) struct Poller<'a, 'r, E> {
    pub(crate) step: u32,
    pub(crate) progress: &'a mut Progress<'r, E>,
    pub(crate) run: &'r dyn ErasedRun<E>,
    pub(crate) straight: Pin<&'a mut dyn GoStraight<E>>,
    pub(crate) board: &'a mut Board,
}

impl<E> Default for Progress<'_, E> {
    fn default() -> Self {
        Self {
            there: None,
            parked: None,
            here: Here::Not,
            ticket: Ticket::default(),
        }
    }
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Poller<'_, '_, E> {
    /// Goes as far as the step can go now.
    pub(crate) fn poll(&mut self, cx: &mut task::Context<'_>) {
        match self.board.state(self.step) {
            State::Waiting => {}
            State::Ended(_) => self.await_abandoned(cx),
            State::Skip(skip) => self.end(Some(Missing::Skipped(skip))),
            State::Missing(parent) => {
                self.end(Some(Missing::Err(StepError::MissingInput(parent))));
            }
            State::Ready => self.begin(cx),
            State::Active => self.go_on(cx),
        }
    }

    /// The parents have ended: asks the condition.
    fn begin(&mut self, cx: &mut task::Context<'_>) {
        let gate = match self.board.step(self.step).guarded {
            true => caught(|| self.run.guard(self.step)),
            false => Ok(Gate::Open),
        };
        match gate.map(Gate::skip) {
            Ok(None) => {
                let step = self.board.begin(self.step);
                self.progress.ticket.begin(step);
                self.go_on(cx);
            }
            Ok(Some(skip)) => self.end(Some(Missing::Skipped(skip))),
            Err(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
        }
    }

    /// The straight way has ended at this step: goes on from there.
    pub(crate) fn resume(&mut self, halt: Halt<E>, cx: &mut task::Context<'_>) {
        match halt {
            Halt::Ahead => self.poll(cx),
            Halt::Refused(skip) => self.end(Some(Missing::Skipped(skip))),
            Halt::Unsure(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
            Halt::Waits(began) => {
                self.has_begun(began);
                self.progress.here = Here::Straight;
                self.board.wait_unsure(self.step);
                self.take_turns(cx, Self::limited);
            }
            Halt::Tried(began, told) => {
                self.has_begun(began);
                self.take_turns(cx, |poller, _| poller.tried(told));
            }
        }
    }

    /// The first attempt began before there was a schedule.
    fn has_begun(&mut self, began: Began) {
        let step = self.board.begin(self.step);
        let ticket = &mut self.progress.ticket;
        ticket.begin(step);
        self.board.acquire(self.step, ticket);
        ticket.start(step, began.span);
        self.board.attempt_started(self.step, began.after);
    }

    /// Goes on from where the step stands.
    fn go_on(&mut self, cx: &mut task::Context<'_>) {
        self.take_turns(cx, Self::turn);
    }

    /// Takes turns until the step waits or has ended.
    fn take_turns(
        &mut self,
        cx: &mut task::Context<'_>,
        first: impl FnOnce(&mut Self, &mut task::Context<'_>) -> Turn<E>,
    ) {
        let step = self.step;
        let own = self.board.lend_waker(step, cx.waker());
        let mut cx = task::Context::from_waker(&own);
        let mut turn = first(self, &mut cx);
        loop {
            match turn {
                Turn::Again => turn = self.turn(&mut cx),
                Turn::Pending => return self.board.keep_waker(step, own),
                Turn::End(missing) => return self.end(missing),
            }
        }
    }

    fn turn(&mut self, cx: &mut task::Context<'_>) -> Turn<E> {
        if let Some(missing) = self.board.ending.and_then(|ending| self.cut(ending)) {
            return Turn::End(Some(missing));
        }
        let ticket = &mut self.progress.ticket;
        let phase = ticket.phase;
        match phase {
            Phase::Start if self.board.acquire(self.step, ticket) => self.start(),
            Phase::Attempt => match self.poll_attempt(cx) {
                Poll::Ready(tried) => self.tried(tried),
                Poll::Pending => self.limited(cx),
            },
            Phase::Drain { again } => match self.poll_attempt(cx) {
                Poll::Ready(_) => self.drained(again),
                // a thread may take longer than the step has
                Poll::Pending if again => self.limited(cx),
                Poll::Pending => Turn::Pending,
            },
            Phase::Wait if ticket.waited(cx) => Turn::Again,
            Phase::Start | Phase::Wait => self.limited(cx),
        }
    }

    /// Begins an attempt.
    fn start(&mut self) -> Turn<E> {
        let (core, step) = (self.run.common(), self.board.step(self.step));
        let place = core.place(step);
        let is_here = matches!(place, Kind::Inline);
        if !is_here && step.is_limited() && Handle::try_current().is_err() {
            return self.give_up(StepError::no_clock());
        }
        let ticket = &mut self.progress.ticket;
        ticket.start(step, spans::attempt(core, step, ticket.attempt + 1));
        self.board.attempt_started(self.step, None);
        match place {
            Kind::Inline => {
                self.progress.here = Here::Begins;
                Turn::Again
            }
            place => self.start_there(&place, step.blocking),
        }
    }

    fn start_there(&mut self, place: &Kind, blocking: bool) -> Turn<E> {
        let ticket = &mut self.progress.ticket;
        let (told, there) = oneshot::channel();
        let flag = ticket.leave();
        let call = self.run.send(self.step, ticket.attempt, Arc::clone(&flag));
        let (context, span) = (self.run.common().context.clone(), ticket.span().cloned());
        let work = Elsewhere::new(call, told, context, flag, span);
        self.progress.there = Some(there);
        match caught(|| place.execute(blocking, work)) {
            Ok(()) => Turn::Again,
            Err(message) => self.give_up(StepError::Panicked(message)),
        }
    }

    fn poll_attempt(&mut self, cx: &mut task::Context<'_>) -> Poll<Told<E>> {
        let Some(there) = &mut self.progress.there else {
            let Progress { here, ticket, .. } = &mut *self.progress;
            let (run, step, attempt) = (self.run, self.step, ticket.attempt);
            let straight = self.straight.as_mut();
            let poll = || here.poll(|| run.call(step, attempt), straight, cx);
            return match caught(|| in_span(ticket.span(), poll)) {
                Ok(tried) => tried.map(Ok),
                Err(message) => Poll::Ready(Err(message)),
            };
        };
        let told = ready!(Pin::new(there).poll(cx));
        self.progress.there = None;
        // its executor may have dropped it
        Poll::Ready(told.unwrap_or(Ok(Tried::Dropped)))
    }

    /// An attempt has ended by itself.
    fn tried(&mut self, told: Told<E>) -> Turn<E> {
        self.progress.ticket.arrived();
        let error = match told {
            Ok(Tried::Ok) => {
                self.stop(None);
                return Turn::End(None);
            }
            Ok(Tried::Declined) => {
                self.stop(None);
                return Turn::skip(SkipReason::Declined);
            }
            Ok(Tried::Failed(error)) => error,
            Ok(Tried::Dropped) => return self.give_up(StepError::Cancelled),
            Err(message) => return self.give_up(StepError::Panicked(message)),
        };
        let again = caught(|| self.run.retry(self.step, &error));
        let error = StepError::Failed(Arc::new(error));
        match again {
            Ok(Some(asked)) => {
                self.stop(Some(&error));
                match self.may_retry() {
                    true => self.retry(error, asked),
                    false => Turn::fail(error),
                }
            }
            Ok(None) => self.give_up(error),
            Err(message) => self.give_up(StepError::Panicked(message)),
        }
    }

    fn may_retry(&self) -> bool {
        self.progress.ticket.may_retry(self.board, self.step)
    }

    /// Waits before the next attempt.
    fn retry(&mut self, error: StepError<E>, asked: Option<Duration>) -> Turn<E> {
        let (step, ticket) = (self.step, &mut self.progress.ticket);
        self.progress.parked = Some(error);
        let random = || self.run.common().random(step, ticket.attempt);
        let wait = self.board.step(step).wait(ticket.attempt, random);
        ticket.wait(asked.unwrap_or(wait));
        Turn::Again
    }

    fn give_up(&mut self, error: StepError<E>) -> Turn<E> {
        self.stop(Some(&error));
        Turn::fail(error)
    }

    /// Looks whether a time limit has passed while the step waits for something else.
    fn limited(&mut self, cx: &mut task::Context<'_>) -> Turn<E> {
        let step = self.board.step(self.step);
        let Some(limit) = self.progress.ticket.limit(step, cx) else {
            return Turn::Pending;
        };
        let (error, again) = match limit {
            Limit::Attempt(limit) => (StepError::TimedOut(limit), self.may_retry()),
            Limit::Step => (StepError::DeadlineExceeded, false),
            Limit::NoClock => (StepError::no_clock(), false),
        };
        let ticket = &mut self.progress.ticket;
        if !ticket.call_back() {
            return Turn::Pending;
        }
        if ticket.is_busy() && self.progress.there.is_some() && (again || !step.blocking) {
            // whatever it borrows has to be let go first
            self.progress.ticket.drain(again);
            self.progress.parked = Some(error);
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

    /// An attempt that ran out of time elsewhere is gone.
    fn drained(&mut self, again: bool) -> Turn<E> {
        let error = self.progress.parked.take().unwrap_or(StepError::Cancelled);
        self.stop(Some(&error));
        match again {
            true => self.retry(error, None),
            false => Turn::fail(error),
        }
    }

    /// Nothing more starts in this run: how the step ends, unless it is left to finish its attempt.
    fn cut(&mut self, ending: Ending) -> Option<Missing<E>> {
        let ticket = &mut self.progress.ticket;
        let running = ticket.is_trying();
        let error = match ending {
            _ if ticket.attempt == 0 => return Some(Missing::Skipped(ending.skip())),
            Ending::FailFast if running => return None,
            Ending::FailFast => self.progress.parked.take()?,
            Ending::Deadline if running && !ticket.call_back() => return None,
            Ending::Deadline => StepError::DeadlineExceeded,
        };
        if running {
            self.stop(Some(&error));
        }
        Some(Missing::Err(error))
    }

    /// Lets go of the attempt, or leaves it behind.
    fn stop(&mut self, error: Option<&StepError<E>>) {
        let here = std::mem::replace(&mut self.progress.here, Here::Not);
        // the step ends as it does, whatever its future does when it is dropped
        let _ = caught(|| match here {
            Here::Straight => self.straight.as_mut().stop(),
            here => drop(here),
        });
        let Progress { there, ticket, .. } = &mut *self.progress;
        if !(ticket.call_back() && ticket.is_busy()) {
            *there = None;
        }
        let error = error
            .filter(|_| self.board.is_recorded() || ticket.span().is_some())
            .map(ToString::to_string);
        ticket.stop(error.as_deref());
        self.board.attempt_finished(self.step, error);
        self.board.release();
        if there.is_some() {
            self.board.abandon(self.step);
        }
    }

    /// The step has ended, but not its last attempt: waits for that, in case that the run does.
    fn await_abandoned(&mut self, cx: &mut task::Context<'_>) {
        let there = &mut self.progress.there;
        let Some(attempt) = there else { return };
        let own = self.board.lend_waker(self.step, cx.waker());
        let mut cx = task::Context::from_waker(&own);
        match Pin::new(attempt).poll(&mut cx) {
            Poll::Ready(_) => {
                *there = None;
                self.board.let_go(self.step);
            }
            Poll::Pending => self.board.keep_waker(self.step, own),
        }
    }

    /// The step has ended: tells everybody.
    fn end(&mut self, missing: Option<Missing<E>>) {
        let step = self.step;
        self.board.leave_queue(step, &mut self.progress.ticket);
        let ended = match &missing {
            None => Ended::Ok,
            Some(Missing::Skipped(skip)) => Ended::Skipped(*skip),
            Some(Missing::Err(error)) => {
                self.failed(error);
                Ended::Failed
            }
        };
        let slot = self.board.plan.slot(step);
        match missing {
            None => {}
            Some(Missing::Skipped(skip)) => self.run.slot(slot).skipped(skip),
            Some(Missing::Err(error)) => self.run.slot(slot).failed(error),
        }
        self.board.end(step, ended);
        while let Some(slot) = self.board.take_spent() {
            self.run.slot(slot).free();
        }
    }

    fn failed(&mut self, error: &StepError<E>) {
        let (id, attempts) = (self.step, self.progress.ticket.attempt);
        if self.board.is_recorded() {
            self.board.reason(id, error.to_string());
        }
        let step = self.board.step(id);
        if !step.handled {
            let error = erase(error, self.run.as_error());
            self.board.fail(Failure::new(step.name, attempts, error));
        }
    }
}
