//! One call of a step, here or on an executor.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use pin_project_lite::pin_project;
use tokio::sync::oneshot;
use tracing::Span;

use super::node::Attempted;
use crate::abort::AbortFlag;
use crate::context::{RunContext, enter};

/// How a call ended.
pub(crate) enum Tried<T, E> {
    Returned(Attempted<T, E>),
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
pub(crate) fn poll<F, T, E>(
    future: Pin<&mut F>,
    span: Option<&Span>,
    cx: &mut task::Context<'_>,
) -> Poll<Tried<T, E>>
where
    F: Future<Output = Attempted<T, E>>,
{
    match caught(|| in_span(span, || future.poll(cx))) {
        Ok(polled) => polled.map(Tried::Returned),
        Err(message) => Poll::Ready(Tried::Panicked(message)),
    }
}

pin_project! {
    /// A call that an executor runs. What it borrowed is let go before its end is told.
    pub(crate) struct Elsewhere<F, T, E> {
        #[pin]
        future: Option<F>,
        result: Option<oneshot::Sender<Tried<T, E>>>,
        run: Option<RunContext>,
        flag: Arc<AbortFlag>,
        span: Option<Span>,
    }
}

impl<F, T, E> Elsewhere<F, T, E> {
    pub(crate) fn new(
        future: F,
        result: oneshot::Sender<Tried<T, E>>,
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

impl<F, T, E> Future for Elsewhere<F, T, E>
where
    F: Future<Output = Attempted<T, E>>,
{
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        let mut this = self.project();
        this.flag.register(cx.waker());
        let tried = match this.future.as_mut().as_pin_mut() {
            Some(future) if this.flag.begin() => {
                enter(this.run, || poll(future, this.span.as_ref(), cx))
            }
            _ => Poll::Ready(Tried::Dropped),
        };
        let Poll::Ready(tried) = tried else {
            return Poll::Pending;
        };
        this.future.set(None);
        *this.span = None;
        if let Some(result) = this.result.take() {
            // nobody may be waiting any longer
            let _ = result.send(tried);
        }
        Poll::Ready(())
    }
}
