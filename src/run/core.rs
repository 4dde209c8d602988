//! What all runs have: settings, context, clock.

use std::any::Any;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use tracing::Span;

use super::attempt::in_span;
use super::inner::Outer;
use super::inside::{InnerRuns, WayOut};
use super::links::Links;
use super::only::Chosen;
use super::permits::Free;
use super::plan::{Choice, Plan, StepPlan};
use super::spans;
use super::straight::Way;
use crate::context::{Context, RunContext, Start};
use crate::emitter::{Emission, Emitters, Hearers, Lines, Telling};
use crate::error::RunError;
use crate::executor::{Kind, Place};
use crate::ids::CorrelationId;
use crate::limit::Limit;
use crate::map::{AllLeft, Records};
use crate::metadata::{Declared, tell};
use crate::report::InputReport;
use crate::size::Size;

/// What may be set before a run is awaited.
#[derive(Default)]
pub struct Settings {
    start: Start,
    executor: Option<Place>,
    bound: Vec<Place>,
    max_parallel: Option<usize>,
    /// Those of the run that this one is a part of.
    permits: Option<Arc<Free>>,
    deadline: Option<Duration>,
    seed: Option<u64>,
    only: Option<Vec<u32>>,
    limits: Vec<Limit>,
    outer: Option<Box<Outer>>,
    entry: u32,
    emitters: Emitters,
    shown: Vec<InputReport>,
}

impl Settings {
    /// What the pipeline says: the executors that the description names, in its order, and its own
    /// choices.
    pub fn new<const N: usize>(
        bound: [Place; N],
        executor: &Option<Place>,
        max_parallel: Option<usize>,
        deadline: Option<Duration>,
        emitters: &Emitters,
    ) -> Self {
        let (bound, executor) = (bound.into(), executor.clone());
        Self {
            emitters: emitters.clone(),
            bound,
            executor,
            max_parallel,
            deadline,
            ..Self::default()
        }
    }

    /// The limits that the description names, in its order.
    #[must_use]
    pub fn limits<const N: usize>(self, limits: [Limit; N]) -> Self {
        let limits = limits.into();
        Self { limits, ..self }
    }

    /// The run begins with this entry.
    #[must_use]
    pub fn entry(self, entry: u32) -> Self {
        Self { entry, ..self }
    }

    /// The id that ties this run to others.
    pub fn correlation_id(&mut self, id: CorrelationId) {
        self.start.correlation_id = Some(id);
    }

    /// A piece of metadata that is not declared.
    pub fn metadata(&mut self, key: String, value: String) {
        self.start.others.insert(key, value);
    }

    /// The declared metadata.
    pub fn declare<M: Declared>(&mut self, metadata: M) {
        self.start.declared = Some(Arc::new(metadata));
        self.start.tell = Some(tell::<M>);
    }

    /// Where steps run that do not say so themselves.
    pub fn executor(&mut self, place: Place) {
        self.executor = Some(place);
    }

    /// How many attempts run at once.
    pub fn max_parallel(&mut self, attempts: usize) {
        self.max_parallel = Some(attempts);
    }

    /// How long the run may take.
    pub fn deadline(&mut self, limit: Duration) {
        self.deadline = Some(limit);
    }

    /// Runs these steps and what they need, and nothing else.
    pub fn only(&mut self, steps: impl IntoIterator<Item = u32>) {
        self.only = Some(steps.into_iter().collect());
    }

    /// Makes jitter repeatable.
    pub fn seed(&mut self, seed: u64) {
        self.seed = Some(seed);
    }

    /// Tells these what happens, and nobody else.
    pub fn emit_to(&mut self, emitters: Emitters) {
        self.emitters = emitters;
    }

    /// Tells these too.
    pub fn emit_also_to(&mut self, emitters: Emitters) {
        self.emitters = std::mem::take(&mut self.emitters).and(emitters);
    }

    /// Whether anybody is told of values: a report, or emitters, this run's own or those of a run around it.
    pub fn is_told(&self, record: bool) -> bool {
        let outer = self.outer.as_ref().map(|outer| &outer.way);
        let is_outer = outer.is_some_and(|way| way.is_recorded() || way.lines.is_some());
        record || !self.emitters.is_empty() || is_outer
    }

    /// What an input is as text, if its type has one, and how large it is, if that is known.
    pub fn show(&mut self, name: &'static str, (value, size): (Option<String>, Option<Size>)) {
        let name = name.into();
        self.shown
            .extend(value.map(|value| InputReport { name, value, size }));
    }

    /// Makes the run a part of another one.
    pub fn inside(&mut self, outer: Outer) {
        self.outer = Some(Box::new(outer));
    }
}

impl Settings {
    /// With what an outer run hands on, where nothing else is said; where steps then run otherwise, and the
    /// way to that run.
    fn handed(mut self) -> (Self, Kind, Option<WayOut>) {
        let Some(outer) = self.outer.take() else {
            return (self, Kind::Inline, None);
        };
        self.executor = self.executor.or(outer.executor);
        self.permits = outer.permits;
        self.seed = self.seed.or(outer.seed);
        self.start.others = outer.others;
        (self, outer.otherwise, Some(outer.way))
    }
}

/// What all runs have.
pub struct Core<M = ()> {
    pub(crate) common: Common,
    /// The context of all first attempts in the run's own task.
    first: Context<M>,
    /// The run itself, if it is shared.
    pub(super) own: OnceLock<Weak<dyn Any + Send + Sync>>,
}

impl<M: Send + Sync + 'static> Core<M> {
    /// Begins a run. `record` keeps what a report needs.
    pub fn new(plan: &'static Plan, settings: Settings, record: bool) -> Self {
        let common = Common::new(plan, settings, record);
        let first = Context::first(common.context.clone());
        let own = OnceLock::new();
        Self { common, first, own }
    }

    /// By which the run's future cancels it.
    pub fn handle(&self) -> RunContext {
        self.common.context.clone()
    }

    /// The entry with which the run began.
    pub fn entry(&self) -> u32 {
        self.common.entry
    }

    /// The context of first attempts.
    pub fn first(&self) -> &Context<M> {
        &self.first
    }
}

/// The part of a run that does not depend on types.
pub(crate) struct Common {
    pub(crate) plan: &'static Plan,
    pub(crate) context: RunContext,
    /// If anybody listens.
    pub(crate) span: Option<Span>,
    pub(crate) links: Option<Links>,
    /// The permits that are free, if attempts need one: those of the run and of all runs inside it.
    pub(crate) permits: Option<Arc<Free>>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) record: bool,
    pub(crate) way: Way,
    pub(crate) chosen: Option<Chosen>,
    /// What has been noted of the elements of maps.
    pub(crate) elements: Records,
    /// The calls for elements that executors have.
    pub(crate) left: AllLeft,
    /// What the run itself was told about where steps run.
    said: Option<Place>,
    executor: Kind,
    bound: Vec<Place>,
    pub(super) limits: Vec<Limit>,
    pub(crate) seed: Option<u64>,
    entry: u32,
    /// How the runs inside it have ended.
    pub(crate) inner: OnceLock<Arc<InnerRuns>>,
    /// The way to the run that this one is a part of.
    pub(crate) outer: Option<WayOut>,
}

impl Common {
    fn new(plan: &'static Plan, settings: Settings, record: bool) -> Self {
        let (settings, otherwise, outer) = settings.handed();
        let Settings {
            mut start,
            executor: said,
            bound,
            max_parallel,
            permits,
            deadline,
            seed,
            only,
            limits,
            entry,
            emitters,
            shown,
            ..
        } = settings;
        let record = record || outer.as_ref().is_some_and(WayOut::is_recorded);
        let lines = match &outer {
            Some(outer) => outer.lines.clone(),
            None => (!emitters.is_empty()).then(|| Lines::new(&emitters)),
        };
        let hearers = Hearers {
            is_inner: outer.is_some(),
            step: outer.as_ref().map(WayOut::step),
            element: outer.as_ref().and_then(WayOut::element),
            record,
            logs: spans::is_asked(),
        };
        start.telling = Telling::new(plan, lines, hearers, shown);
        let context = RunContext::new(plan.name, start);
        if let Some(outer) = &outer {
            outer.begin(&context);
        }
        let executor = match (&said, plan.executor) {
            (Some(place), _) => place.0.clone(),
            (None, Some(choice)) => choose(choice, &bound),
            (None, None) => otherwise,
        };
        let span = spans::run(&context);
        // the straight way takes no permits, which is right only if nobody else does
        let is_alone = permits.is_none();
        let straight = is_alone && only.is_none() && matches!(executor, Kind::Inline);
        let executor = match executor {
            Kind::Scheduled => Kind::Inline,
            executor => executor,
        };
        Self {
            plan,
            way: Way::new(straight, plan.steps.len(), record),
            chosen: only.map(|steps| Chosen::new(plan, &steps)),
            elements: Records::default(),
            left: AllLeft::default(),
            links: span.as_ref().and_then(|_| Links::of(plan)),
            span,
            context,
            permits: permits.or_else(|| Some(Arc::new(Free::new(max_parallel?)))),
            deadline: deadline.or(plan.deadline),
            record,
            said,
            executor,
            bound,
            limits,
            seed,
            inner: OnceLock::new(),
            outer,
            entry,
        }
    }

    /// Whether all that runs drives the run on: its steps are tasks, and none has to be in the caller's,
    /// as a run inside it has to be.
    pub(crate) fn is_shared(&self) -> bool {
        let inline = |step: &StepPlan| {
            let asks = step.executor.is_some() && matches!(self.place(step), Kind::Inline);
            // a map, and a run inside this one, are polled where the run is
            asks || step.map.is_some() || step.inner
        };
        matches!(self.executor, Kind::Spawn) && !self.plan.steps.iter().any(inline)
    }

    /// Whether something of the run may leave the task that polls it.
    pub(super) fn may_leave(&self) -> bool {
        self.plan.leaves || !matches!(self.executor, Kind::Inline)
    }

    /// Whether anybody wants to know of each step.
    pub(crate) fn is_watched(&self) -> bool {
        self.telling().is_some() || self.span.is_some()
    }

    /// Whether steps are called in the run's own task, unless they say otherwise, and nobody wants to know of each or
    /// limits how many run.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.executor, Kind::Inline) && !self.is_watched() && self.permits.is_none()
    }

    /// By what the run tells what happens in it.
    pub(crate) fn telling(&self) -> Option<&Telling> {
        self.context.telling()
    }

    /// Tells emitters that the run begins; with so many steps, if each of them ends once.
    pub(crate) fn begins(&self, steps: Option<usize>) {
        if let Some(emission) = self.emission() {
            in_span(self.span.as_ref(), || {
                emission.begin(&self.context, steps);
            });
        }
    }

    /// Tells everybody that the run has ended.
    pub(crate) fn ends(&self, error: Option<&RunError>) {
        if let Some(emission) = self.emission() {
            in_span(self.span.as_ref(), || emission.end(error));
        }
        if let Some(span) = &self.span {
            spans::run_ended(span, error);
        }
    }

    /// The events of the run, if it has emitters.
    pub(crate) fn emission(&self) -> Option<&Emission> {
        self.context.emission()
    }

    /// Where a step's attempts run.
    pub(crate) fn place(&self, step: &StepPlan) -> Kind {
        match step.executor {
            // its own steps, or its elements, have places of their own
            _ if step.inner || step.map.is_some() => Kind::Inline,
            Some(choice) => choose(choice, &self.bound),
            None if step.blocking => self.executor.clone().for_blocking(),
            None => self.executor.clone(),
        }
    }

    /// The limit that a step shares with others.
    pub(crate) fn limit(&self, step: &StepPlan) -> Option<&Limit> {
        step.limit.map(|limit| &self.limits[limit as usize])
    }

    /// What a run begins with that is a block of this one.
    pub(super) fn settings_within(&self, outer: Outer) -> Settings {
        Settings {
            start: Start {
                around: Some(self.context.clone()),
                ..Start::default()
            },
            bound: self.bound.clone(),
            limits: self.limits.clone(),
            outer: Some(Box::new(outer)),
            ..Settings::default()
        }
    }

    /// One of the executors that are bound when the pipeline is built.
    pub(crate) fn bound(&self, number: usize) -> Place {
        self.bound[number].clone()
    }

    /// Where the steps of a run inside this one run that say nothing: what this step, or the run, was told,
    /// and what the run does otherwise.
    pub(crate) fn places(&self, step: u32) -> (Option<Place>, Kind) {
        let step = &self.plan.steps[step as usize];
        let own = step
            .map
            .map_or(step.executor, |map| map.element.executor)
            .map(|choice| Place(choose(choice, &self.bound)));
        (own.or_else(|| self.said.clone()), self.executor.clone())
    }

    /// Whether a step is simply called, in the run's own task.
    pub(crate) fn is_plain(&self, step: u32) -> bool {
        let step = &self.plan.steps[step as usize];
        let is_inline = match step.executor {
            Some(choice) => matches!(choose(choice, &self.bound), Kind::Inline),
            None => !step.blocking && matches!(self.executor, Kind::Inline),
        };
        let is_limited = step.is_limited() || step.limit.is_some();
        is_inline && !is_limited && self.span.is_none() && self.emission().is_none()
    }

    /// A number from `0.0..1.0`. With a seed it is always the same for the same attempt of a step, in
    /// whatever order steps fail.
    pub(crate) fn random(&self, step: u32, attempt: u32) -> f64 {
        let place = u64::from(step) << 32 | u64::from(attempt);
        match self.seed {
            Some(seed) => fastrand::Rng::with_seed(seed ^ place).f64(),
            None => fastrand::f64(),
        }
    }
}

fn choose(choice: Choice, bound: &[Place]) -> Kind {
    match choice {
        Choice::Inline => Kind::Inline,
        Choice::Spawn => Kind::Spawn,
        Choice::Blocking => Kind::Blocking,
        Choice::Bound(index) => bound[index].0.clone(),
    }
}
