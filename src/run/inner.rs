//! Runs inside a run: a step that runs another pipeline.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::RangeBounds;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::core::{Common, Core};
use super::permits::Free;
use super::plan::Plan;
use super::runs::Runs;
use crate::context::{Context, RunContext};
use crate::emitter::{Emission, Lines};
use crate::error::{Failure, NoOutput, RunError};
use crate::executor::{Kind, Place};
use crate::limit::Limit;
use crate::map::Call;
use crate::outcome::{Skip, SkipReason, StepError};
use crate::report::Report;

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

/// The way from a run to the one that it is a part of.
pub(crate) struct WayOut {
    runs: Arc<InnerRuns>,
    from: Attempted,
    record: bool,
    /// For as long as the run may look at what it has borrowed of the other one.
    _lent: Option<Call>,
    /// To the emitters of that run.
    pub(crate) lines: Option<Lines>,
}

/// Which attempt a run is, of a step or of an element that it maps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Attempted {
    pub(crate) step: u32,
    pub(crate) element: Option<usize>,
    pub(crate) attempt: u32,
}

impl WayOut {
    /// Whether that run keeps what a report needs.
    pub(crate) fn is_recorded(&self) -> bool {
        self.record
    }

    /// The run begins.
    pub(crate) fn begin(&self, run: &RunContext) {
        self.runs.begins(self.from, run.clone());
    }

    /// The run has ended, and this is all that is left of it.
    pub(crate) fn tell(&self, error: Option<RunError>, report: Option<Report>) {
        self.runs.ends(self.from, InnerEnd { error, report });
    }
}

/// The runs inside a run.
#[derive(Default)]
pub(crate) struct InnerRuns(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    /// Those that have not ended.
    live: BTreeMap<Attempted, Live>,
    /// The steps that have been cut short while runs were on their way.
    cut: BTreeSet<u32>,
    /// How the others have ended.
    ends: BTreeMap<Attempted, InnerEnd>,
    /// What those that were cut short could not undo.
    undo: Vec<Failure>,
}

struct Live {
    run: RunContext,
    /// It is cancelled, and its attempt ends for another reason.
    is_cut: bool,
}

struct InnerEnd {
    error: Option<RunError>,
    report: Option<Report>,
}

impl InnerRuns {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The error of the run that an attempt was.
    fn error(&self, of: Attempted) -> Option<RunError> {
        self.lock().ends.get(&of)?.error.clone()
    }

    fn begins(&self, from: Attempted, run: RunContext) {
        let is_cut = false;
        self.lock().live.insert(from, Live { run, is_cut });
    }

    fn ends(&self, from: Attempted, mut end: InnerEnd) {
        let mut inside = self.lock();
        if inside.live.remove(&from).is_some_and(|live| live.is_cut)
            && let Some(error) = end.error.take()
        {
            inside.undo.extend_from_slice(error.undo_failures());
        }
        if end.error.is_some() || end.report.is_some() {
            inside.ends.insert(from, end);
        }
    }

    /// Cancels all runs of a step; false if there are none.
    fn cancel(&self, step: u32) -> bool {
        let mut inside = self.lock();
        let mut has_any = false;
        for (_, live) in inside.live.range_mut(all_of(step)) {
            live.cut_short();
            has_any = true;
        }
        has_any && {
            inside.cut.insert(step);
            true
        }
    }

    /// Cancels one run; false if it is not there.
    fn cancel_one(&self, of: Attempted) -> bool {
        let mut inside = self.lock();
        let live = inside.live.get_mut(&of);
        live.map(Live::cut_short).is_some()
    }

    /// What the runs that were cut short could not undo.
    pub(crate) fn take_undo(&self) -> Vec<Failure> {
        std::mem::take(&mut self.lock().undo)
    }

    /// Puts each report where its attempt is.
    pub(crate) fn enter(&self, report: &mut Report) {
        let ends = std::mem::take(&mut self.lock().ends);
        for (from, mut end) in ends {
            if let Some(inner) = &mut end.report {
                report.graphs.take(&mut inner.graphs);
            }
            let step = report.steps.get_mut(from.step as usize);
            let attempts = step.and_then(|step| match from.element {
                None => Some(&mut step.attempts),
                // one that was dropped with the others has ended too late to be told
                Some(index) => {
                    let place = step.elements.binary_search_by_key(&index, |one| one.index);
                    Some(&mut step.elements[place.ok()?].attempts)
                }
            });
            let number = from.attempt as usize - 1;
            if let Some(attempt) = attempts.and_then(|attempts| attempts.get_mut(number)) {
                attempt.run = end.report.map(Box::new);
            }
        }
    }
}

impl Live {
    fn cut_short(&mut self) {
        self.is_cut = true;
        self.run.cancel();
    }
}

/// Whatever is an attempt of a step, or of one of its elements.
fn all_of(step: u32) -> impl RangeBounds<Attempted> {
    let (element, attempt) = (None, 0);
    let first = |step| Attempted {
        step,
        element,
        attempt,
    };
    first(step)..first(step + 1)
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
            way: WayOut {
                record: self.record,
                lines: self.emission().map(Emission::lines),
                runs: Arc::clone(self.inner.get_or_init(Arc::default)),
                from,
                _lent: lent,
            },
        }
    }

    /// The error of the run that an attempt was, if it was one.
    pub(crate) fn inner_error(&self, of: Attempted) -> Option<RunError> {
        self.inner.get()?.error(of)
    }

    /// Cancels the runs that a step consists of, because it is cut short; false if there are none. They undo what
    /// they have done before they end.
    pub(crate) fn cancel_inner(&self, step: u32) -> bool {
        self.inner.get().is_some_and(|runs| runs.cancel(step))
    }

    /// Cancels the run that an attempt is, because that is cut short; false if it is none.
    pub(crate) fn cancel_attempt(&self, of: Attempted) -> bool {
        self.inner.get().is_some_and(|runs| runs.cancel_one(of))
    }

    /// Whether a step was cut short while it consisted of runs.
    pub(crate) fn is_cut(&self, step: u32) -> bool {
        let runs = self.inner.get();
        runs.is_some_and(|runs| runs.lock().cut.contains(&step))
    }

    /// Whether an element is on its way through a run.
    pub(crate) fn has_run(&self, step: u32, element: usize) -> bool {
        let first = Attempted {
            step,
            element: Some(element),
            attempt: 0,
        };
        let last = Attempted {
            attempt: u32::MAX,
            ..first
        };
        let runs = self.inner.get();
        runs.is_some_and(|runs| runs.lock().live.range(first..=last).next().is_some())
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

/// The run around a block, for as long as that needs it.
pub fn own<R: Runs>(run: &R) -> Arc<R> {
    run.own().expect("a run that maps knows where it is")
}

/// What the run of a block has made of an element, or why there is nothing.
///
/// # Errors
///
/// There is no output.
pub fn of_block<T, E: Send + Sync + 'static>(output: Result<T, RunError>) -> Result<T, Missing<E>> {
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
        cause: Some(no_output.step()),
    }
}
