//! A run of a workflow or a flow before it is awaited.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::context::RunContext;
use crate::emitter::{Emission, Emitters};
use crate::error::RunError;
use crate::executor::Place;
use crate::ids::CorrelationId;
use crate::metadata::Declared;
use crate::report::{Report, Run};
use crate::run::{Common, RunFuture, Settings};

/// A run of a workflow or a flow, to be awaited.
///
/// Awaited, it resolves to what it gives back, a `T`, or to the run's error: that is a workflow's state, and what
/// the entry of a flow returns. `O` is a workflow's `Outputs`, the outcomes of its steps.
///
/// ```no_run
/// # async fn show(prepared: pipewright::Prepared<u32>) -> Result<(), pipewright::RunError> {
/// let total = prepared.deadline(std::time::Duration::from_secs(60)).await?;
/// # let _ = total;
/// # Ok(())
/// # }
/// ```
#[must_use = "a run does nothing until it is awaited"]
pub struct Prepared<T, O = ()> {
    settings: Settings,
    begin: Begin<T, O>,
}

impl<T, O> fmt::Debug for Prepared<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").finish_non_exhaustive()
    }
}

type Begin<T, O> = Box<dyn FnOnce(Settings, bool) -> Begun<T, O> + Send>;

/// A run that has begun.
pub struct Begun<T, O> {
    /// The run, for what is told of it when it has ended.
    pub(crate) run: RunContext,
    pub(crate) future: Pin<Box<dyn Future<Output = Over<T, O>> + Send>>,
}

/// A run that has ended.
pub(crate) struct Over<T, O> {
    pub(crate) output: Result<T, RunError>,
    /// With a report only.
    pub(crate) report: Option<(O, Report)>,
}

/// A run whose future is dropped ends what it has started.
pub(crate) struct StopOnDrop(Option<RunContext>);

impl StopOnDrop {
    /// The run begins.
    pub(crate) fn new(run: &Common) -> Self {
        run.begins(None);
        Self(Some(run.context.clone()))
    }

    /// The run has ended by itself.
    pub(crate) fn over(mut self) {
        self.0 = None;
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        if let Some(run) = &self.0 {
            run.stop();
            run.emission().into_iter().for_each(Emission::cut_off);
        }
    }
}

/// The outputs of a workflow, whose steps run where it is said, and side by side.
#[doc(hidden)]
pub trait OfWorkflow: Send + 'static {}

impl<T: Send + 'static, O: Send + 'static> Prepared<T, O> {
    /// A run with these settings; for generated code.
    #[doc(hidden)]
    pub fn new(
        settings: Settings,
        begin: impl FnOnce(Settings, bool) -> Begun<T, O> + Send + 'static,
    ) -> Self {
        let begin = Box::new(begin);
        Self { settings, begin }
    }

    /// Gives it the metadata that is declared; for generated code.
    #[doc(hidden)]
    pub fn declare<M: Declared>(mut self, metadata: M) -> Self {
        self.settings.declare(metadata);
        self
    }

    /// Ties the run to others. Without it, it has its parent's id, or one of its own.
    pub fn correlation_id(mut self, id: CorrelationId) -> Self {
        self.settings.correlation_id(id);
        self
    }

    /// Adds a piece of metadata, which steps find by `cx.get(key)`.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.metadata(key.into(), value.into());
        self
    }

    /// Tells these what happens in the run, and nobody else, whatever is set where it was built.
    pub fn emit_to(mut self, emitters: impl Into<Emitters>) -> Self {
        self.settings.emit_to(emitters.into());
        self
    }

    /// Tells these too what happens in the run.
    pub fn emit_also_to(mut self, emitters: impl Into<Emitters>) -> Self {
        self.settings.emit_also_to(emitters.into());
        self
    }

    /// Ends the run after this time.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.settings.deadline(limit);
        self
    }

    /// Awaits the run with the outcome of each step and a report of all that happened.
    pub fn with_report(self) -> RunFuture<Run<T, O>> {
        let Begun { run, future } = (self.begin)(self.settings, true);
        RunFuture::with_warnings(run, async move {
            let Over { output, report } = future.await;
            let (outputs, mut report) = report.expect("a run with a report records it");
            report.ended(output.as_ref().err());
            Box::new(Run {
                output,
                outputs,
                report,
            })
        })
    }
}

/// What can be said of a workflow's run.
impl<T: Send + 'static, O: OfWorkflow> Prepared<T, O> {
    /// Where steps run that do not say so themselves.
    pub fn executor(mut self, place: impl Into<Place>) -> Self {
        self.settings.executor(place.into());
        self
    }

    /// Runs at most this many steps at once, at least one, and no more than the description says.
    pub fn max_parallel(mut self, steps: usize) -> Self {
        self.settings.max_parallel(steps);
        self
    }

    /// Makes the random part of retries' delays repeatable.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed(seed);
        self
    }
}

impl<T: Send + 'static, O: Send + 'static> IntoFuture for Prepared<T, O> {
    type Output = Result<T, RunError>;
    type IntoFuture = RunFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Begun { run, future } = (self.begin)(self.settings, false);
        RunFuture::of(run, Box::pin(async move { future.await.output }))
    }
}
