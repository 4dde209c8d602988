//! How a step gets from its parents' end to its own: attempts, limits, waits.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, ready};
use std::time::Duration;

use tokio::sync::oneshot;

use super::attempt::{Elsewhere, Told, Tried, caught, in_span};
use super::board::{Board, Ended, Ending, State};
use super::call::{Call, Missing};
use super::node::ErasedRun;
use super::ticket::{Limit, Phase, Ticket};
use crate::error::{Failure, erase};
use crate::executor::{Kind, Work};
use crate::outcome::{Skip, SkipReason, StepError};

/// Where one step stands.
pub(crate) struct Progress<E> {
    step: u32,
    /// The result of an attempt on an executor, until nothing of it is left there.
    there: Option<oneshot::Receiver<Told>>,
    /// The error of the last attempt, until it is known whether there is another.
    parked: Option<StepError<E>>,
    ticket: Ticket,
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
struct Poller<'a, E> {
    progress: &'a mut Progress<E>,
    run: &'a dyn ErasedRun<E>,
    call: Pin<&'a mut dyn Call<E>>,
    board: &'a mut Board,
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Progress<E> {
    pub(crate) fn new(step: u32) -> Self {
        Self {
            step,
            there: None,
            parked: None,
            ticket: Ticket::default(),
        }
    }

    /// Goes as far as the step can go now.
    pub(crate) fn poll(
        &mut self,
        run: &dyn ErasedRun<E>,
        call: Pin<&mut dyn Call<E>>,
        board: &mut Board,
        cx: &mut task::Context<'_>,
    ) {
        let state = board.state(self.step);
        let mut poller = Poller {
            progress: self,
            run,
            call,
            board,
        };
        match state {
            State::Waiting => {}
            State::Ended(_) => poller.await_abandoned(cx),
            State::Skip(skip) => poller.end(Some(Missing::Skipped(skip))),
            State::Missing(parent) => {
                poller.end(Some(Missing::Err(StepError::MissingInput(parent))));
            }
            State::Ready => poller.begin(cx),
            State::Active => poller.go_on(cx),
        }
    }
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Poller<'_, E> {
    /// The parents have ended: asks the condition.
    fn begin(&mut self, cx: &mut task::Context<'_>) {
        let holds = match self.board.step(self.progress.step).guarded {
            true => caught(|| self.call.guard()),
            false => Ok(true),
        };
        match holds {
            Ok(true) => {
                let step = self.board.begin(self.progress.step);
                self.progress.ticket.begin(step);
                self.go_on(cx);
            }
            Ok(false) => self.end(Some(Missing::Skipped(Skip {
                reason: SkipReason::Guard,
                cause: None,
            }))),
            Err(message) => self.end(Some(Missing::Err(StepError::Panicked(message)))),
        }
    }

    /// Takes turns until the step waits or has ended.
    fn go_on(&mut self, cx: &mut task::Context<'_>) {
        let step = self.progress.step;
        let own = self.board.lend_waker(step, cx.waker());
        let mut cx = task::Context::from_waker(own.as_ref().unwrap_or(cx.waker()));
        loop {
            match self.turn(&mut cx) {
                Turn::Again => {}
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
            Phase::Start if self.board.acquire(self.progress.step, ticket) => self.start(),
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
        let (core, step) = (self.run.core(), self.board.step(self.progress.step));
        let ticket = &mut self.progress.ticket;
        ticket.start(core, step);
        self.board.attempt_started(self.progress.step);
        match core.place(step) {
            Kind::Inline => match caught(|| self.call.as_mut().start(ticket.attempt)) {
                Ok(()) => Turn::Again,
                Err(message) => self.give_up(StepError::Panicked(message)),
            },
            place => self.start_there(&place, step.blocking),
        }
    }

    fn start_there(&mut self, place: &Kind, blocking: bool) -> Turn<E> {
        let ticket = &mut self.progress.ticket;
        let (told, there) = oneshot::channel();
        let flag = ticket.leave();
        let call = self.call.as_mut().send(ticket.attempt, Arc::clone(&flag));
        let (context, span) = (self.run.core().context.clone(), ticket.span().cloned());
        let work = Elsewhere::new(call, told, context, flag, span);
        self.progress.there = Some(there);
        match caught(|| place.execute(Work::new(blocking, work))) {
            Ok(()) => Turn::Again,
            Err(message) => self.give_up(StepError::Panicked(message)),
        }
    }

    fn poll_attempt(&mut self, cx: &mut task::Context<'_>) -> Poll<Tried<E>> {
        let Some(there) = &mut self.progress.there else {
            let (span, call) = (self.progress.ticket.span(), self.call.as_mut());
            return caught(|| in_span(span, || call.poll(cx)))
                .unwrap_or_else(|message| Poll::Ready(Tried::Panicked(message)));
        };
        let told = ready!(Pin::new(there).poll(cx));
        self.progress.there = None;
        Poll::Ready(match told {
            // an attempt that was called back has come too late
            Ok(Ok(())) if self.progress.ticket.phase == Phase::Attempt => {
                self.call.as_mut().receive()
            }
            Ok(Err(message)) => Tried::Panicked(message),
            Ok(Ok(())) | Err(_) => Tried::Dropped,
        })
    }

    /// An attempt has ended by itself.
    fn tried(&mut self, tried: Tried<E>) -> Turn<E> {
        self.progress.ticket.arrived();
        let error = match tried {
            Tried::Ok => {
                self.stop(None);
                return Turn::End(None);
            }
            Tried::Declined => {
                self.stop(None);
                return Turn::skip(SkipReason::Declined);
            }
            Tried::Failed(error) => error,
            Tried::Panicked(message) => return self.give_up(StepError::Panicked(message)),
            Tried::Dropped => return self.give_up(StepError::Cancelled),
        };
        let again = caught(|| self.call.retry(&error));
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
        self.progress
            .ticket
            .may_retry(self.board, self.progress.step)
    }

    /// Waits before the next attempt.
    fn retry(&mut self, error: StepError<E>, asked: Option<Duration>) -> Turn<E> {
        let (step, ticket) = (self.progress.step, &mut self.progress.ticket);
        self.progress.parked = Some(error);
        let random = || self.run.core().random(step, ticket.attempt);
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
        let step = self.board.step(self.progress.step);
        let Some(limit) = self.progress.ticket.limit(step, cx) else {
            return Turn::Pending;
        };
        let (error, again) = match limit {
            Limit::Attempt(limit) => (StepError::TimedOut(limit), self.may_retry()),
            Limit::Step => (StepError::DeadlineExceeded, false),
        };
        let waits = self.progress.there.is_some() && (again || !step.blocking);
        if waits && self.progress.ticket.call_back() {
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
        let running = self.progress.ticket.is_trying();
        let error = match ending {
            _ if self.progress.ticket.attempt == 0 => return Some(Missing::Skipped(ending.skip())),
            Ending::FailFast if running => return None,
            Ending::FailFast => self.progress.parked.take()?,
            Ending::Deadline => StepError::DeadlineExceeded,
        };
        if running {
            self.stop(Some(&error));
        }
        Some(Missing::Err(error))
    }

    /// Lets go of the attempt, or leaves it behind.
    fn stop(&mut self, error: Option<&StepError<E>>) {
        self.call.as_mut().let_go();
        let Progress {
            step,
            there,
            ticket,
            ..
        } = &mut *self.progress;
        if !ticket.call_back() {
            *there = None;
        }
        let error = error
            .filter(|_| self.board.is_recorded() || ticket.span().is_some())
            .map(ToString::to_string);
        ticket.stop(error.as_deref());
        self.board.attempt_finished(*step, error);
        self.board.release();
        if there.is_some() {
            self.board.abandon(*step);
        }
    }

    /// The step has ended, but not its last attempt: waits for that, in case that the run does.
    fn await_abandoned(&mut self, cx: &mut task::Context<'_>) {
        let Progress { step, there, .. } = &mut *self.progress;
        let Some(attempt) = there else { return };
        let own = self.board.lend_waker(*step, cx.waker());
        let mut cx = task::Context::from_waker(own.as_ref().unwrap_or(cx.waker()));
        match Pin::new(attempt).poll(&mut cx) {
            Poll::Ready(_) => {
                *there = None;
                self.board.let_go(*step);
            }
            Poll::Pending => self.board.keep_waker(*step, own),
        }
    }

    /// The step has ended: tells everybody.
    fn end(&mut self, missing: Option<Missing<E>>) {
        let step = self.progress.step;
        self.board.leave_queue(step, &mut self.progress.ticket);
        let ended = match &missing {
            None => Ended::Ok,
            Some(Missing::Skipped(skip)) => Ended::Skipped(*skip),
            Some(Missing::Err(error)) => {
                self.failed(error);
                Ended::Failed
            }
        };
        if let Some(missing) = missing {
            self.call.settle(missing);
        }
        self.board.end(step, ended);
        while let Some(slot) = self.board.take_spent() {
            self.run.clear(slot);
        }
    }

    fn failed(&mut self, error: &StepError<E>) {
        let (id, attempts) = (self.progress.step, self.progress.ticket.attempt);
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
