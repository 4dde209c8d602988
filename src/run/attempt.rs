//! What is around one call of a step: panics are caught, spans entered, executors handed work.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::sync::oneshot;
use tracing::Span;

use super::call::Tried;
use crate::abort::AbortFlag;
use crate::context::{RunContext, enter};

/// Calls what may panic.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Arc<str>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| message(&*payload))
}

pub(crate) fn message(payload: &(dyn Any + Send)) -> Arc<str> {
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

/// How a call of a pipeline's step on an executor ended: it has returned, or it has panicked with this message.
pub(crate) type Told<E> = Result<Tried<E>, Arc<str>>;

/// A call that an executor runs. What it borrowed is let go before its end is told.
pub(crate) struct Elsewhere<T> {
    future: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
    told: Option<oneshot::Sender<Result<T, Arc<str>>>>,
    run: Option<RunContext>,
    flag: Arc<AbortFlag>,
    span: Option<Span>,
}

impl<T> Elsewhere<T> {
    pub(crate) fn new(
        future: Pin<Box<dyn Future<Output = T> + Send>>,
        told: oneshot::Sender<Result<T, Arc<str>>>,
        run: RunContext,
        flag: Arc<AbortFlag>,
        span: Option<Span>,
    ) -> Self {
        Self {
            future: Some(future),
            told: Some(told),
            run: Some(run),
            flag,
            span,
        }
    }
}

impl<T> Future for Elsewhere<T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let told = match &mut this.future {
            Some(future) if this.flag.begin() => {
                let span = this.span.as_ref();
                let poll = || in_span(span, || future.as_mut().poll(cx));
                match enter(&mut this.run, || caught(poll)) {
                    Ok(Poll::Pending) if this.flag.register(cx.waker()) => return Poll::Pending,
                    Ok(Poll::Pending) => None,
                    Ok(Poll::Ready(tried)) => Some(Ok(tried)),
                    Err(message) => Some(Err(message)),
                }
            }
            _ => None,
        };
        this.future = None;
        this.span = None;
        if let (Some(told), Some(end)) = (this.told.take(), told) {
            // nobody may be waiting any longer
            let _ = told.send(end);
        }
        Poll::Ready(())
    }
}
