//! Whoever wants to know of each step while the run goes on: a report, and emitters.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use super::core::Common;
use super::fate::Fate;
use super::plan::Plan;
use super::record::Reporter;
use crate::context::RunContext;
use crate::emitter::{Emission, EventKind, Subject};
use crate::error_report::Fault;
use crate::report::OutcomeKind;

/// All who want to know; there if there is anybody.
pub(crate) struct Watch {
    /// If the run is awaited with its report.
    pub(crate) report: Option<Reporter>,
    /// If it has emitters.
    run: Option<RunContext>,
    /// A failed attempt, until it is known whether there is another.
    failed: Option<(u32, Fault)>,
    /// Why the step fails that is about to end.
    reason: Option<String>,
    roots: Roots,
}

impl Watch {
    pub(crate) fn new(core: &Common) -> Option<Box<Self>> {
        let run = core.context.emission().map(|_| core.context.clone());
        core.telling().is_some().then(|| {
            let report = || Reporter::new(core.plan, core.way.clock());
            Box::new(Self {
                report: core.record.then(report),
                run,
                failed: None,
                reason: None,
                roots: Roots::new(core.plan),
            })
        })
    }

    fn emission(&self) -> Option<&Emission> {
        self.run.as_ref()?.emission()
    }

    /// An attempt begins.
    pub(crate) fn started(&mut self, step: u32) {
        if let Some(report) = &mut self.report {
            report.started(step, None);
        }
        if let Some(emission) = self.emission() {
            emission.started(step);
        }
    }

    /// An attempt has begun on the straight way, this long after the run; emitters know.
    pub(crate) fn has_begun(&mut self, step: u32, began: Option<Duration>) {
        if let Some(report) = &mut self.report {
            report.started(step, began);
        }
    }

    pub(crate) fn finished(&mut self, step: u32, fault: Option<Fault>) {
        if let Some(report) = &mut self.report {
            report.finished(step, fault.clone());
        }
        match (fault, self.emission()) {
            (_, None) => {}
            (None, Some(emission)) => emission.finished(step, None, None),
            (Some(fault), Some(_)) => self.failed = Some((step, fault)),
        }
    }

    /// The step waits before its next attempt.
    pub(crate) fn waits(&mut self, wait: Duration) {
        self.has_failed(Some(wait));
    }

    /// Tells of the attempt that has failed.
    fn has_failed(&mut self, wait: Option<Duration>) {
        if let Some((step, fault)) = self.failed.take()
            && let Some(emission) = self.emission()
        {
            emission.finished(step, Some(fault), wait);
        }
    }

    /// Why the step fails that is about to end.
    pub(crate) fn reason(&mut self, step: u32, reason: String) {
        if self.run.is_some() {
            self.reason = Some(reason.clone());
        }
        if let Some(report) = &mut self.report {
            report.reason(step, reason);
        }
    }

    pub(crate) fn sources(&mut self, step: u32, sources: Vec<String>) {
        if let Some(report) = &mut self.report {
            report.sources(step, sources);
        }
    }

    pub(crate) fn ended(&mut self, step: u32, fate: Fate) {
        let caused_by = self.roots.named(step);
        if let Some(report) = &mut self.report {
            report.ended(step, fate, caused_by.clone());
        }
        self.has_failed(None);
        let reason = self.reason.take();
        if let Some(emission) = self.emission() {
            let (outcome, reason) = fate.told(reason);
            emission.ended(step, (outcome, reason, caused_by));
        }
    }

    /// A step will not run on account of another one.
    pub(crate) fn caused(&mut self, step: u32, by: u32) {
        self.roots.add(step, by);
    }

    /// An attempt to undo a step begins.
    pub(crate) fn undo_started(&mut self, step: u32, attempt: u32) {
        if let Some(report) = &mut self.report {
            report.undo_started(step);
        }
        if attempt == 1 {
            self.emit(step, attempt, EventKind::UndoStarted);
        }
    }

    pub(crate) fn undo_finished(
        &mut self,
        step: u32,
        attempt: u32,
        fault: Option<Fault>,
        wait: Option<Duration>,
    ) {
        if let Some(report) = &mut self.report {
            report.undo_finished(step, fault.clone());
        }
        let error = fault.map(|fault| fault.text);
        self.emit(step, attempt, EventKind::UndoAttemptEnded { error, wait });
    }

    pub(crate) fn undo_ended(&mut self, step: u32, attempts: u32, error: Option<String>) {
        if let Some(report) = &mut self.report {
            report.undo_ended(step, error.clone());
        }
        let outcome = match error {
            None => OutcomeKind::Ok,
            Some(_) => OutcomeKind::Err,
        };
        self.emit(step, attempts, EventKind::UndoEnded { outcome, error });
    }

    fn emit(&self, step: u32, attempts: u32, kind: EventKind) {
        if let Some(emission) = self.emission() {
            emission.emit(Subject::step(step, None, attempts), kind);
        }
    }
}

/// For each step that will not run on account of others, the steps with which that began.
struct Roots {
    plan: &'static Plan,
    of: HashMap<u32, Vec<u32>>,
}

impl Roots {
    fn new(plan: &'static Plan) -> Self {
        let of = HashMap::new();
        Self { plan, of }
    }

    /// All that is known of a parent that has ended goes for the step too.
    fn add(&mut self, step: u32, parent: u32) {
        let earlier = self.of.get(&parent).cloned();
        let mine = self.of.entry(step).or_default();
        mine.extend(earlier.unwrap_or_else(|| vec![parent]));
        mine.sort_unstable();
        mine.dedup();
    }

    fn named(&self, step: u32) -> Vec<Cow<'static, str>> {
        let roots = self.of.get(&step).into_iter().flatten();
        let name = |root: &u32| self.plan.steps[*root as usize].name.into();
        roots.map(name).collect()
    }
}
