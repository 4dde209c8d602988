//! The run that the calling code belongs to.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{self, Poll};

use tracing::Span;

use crate::context::RunContext;
use crate::emitter::{Whereabouts, at};
use crate::run::{in_span, spans};

thread_local! {
    static CURRENT: RefCell<Option<RunContext>> = const { RefCell::new(None) };
}

/// The run that the calling code belongs to: inside a step, inside what a step spawned through its
/// context, on a thread that a blocking step was moved to. `None` anywhere else.
///
/// ```
/// assert!(pipewright::current().is_none());
/// ```
pub fn current() -> Option<RunContext> {
    CURRENT.with_borrow(Clone::clone)
}

/// Polls a future as a part of a run.
pub(crate) struct Scoped<F> {
    run: Option<RunContext>,
    /// Where in the run it was spawned, if anybody wants to know.
    place: Option<Whereabouts>,
    span: Option<Span>,
    future: Pin<Box<F>>,
}

impl<F> Scoped<F> {
    /// Whatever it says is said where the calling code stands.
    pub(crate) fn new(run: &RunContext, future: F) -> Self {
        let spot = run.telling().and_then(|telling| telling.spot(run));
        Self {
            run: Some(run.clone()),
            place: spot.and_then(|spot| run.place(spot)),
            span: spans::spawned(),
            future: Box::pin(future),
        }
    }
}

impl<F: Future> Future for Scoped<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let (place, future) = (this.place, this.future.as_mut());
        let poll = || in_span(this.span.as_ref(), || future.poll(cx));
        enter(&mut this.run, || at(place, poll))
    }
}

/// Makes `run` the current one while `work` runs, and puts back the one before it, panic or not.
pub(crate) fn enter<T>(run: &mut Option<RunContext>, work: impl FnOnce() -> T) -> T {
    struct Restore<'a>(&'a mut Option<RunContext>);
    impl Drop for Restore<'_> {
        fn drop(&mut self) {
            CURRENT.with_borrow_mut(|current| std::mem::swap(current, self.0));
        }
    }
    CURRENT.with_borrow_mut(|current| std::mem::swap(current, run));
    let _restore = Restore(run);
    work()
}
