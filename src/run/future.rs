//! The future of a run, as whoever started it holds it.

use std::pin::Pin;
use std::task::{self, Poll};

/// A run, until it has ended. Dropped before, it stops all that it has started.
#[must_use = "a run does nothing until it is awaited"]
pub struct RunFuture<T>(Pin<Box<dyn Future<Output = T> + Send>>);

impl<T> RunFuture<T> {
    /// A run that is polled by its caller.
    pub fn new(future: impl Future<Output = T> + Send + 'static) -> Self {
        Self(Box::pin(future))
    }

    /// The same for a run whose result is large: it is moved when nothing else is left on the stack.
    pub fn boxed(future: impl Future<Output = Box<T>> + Send + 'static) -> Self {
        Self(Box::pin(async move { *future.await }))
    }
}

impl<T> Future for RunFuture<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<T> {
        self.0.as_mut().poll(cx)
    }
}
