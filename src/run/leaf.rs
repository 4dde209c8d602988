//! The future of one step: from its parents' end to its own.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::sync::oneshot;

use super::attempt::{self, Elsewhere, Tried, caught};
use super::board::{Board, Ended, Ending, State};
use super::group::Nodes;
use super::node::{Attempted, Node, Runs};
use super::ticket::{Limit, Phase, Ticket};
use crate::context::Context;
use crate::error::{Failure, erase};
use crate::executor::{Kind, Work};
use crate::outcome::{Outcome, Skip, SkipReason, StepError};
use crate::slot::Slot;

/// A step, as a part of a run.
pub fn step<N: Node<R>, R: Runs>(run: &Arc<R>) -> impl Nodes {
    Leaf::<N, R, _, _> {
        run,
        call: move |cx| N::attempt(run, cx),
        here: None,
        there: None,
        parked: None,
        ticket: Ticket::default(),
        node: PhantomData,
    }
}

pin_project! {
    struct Leaf<'a, N, R, C, F>
    where
        N: Node<R>,
        R: Runs,
    {
        run: &'a Arc<R>,
        call: C,
        // the attempt, where it runs in this task
        #[pin]
        here: Option<F>,
        // its result, where it runs on an executor, until nothing of it is left there
        there: Option<oneshot::Receiver<Tried<N::Output, R::Error>>>,
        // the error of the last attempt, until it is known whether there is another
        parked: Option<StepError<R::Error>>,
        ticket: Ticket,
        node: PhantomData<N>,
    }
}

/// What a leaf does next.
enum Turn<T, E> {
    /// It looks at its phase again.
    Again,
    /// It waits to be woken.
    Pending,
    /// It has ended.
    End(Outcome<T, E>),
}

impl<N, R, C, F> Nodes for Leaf<'_, N, R, C, F>
where
    N: Node<R>,
    R: Runs,
    C: Fn(Context<R::Metadata>) -> F + Send,
    F: Future<Output = Attempted<N::Output, R::Error>> + Send,
{
    fn range(&self) -> (u32, u32) {
        (N::STEP, N::STEP)
    }

    fn poll(mut self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        if !board.take_ready(N::STEP) {
            return;
        }
        let outcome = match board.state(N::STEP) {
            State::Waiting => return,
            State::Ended(_) => return self.await_abandoned(board, cx),
            State::Skip(skip) => Outcome::Skipped(skip),
            State::Missing(parent) => Outcome::Err(StepError::MissingInput(parent)),
            State::Ready => match self.as_mut().begin(board) {
                Some(outcome) => outcome,
                None => return self.go_on(board, cx),
            },
            State::Active => return self.go_on(board, cx),
        };
        self.end(board, outcome);
    }
}

impl<N, R, C, F> Leaf<'_, N, R, C, F>
where
    N: Node<R>,
    R: Runs,
    C: Fn(Context<R::Metadata>) -> F + Send,
    F: Future<Output = Attempted<N::Output, R::Error>> + Send,
{
    /// The parents have ended: asks the condition.
    fn begin(self: Pin<&mut Self>, board: &mut Board) -> Option<Outcome<N::Output, R::Error>> {
        let this = self.project();
        match caught(|| N::guard(this.run)) {
            Ok(true) => {
                this.ticket.begin(board.begin(N::STEP));
                None
            }
            Ok(false) => Some(Outcome::Skipped(Skip {
                reason: SkipReason::Guard,
                cause: None,
            })),
            Err(message) => Some(Outcome::Err(StepError::Panicked(message))),
        }
    }

    /// Takes turns until the step waits or has ended.
    fn go_on(mut self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        let own = board.lend_waker(N::STEP, cx.waker());
        let mut cx = task::Context::from_waker(own.as_ref().unwrap_or(cx.waker()));
        loop {
            match self.as_mut().turn(board, &mut cx) {
                Turn::Again => {}
                Turn::Pending => return board.keep_waker(N::STEP, own),
                Turn::End(outcome) => return self.end(board, outcome),
            }
        }
    }

    fn turn(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        cx: &mut task::Context<'_>,
    ) -> Turn<N::Output, R::Error> {
        if let Some(outcome) = board
            .ending
            .and_then(|ending| self.as_mut().cut(board, ending))
        {
            return Turn::End(outcome);
        }
        match { self.ticket.phase } {
            Phase::Start if board.acquire(N::STEP, self.as_mut().project().ticket) => {
                self.start(board)
            }
            Phase::Attempt => match self.as_mut().poll_attempt(cx) {
                Poll::Ready(tried) => self.tried(board, tried),
                Poll::Pending => self.limited(board, cx),
            },
            Phase::Drain { again } => match self.as_mut().poll_attempt(cx) {
                Poll::Ready(_) => self.drained(board, again),
                // a thread may take longer than the step has
                Poll::Pending if again => self.limited(board, cx),
                Poll::Pending => Turn::Pending,
            },
            Phase::Wait if self.as_mut().project().ticket.waited(cx) => Turn::Again,
            Phase::Start | Phase::Wait => self.limited(board, cx),
        }
    }

    /// Begins an attempt.
    fn start(mut self: Pin<&mut Self>, board: &mut Board) -> Turn<N::Output, R::Error> {
        let mut this = self.as_mut().project();
        let core = this.run.core();
        let step = board.step(N::STEP);
        this.ticket.start(core, step);
        board.attempt_started(N::STEP);
        let cx = |flag| Context::new(core.context.clone(), this.ticket.attempt, flag);
        match core.place(step) {
            Kind::Inline => this.here.set(Some((this.call)(cx(None)))),
            place => {
                let (result, there) = oneshot::channel();
                let flag = this.ticket.leave();
                let run = Arc::clone(this.run);
                let cx = Context::new(
                    core.context.clone(),
                    this.ticket.attempt,
                    Some(flag.clone()),
                );
                let call = async move { N::attempt(&run, cx).await };
                let span = this.ticket.span().cloned();
                let call = Elsewhere::new(call, result, core.context.clone(), flag, span);
                *this.there = Some(there);
                if let Err(message) = caught(|| place.execute(Work::new(step.blocking, call))) {
                    return self.give_up(board, StepError::Panicked(message));
                }
            }
        }
        Turn::Again
    }

    fn poll_attempt(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Tried<N::Output, R::Error>> {
        let this = self.project();
        if let Some(here) = this.here.as_pin_mut() {
            return attempt::poll(here, this.ticket.span(), cx);
        }
        let Some(there) = this.there else {
            return Poll::Ready(Tried::Dropped);
        };
        let told = ready!(Pin::new(there).poll(cx));
        *this.there = None;
        Poll::Ready(told.unwrap_or(Tried::Dropped))
    }

    /// An attempt has ended by itself.
    fn tried(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        tried: Tried<N::Output, R::Error>,
    ) -> Turn<N::Output, R::Error> {
        self.as_mut().project().ticket.arrived();
        let error = match tried {
            Tried::Returned(Ok(value)) => {
                self.stop(board, None);
                return Turn::End(match value {
                    Some(value) => Outcome::Ok(value),
                    None => Outcome::Skipped(Skip {
                        reason: SkipReason::Declined,
                        cause: None,
                    }),
                });
            }
            Tried::Returned(Err(error)) => error,
            Tried::Panicked(message) => return self.give_up(board, StepError::Panicked(message)),
            Tried::Dropped => return self.give_up(board, StepError::Cancelled),
        };
        let asked = match caught(|| (N::retry_when(&error), N::retry_after(&error))) {
            Ok((true, asked)) => asked,
            Ok((false, _)) => return self.give_up(board, StepError::Failed(Arc::new(error))),
            Err(message) => return self.give_up(board, StepError::Panicked(message)),
        };
        let error = StepError::Failed(Arc::new(error));
        self.as_mut().stop(board, Some(&error));
        if !self.ticket.may_retry(board, N::STEP) {
            return Turn::End(Outcome::Err(error));
        }
        self.retry(board, error, asked)
    }

    /// Waits before the next attempt.
    fn retry(
        self: Pin<&mut Self>,
        board: &Board,
        error: StepError<R::Error>,
        asked: Option<Duration>,
    ) -> Turn<N::Output, R::Error> {
        let this = self.project();
        *this.parked = Some(error);
        let random = || this.run.core().random(N::STEP, this.ticket.attempt);
        let wait = board.step(N::STEP).wait(this.ticket.attempt, random);
        this.ticket.wait(asked.unwrap_or(wait));
        Turn::Again
    }

    fn give_up(
        self: Pin<&mut Self>,
        board: &mut Board,
        error: StepError<R::Error>,
    ) -> Turn<N::Output, R::Error> {
        self.stop(board, Some(&error));
        Turn::End(Outcome::Err(error))
    }

    /// Looks whether a time limit has passed while the step waits for something else.
    fn limited(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        cx: &mut task::Context<'_>,
    ) -> Turn<N::Output, R::Error> {
        let step = board.step(N::STEP);
        let Some(limit) = self.as_mut().project().ticket.limit(step, cx) else {
            return Turn::Pending;
        };
        let (error, again) = match limit {
            Limit::Attempt(limit) => (
                StepError::TimedOut(limit),
                self.ticket.may_retry(board, N::STEP),
            ),
            Limit::Step => (StepError::DeadlineExceeded, false),
        };
        let waits = self.there.is_some() && (again || !step.blocking);
        if waits && self.as_mut().project().ticket.call_back() {
            // whatever it borrows has to be let go first
            let this = self.project();
            this.ticket.drain(again);
            *this.parked = Some(error);
            return Turn::Again;
        }
        if self.ticket.is_trying() {
            self.as_mut().stop(board, Some(&error));
        }
        if !again {
            return Turn::End(Outcome::Err(error));
        }
        self.retry(board, error, None)
    }

    /// An attempt that ran out of time elsewhere is gone.
    fn drained(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        again: bool,
    ) -> Turn<N::Output, R::Error> {
        let error = self
            .as_mut()
            .project()
            .parked
            .take()
            .unwrap_or(StepError::Cancelled);
        self.as_mut().stop(board, Some(&error));
        if !again {
            return Turn::End(Outcome::Err(error));
        }
        self.retry(board, error, None)
    }

    /// Nothing more starts in this run: how the step ends, unless it is left to finish its attempt.
    fn cut(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        ending: Ending,
    ) -> Option<Outcome<N::Output, R::Error>> {
        let running = self.ticket.is_trying();
        let error = match ending {
            _ if self.ticket.attempt == 0 => return Some(Outcome::Skipped(ending.skip())),
            Ending::FailFast if running => return None,
            Ending::FailFast => self.as_mut().project().parked.take()?,
            Ending::Deadline => StepError::DeadlineExceeded,
        };
        if running {
            self.stop(board, Some(&error));
        }
        Some(Outcome::Err(error))
    }

    /// Lets go of the attempt, or leaves it behind.
    fn stop(self: Pin<&mut Self>, board: &mut Board, error: Option<&StepError<R::Error>>) {
        let mut this = self.project();
        this.here.set(None);
        if !this.ticket.call_back() {
            *this.there = None;
        }
        let text = |error: &StepError<R::Error>| error.to_string();
        let error = error
            .filter(|_| board.is_recorded() || this.ticket.span().is_some())
            .map(text);
        this.ticket.stop(error.as_deref());
        board.attempt_finished(N::STEP, error);
        board.release();
        if this.there.is_some() {
            board.abandon(N::STEP);
        }
    }

    /// The step has ended, but not its last attempt: waits for that, in case that the run does.
    fn await_abandoned(self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        let there = self.project().there;
        let Some(attempt) = there else { return };
        let own = board.lend_waker(N::STEP, cx.waker());
        let mut cx = task::Context::from_waker(own.as_ref().unwrap_or(cx.waker()));
        match Pin::new(attempt).poll(&mut cx) {
            Poll::Ready(_) => {
                *there = None;
                board.let_go(N::STEP);
            }
            Poll::Pending => board.keep_waker(N::STEP, own),
        }
    }

    /// The step has ended: tells everybody.
    fn end(self: Pin<&mut Self>, board: &mut Board, outcome: Outcome<N::Output, R::Error>) {
        let this = self.project();
        board.leave_queue(N::STEP, this.ticket);
        let step = board.step(N::STEP);
        let ended = match &outcome {
            Outcome::Ok(_) => Ended::Ok,
            Outcome::Skipped(skip) => Ended::Skipped(*skip),
            Outcome::Err(error) => {
                if board.is_recorded() {
                    board.reason(N::STEP, error.to_string());
                }
                if !step.handled {
                    let error = erase(error, R::as_error);
                    board.fail(Failure::new(step.name, this.ticket.attempt, error));
                }
                Ended::Failed
            }
        };
        N::slot(this.run).set(outcome);
        board.end(N::STEP, ended);
        while let Some(slot) = board.take_spent() {
            this.run.clear(slot);
        }
    }
}
