//! The future of a run, as whoever started it holds it.

use std::borrow::Borrow;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{self, Poll, ready};

use super::core::Core;
use super::drive::drive;
use super::runs::{Erased, Runs};
use crate::context::RunContext;
use crate::emitter::Emission;
use crate::error::RunError;
use crate::report::Run;

/// What all runs have, and what makes the whole of it.
type Begun<R, F> = (Core<<R as Runs>::Metadata>, F);

/// Makes the state of a run, whose first part is there.
pub trait MakesRun<R: Runs>: FnOnce(Core<R::Metadata>) -> R + Send + 'static {}

impl<R: Runs, F: FnOnce(Core<R::Metadata>) -> R + Send + 'static> MakesRun<R> for F {}

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
    pub(crate) fn of(
        context: RunContext,
        mut future: Pin<Box<dyn Future<Output = T> + Send>>,
    ) -> Self
    where
        T: Send + 'static,
    {
        if context.emission().is_some() {
            let run = context.clone();
            future = Box::pin(async move {
                let ended = future.await;
                flush(&run).await;
                ended
            });
        }
        let context = Some(context);
        Self { context, future }
    }

    /// A run of some steps, which gives how each has ended.
    #[doc(hidden)]
    pub fn only<R: Runs>(begun: Begun<R, impl MakesRun<R>>, outputs: fn(&R) -> T) -> Self
    where
        T: Send + 'static,
    {
        let (core, run) = begun;
        let (context, run) = (core.handle(), share(run(core)));
        let future = async move {
            let ended = drive(&Erased(&*run)).await;
            ended.outputs(run.core(), || outputs(&run))
        };
        // what it gives is large, and is moved when nothing else is left on the stack
        Self::of(context, Box::pin(async move { *future.await }))
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

impl<T: Send + 'static> RunFuture<Result<T, RunError>> {
    /// A run that gives its output.
    #[doc(hidden)]
    pub fn new<R: Runs<Gives = T>>(begun: Begun<R, impl MakesRun<R>>) -> Self {
        let (core, run) = begun;
        let context = core.handle();
        let future: Pin<Box<dyn Future<Output = _> + Send>> = match core.common.may_leave() {
            false => {
                // once there is a place, the future is not moved there, but made
                let place = Box::new_uninit();
                let future = Box::write(place, output::<R, R>(move || run(core)));
                Box::into_pin(future)
            }
            true => {
                let run = share(run(core));
                Box::pin(output::<R, Arc<R>>(move || run))
            }
        };
        Self::of(context, future)
    }
}

/// Goes through a run, whose state lies where it is made.
async fn output<R: Runs, H: Borrow<R> + Send>(
    run: impl FnOnce() -> H,
) -> Result<R::Gives, RunError> {
    let run = run();
    let run = run.borrow();
    let ended = drive(&Erased(run)).await;
    ended.output(run.core(), || run.output())
}

/// Puts a run where others can hold it too.
pub(crate) fn share<R: Runs>(run: R) -> Arc<R> {
    let run = Arc::new(run);
    let own: Weak<R> = Arc::downgrade(&run);
    let _ = run.core().own.set(own);
    run
}

impl<T: Send + 'static, O: Send + 'static> RunFuture<Run<T, O>> {
    /// A run that gives its output with a report.
    #[doc(hidden)]
    pub fn reported<R: Runs<Gives = T>>(
        begun: Begun<R, impl MakesRun<R>>,
        outputs: fn(&R) -> O,
    ) -> Self {
        let (core, run) = begun;
        let (context, run) = (core.handle(), share(run(core)));
        Self::with_warnings(context, async move {
            let ended = drive(&Erased(&*run)).await;
            ended.report(run.core(), || run.output(), || outputs(&run))
        })
    }

    /// The same for any run with a report, which has the warnings of emitters too.
    pub(crate) fn with_warnings(
        context: RunContext,
        future: impl Future<Output = Box<Run<T, O>>> + Send + 'static,
    ) -> Self {
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
