//! An attempt on an executor, and those with which its task goes on.

use std::collections::VecDeque;
use std::sync::Arc;

use super::attempt::{AttemptEnd, in_span};
use super::away::Away;
use super::call::Tried;
use super::post::{Letter, Parcel};
use super::runs::{Erased, Runs};
use super::shared::Hand;
use super::ticket::Departure;
use super::turn::{TURN, queue_again};
use crate::context::{Context, RunContext};
use crate::current::enter;
use crate::emitter::Spot;

/// Where an attempt tells how it ended, when nothing is left of it.
pub(crate) enum Home<E> {
    /// The run alone goes on.
    Post(Box<Parcel<E>>),
    /// The task drives the run on.
    Shared(Hand<E>),
}

/// What a task is to do. If it is dropped before that, it tells so.
pub(crate) struct Errand<R: Runs> {
    /// The attempt; `None` once it has been told.
    start: Option<Departure>,
    /// Those that follow.
    next: VecDeque<Departure>,
    /// It is a tokio task, which can go on with others.
    is_task: bool,
    current: Option<RunContext>,
    // in this order: whoever is told finds that nobody holds the run
    run: Arc<R>,
    home: Home<R::Error>,
}

impl<R: Runs> Errand<R> {
    pub(crate) fn new(
        run: Arc<R>,
        start: Departure,
        next: VecDeque<Departure>,
        home: Home<R::Error>,
        is_task: bool,
    ) -> Self {
        Self {
            start: Some(start),
            next,
            is_task,
            current: Some(run.core().common.context.clone()),
            run,
            home,
        }
    }

    /// Does it, and goes on with what follows from it.
    #[allow(
        clippy::manual_async_fn,
        reason = "a block keeps what it captures in one place"
    )]
    pub(crate) fn run(mut self) -> impl Future<Output = ()> + Send {
        async move {
            let mut steps = 0;
            while let Some(start) = &self.start {
                let context = &self.run.core().common.context;
                let cx = Context::there(context.clone(), start.step, start.attempt);
                let (run, next, home) = (&*self.run, &mut self.next, &self.home);
                let attempt = Away {
                    call: Some(R::call(run, start.step, &cx)),
                    run,
                    spot: Spot::new(start.step, start.attempt),
                    span: start.span.as_deref(),
                    current: &mut self.current,
                    waits: || leave(run, next, home),
                };
                let tried = attempt.await;
                drop(cx);
                self.tell(tried);
                steps += 1;
                if steps % TURN == 0 && self.start.is_some() {
                    queue_again().await;
                }
            }
        }
    }

    fn tell(&mut self, tried: Result<Tried<R::Error>, Arc<str>>) {
        let Some(Departure { step, attempt, .. }) = self.start.take() else {
            return;
        };
        let (run, home, next) = (&Erased(&*self.run), &mut self.home, &mut self.next);
        let next = self.is_task.then_some(next);
        let span = run.0.core().common.span.as_ref();
        let tell = || {
            let told = AttemptEnd::of(run, step, tried);
            let letter = Letter {
                step,
                attempt,
                told,
            };
            match home {
                Home::Post(parcel) => parcel.put(letter),
                Home::Shared(hand) => hand.0.told(run, letter, next),
            }
        };
        enter(&mut self.current, || in_span(span, tell));
        self.start = self.next.pop_front();
    }
}

/// An attempt has to wait, and those that follow need not.
fn leave<R: Runs>(run: &R, next: &mut VecDeque<Departure>, home: &Home<R::Error>) {
    if !next.is_empty()
        && let Home::Shared(hand) = home
    {
        hand.0.leave(&Erased(run), next.drain(..));
    }
}

impl<R: Runs> Drop for Errand<R> {
    fn drop(&mut self) {
        if let Some(start) = self.start.take() {
            self.next.push_front(start);
        }
        if let Home::Shared(hand) = &self.home
            && !self.next.is_empty()
        {
            let (run, span) = (&Erased(&*self.run), self.run.core().common.span.as_ref());
            let tell = || hand.0.dropped(run, self.next.drain(..));
            enter(&mut self.current, || in_span(span, tell));
        }
    }
}
