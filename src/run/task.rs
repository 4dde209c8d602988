//! An attempt on an executor, and those with which its task goes on.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tracing::Span;

use super::attempt::{Told, caught, in_span};
use super::call::{Boxed, Tried};
use super::own::Letter;
use super::runs::Runs;
use super::shared::Hand;
use super::ticket::Start;
use crate::abort::AbortFlag;
use crate::context::{Context, RunContext, enter};

/// After so many steps a task lets others have its thread.
const TURN: usize = 16;

/// Where an attempt tells how it ended, when nothing is left of it.
pub(crate) enum Home<E> {
    /// The run alone goes on.
    Post(Letter<E>),
    /// The task drives the run on.
    Shared(Hand<E>),
}

/// What a task is to do. If it is dropped before that, it tells so.
pub(crate) struct Errand<R: Runs> {
    /// The attempt; `None` once it has been told.
    start: Option<Start>,
    current: Option<RunContext>,
    // in this order: whoever is told finds that nobody holds the run
    run: Arc<R>,
    home: Home<R::Error>,
}

impl<R: Runs> Errand<R> {
    pub(crate) fn new(run: Arc<R>, start: Start, home: Home<R::Error>) -> Self {
        Self {
            start: Some(start),
            current: Some(run.core().common.context.clone()),
            run,
            home,
        }
    }

    /// Does it, and goes on with what follows from it.
    pub(crate) async fn run(mut self) {
        let mut steps = 0;
        while let Some(start) = &self.start {
            let context = self.run.core().common.context.clone();
            let cx = Context::new(context, start.attempt, Some(Arc::clone(&start.flag)));
            let attempt = Attempt {
                call: Some(R::call(&self.run, start.step, &cx)),
                current: &mut self.current,
                flag: &start.flag,
                span: start.span.as_ref(),
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

    fn tell(&mut self, tried: Result<Tried<R::Error>, Arc<str>>) {
        let Some(Start { step, attempt, .. }) = self.start.take() else {
            return;
        };
        let (run, home, next) = (&self.run, &mut self.home, &mut self.start);
        let span = run.core().common.span.as_ref();
        let tell = || {
            let told = Told::of(run, step, tried);
            match home {
                Home::Post(letter) => letter.told = told,
                Home::Shared(hand) => *next = hand.0.told(run, (step, attempt), told, true),
            }
        };
        enter(&mut self.current, || in_span(span, tell));
    }
}

impl<R: Runs> Drop for Errand<R> {
    fn drop(&mut self) {
        if let Some(Start { step, attempt, .. }) = self.start.take()
            && let Home::Shared(hand) = &self.home
        {
            let (run, span) = (&self.run, self.run.core().common.span.as_ref());
            let tell = || hand.0.dropped(run, step, attempt);
            enter(&mut self.current, || in_span(span, tell));
        }
    }
}

/// One attempt. What it borrowed is let go when it has ended.
struct Attempt<'a, E> {
    call: Option<Boxed<'a, E>>,
    current: &'a mut Option<RunContext>,
    flag: &'a AbortFlag,
    span: Option<&'a Span>,
}

impl<E> Future for Attempt<'_, E> {
    type Output = Result<Tried<E>, Arc<str>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let tried = match &mut this.call {
            Some(call) if this.flag.begin() => {
                let poll = || in_span(this.span, || call.as_mut().poll(cx));
                match enter(this.current, || caught(poll)) {
                    Ok(Poll::Pending) if this.flag.register(cx.waker()) => return Poll::Pending,
                    Ok(Poll::Pending) => Ok(Tried::Dropped),
                    Ok(Poll::Ready(walk)) => Ok(Tried::of(walk)),
                    Err(message) => Err(message),
                }
            }
            _ => Ok(Tried::Dropped),
        };
        let call = this.call.take();
        // the step ends as it does, whatever its future does when it is dropped
        let _ = caught(|| drop(call));
        Poll::Ready(tried)
    }
}
