//! Keeps what a report tells, for runs that are awaited with one.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::fate::Fate;
use super::plan::Plan;
use crate::context::RunContext;
use crate::error_report::Fault;
use crate::map::{self, Record};
use crate::report::{
    AttemptReport, Attempts, ElementReport, OutcomeKind, Passed, Report, StepReport, StepReports,
    UndoReport,
};

/// The record of one run.
pub(crate) struct Reporter {
    plan: &'static Plan,
    wall: SystemTime,
    clock: Instant,
    /// The steps that have been reached, in the order of the plan.
    steps: StepReports,
}

impl Reporter {
    pub(crate) fn new(plan: &'static Plan, clock: Instant) -> Self {
        let wall = SystemTime::now();
        let none = Passed {
            plan,
            started: wall,
            ends: Arc::default(),
            count: 0,
        };
        Self {
            plan,
            wall,
            clock,
            steps: StepReports::passed(none),
        }
    }

    fn time(&self, instant: Instant) -> SystemTime {
        self.wall + (instant - self.clock)
    }

    /// So many steps have ended well, each after one attempt that ended so many nanoseconds after the
    /// run began, and began when the one before it ended. Gives the time of the last end.
    pub(crate) fn passed(&mut self, ends: &Arc<[AtomicU64]>, count: usize) -> Duration {
        self.steps = StepReports::passed(Passed {
            plan: self.plan,
            started: self.wall,
            ends: Arc::clone(ends),
            count,
        });
        let last = ends[..count].last().map_or(0, |end| end.load(Relaxed));
        Duration::from_nanos(last)
    }

    /// One of these steps lies in an arm that was not taken.
    pub(crate) fn passed_over(&mut self, step: u32) {
        let report = StepReport::new(
            self.plan.steps[step as usize].name,
            OutcomeKind::Skipped,
            None,
        );
        *self.step(step) = report;
        self.ended(step, Fate::NOT_TAKEN, Vec::new());
    }

    fn step(&mut self, step: u32) -> &mut StepReport {
        let step = step as usize;
        while self.steps.len() <= step {
            let name = self.plan.steps[self.steps.len()].name;
            let open = StepReport::new(name, OutcomeKind::Skipped, None);
            self.steps.push(open);
        }
        &mut self.steps[step]
    }

    /// An attempt begins, or has begun this long after the run.
    pub(crate) fn started(&mut self, step: u32, began: Option<Duration>) {
        let started = match began {
            Some(time) => self.wall + time,
            None => self.time(Instant::now()),
        };
        self.step(step).attempts.begin(started);
    }

    pub(crate) fn finished(&mut self, step: u32, fault: Option<Fault>) {
        let finished = self.time(Instant::now());
        self.step(step).attempts.end(finished, fault);
    }

    /// An attempt to undo a step begins.
    pub(crate) fn undo_started(&mut self, step: u32) {
        let started = self.time(Instant::now());
        self.undo(step).attempts.begin(started);
    }

    pub(crate) fn undo_finished(&mut self, step: u32, fault: Option<Fault>) {
        let finished = self.time(Instant::now());
        self.undo(step).attempts.end(finished, fault);
    }

    pub(crate) fn undo_ended(&mut self, step: u32, error: Option<String>) {
        let undo = self.undo(step);
        undo.outcome = match error {
            Some(_) => OutcomeKind::Err,
            None => OutcomeKind::Ok,
        };
        undo.reason = error;
    }

    fn undo(&mut self, step: u32) -> &mut UndoReport {
        self.step(step).undo.get_or_insert_default()
    }

    pub(crate) fn reason(&mut self, step: u32, reason: String) {
        self.step(step).reason = Some(reason);
    }

    pub(crate) fn sources(&mut self, step: u32, sources: Vec<String>) {
        self.step(step).sources = sources.into();
    }

    pub(crate) fn ended(&mut self, step: u32, fate: Fate, caused_by: Vec<Cow<'static, str>>) {
        let report = self.step(step);
        report.caused_by = caused_by.into();
        let reason = report.reason.take();
        (report.outcome, report.reason) = fate.told(reason);
    }

    pub(crate) fn into_report(mut self, context: &RunContext, elements: Vec<Record>) -> Report {
        self.tell_elements(elements);
        Report::new(self.plan, context, (self.wall, self.clock), self.steps)
    }

    /// The elements of maps, by index.
    fn tell_elements(&mut self, mut elements: Vec<Record>) {
        elements.sort_by_key(|element| element.index);
        for element in elements {
            let mut attempts = Attempts::default();
            for attempt in element.attempts {
                let report = self.attempt(attempt, attempts.last());
                attempts.push(report);
            }
            self.step(element.step).elements.push(ElementReport {
                index: element.index,
                outcome: element.outcome,
                reason: element.reason,
                attempts,
            });
        }
    }

    fn attempt(&self, attempt: map::Attempt, before: Option<&AttemptReport>) -> AttemptReport {
        let started = self.time(attempt.started);
        let since = |before: &AttemptReport| started.duration_since(before.finished);
        let wait = before.map(|before| since(before).unwrap_or_default());
        let mut report = AttemptReport {
            wait,
            ..AttemptReport::new(started, started)
        };
        report.end(self.time(attempt.finished), attempt.fault);
        report
    }
}
