//! The events of one run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::list::Lines;
use super::show::Values;
use super::spot::Spot;
use super::{Event, EventKind, Hearers};
use crate::context::RunContext;
use crate::error::RunError;
use crate::error_report::Fault;
use crate::ids::{CorrelationId, RunId};
use crate::report::OutcomeKind;
use crate::run::Plan;

/// There if the run has emitters.
pub(crate) struct Emission {
    plan: &'static Plan,
    lines: Lines,
    /// Another run ends after it, and waits for the emitters.
    is_inner: bool,
    /// The step that the run is, and the element of a value that it is for.
    outer: (Option<&'static str>, Option<usize>),
    begun: OnceLock<Begun>,
    is_over: AtomicBool,
    steps: Box<[Stand]>,
    shown: Arc<Values>,
}

/// What is known once a run has begun.
struct Begun {
    run_id: RunId,
    correlation_id: CorrelationId,
    parent_run: Option<RunId>,
    wall: SystemTime,
    clock: Instant,
}

/// Where a step stands. Only whoever drives the run looks at it.
#[derive(Default)]
struct Stand {
    attempts: AtomicU32,
    /// When its first attempt began, in nanoseconds from the run's beginning.
    began: AtomicU64,
    /// The same for its last attempt.
    tried: AtomicU64,
}

/// How a step has ended.
type End = (OutcomeKind, Option<String>, Vec<Cow<'static, str>>);

/// What an event is about.
#[derive(Clone, Copy, Default)]
pub(crate) struct Subject {
    step: Option<u32>,
    element: Option<usize>,
    attempt: Option<u32>,
    call: Option<usize>,
    caller: Option<usize>,
}

impl Subject {
    /// A call; the run, if nobody knows which.
    pub(crate) fn of(spot: Option<Spot>) -> Self {
        Self {
            step: spot.map(|spot| spot.step),
            element: spot.and_then(|spot| spot.element),
            attempt: spot.map(|spot| spot.attempt),
            ..Self::default()
        }
    }

    /// A step, or an element, after so many attempts.
    pub(crate) fn step(step: u32, element: Option<usize>, attempts: u32) -> Self {
        Self {
            step: Some(step),
            element,
            attempt: (attempts > 0).then_some(attempts),
            ..Self::default()
        }
    }

    /// A call of a step in a flow, and the one in which it was made.
    pub(crate) fn call(step: u32, call: u32, caller: Option<u32>) -> Self {
        Self {
            call: Some(call as usize),
            caller: caller.map(|caller| caller as usize),
            ..Self::step(step, None, 1)
        }
    }
}

impl Emission {
    pub(super) fn new(
        plan: &'static Plan,
        lines: Lines,
        hearers: &Hearers,
        shown: Arc<Values>,
    ) -> Self {
        Self {
            plan,
            lines,
            is_inner: hearers.is_inner,
            outer: (hearers.step, hearers.element),
            begun: OnceLock::new(),
            is_over: AtomicBool::new(false),
            steps: plan.steps.iter().map(|_| Stand::default()).collect(),
            shown,
        }
    }

    /// The ways to the emitters, for the runs inside this one.
    pub(crate) fn lines(&self) -> Lines {
        self.lines.clone()
    }

    /// The run begins; with so many steps, if each of them ends once.
    pub(crate) fn begin(&self, run: &RunContext, steps: Option<usize>) {
        let begun = Begun {
            run_id: run.run_id(),
            correlation_id: run.correlation_id(),
            parent_run: run.parent_run(),
            wall: SystemTime::now(),
            clock: Instant::now(),
        };
        if self.begun.set(begun).is_ok() {
            let kind = EventKind::RunStarted {
                steps,
                definition: self.plan.definition.into(),
                inputs: self.shown.inputs(),
                metadata: match self.is_inner {
                    true => BTreeMap::new(),
                    false => run.told(),
                },
                graph: Some(self.plan.graph),
            };
            self.emit(Subject::default(), kind);
        }
    }

    /// Something happens. Nothing does before the run begins, or after it has ended.
    pub(crate) fn emit(&self, subject: Subject, kind: EventKind) {
        if let Some(now) = self.now() {
            self.emit_at(now, subject, kind);
        }
    }

    fn emit_at(&self, now: Duration, subject: Subject, kind: EventKind) {
        if !self.is_over.load(Relaxed) {
            self.put(now, subject, kind);
        }
    }

    fn put(&self, now: Duration, subject: Subject, kind: EventKind) {
        let Some(begun) = self.begun.get() else {
            return;
        };
        let name = |step: u32| self.plan.steps[step as usize].name.into();
        self.lines.put(Event {
            time: begun.wall + now,
            run_id: begun.run_id,
            correlation_id: begun.correlation_id,
            parent_run: begun.parent_run,
            parent_step: self.outer.0.map(Cow::Borrowed),
            parent_element: self.outer.1,
            pipeline: self.plan.name.into(),
            step: subject.step.map(name),
            element: subject.element,
            attempt: subject.attempt,
            call: subject.call,
            caller: subject.caller,
            kind,
        });
    }

    /// How long the run has been going on.
    fn now(&self) -> Option<Duration> {
        Some(self.begun.get()?.clock.elapsed())
    }

    /// An attempt of a step begins.
    pub(crate) fn started(&self, step: u32) {
        let Some(now) = self.now() else { return };
        let stand = &self.steps[step as usize];
        let attempt = stand.attempts.load(Relaxed) + 1;
        stand.attempts.store(attempt, Relaxed);
        stand.tried.store(nanos(now), Relaxed);
        let kind = match attempt {
            1 => {
                stand.began.store(nanos(now), Relaxed);
                EventKind::StepStarted
            }
            _ => EventKind::AttemptStarted,
        };
        self.emit_at(now, Subject::step(step, None, attempt), kind);
    }

    /// An attempt of a step has ended, and is followed by another after this time.
    pub(crate) fn finished(&self, step: u32, fault: Option<Fault>, wait: Option<Duration>) {
        let Some(now) = self.now() else { return };
        let stand = &self.steps[step as usize];
        let kind = attempt_ended(fault, wait, since(&stand.tried, now));
        self.emit_at(now, stand.subject(step), kind);
    }

    /// A step has ended: how, why, and on account of which steps.
    pub(crate) fn ended(&self, step: u32, (outcome, reason, caused_by): End) {
        let Some(now) = self.now() else { return };
        let stand = &self.steps[step as usize];
        let took = match stand.attempts.load(Relaxed) {
            0 => Duration::ZERO,
            _ => since(&stand.began, now),
        };
        let handled = self.plan.steps[step as usize].handled && outcome == OutcomeKind::Err;
        let (value, size) = self.shown.value(step).unzip();
        let kind = EventKind::StepEnded {
            outcome,
            reason,
            caused_by,
            handled,
            payload: None,
            value,
            size: size.flatten(),
            took,
        };
        self.emit_at(now, stand.subject(step), kind);
    }

    /// The run has ended.
    pub(crate) fn end(&self, error: Option<&RunError>) {
        let cancelled = error.is_some_and(RunError::is_cancelled);
        self.end_as(error.map(ToString::to_string), cancelled);
    }

    /// The run's future was dropped before its end.
    pub(crate) fn cut_off(&self) {
        let error = format!("pipeline `{}`: its future was dropped", self.plan.name);
        self.end_as(Some(error), true);
    }

    fn end_as(&self, error: Option<String>, cancelled: bool) {
        let Some(took) = self.now() else { return };
        let outcome = outcome(error.is_none());
        let kind = EventKind::RunEnded {
            outcome,
            error,
            cancelled,
            took,
        };
        // in this order: what others say from now on comes too late
        if !self.is_over.swap(true, Relaxed) {
            self.put(took, Subject::default(), kind);
        }
    }

    /// Waits until the emitters have taken all of it.
    pub(crate) async fn flush(&self) {
        if !self.is_inner && self.begun.get().is_some() {
            self.lines.flush().await;
        }
    }

    /// What has been lost.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match self.is_inner {
            true => Vec::new(),
            false => self.lines.warnings().collect(),
        }
    }
}

impl Stand {
    fn subject(&self, step: u32) -> Subject {
        Subject::step(step, None, self.attempts.load(Relaxed))
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn since(time: &AtomicU64, now: Duration) -> Duration {
    now.saturating_sub(Duration::from_nanos(time.load(Relaxed)))
}

fn outcome(is_ok: bool) -> OutcomeKind {
    match is_ok {
        true => OutcomeKind::Ok,
        false => OutcomeKind::Err,
    }
}

pub(crate) fn attempt_ended(
    fault: Option<Fault>,
    wait: Option<Duration>,
    took: Duration,
) -> EventKind {
    let outcome = outcome(fault.is_none());
    let (error, sources) = fault.map(|fault| (fault.text, fault.sources)).unzip();
    EventKind::AttemptEnded {
        outcome,
        error,
        sources: sources.unwrap_or_default(),
        wait,
        took,
    }
}

pub(crate) fn step_ended(
    outcome: OutcomeKind,
    reason: Option<String>,
    handled: bool,
    took: Duration,
) -> EventKind {
    EventKind::StepEnded {
        outcome,
        reason,
        caused_by: Vec::new(),
        handled,
        payload: None,
        value: None,
        size: None,
        took,
    }
}
