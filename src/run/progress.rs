//! How a step gets from its parents' end to its own: conditions, attempts, waits.

use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use tokio::runtime::Handle;

use super::attempt::{AttemptEnd, caught, in_span};
use super::board::Board;
use super::fate::State;
use super::gate::Gate;
use super::here::Here;
use super::inner::Missing;
use super::plan::StepPlan;
use super::runs::ErasedRun;
use super::spans::Traced;
use super::ticket::{Phase, Ticket};
use crate::emitter::{Entered, Spot, Whereabouts};
use crate::executor::Kind;
use crate::outcome::{Skip, SkipReason, StepError};

/// Where one step stands.
pub(crate) struct Progress<E> {
    pub(super) there: There<E>,
    /// The error of the last attempt, until it is known whether there is another.
    pub(super) parked: Option<Box<StepError<E>>>,
    pub(super) ticket: Ticket,
    /// The element that has failed, and how often it was called.
    pub(super) element: Option<Box<(usize, u32)>>,
}

/// The attempt on an executor.
pub(super) enum There<E> {
    /// There is none, or nobody waits for it.
    Not,
    /// It has left.
    Away,
    /// It has ended, and nothing of it is left there.
    Back(AttemptEnd<E>),
}

impl<E> There<E> {
    pub(super) fn is_some(&self) -> bool {
        !matches!(self, Self::Not)
    }
}

/// How the straight way ended at a step that it has come to.
pub(crate) enum Halt<E> {
    /// It may not begin.
    Refused(SkipReason),
    /// Its condition has panicked, with this message.
    Unsure(Arc<str>),
    /// Its first attempt has begun, and has to wait.
    Waits(Began),
    /// Its first attempt has begun, and has ended, not well.
    Tried(Began, AttemptEnd<E>),
}

/// A first attempt that has begun before there was a schedule.
pub(crate) struct Began {
    /// How long after the run, if anybody wants to know.
    pub(crate) after: Option<Duration>,
    /// Its step's spans, if anybody listens.
    pub(crate) traced: Option<Box<Traced>>,
}

/// What a step does next.
pub(super) enum Turn<E> {
    /// It looks at its phase again.
    Again,
    /// It waits to be woken.
    Pending,
    /// It has ended; its value, if it has one, lies in the slot.
    End(Option<Missing<E>>),
}

impl<E> Missing<E> {
    /// By itself, and not on account of another step.
    pub(super) fn skipped(reason: SkipReason) -> Self {
        Self::Skipped(Skip {
            reason,
            cause: None,
        })
    }
}

impl<E> Turn<E> {
    pub(super) fn fail(error: StepError<E>) -> Self {
        Self::End(Some(Missing::Err(error)))
    }

    fn skip(reason: SkipReason) -> Self {
        Self::End(Some(Missing::skipped(reason)))
    }
}

/// What a step's condition says, or the message with which it panicked.
pub(crate) type Answer = Result<Gate, Arc<str>>;

/// One poll of a step: all that it has to do with.
pub(crate) struct Poller<'a, 'r, E> {
    pub(crate) step: u32,
    pub(crate) progress: &'a mut Progress<E>,
    pub(crate) board: &'a mut Board,
    pub(crate) run: &'a dyn ErasedRun<E>,
    /// The attempts in the run's own task, if it is that which polls.
    pub(crate) here: Option<Here<'a, 'r, E>>,
}

/// Why a step that has to wait, for a time or no longer than that, cannot.
pub(crate) fn no_clock<E>() -> StepError<E> {
    let message = "it has a time limit, or waits between attempts, and there is no tokio runtime with timers around the run";
    StepError::Panicked(Arc::from(message))
}

impl<E> Default for Progress<E> {
    fn default() -> Self {
        Self {
            there: There::Not,
            parked: None,
            ticket: Ticket::default(),
            element: None,
        }
    }
}

impl<E> Progress<E> {
    /// Its first attempt has left before there was a schedule.
    pub(super) fn has_left(&mut self, step: u32, plan: &StepPlan) {
        self.ticket.begin(plan);
        self.ticket.start(plan, || None);
        self.ticket.leave(step);
        self.there = There::Away;
    }
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Poller<'_, '_, E> {
    /// Goes as far as the step can go now. If it is ready and has a condition, that has been asked.
    pub(crate) fn poll(&mut self, answer: Answer) {
        match self.board.state(self.step) {
            State::Waiting => {}
            State::Ended(_) => self.await_abandoned(),
            State::Skip(reason) | State::Lacks(reason) => {
                let skip = self.board.skip(self.step, reason);
                self.end(Some(Missing::Skipped(skip)));
            }
            State::Missing => {
                let parent = self.board.missing(self.step);
                self.end(Some(Missing::Err(StepError::MissingInput(parent))));
            }
            State::AtArm => self.at_arm(answer),
            State::Ready => self.begin(answer),
            State::Active => {
                let turn = self.turn();
                self.take_turns(turn);
            }
        }
    }

    /// It is known whether its arm is taken. If it is not, nothing else has to be waited for.
    fn at_arm(&mut self, answer: Answer) {
        match answer.map(Gate::refusal) {
            Ok(None) => self.board.wait_on(self.step),
            Ok(Some(reason)) => self.end(Some(Missing::skipped(reason))),
            Err(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
        }
    }

    /// The parents have ended, and the condition has been asked.
    fn begin(&mut self, answer: Answer) {
        match answer.map(Gate::refusal) {
            Ok(None) => {
                let step = self.board.begin(self.step);
                self.progress.ticket.begin(step);
                let turn = self.turn();
                self.take_turns(turn);
            }
            Ok(Some(reason)) => self.end(Some(Missing::skipped(reason))),
            Err(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
        }
    }

    /// The straight way has ended at this step: goes on from there.
    pub(crate) fn resume(&mut self, halt: Halt<E>) {
        match halt {
            Halt::Refused(reason) => self.end(Some(Missing::skipped(reason))),
            Halt::Unsure(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
            Halt::Waits(began) => {
                self.has_begun(began);
                if let Some(here) = &mut self.here {
                    here.calls.go_straight(self.step);
                }
                self.board.wait_unsure(self.step);
                let turn = self.limited();
                self.take_turns(turn);
            }
            Halt::Tried(began, told) => {
                self.has_begun(began);
                self.end_attempt(told);
            }
        }
    }

    /// Its attempt has ended: goes on from there.
    pub(crate) fn end_attempt(&mut self, told: AttemptEnd<E>) {
        let turn = self.tried(told);
        self.take_turns(turn);
    }

    /// The first attempt began before there was a schedule.
    fn has_begun(&mut self, began: Began) {
        let step = self.board.begin(self.step);
        let ticket = &mut self.progress.ticket;
        ticket.begin(step);
        self.board.acquire(self.step, ticket);
        ticket.start(step, || began.traced);
        self.board.attempt_has_begun(self.step, began.after);
    }

    /// Takes turns after this one, until the step waits or has ended.
    fn take_turns(&mut self, mut turn: Turn<E>) {
        loop {
            match turn {
                Turn::Again => turn = self.turn(),
                Turn::Pending => return,
                Turn::End(missing) => return self.end(missing),
            }
        }
    }

    fn turn(&mut self) -> Turn<E> {
        if let Some(missing) = self.board.ending.and_then(|ending| self.cut(ending)) {
            return Turn::End(Some(missing));
        }
        let phase = self.progress.ticket.phase;
        match phase {
            Phase::Start => match self.has_right() {
                Poll::Ready(true) if self.has_permit() => self.start(),
                Poll::Ready(false) => Turn::fail(no_clock()),
                Poll::Ready(true) | Poll::Pending => self.limited(),
            },
            Phase::Attempt => self.go_on(),
            Phase::Drain { again } => match self.poll_attempt() {
                // a run may end well after all
                Poll::Ready(AttemptEnd::Ok) => self.tried(AttemptEnd::Ok),
                Poll::Ready(_) => self.drained(again),
                // a thread may take longer than the step has
                Poll::Pending if again => self.limited(),
                Poll::Pending => Turn::Pending,
            },
            Phase::Wait if self.waited() => Turn::Again,
            Phase::Wait => self.limited(),
        }
    }

    /// Goes on with the attempt.
    #[inline]
    fn go_on(&mut self) -> Turn<E> {
        match self.poll_attempt() {
            Poll::Ready(told) => self.tried(told),
            Poll::Pending => self.limited(),
        }
    }

    /// Whether the wait before the next attempt is over.
    fn waited(&mut self) -> bool {
        let waker = self.board.waker(self.step);
        let cx = &mut task::Context::from_waker(waker);
        self.progress.ticket.waited(cx)
    }

    /// Whether the limit that the step shares lets it begin an attempt; false if there is no clock to tell.
    #[inline]
    fn has_right(&mut self) -> Poll<bool> {
        match self.run.common().limit(self.board.step(self.step)) {
            Some(limit) => {
                let waker = self.board.waker(self.step);
                let cx = &mut task::Context::from_waker(waker);
                self.progress.ticket.right.claim(limit, cx)
            }
            None => Poll::Ready(true),
        }
    }

    /// Whether the run has room for another attempt.
    fn has_permit(&mut self) -> bool {
        self.board.acquire(self.step, &mut self.progress.ticket)
    }

    /// Begins an attempt.
    fn start(&mut self) -> Turn<E> {
        let (core, step) = (self.run.common(), self.board.step(self.step));
        let place = core.place(step);
        let is_here = matches!(place, Kind::Inline);
        if !is_here && step.is_limited() && Handle::try_current().is_err() {
            return self.give_up(no_clock());
        }
        let ticket = &mut self.progress.ticket;
        let first = || Traced::step(core, self.step, 1).map(Box::new);
        ticket.start(step, first);
        self.board.attempt_started(self.step);
        if is_here {
            return self.go_on();
        }
        self.progress.there = There::Away;
        let start = ticket.leave(self.step);
        let steps = core.plan.steps.len();
        core.context.leave(self.step, start.attempt, steps);
        let chores = &mut self.board.chores;
        match place {
            Kind::Spawn if !step.blocking => chores.tasks.push(start),
            _ => chores.starts.push(start),
        }
        self.limited()
    }

    #[inline]
    fn poll_attempt(&mut self) -> Poll<AttemptEnd<E>> {
        match &self.progress.there {
            There::Not => self.poll_here(),
            There::Away => Poll::Pending,
            There::Back(_) => match std::mem::replace(&mut self.progress.there, There::Not) {
                There::Back(told) => Poll::Ready(told),
                There::Not | There::Away => Poll::Pending,
            },
        }
    }

    #[inline]
    fn poll_here(&mut self) -> Poll<AttemptEnd<E>> {
        let _entered = self.board.is_watched().then(|| self.enter());
        let Some(here) = &mut self.here else {
            return Poll::Ready(AttemptEnd::Dropped);
        };
        let ticket = &self.progress.ticket;
        let waker = self.board.waker(self.step);
        let poll = || {
            let cx = &mut task::Context::from_waker(waker);
            here.poll(self.step, ticket.attempt, cx)
        };
        let tried = match caught(|| in_span(ticket.span(), poll)) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(tried)) => Ok(tried),
            Err(message) => Err(message),
        };
        Poll::Ready(AttemptEnd::of(self.run, self.step, tried))
    }

    /// Whatever is said from now on is said by this attempt.
    #[cold]
    fn enter(&self) -> Option<Entered> {
        let spot = Spot::new(self.step, self.progress.ticket.attempt);
        let place = self.run.common().context.place(spot);
        place.map(Whereabouts::enter)
    }

    /// An attempt has ended by itself.
    fn tried(&mut self, told: AttemptEnd<E>) -> Turn<E> {
        self.progress.ticket.arrived();
        let (error, again) = match told {
            AttemptEnd::Ok => {
                self.stop(None);
                return Turn::End(None);
            }
            AttemptEnd::Declined => {
                self.stop(None);
                return Turn::skip(SkipReason::Declined);
            }
            AttemptEnd::Empty => {
                self.stop(None);
                return Turn::skip(SkipReason::Empty);
            }
            AttemptEnd::Failed(error, again) => (StepError::Failed(error), again),
            AttemptEnd::Missing(missing) => return self.missed(missing),
            AttemptEnd::Ended(error) => return self.give_up(error),
            AttemptEnd::Element(index, attempts, error) => {
                self.progress.element = Some(Box::new((index, attempts)));
                return self.give_up(error);
            }
            AttemptEnd::Dropped => return self.give_up(StepError::Cancelled),
            AttemptEnd::Panicked(message) => return self.give_up(StepError::Panicked(message)),
        };
        match again {
            Some(asked) => {
                self.stop(Some(&error));
                match self.may_retry() {
                    true => self.retry(error, asked),
                    false => Turn::fail(error),
                }
            }
            None => self.give_up(error),
        }
    }

    /// A run that was the attempt has no output, and no step of it has returned an error.
    fn missed(&mut self, missing: Missing<E>) -> Turn<E> {
        match missing {
            Missing::Skipped(_) => {
                self.stop(None);
                Turn::End(Some(missing))
            }
            Missing::Err(error @ (StepError::Panicked(_) | StepError::Cancelled)) => {
                self.give_up(error)
            }
            Missing::Err(error) => {
                self.stop(Some(&error));
                match self.may_retry() {
                    true => self.retry(error, None),
                    false => Turn::fail(error),
                }
            }
        }
    }

    pub(super) fn may_retry(&self) -> bool {
        self.progress.ticket.may_retry(self.board, self.step)
    }

    /// Waits before the next attempt.
    pub(super) fn retry(&mut self, error: StepError<E>, asked: Option<Duration>) -> Turn<E> {
        let (step, ticket) = (self.step, &mut self.progress.ticket);
        self.progress.parked = Some(Box::new(error));
        let random = || self.run.common().random(step, ticket.attempt);
        let wait = self.board.step(step).wait(ticket.attempt, random);
        let wait = asked.unwrap_or(wait);
        ticket.wait(wait);
        self.board.waits(wait);
        Turn::Again
    }

    fn give_up(&mut self, error: StepError<E>) -> Turn<E> {
        self.stop(Some(&error));
        Turn::fail(error)
    }
}
