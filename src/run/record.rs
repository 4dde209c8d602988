//! Keeps what a report tells, for runs that are awaited with one.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::fate::Fate;
use super::plan::Plan;
use crate::attempts::Attempts;
use crate::context::RunContext;
use crate::map::{self, Record};
use crate::report::{AttemptReport, ElementReport, OutcomeKind, Report, StepReport, UndoReport};

/// The record of one run.
pub(crate) struct Recorder {
    plan: &'static Plan,
    wall: SystemTime,
    clock: Instant,
    /// The steps that have been reached, in the order of the plan.
    steps: Vec<StepReport>,
    /// For each step that was skipped on account of others, the parents that did so.
    causes: Vec<(u32, u32)>,
}

impl Recorder {
    pub(crate) fn new(plan: &'static Plan, clock: Instant) -> Self {
        Self {
            plan,
            wall: SystemTime::now(),
            clock,
            steps: Vec::with_capacity(plan.steps.len()),
            causes: Vec::new(),
        }
    }

    fn time(&self, instant: Instant) -> SystemTime {
        self.wall + (instant - self.clock)
    }

    /// The first steps have ended well, each after one attempt that ended so many nanoseconds after the
    /// run began, and began when the one before it ended. Gives the time of the last end.
    pub(crate) fn passed(&mut self, ends: &[AtomicU64]) -> Duration {
        let wall = self.wall;
        let mut started = wall;
        let steps = self.plan.steps.iter().zip(ends).map(|(step, end)| {
            let finished = wall + Duration::from_nanos(end.load(Relaxed));
            let attempt = AttemptReport {
                started,
                finished,
                error: None,
                wait: None,
                run: None,
            };
            started = finished;
            StepReport::new(step.name, OutcomeKind::Ok, Some(attempt))
        });
        self.steps.extend(steps);
        let last = ends.last().map_or(0, |end| end.load(Relaxed));
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
        self.ended(step, Fate::NOT_TAKEN);
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

    pub(crate) fn finished(&mut self, step: u32, error: Option<String>) {
        let finished = self.time(Instant::now());
        self.step(step).attempts.end(finished, error);
    }

    /// An attempt to undo a step begins.
    pub(crate) fn undo_started(&mut self, step: u32) {
        let started = self.time(Instant::now());
        self.undo(step).attempts.begin(started);
    }

    pub(crate) fn undo_finished(&mut self, step: u32, error: Option<String>) {
        let finished = self.time(Instant::now());
        self.undo(step).attempts.end(finished, error);
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

    pub(crate) fn ended(&mut self, step: u32, fate: Fate) {
        let report = self.step(step);
        let reason = report.reason.take();
        (report.outcome, report.reason) = fate.told(reason);
    }

    pub(crate) fn caused(&mut self, step: u32, by: u32) {
        self.causes.push((step, by));
    }

    pub(crate) fn into_report(mut self, context: &RunContext, elements: Vec<Record>) -> Report {
        self.tell_roots();
        self.tell_elements(elements);
        Report::new(self.plan, context, (self.wall, self.clock), self.steps)
    }

    /// The elements of maps, by index.
    fn tell_elements(&mut self, mut elements: Vec<Record>) {
        elements.sort_by_key(|element| element.index);
        for element in elements {
            let mut attempts = Attempts::default();
            for attempt in &element.attempts {
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

    fn attempt(&self, attempt: &map::Attempt, before: Option<&AttemptReport>) -> AttemptReport {
        let started = self.time(attempt.started);
        let since = |before: &AttemptReport| started.duration_since(before.finished);
        AttemptReport {
            started,
            finished: self.time(attempt.finished),
            error: attempt.error.clone(),
            wait: before.map(|before| since(before).unwrap_or_default()),
            run: None,
        }
    }

    /// For each step that was skipped, the steps with which that began. Steps stand after their parents, so
    /// one pass finds them all.
    fn tell_roots(&mut self) {
        self.causes.sort_unstable();
        self.causes.dedup();
        let mut roots: Vec<Vec<u32>> = vec![Vec::new(); self.steps.len()];
        for causes in self.causes.chunk_by(|one, other| one.0 == other.0) {
            let mut mine = Vec::new();
            for &(_, parent) in causes {
                match roots[parent as usize].as_slice() {
                    [] => mine.push(parent),
                    earlier => mine.extend_from_slice(earlier),
                }
            }
            mine.sort_unstable();
            mine.dedup();
            let step = causes[0].0 as usize;
            let name = |root: &u32| self.plan.steps[*root as usize].name.into();
            self.steps[step].caused_by = mine.iter().map(name).collect();
            roots[step] = mine;
        }
    }
}
