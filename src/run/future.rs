//! The future of a run, as whoever started it holds it.

use std::pin::Pin;
use std::task::{self, Poll};

use crate::context::RunContext;

/// A run, until it has ended. Dropped before, it stops all that it has started, and undoes nothing.
///
/// It is what `run(…).into_future()` and `run(…).with_report()` give, and the same of a workflow or a flow.
#[must_use = "a run does nothing until it is awaited"]
pub struct RunFuture<T> {
    context: RunContext,
    future: Pin<Box<dyn Future<Output = T> + Send>>,
}

impl<T> RunFuture<T> {
    /// A run that is polled by its caller.
    #[doc(hidden)]
    pub fn new(context: RunContext, future: impl Future<Output = T> + Send + 'static) -> Self {
        Self {
            context,
            future: Box::pin(future),
        }
    }

    /// The same for a run whose result is large: it is moved when nothing else is left on the stack.
    #[doc(hidden)]
    pub fn boxed(
        context: RunContext,
        future: impl Future<Output = Box<T>> + Send + 'static,
    ) -> Self {
        Self::new(context, async move { *future.await })
    }

    /// Cancels the run, unless all its steps have ended. Awaited from then on, it fails: what runs ends as
    /// cancelled at its next yield, nothing more starts, and the steps that can be are undone. Of a workflow or a
    /// flow, what runs is dropped.
    ///
    /// ```
    /// # pipewright::include_pipelines!("quickstart");
    /// # struct Calculator;
    /// # use quickstart::Context;
    /// # impl quickstart::Steps for Calculator {
    /// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
    /// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { std::future::pending().await }
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let stop = async {};
    /// let mut run = Quickstart::new(Calculator).run(5).into_future();
    /// let sum = tokio::select! {
    ///     sum = &mut run => sum,
    ///     () = stop => {
    ///         run.cancel();
    ///         run.await
    ///     }
    /// };
    /// assert!(sum.unwrap_err().is_cancelled());
    /// # }
    /// ```
    pub fn cancel(&self) {
        self.context.cancel();
    }
}

impl<T> Future for RunFuture<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<T> {
        self.future.as_mut().poll(cx)
    }
}
