//! What is around one call of a step: panics are caught, spans entered, executors handed work.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::sync::oneshot;
use tracing::Span;

use super::call::Sent;
use crate::abort::AbortFlag;
use crate::context::{RunContext, enter};

/// How a call ended.
pub(crate) enum Tried<E> {
    /// Its value lies in the slot, or in the parcel.
    Ok,
    Declined,
    Failed(E),
    Panicked(Arc<str>),
    /// Its executor dropped it.
    Dropped,
}

/// Calls what may panic.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Arc<str>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| message(&*payload))
}

fn message(payload: &(dyn Any + Send)) -> Arc<str> {
    match (
        payload.downcast_ref::<&str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => Arc::from(*text),
        (_, Some(text)) => Arc::from(text.as_str()),
        _ => Arc::from("with something that is not text"),
    }
}

/// Polls a call in its span, if it has one.
pub(crate) fn in_span<T>(span: Option<&Span>, work: impl FnOnce() -> T) -> T {
    match span {
        Some(span) => span.in_scope(work),
        None => work(),
    }
}

/// Polls a call once.
pub(crate) fn poll<E>(
    span: Option<&Span>,
    poll: impl FnOnce() -> Poll<Tried<E>>,
) -> Poll<Tried<E>> {
    caught(|| in_span(span, poll)).unwrap_or_else(|message| Poll::Ready(Tried::Panicked(message)))
}

/// A call that an executor runs. What it borrowed is let go before its end is told.
pub(crate) struct Elsewhere<E> {
    future: Option<Sent<E>>,
    result: Option<oneshot::Sender<Tried<E>>>,
    run: Option<RunContext>,
    flag: Arc<AbortFlag>,
    span: Option<Span>,
}

impl<E> Elsewhere<E> {
    pub(crate) fn new(
        future: Sent<E>,
        result: oneshot::Sender<Tried<E>>,
        run: RunContext,
        flag: Arc<AbortFlag>,
        span: Option<Span>,
    ) -> Self {
        Self {
            future: Some(future),
            result: Some(result),
            run: Some(run),
            flag,
            span,
        }
    }
}

// nothing of it is pinned in place: the future lies in a box of its own
impl<E> Unpin for Elsewhere<E> {}

impl<E> Future for Elsewhere<E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        let this = &mut *self;
        this.flag.register(cx.waker());
        let tried = match &mut this.future {
            Some(future) if this.flag.begin() => {
                let span = this.span.as_ref();
                enter(&mut this.run, || poll(span, || future.as_mut().poll(cx)))
            }
            _ => Poll::Ready(Tried::Dropped),
        };
        let Poll::Ready(tried) = tried else {
            return Poll::Pending;
        };
        this.future = None;
        this.span = None;
        if let Some(result) = this.result.take() {
            // nobody may be waiting any longer
            let _ = result.send(tried);
        }
        Poll::Ready(())
    }
}
