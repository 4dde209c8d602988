//! An attempt on an executor, and those with which its task goes on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use super::attempt::{Told, caught, in_span};
use super::call::{Boxed, Tried};
use super::post::{Letter, Parcel};
use super::runs::Runs;
use super::shared::Hand;
use super::ticket::Departure;
use crate::context::{Context, RunContext};
use crate::current::enter;
use crate::emitter::{Spot, at};

/// After so many steps a task lets others have its thread.
const TURN: usize = 16;

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
                let attempt = Attempt {
                    call: Some(R::call(&self.run, start.step, &cx)),
                    start,
                    current: &mut self.current,
                    run: &self.run,
                    next: &mut self.next,
                    home: &self.home,
                };
                let tried = attempt.await;
                drop(cx);
                self.tell(tried);
                steps += 1;
                if steps % TURN == 0 && self.start.is_some() {
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    fn tell(&mut self, tried: Result<Tried<R::Error>, Arc<str>>) {
        let Some(Departure { step, attempt, .. }) = self.start.take() else {
            return;
        };
        let (run, home, next) = (&self.run, &mut self.home, &mut self.next);
        let next = self.is_task.then_some(next);
        let span = run.core().common.span.as_ref();
        let tell = || {
            let told = Told::of(run, step, tried);
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

impl<R: Runs> Drop for Errand<R> {
    fn drop(&mut self) {
        if let Some(start) = self.start.take() {
            self.next.push_front(start);
        }
        if let Home::Shared(hand) = &self.home
            && !self.next.is_empty()
        {
            let (run, span) = (&self.run, self.run.core().common.span.as_ref());
            let tell = || hand.0.dropped(run, self.next.drain(..));
            enter(&mut self.current, || in_span(span, tell));
        }
    }
}

/// One attempt. What it borrowed is let go when it has ended.
struct Attempt<'a, R: Runs> {
    call: Option<Boxed<'a, R::Error>>,
    start: &'a Departure,
    current: &'a mut Option<RunContext>,
    run: &'a Arc<R>,
    next: &'a mut VecDeque<Departure>,
    home: &'a Home<R::Error>,
}

impl<R: Runs> Attempt<'_, R> {
    /// It has to wait, and those that follow need not.
    fn wait(&mut self) {
        if !self.next.is_empty()
            && let Home::Shared(hand) = self.home
        {
            let leave = || hand.0.leave(self.run, self.next.drain(..));
            enter(self.current, leave);
        }
    }
}

impl<R: Runs> Future for Attempt<'_, R> {
    type Output = Result<Tried<R::Error>, Arc<str>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let context = &this.run.core().common.context;
        let flag = context.flag(this.start.step, this.start.attempt);
        let tried = match &mut this.call {
            Some(call) if flag.begin() => {
                let span = this.start.span.as_deref();
                let poll = || in_span(span, || call.as_mut().poll(cx));
                let place = context.place(Spot::new(this.start.step, this.start.attempt));
                match enter(this.current, || caught(|| at(place, poll))) {
                    Ok(Poll::Pending) if flag.register(cx.waker()) => {
                        this.wait();
                        return Poll::Pending;
                    }
                    Ok(Poll::Pending) => Ok(Tried::Dropped),
                    Ok(Poll::Ready(walk)) => Ok(Tried::of(walk)),
                    Err(message) => Err(message),
                }
            }
            _ => Ok(Tried::Dropped),
        };
        flag.end();
        let call = this.call.take();
        // the step ends as it does, whatever its future does when it is dropped
        let _ = caught(|| drop(call));
        Poll::Ready(tried)
    }
}
