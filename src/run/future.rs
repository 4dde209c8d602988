//! The future of a run, as whoever started it holds it.

use std::pin::Pin;
use std::task::{self, Poll, ready};

use crate::context::RunContext;
use crate::emitter::Emission;
use crate::report::Run;

/// A run, until it has ended. Dropped before, it stops all that it has started, and undoes nothing.
///
/// It is what `run(…).into_future()` and `run(…).with_report()` give, and the same of a workflow or a flow.
#[must_use = "a run does nothing until it is awaited"]
pub struct RunFuture<T> {
    /// `None` once it has ended.
    context: Option<RunContext>,
    future: Pin<Box<dyn Future<Output = T> + Send>>,
}

impl<T> RunFuture<T> {
    /// A run that is polled by its caller.
    #[doc(hidden)]
    pub fn new(context: RunContext, future: impl Future<Output = T> + Send + 'static) -> Self
    where
        T: Send,
    {
        let future: Pin<Box<dyn Future<Output = T> + Send>> = match context.emission() {
            None => Box::pin(future),
            Some(_) => {
                let run = context.clone();
                Box::pin(async move {
                    let ended = future.await;
                    flush(&run).await;
                    ended
                })
            }
        };
        let context = Some(context);
        Self { context, future }
    }

    /// The same for a run whose result is large: it is moved when nothing else is left on the stack.
    #[doc(hidden)]
    pub fn boxed(context: RunContext, future: impl Future<Output = Box<T>> + Send + 'static) -> Self
    where
        T: Send,
    {
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
        self.context.iter().for_each(RunContext::cancel);
    }
}

impl<T, O> RunFuture<Run<T, O>> {
    /// The same for a run with a report, which has the warnings of emitters too.
    #[doc(hidden)]
    pub fn reported(
        context: RunContext,
        future: impl Future<Output = Box<Run<T, O>>> + Send + 'static,
    ) -> Self
    where
        T: Send,
        O: Send,
    {
        let run = context.clone();
        let future = Box::pin(async move {
            let mut ended = future.await;
            flush(&run).await;
            ended.report.warnings = warnings(&run);
            *ended
        });
        let context = Some(context);
        Self { context, future }
    }
}

/// Waits for the emitters of a run.
async fn flush(run: &RunContext) {
    if let Some(emission) = run.emission() {
        emission.flush().await;
    }
}

/// What the emitters of a run have lost.
fn warnings(run: &RunContext) -> Vec<String> {
    run.emission().map(Emission::warnings).unwrap_or_default()
}

impl<T> Future for RunFuture<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<T> {
        let ended = ready!(self.future.as_mut().poll(cx));
        self.context.take().into_iter().for_each(RunContext::let_go);
        Poll::Ready(ended)
    }
}
