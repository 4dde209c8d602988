//! What a step can ask of its run.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use crate::abort::{AbortCell, AbortFlag};
use crate::current::Scoped;
use crate::emitter::{Emission, Spot, Telling, Whereabouts};
use crate::ids::{CorrelationId, RunId};
use crate::stop::Stoppable;
use inner::Inner;

pub(crate) use inner::Start;

mod inner;

type AnyArc = Arc<dyn Any + Send + Sync>;

/// The run that some work belongs to: its ids and its metadata. Cheap to clone.
///
/// A step has it through its [`Context`]; anything that a step calls has it from [`current`](crate::current()).
#[derive(Clone)]
pub struct RunContext(Arc<Inner>);

impl RunContext {
    pub(crate) fn new(pipeline: &'static str, start: Start) -> Self {
        Self(Inner::new(pipeline, start))
    }

    /// The run has ended, and lets go of it.
    pub(crate) fn let_go(self) {
        Inner::let_go(self.0);
    }

    /// By what the run tells what happens in it.
    pub(crate) fn telling(&self) -> Option<&Telling> {
        self.0.telling.as_deref()
    }

    /// The events of the run, if it has emitters.
    pub(crate) fn emission(&self) -> Option<&Emission> {
        self.telling()?.emission.as_ref()
    }

    /// A call of one of its steps, if anybody wants to know where things happen.
    #[inline]
    pub(crate) fn place(&self, spot: Spot) -> Option<Whereabouts> {
        self.telling().map(|_| Whereabouts::new(self, spot))
    }

    /// A number that no other run has at the same time.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// The pipeline's name, behind its folders: `billing::refund`.
    pub fn pipeline(&self) -> &'static str {
        self.0.pipeline
    }

    /// Identifies this run.
    pub fn run_id(&self) -> RunId {
        *self.0.run_id.get_or_init(RunId::new)
    }

    /// Ties this run to the request that it serves, and to the runs inside it.
    pub fn correlation_id(&self) -> CorrelationId {
        *self.0.correlation_id.get_or_init(CorrelationId::next)
    }

    /// The correlation id, unless somebody is to be asked for it.
    pub(crate) fn known_correlation_id(&self) -> Option<CorrelationId> {
        let asks = self.0.correlation_id.get().is_none() && CorrelationId::has_source();
        (!asks).then(|| self.correlation_id())
    }

    /// The run inside which this one was started, if there is one.
    pub fn parent_run(&self) -> Option<RunId> {
        self.0.parent
    }

    /// A piece of metadata that is not declared by the pipeline; `None` if it was never set.
    ///
    /// ```
    /// let cx: pipewright::Context = pipewright::Context::test();
    /// assert_eq!(cx.get("tenant"), None);
    /// cx.set("tenant", "north");
    /// assert_eq!(cx.get("tenant").as_deref(), Some("north"));
    /// ```
    pub fn get(&self, key: &str) -> Option<String> {
        let others = &self.keeper().others;
        let others = others.read().unwrap_or_else(PoisonError::into_inner);
        others.get(key).cloned()
    }

    /// Sets a piece of metadata that is not declared by the pipeline. Of concurrent writes the last wins.
    pub fn set(&self, key: impl Into<String>, value: impl Into<String>) {
        let mut others = self
            .keeper()
            .others
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        others.insert(key.into(), value.into());
    }

    /// Spawns work that belongs to this run onto tokio: [`current`](crate::current()) gives the run inside it.
    ///
    /// In a trace it has a span of its own, inside that of the step.
    ///
    /// The work outlives its step, and the run if that ends by itself; dropping the run's future
    /// ends it at its next yield, and the handle then gives `None`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let cx: pipewright::Context = pipewright::Context::test();
    /// let id = cx.spawn(async { pipewright::current().map(|run| run.run_id()) });
    /// assert_eq!(id.await.unwrap(), Some(Some(cx.run_id())));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime, as [`tokio::spawn`] does.
    pub fn spawn<F>(&self, work: F) -> tokio::task::JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let scoped = Scoped::new(self, work);
        tokio::spawn(Stoppable::new(&self.0.stop, scoped))
    }

    /// What has the metadata.
    fn keeper(&self) -> &Inner {
        let mut run = self;
        while let Some(around) = &run.0.around {
            run = around;
        }
        &run.0
    }

    /// Ends what the run has spawned, and calls back its attempts.
    pub(crate) fn stop(&self) {
        self.0.stop.set();
        let cells = self.0.cells.get();
        cells.into_iter().flatten().for_each(AbortCell::abort);
    }

    /// The run ends, when it is polled next.
    pub(crate) fn cancel(&self) {
        self.0.cancel.store(true, Ordering::Release);
    }

    /// Whether somebody has cancelled the run, which is told once.
    pub(crate) fn take_cancel(&self) -> bool {
        self.is_cancelled() && self.0.cancel.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.cancel.load(Ordering::Acquire)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.0.stop.is_set()
    }

    /// All metadata that is not declared.
    pub(crate) fn others(&self) -> BTreeMap<String, String> {
        let others = &self.keeper().others;
        let others = others.read().unwrap_or_else(PoisonError::into_inner);
        others.clone()
    }

    /// All metadata as text: of what is declared, whatever has one.
    pub(crate) fn told(&self) -> BTreeMap<String, String> {
        let mut told = self.others();
        if let (Some(declared), Some(tell)) = (&self.0.declared, self.0.tell) {
            let declared = declared.read().unwrap_or_else(PoisonError::into_inner);
            let pieces = tell(&declared).into_iter();
            told.extend(pieces.map(|(name, text)| (name.to_owned(), text)));
        }
        told
    }

    /// The first attempts of all of so many steps are about to go elsewhere.
    pub(crate) fn leave_all(&self, steps: usize) {
        let cells = || (0..steps).map(|_| AbortCell::begun()).collect();
        self.0.cells.get_or_init(cells);
    }

    /// An attempt of one of so many steps is about to go elsewhere.
    pub(crate) fn leave(&self, step: u32, attempt: u32, steps: usize) {
        let cells = || (0..steps).map(|_| AbortCell::default()).collect();
        self.0.cells.get_or_init(cells);
        self.flag(step, attempt).lower();
    }

    /// How an attempt that runs elsewhere is called back.
    pub(crate) fn flag(&self, step: u32, attempt: u32) -> AbortFlag<'_> {
        let cells = self.0.cells.get();
        let cells = cells.expect("made before the first attempt left");
        AbortFlag::new(&cells[step as usize], attempt)
    }

    fn declared<M: Send + Sync + 'static>(&self) -> Option<Arc<M>> {
        let declared = self
            .keeper()
            .declared
            .as_ref()?
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&declared).downcast().ok()
    }
}

impl fmt::Debug for RunContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunContext")
            .field("pipeline", &self.pipeline())
            .field("run_id", &self.run_id())
            .field("correlation_id", &self.correlation_id())
            .finish_non_exhaustive()
    }
}

/// What a step can ask of its run, and of its present attempt. Cheap to clone.
///
/// `M` is the metadata that the pipeline declares. Everything of [`RunContext`] is here too.
///
/// ```
/// use pipewright::Context;
///
/// async fn greet(cx: &Context, name: &str) -> String {
///     format!("{name}, attempt {} of run {}", cx.attempt(), cx.run_id())
/// }
/// # let _ = greet(&Context::test(), "Ada");
/// ```
pub struct Context<M = ()> {
    run: RunContext,
    attempt: u32,
    /// How the attempt is called back, if it runs on an executor.
    there: Option<There>,
    /// Where in the run it is, if it is in one place only.
    spot: Option<Spot>,
    metadata: PhantomData<fn() -> M>,
}

/// Where it is told that nobody waits for an attempt any longer.
#[derive(Clone)]
enum There {
    /// With the others of this step.
    Step(u32),
    /// In a cell of its own.
    Call(Arc<AbortCell>),
}

impl<M: Send + Sync + 'static> Context<M> {
    /// For all first attempts in the run's own task.
    pub(crate) fn first(run: RunContext) -> Self {
        Self {
            run,
            attempt: 1,
            there: None,
            spot: None,
            metadata: PhantomData,
        }
    }

    /// For one attempt in the run's own task.
    pub(crate) fn here(run: RunContext, spot: Spot) -> Self {
        Self {
            attempt: spot.attempt,
            spot: Some(spot),
            ..Self::first(run)
        }
    }

    /// For an attempt of a step whose attempts run elsewhere.
    pub(crate) fn there(run: RunContext, step: u32, attempt: u32) -> Self {
        Self {
            there: Some(There::Step(step)),
            ..Self::here(run, Spot::new(step, attempt))
        }
    }

    /// From now on it is for the same attempt of another step.
    pub(crate) fn go_to(&mut self, step: u32) {
        self.there = Some(There::Step(step));
        self.spot = Some(Spot::new(step, self.attempt));
    }

    /// For a call that runs elsewhere beside others of its step, and has a cell of its own.
    pub(crate) fn of_call(run: RunContext, spot: Spot, cell: Arc<AbortCell>) -> Self {
        Self {
            there: Some(There::Call(cell)),
            ..Self::here(run, spot)
        }
    }

    /// A context for calling a single step in a test: a run of its own, its first attempt.
    pub fn test() -> Self
    where
        M: Default,
    {
        Self::test_with(M::default())
    }

    /// A context for calling a single step in a test, with this metadata.
    pub fn test_with(metadata: M) -> Self {
        let start = Start {
            declared: Some(Arc::new(metadata)),
            ..Start::default()
        };
        Self::first(RunContext::new("test", start))
    }

    /// Which call of the step this is, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether nobody waits for this attempt any longer: it took too long, or its run is gone.
    ///
    /// Asynchronous work is dropped in that case and need not ask; work that blocks a thread should,
    /// from time to time.
    ///
    /// ```
    /// fn sum(cx: &pipewright::Context, parts: &[u64]) -> Option<u64> {
    ///     let mut sum = 0;
    ///     for part in parts {
    ///         if cx.cancelled() {
    ///             return None;
    ///         }
    ///         sum += part;
    ///     }
    ///     Some(sum)
    /// }
    /// # assert_eq!(sum(&pipewright::Context::test(), &[1, 2]), Some(3));
    /// ```
    pub fn cancelled(&self) -> bool {
        self.run.is_stopped() || self.flag().is_some_and(AbortFlag::is_set)
    }

    /// The metadata that the pipeline declares, as it is now.
    pub fn metadata(&self) -> Arc<M> {
        let none = || (Arc::new(()) as AnyArc).downcast().ok();
        let declared = self.run.declared().or_else(none);
        declared.expect("a context is made with the metadata of its pipeline")
    }

    /// Changes the metadata that the pipeline declares. Of concurrent writes the last wins.
    ///
    /// ```
    /// # use pipewright::Context;
    /// #[derive(Clone, Default)]
    /// struct Metadata {
    ///     user: String,
    /// }
    ///
    /// let cx: Context<Metadata> = Context::test();
    /// cx.update(|metadata| metadata.user = "ada".to_owned());
    /// assert_eq!(cx.metadata().user, "ada");
    /// ```
    pub fn update(&self, change: impl FnOnce(&mut M))
    where
        M: Clone,
    {
        let Some(lock) = self.run.keeper().declared.as_ref() else {
            return;
        };
        let mut declared = lock.write().unwrap_or_else(PoisonError::into_inner);
        let Some(mut changed) = declared.downcast_ref::<M>().cloned() else {
            return;
        };
        change(&mut changed);
        *declared = Arc::new(changed);
    }
}

impl<M> Context<M> {
    /// Where in the run it is, if anybody wants to know.
    pub(crate) fn spot(&self) -> Option<Spot> {
        let telling = self.run.telling()?;
        self.spot.or_else(|| telling.spot(&self.run))
    }

    /// Whether the attempt runs on an executor.
    #[inline]
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.there.is_some()
    }

    /// How the attempt is called back, if it runs on an executor.
    pub(crate) fn flag(&self) -> Option<AbortFlag<'_>> {
        Some(match self.there.as_ref()? {
            There::Step(step) => self.run.flag(*step, self.attempt),
            There::Call(cell) => AbortFlag::new(cell, self.attempt),
        })
    }
}

impl<M> Deref for Context<M> {
    type Target = RunContext;

    fn deref(&self) -> &RunContext {
        &self.run
    }
}

impl<M> Clone for Context<M> {
    fn clone(&self) -> Self {
        Self {
            run: self.run.clone(),
            attempt: self.attempt,
            there: self.there.clone(),
            // it may be taken elsewhere
            spot: self.spot(),
            metadata: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Context<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("run", &self.run)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
