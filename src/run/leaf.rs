//! The future of one step: from its parents' end to its own.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
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

/// The step with this number, as a part of a run.
pub fn step<const STEP: u32, R: Node<STEP>>(run: &Arc<R>) -> impl Nodes {
    Leaf::<At<R, STEP>, _, _> {
        run,
        call: move |cx| run.attempt(cx),
        here: None,
        there: None,
        parked: None,
        ticket: Ticket::default(),
    }
}

/// `Node<STEP>` without the number, for which pin-project-lite has no syntax.
trait Key: Send {
    type Run: Runs;
    type Output: Send + Sync + 'static;
    const STEP: u32;

    fn slot(run: &Self::Run) -> &Slot<Self::Output, Error<Self>>;
    fn guard(run: &Self::Run) -> bool;
    fn attempt(
        run: &Self::Run,
        cx: Context<Metadata<Self>>,
    ) -> impl Future<Output = Attempted<Self::Output, Error<Self>>> + Send;
    fn retry_when(error: &Error<Self>) -> bool;
    fn retry_after(error: &Error<Self>) -> Option<Duration>;
}

type Error<K> = <<K as Key>::Run as Runs>::Error;
type Metadata<K> = <<K as Key>::Run as Runs>::Metadata;

struct At<R, const STEP: u32>(PhantomData<fn(R)>);

impl<R: Node<STEP>, const STEP: u32> Key for At<R, STEP> {
    type Run = R;
    type Output = R::Output;
    const STEP: u32 = STEP;

    fn slot(run: &R) -> &Slot<R::Output, R::Error> {
        run.slot()
    }

    fn guard(run: &R) -> bool {
        run.guard()
    }

    fn attempt(
        run: &R,
        cx: Context<R::Metadata>,
    ) -> impl Future<Output = Attempted<R::Output, R::Error>> + Send {
        run.attempt(cx)
    }

    fn retry_when(error: &R::Error) -> bool {
        R::retry_when(error)
    }

    fn retry_after(error: &R::Error) -> Option<Duration> {
        R::retry_after(error)
    }
}

pin_project! {
    struct Leaf<'a, K, C, F>
    where
        K: Key,
    {
        run: &'a Arc<K::Run>,
        call: C,
        // the attempt, where it runs in this task
        #[pin]
        here: Option<F>,
        // its result, where it runs on an executor
        there: Option<oneshot::Receiver<Tried<K::Output, Error<K>>>>,
        // the error of the last attempt, until it is known whether there is another
        parked: Option<StepError<Error<K>>>,
        ticket: Ticket,
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

impl<K, C, F> Nodes for Leaf<'_, K, C, F>
where
    K: Key,
    C: Fn(Context<Metadata<K>>) -> F + Send,
    F: Future<Output = Attempted<K::Output, Error<K>>> + Send,
{
    fn range(&self) -> (u32, u32) {
        (K::STEP, K::STEP)
    }

    fn poll(mut self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        if !board.take_ready(K::STEP) {
            return;
        }
        let outcome = match board.state(K::STEP) {
            State::Waiting | State::Ended(_) => return,
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

impl<K, C, F> Leaf<'_, K, C, F>
where
    K: Key,
    C: Fn(Context<Metadata<K>>) -> F + Send,
    F: Future<Output = Attempted<K::Output, Error<K>>> + Send,
{
    /// The parents have ended: asks the condition.
    fn begin(self: Pin<&mut Self>, board: &mut Board) -> Option<Outcome<K::Output, Error<K>>> {
        let this = self.project();
        match caught(|| K::guard(this.run)) {
            Ok(true) => {
                this.ticket.begin(board.begin(K::STEP));
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
        let own = board.lend_waker(K::STEP, cx.waker());
        let mut cx = task::Context::from_waker(own.as_ref().unwrap_or(cx.waker()));
        loop {
            match self.as_mut().turn(board, &mut cx) {
                Turn::Again => {}
                Turn::Pending => return board.keep_waker(K::STEP, own),
                Turn::End(outcome) => return self.end(board, outcome),
            }
        }
    }

    fn turn(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        cx: &mut task::Context<'_>,
    ) -> Turn<K::Output, Error<K>> {
        if let Some(outcome) = board
            .ending
            .and_then(|ending| self.as_mut().cut(board, ending))
        {
            return Turn::End(outcome);
        }
        match { self.ticket.phase } {
            Phase::Start if board.acquire(K::STEP, self.as_mut().project().ticket) => {
                self.start(board)
            }
            Phase::Attempt => match self.as_mut().poll_attempt(cx) {
                Poll::Ready(tried) => self.tried(board, tried),
                Poll::Pending => self.limited(board, cx),
            },
            Phase::Drain { again } => match self.as_mut().poll_attempt(cx) {
                Poll::Ready(_) => self.drained(board, again),
                Poll::Pending => Turn::Pending,
            },
            Phase::Wait if self.as_mut().project().ticket.waited(cx) => Turn::Again,
            Phase::Start | Phase::Wait => self.limited(board, cx),
        }
    }

    /// Begins an attempt.
    fn start(self: Pin<&mut Self>, board: &mut Board) -> Turn<K::Output, Error<K>> {
        let mut this = self.project();
        let core = this.run.core();
        let step = board.step(K::STEP);
        this.ticket.start(core, step);
        board.attempt_started(K::STEP);
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
                let call = async move { K::attempt(&run, cx).await };
                let span = this.ticket.span().cloned();
                let call = Elsewhere::new(call, result, core.context.clone(), flag, span);
                *this.there = Some(there);
                if let Err(message) = caught(|| place.execute(Work::new(step.blocking, call))) {
                    return Turn::End(Outcome::Err(StepError::Panicked(message)));
                }
            }
        }
        Turn::Again
    }

    fn poll_attempt(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Tried<K::Output, Error<K>>> {
        let this = self.project();
        if let Some(here) = this.here.as_pin_mut() {
            return attempt::poll(here, this.ticket.span(), cx);
        }
        match this.there {
            Some(there) => Pin::new(there)
                .poll(cx)
                .map(|told| told.unwrap_or(Tried::Dropped)),
            None => Poll::Ready(Tried::Dropped),
        }
    }

    /// An attempt has ended by itself.
    fn tried(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        tried: Tried<K::Output, Error<K>>,
    ) -> Turn<K::Output, Error<K>> {
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
        let asked = match caught(|| (K::retry_when(&error), K::retry_after(&error))) {
            Ok((true, asked)) => asked,
            Ok((false, _)) => return self.give_up(board, StepError::Failed(Arc::new(error))),
            Err(message) => return self.give_up(board, StepError::Panicked(message)),
        };
        let error = StepError::Failed(Arc::new(error));
        self.as_mut().stop(board, Some(&error));
        if !self.ticket.may_retry(board, K::STEP) {
            return Turn::End(Outcome::Err(error));
        }
        let this = self.project();
        *this.parked = Some(error);
        this.ticket
            .wait(this.run.core(), board.step(K::STEP), asked);
        Turn::Again
    }

    fn give_up(
        self: Pin<&mut Self>,
        board: &mut Board,
        error: StepError<Error<K>>,
    ) -> Turn<K::Output, Error<K>> {
        self.stop(board, Some(&error));
        Turn::End(Outcome::Err(error))
    }

    /// Looks whether a time limit has passed while the step waits for something else.
    fn limited(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        cx: &mut task::Context<'_>,
    ) -> Turn<K::Output, Error<K>> {
        let step = board.step(K::STEP);
        let Some(limit) = self.as_mut().project().ticket.limit(step, cx) else {
            return Turn::Pending;
        };
        let (error, again) = match limit {
            Limit::Attempt(limit) => (
                StepError::TimedOut(limit),
                self.ticket.may_retry(board, K::STEP),
            ),
            Limit::Step => (StepError::DeadlineExceeded, false),
        };
        if self.there.is_some() && (again || !step.blocking) {
            // whatever it borrows has to be let go first
            let this = self.project();
            this.ticket.drain(again);
            *this.parked = Some(error);
            return Turn::Again;
        }
        self.as_mut().stop(board, Some(&error));
        if !again {
            return Turn::End(Outcome::Err(error));
        }
        let this = self.project();
        *this.parked = Some(error);
        this.ticket.wait(this.run.core(), step, None);
        Turn::Again
    }

    /// An attempt that ran out of time elsewhere is gone.
    fn drained(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        again: bool,
    ) -> Turn<K::Output, Error<K>> {
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
        let this = self.project();
        *this.parked = Some(error);
        this.ticket.wait(this.run.core(), board.step(K::STEP), None);
        Turn::Again
    }

    /// Nothing more starts in this run: how the step ends, unless it is left to finish its attempt.
    fn cut(
        mut self: Pin<&mut Self>,
        board: &mut Board,
        ending: Ending,
    ) -> Option<Outcome<K::Output, Error<K>>> {
        let running = matches!(self.ticket.phase, Phase::Attempt | Phase::Drain { .. });
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

    /// Lets go of the attempt.
    fn stop(self: Pin<&mut Self>, board: &mut Board, error: Option<&StepError<Error<K>>>) {
        let mut this = self.project();
        this.here.set(None);
        *this.there = None;
        let text = |error: &StepError<Error<K>>| error.to_string();
        let error = error
            .filter(|_| board.is_recorded() || this.ticket.span().is_some())
            .map(text);
        this.ticket.stop(error.as_deref());
        board.attempt_finished(K::STEP, error);
        board.release();
    }

    /// The step has ended: tells everybody.
    fn end(self: Pin<&mut Self>, board: &mut Board, outcome: Outcome<K::Output, Error<K>>) {
        let this = self.project();
        board.leave_queue(K::STEP, this.ticket);
        let step = board.step(K::STEP);
        let ended = match &outcome {
            Outcome::Ok(_) => Ended::Ok,
            Outcome::Skipped(skip) => Ended::Skipped(*skip),
            Outcome::Err(error) => {
                if board.is_recorded() {
                    board.reason(K::STEP, error.to_string());
                }
                if !step.handled {
                    let error = erase(error, K::Run::as_error);
                    board.fail(Failure::new(step.name, this.ticket.attempt, error));
                }
                Ended::Failed
            }
        };
        K::slot(this.run).set(outcome);
        board.end(K::STEP, ended);
        while let Some(slot) = board.take_spent() {
            this.run.clear(slot);
        }
    }
}
