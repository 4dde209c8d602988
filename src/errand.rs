//! One call as an executor has it: of a step in a workflow, or for an element of a map.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::sync::oneshot;
use tracing::Span;

use crate::abort::{AbortCell, AbortFlag};
use crate::context::RunContext;
use crate::current::enter;
use crate::emitter::{Spot, at};
use crate::run::{caught, in_span};

/// The call, and what is held for as long as it may borrow something. Both are let go before its end is told.
pub(crate) struct Errand<T, H = ()> {
    future: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
    held: Option<H>,
    told: Option<oneshot::Sender<Result<T, Arc<str>>>>,
    run: Option<RunContext>,
    cell: Arc<AbortCell>,
    spot: Spot,
    span: Option<Span>,
}

impl<T, H> Errand<T, H> {
    pub(crate) fn new(
        future: Pin<Box<dyn Future<Output = T> + Send>>,
        held: Option<H>,
        told: oneshot::Sender<Result<T, Arc<str>>>,
        run: RunContext,
        cell: Arc<AbortCell>,
        spot: Spot,
        span: Option<Span>,
    ) -> Self {
        Self {
            future: Some(future),
            held,
            told: Some(told),
            run: Some(run),
            cell,
            spot,
            span,
        }
    }
}

impl<T, H: Unpin> Future for Errand<T, H> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let flag = AbortFlag::new(&this.cell, this.spot.attempt);
        let told = match &mut this.future {
            Some(future) if flag.begin() => {
                let span = this.span.as_ref();
                let poll = || in_span(span, || future.as_mut().poll(cx));
                let place = this.run.as_ref().and_then(|run| run.place(this.spot));
                match enter(&mut this.run, || caught(|| at(place, poll))) {
                    Ok(Poll::Pending) if flag.register(cx.waker()) => return Poll::Pending,
                    Ok(Poll::Pending) => None,
                    Ok(Poll::Ready(given)) => Some(Ok(given)),
                    Err(message) => Some(Err(message)),
                }
            }
            _ => None,
        };
        flag.end();
        let future = this.future.take();
        // the call ends as it does, whatever its future does when it is dropped
        let _ = caught(|| drop(future));
        this.held = None;
        this.span = None;
        if let (Some(told), Some(end)) = (this.told.take(), told) {
            // nobody may be waiting any longer
            let _ = told.send(end);
        }
        Poll::Ready(())
    }
}
