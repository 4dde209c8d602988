//! Keeps what a report tells, for runs that are awaited with one.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::board::Ended;
use super::plan::Plan;
use crate::context::RunContext;
use crate::report::{AttemptReport, OutcomeKind, Report, StepReport};

/// The record of one run.
pub(crate) struct Recorder {
    wall: SystemTime,
    clock: Instant,
    steps: Vec<Record>,
}

#[derive(Default)]
struct Record {
    attempts: Vec<Attempt>,
    outcome: Option<OutcomeKind>,
    reason: Option<String>,
    /// The parents on whose account it was skipped.
    caused_by: Vec<u32>,
}

struct Attempt {
    started: Instant,
    finished: Instant,
    error: Option<String>,
    wait: Option<Duration>,
}

impl Recorder {
    pub(crate) fn new(plan: &Plan) -> Box<Self> {
        Box::new(Self {
            wall: SystemTime::now(),
            clock: Instant::now(),
            steps: plan.steps.iter().map(|_| Record::default()).collect(),
        })
    }

    pub(crate) fn started(&mut self, step: u32) {
        let now = Instant::now();
        let attempts = &mut self.steps[step as usize].attempts;
        let wait = attempts.last().map(|before| now - before.finished);
        attempts.push(Attempt {
            started: now,
            finished: now,
            error: None,
            wait,
        });
    }

    pub(crate) fn finished(&mut self, step: u32, error: Option<String>) {
        if let Some(attempt) = self.steps[step as usize].attempts.last_mut() {
            attempt.finished = Instant::now();
            attempt.error = error;
        }
    }

    pub(crate) fn reason(&mut self, step: u32, reason: String) {
        self.steps[step as usize].reason = Some(reason);
    }

    pub(crate) fn ended(&mut self, step: u32, ended: Ended) {
        let record = &mut self.steps[step as usize];
        record.outcome = Some(match ended {
            Ended::Ok => OutcomeKind::Ok,
            Ended::Failed => OutcomeKind::Err,
            Ended::Skipped(skip) => {
                record.reason = Some(skip.reason().to_string());
                OutcomeKind::Skipped
            }
        });
    }

    pub(crate) fn caused(&mut self, step: u32, by: u32) {
        let causes = &mut self.steps[step as usize].caused_by;
        if !causes.contains(&by) {
            causes.push(by);
        }
    }

    pub(crate) fn into_report(self, plan: &'static Plan, context: &RunContext) -> Report {
        let roots = self.roots();
        let name = |step: &u32| plan.steps[*step as usize].name.to_owned();
        let time = |instant: Instant| self.wall + (instant - self.clock);
        let steps = self
            .steps
            .iter()
            .zip(roots)
            .zip(plan.steps)
            .map(|((record, roots), plan)| StepReport {
                step: plan.name.to_owned(),
                outcome: record.outcome.unwrap_or(OutcomeKind::Skipped),
                reason: record.reason.clone(),
                caused_by: roots.iter().map(name).collect(),
                attempts: record
                    .attempts
                    .iter()
                    .map(|attempt| attempt.report(time))
                    .collect(),
            });
        let steps = steps.collect();
        Report {
            run_id: context.run_id(),
            correlation_id: context.correlation_id(),
            parent_run: context.parent_run(),
            pipeline: plan.name.to_owned(),
            definition: plan.definition.to_owned(),
            started: self.wall,
            finished: time(Instant::now()),
            steps,
            graph: Some(plan.graph),
        }
    }

    /// For each step, the steps with which its skip began. Steps stand after their parents, so one
    /// pass finds them all.
    fn roots(&self) -> Vec<Vec<u32>> {
        let mut roots: Vec<Vec<u32>> = Vec::with_capacity(self.steps.len());
        for record in &self.steps {
            let mut mine = Vec::new();
            for &parent in &record.caused_by {
                match roots[parent as usize].as_slice() {
                    [] => mine.push(parent),
                    earlier => mine.extend_from_slice(earlier),
                }
            }
            mine.sort_unstable();
            mine.dedup();
            roots.push(mine);
        }
        roots
    }
}

impl Attempt {
    fn report(&self, time: impl Fn(Instant) -> SystemTime) -> AttemptReport {
        AttemptReport {
            started: time(self.started),
            finished: time(self.finished),
            error: self.error.clone(),
            wait: self.wait,
        }
    }
}
