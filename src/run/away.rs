//! One attempt in a task that is not the run's own.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tracing::Span;

use super::attempt::{caught, in_span};
use super::call::{Boxed, Tried};
use super::runs::Runs;
use crate::context::RunContext;
use crate::current::enter;
use crate::emitter::{Spot, at};

/// Resolves to how it ended, or to the message with which it panicked. What it borrowed is let go then.
pub(crate) struct Away<'a, R: Runs, W> {
    pub(crate) call: Option<Boxed<'a, R::Error>>,
    pub(crate) run: &'a R,
    pub(crate) spot: Spot,
    pub(crate) span: Option<&'a Span>,
    pub(crate) current: &'a mut Option<RunContext>,
    /// Called when it has to wait.
    pub(crate) waits: W,
}

impl<R: Runs, W: FnMut() + Unpin> Future for Away<'_, R, W> {
    type Output = Result<Tried<R::Error>, Arc<str>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let context = &this.run.core().common.context;
        let flag = context.flag(this.spot.step, this.spot.attempt);
        let tried = match &mut this.call {
            Some(call) if flag.begin() => {
                let poll = || in_span(this.span, || call.as_mut().poll(cx));
                let place = context.place(this.spot);
                match enter(this.current, || caught(|| at(place, poll))) {
                    Ok(Poll::Pending) if flag.register(cx.waker()) => {
                        enter(this.current, &mut this.waits);
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
