//! The calls of a run, and who made each.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::error_report::Fault;
use crate::report::{AttemptReport, OutcomeKind, StepReport, rfc3339};
use crate::run::Plan;
use crate::table::{milliseconds, one_line, outcome};

/// One call of a step in a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallReport {
    /// The step.
    pub step: Cow<'static, str>,
    /// The place of the call in which this one was made, in [`Report::calls`](crate::Report::calls); the entry
    /// has none.
    pub caller: Option<usize>,
    /// How it ended; skipped, if whoever called it did not wait for its end.
    pub outcome: OutcomeKind,
    /// Why it failed.
    pub error: Option<String>,
    /// What lies behind that, each the cause of the one before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// When it began.
    #[serde(with = "rfc3339")]
    pub started: SystemTime,
    /// When it ended.
    #[serde(with = "rfc3339")]
    pub finished: SystemTime,
}

impl CallReport {
    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        let elapsed = self.finished.duration_since(self.started);
        elapsed.unwrap_or_default()
    }
}

/// How a call ended.
pub(crate) enum Ended {
    Well,
    Failed(Fault),
    Dropped,
}

impl Ended {
    pub(crate) fn outcome(&self) -> OutcomeKind {
        match self {
            Self::Well => OutcomeKind::Ok,
            Self::Failed(_) => OutcomeKind::Err,
            Self::Dropped => OutcomeKind::Skipped,
        }
    }

    pub(crate) fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Failed(fault) => Some(fault),
            Self::Well | Self::Dropped => None,
        }
    }
}

/// The calls of one run.
pub(crate) struct Calls {
    wall: SystemTime,
    clock: Instant,
    rows: Mutex<Vec<Row>>,
}

struct Row {
    step: u32,
    caller: Option<u32>,
    started: Instant,
    end: Option<(Instant, Ended)>,
}

impl Calls {
    pub(crate) fn new() -> Self {
        Self {
            wall: SystemTime::now(),
            clock: Instant::now(),
            rows: Mutex::default(),
        }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call begins; gives its place.
    pub(crate) fn begin(&self, step: u32, caller: Option<u32>) -> u32 {
        let mut rows = self.rows();
        rows.push(Row {
            step,
            caller,
            started: Instant::now(),
            end: None,
        });
        u32::try_from(rows.len() - 1).unwrap_or(u32::MAX)
    }

    /// A call ends, the first time that this is said.
    pub(crate) fn end(&self, call: u32, ended: Ended) {
        if let Some(row) = self.rows().get_mut(call as usize) {
            row.end.get_or_insert_with(|| (Instant::now(), ended));
        }
    }

    /// When the run began.
    pub(crate) fn clock(&self) -> (SystemTime, Instant) {
        (self.wall, self.clock)
    }

    /// The calls as they are told.
    pub(crate) fn told(&self, plan: &'static Plan) -> Vec<CallReport> {
        let time = |instant: Instant| self.wall + (instant - self.clock);
        let told = |row: &Row| {
            let (end, fault) = match &row.end {
                Some((end, ended)) => (*end, ended.fault()),
                None => (row.started, None),
            };
            CallReport {
                step: plan.steps[row.step as usize].name.into(),
                caller: row.caller.map(|caller| caller as usize),
                outcome: match &row.end {
                    Some((_, ended)) => ended.outcome(),
                    None => OutcomeKind::Skipped,
                },
                error: fault.map(|fault| fault.text.clone()),
                sources: fault.map_or_else(Vec::new, |fault| fault.sources.clone()),
                started: time(row.started),
                finished: time(end),
            }
        };
        self.rows().iter().map(told).collect()
    }
}

/// What is told of each step in the order of the description.
pub(crate) fn of_steps(plan: &'static Plan, calls: &[CallReport]) -> Vec<StepReport> {
    let steps = plan.steps.iter().map(|plan| plan.name);
    let never = |name| StepReport::new(name, OutcomeKind::Skipped, None);
    steps
        .map(|name| of_step(name, calls).unwrap_or_else(|| never(name)))
        .collect()
}

/// How a step ended the last time, if it was ever called.
pub(crate) fn of_step(name: &str, calls: &[CallReport]) -> Option<StepReport> {
    let call = calls.iter().rev().find(|call| call.step == name)?;
    let attempt = AttemptReport {
        error: call.error.clone(),
        sources: call.sources.clone().into(),
        ..AttemptReport::new(call.started, call.finished)
    };
    Some(StepReport {
        reason: call.error.clone(),
        sources: call.sources.clone().into(),
        ..StepReport::new(call.step.clone(), call.outcome, Some(attempt))
    })
}

/// A line for each call, further to the right than its caller's.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, calls: &[CallReport]) -> fmt::Result {
    let names: Vec<String> = (0..calls.len()).map(|call| indented(calls, call)).collect();
    let widths = names.iter().map(|name| name.chars().count());
    let width = widths.max().unwrap_or_default().max("call".len());
    write!(f, "{:<width$}  {:<7}  {:>10}", "call", "outcome", "time")?;
    for (number, name) in in_order(calls).into_iter().map(|call| (call, &names[call])) {
        let call = &calls[number];
        let (ended, time) = (outcome(call.outcome), milliseconds(call.elapsed()));
        write!(f, "\n{name:<width$}  {ended:<7}  {time:>10}")?;
        if let Some(error) = &call.error {
            write!(f, "  {}", one_line(error))?;
        }
    }
    Ok(())
}

/// The calls, each after its caller and before whatever that has called later.
fn in_order(calls: &[CallReport]) -> Vec<usize> {
    let mut made = vec![Vec::new(); calls.len()];
    let mut open = Vec::new();
    for (number, call) in calls.iter().enumerate().rev() {
        match call.caller.and_then(|caller| made.get_mut(caller)) {
            Some(made) => made.push(number),
            None => open.push(number),
        }
    }
    let mut order = Vec::with_capacity(calls.len());
    while let Some(call) = open.pop() {
        order.push(call);
        open.extend(&made[call]);
    }
    order
}

fn indented(calls: &[CallReport], call: usize) -> String {
    let (mut depth, mut caller) = (0, calls[call].caller);
    while let Some(call) = caller.filter(|_| depth < 40) {
        depth += 1;
        caller = calls.get(call).and_then(|call| call.caller);
    }
    "  ".repeat(depth) + &calls[call].step
}
