//! Runs inside a run: a step that runs another pipeline.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use super::core::{Common, Core};
use super::drive::drive;
use super::future::share;
use super::inside::{Attempted, WayOut};
use super::permits::Free;
use super::plan::Plan;
use super::runs::{Erased, Runs};
use crate::context::Context;
use crate::error::{NoOutput, RunError};
use crate::executor::{Kind, Place};
use crate::limit::Limit;
use crate::map::Call;
use crate::outcome::{Skip, SkipReason, StepError};

/// What a run hands on to one inside it.
pub struct Outer {
    /// What the step or the run says about where steps run.
    pub(crate) executor: Option<Place>,
    /// Where they run if nothing is said about it.
    pub(crate) otherwise: Kind,
    /// The permits that all of them share.
    pub(crate) permits: Option<Arc<Free>>,
    pub(crate) seed: Option<u64>,
    pub(crate) others: BTreeMap<String, String>,
    pub(crate) way: WayOut,
}

impl<M: Send + Sync + 'static> Core<M> {
    /// What the run that is this attempt of a step is handed.
    pub fn outer(&self, step: u32, cx: &Context<M>) -> Outer {
        self.outer_of(step, None, cx)
    }

    /// What the run that is this attempt of an element is handed.
    pub fn outer_each(&self, step: u32, index: usize, cx: &Context<M>) -> Outer {
        self.outer_of(step, Some(index), cx)
    }

    /// Begins the run of a block, for one element.
    pub fn block(&self, plan: &'static Plan, step: u32, index: usize, cx: &Context<M>) -> Self {
        let outer = self.common.around(Attempted {
            step,
            element: Some(index),
            attempt: cx.attempt(),
        });
        Self::new(plan, self.common.settings_within(outer), false)
    }

    fn outer_of(&self, step: u32, element: Option<usize>, cx: &Context<M>) -> Outer {
        let attempt = cx.attempt();
        let from = Attempted {
            step,
            element,
            attempt,
        };
        self.common.outer(from, cx.others(), None)
    }

    /// One of the executors that are bound when the pipeline is built.
    pub fn bound(&self, number: usize) -> Place {
        self.common.bound(number)
    }

    /// One of the limits that the pipeline has.
    pub fn limit(&self, number: usize) -> Limit {
        self.common.limits[number].clone()
    }
}

impl Common {
    /// What the run is handed that is a block of this one, for one element.
    pub(super) fn around(&self, from: Attempted) -> Outer {
        let mut outer = self.outer(from, BTreeMap::new(), self.left.lend(from.step));
        // each element draws other waits, which with a seed are always the same
        let place = from.element.unwrap_or_default() as u64 + 1;
        outer.seed = self
            .seed
            .map(|seed| seed ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        outer
    }

    fn outer(
        &self,
        from: Attempted,
        others: BTreeMap<String, String>,
        lent: Option<Call>,
    ) -> Outer {
        let (said, otherwise) = self.places(from.step);
        Outer {
            executor: said,
            otherwise,
            permits: self.permits.as_ref().map(Free::share),
            seed: self.seed,
            others,
            way: self.way_out(from, lent),
        }
    }
}

/// A run inside another one, until it is awaited, and the error of its steps.
pub struct Inner<L, X> {
    launch: L,
    error: PhantomData<fn() -> X>,
}

impl<L, X> Inner<L, X> {
    /// This run.
    pub fn new(launch: L) -> Self {
        let error = PhantomData;
        Self { launch, error }
    }
}

/// Runs a pipeline inside another one, whose steps' error is `E`.
pub async fn ended<E, X, T, L>(inner: Inner<L, X>) -> InnerOutput<T, X, E>
where
    L: IntoFuture<Output = Result<T, RunError>>,
{
    InnerOutput {
        output: Some(inner.launch.await),
        errors: PhantomData,
    }
}

/// What a run inside another one has resolved to. Whether the error of its steps is that of the other's is
/// rustc's to tell: `ended(inner).await.settle()` is [`ErrorPasses::settle`] if it is, and otherwise, one
/// borrow further in the search for a method, [`ErrorConverts::settle`].
pub struct InnerOutput<T, X, E> {
    output: Option<Result<T, RunError>>,
    errors: PhantomData<fn() -> (X, E)>,
}

impl<T, X, E> InnerOutput<T, X, E> {
    fn take(&mut self) -> Result<T, RunError> {
        self.output.take().expect("settled once")
    }
}

/// See [`InnerOutput`].
pub trait ErrorPasses<T, E> {
    /// The output, or why there is none: an error that a step returned is that of the step which this run
    /// is.
    ///
    /// # Errors
    ///
    /// There is no output.
    fn settle(self) -> Result<T, Missing<E>>;
}

impl<T, E: Send + Sync + 'static> ErrorPasses<T, E> for InnerOutput<T, E, E> {
    fn settle(mut self) -> Result<T, Missing<E>> {
        let returned = |error: &RunError| error.shared().expect("its steps return an `E`");
        self.take().map_err(|error| Missing::of(&error, returned))
    }
}

/// See [`InnerOutput`].
pub trait ErrorConverts<T, E> {
    /// The output, or why there is none: an error that a step returned is converted.
    ///
    /// # Errors
    ///
    /// There is no output.
    fn settle(&mut self) -> Result<T, Missing<E>>
    where
        E: FromRunError;
}

impl<T, X, E> ErrorConverts<T, E> for InnerOutput<T, X, E> {
    fn settle(&mut self) -> Result<T, Missing<E>>
    where
        E: FromRunError,
    {
        let converted = |error: &RunError| Arc::new(E::from_run_error(error.clone()));
        self.take().map_err(|error| Missing::of(&error, converted))
    }
}

/// The error of a pipeline that runs one with another error.
#[diagnostic::on_unimplemented(
    message = "a step of this pipeline runs another one, whose error is not `{Self}` and cannot become it",
    label = "there is no `From<pipewright::RunError>` for `{Self}`",
    note = "give both pipelines the same `error`, or implement `From<pipewright::RunError>` for `{Self}`"
)]
pub trait FromRunError {
    /// Made of the error of the run.
    fn from_run_error(error: RunError) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<RunError>> FromRunError for E {
    fn from_run_error(error: RunError) -> Self {
        error.into()
    }
}

/// The end of a step without a value.
pub enum Missing<E> {
    /// It was skipped.
    Skipped(Skip),
    /// It failed.
    Err(StepError<E>),
}

impl<E> Missing<E> {
    /// The end of a step that was a run with this error. `returned` makes the step's own of an error that a
    /// step of the run returned.
    fn of(error: &RunError, returned: impl Fn(&RunError) -> Arc<E>) -> Self {
        if let Some(no_output) = error.missing_output() {
            return Self::Skipped(skip(no_output));
        }
        let failure = error.failures().first();
        Self::Err(match failure.filter(|_| error.deadline().is_none()) {
            Some(failure) => failure.error().with(|_| returned(error)),
            None if error.is_cancelled() => StepError::Cancelled,
            None => StepError::DeadlineExceeded,
        })
    }
}

/// Takes an element through the run of a block.
///
/// # Errors
///
/// There is no output.
pub fn through<R: Runs>(
    run: R,
) -> impl Future<Output = Result<R::Gives, Missing<R::Error>>> + Send {
    let run = share(run);
    async move {
        let ended = drive(&Erased(&*run)).await;
        of_block(ended.output(run.core(), || run.output()))
    }
}

/// What the run of a block has made of an element, or why there is nothing.
fn of_block<T, E: Send + Sync + 'static>(output: Result<T, RunError>) -> Result<T, Missing<E>> {
    let returned = |error: &RunError| error.shared().expect("its steps return an `E`");
    output.map_err(|error| Missing::of(&error, returned))
}

/// Nothing failed, and there is no output: as if the step that was to make it stood in the outer pipeline,
/// its reader is skipped.
fn skip(no_output: &NoOutput) -> Skip {
    let reason = match no_output.is_benign() {
        true => SkipReason::ParentSkipped,
        false => SkipReason::ParentFailed,
    };
    Skip {
        reason,
        cause: Some(no_output.step),
    }
}
