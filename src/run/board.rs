//! Who may begin, who is skipped, what can be dropped: the schedule of one run.
//!
//! The board knows steps by their numbers only; values, errors and futures are others' business.
//! All of it is counting: nothing is searched, sorted or looked up by name.

use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use super::bits::Bits;
use super::permits::Permits;
use super::plan::{Need, Plan, StepPlan};
use super::record::Recorder;
use super::ticket::Ticket;
use super::wakes::Wakes;
use crate::error::Failure;
use crate::outcome::{Skip, SkipReason};

/// The state of one run.
pub(crate) struct Board {
    pub(crate) plan: &'static Plan,
    cells: Box<[Cell]>,
    /// How many readers of each slot have not ended.
    readers: Box<[u32]>,
    /// Slots whose last reader has ended.
    spent: Vec<usize>,
    /// Steps to poll.
    ready: Bits,
    /// The step that waits with the run's own waker: any wake of the run may be its.
    unsure: Option<u32>,
    wakes: Option<Arc<Wakes>>,
    left: u32,
    /// Steps that have ended while their last attempt may still look at what it borrowed.
    held: Vec<u32>,
    permits: Permits,
    pub(crate) ending: Option<Ending>,
    fails_by_deadline: bool,
    pub(crate) failures: Vec<Failure>,
    pub(crate) recorder: Option<Box<Recorder>>,
}

struct Cell {
    /// How many parents have not ended.
    waits: u32,
    state: State,
    waker: Option<Waker>,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum State {
    /// Parents are running.
    Waiting,
    /// All parents have ended, and it may run.
    Ready,
    /// It has begun.
    Active,
    /// It is to end as skipped.
    Skip(Skip),
    /// It is to fail for want of this step's value.
    Missing(&'static str),
    /// It has ended.
    Ended(Ended),
}

impl State {
    /// Whether a parent's end can still change what becomes of the step: it waits, or is about to be
    /// skipped, or to fail, on account of another parent that has ended at the same moment.
    fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::Missing(_) => true,
            Self::Skip(skip) => skip.cause.is_some(),
            Self::Ready | Self::Active | Self::Ended(_) => false,
        }
    }
}

/// How a step ended, as far as others are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Ok,
    Failed,
    Skipped(Skip),
}

/// Why nothing more starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    FailFast,
    Deadline,
}

impl Board {
    /// The schedule of a run whose first steps, `done` of them, have ended well already.
    pub(crate) fn new(
        plan: &'static Plan,
        done: u32,
        max_parallel: usize,
        recorder: Option<Box<Recorder>>,
    ) -> Self {
        let steps = plan.steps.len();
        let mut board = Self {
            plan,
            cells: (0..)
                .zip(plan.steps)
                .map(|(number, step)| Cell::new(number, step, done))
                .collect(),
            readers: readers(plan, done),
            spent: Vec::new(),
            ready: Bits::new(steps),
            unsure: None,
            wakes: None,
            left: u32::try_from(steps).expect("a pipeline has fewer than 2^32 steps") - done,
            held: Vec::new(),
            permits: Permits::new(max_parallel),
            ending: None,
            fails_by_deadline: false,
            failures: Vec::new(),
            recorder,
        };
        for step in done..done + board.left {
            if board.cells[step as usize].waits == 0 {
                board.change(step, State::Ready);
            }
        }
        board
    }

    /// Whether all steps have ended, and nobody holds what the run is about to hand out.
    pub(crate) fn is_done(&self) -> bool {
        self.left == 0 && !self.held.iter().any(|step| self.holds_result(*step))
    }

    /// Whether a step reads what the run hands out: the output, unless it has failed; with a report, what
    /// any step has produced.
    fn holds_result(&self, step: u32) -> bool {
        let inputs = self.readers.len() - self.cells.len();
        let output = self.failures.is_empty() && !self.fails_by_deadline;
        // all steps have ended: whoever still reads a slot is the run itself
        let handed_out = |slot: usize| match self.is_recorded() {
            true => slot >= inputs || self.readers[slot] > 0,
            false => output && self.readers[slot] > 0,
        };
        let reads = self.step(step).reads;
        reads.iter().any(|slot| handed_out(*slot as usize))
    }

    /// A step ends without its last attempt, which runs on elsewhere.
    pub(crate) fn abandon(&mut self, step: u32) {
        self.held.push(step);
        self.ready.insert(step);
    }

    /// An attempt that was left behind has let go of what it borrowed.
    pub(crate) fn let_go(&mut self, step: u32) {
        self.held.retain(|held| *held != step);
    }

    /// The next step to be polled, taken off the list.
    pub(crate) fn next_ready(&mut self) -> Option<u32> {
        self.ready.pop()
    }

    pub(crate) fn state(&self, step: u32) -> State {
        self.cells[step as usize].state
    }

    pub(crate) fn step(&self, step: u32) -> &'static StepPlan {
        &self.plan.steps[step as usize]
    }

    pub(crate) fn begin(&mut self, step: u32) -> &'static StepPlan {
        self.cells[step as usize].state = State::Active;
        self.step(step)
    }

    fn change(&mut self, step: u32, state: State) {
        self.cells[step as usize].state = state;
        self.ready.insert(step);
    }

    /// Notes that a step has ended, and what follows for the steps that wait for it.
    pub(crate) fn end(&mut self, step: u32, ended: Ended) {
        self.left -= 1;
        if let Some(recorder) = &mut self.recorder {
            recorder.ended(step, ended);
        }
        self.cells[step as usize].state = State::Ended(ended);
        let plan = self.step(step);
        for &child in plan.children {
            self.parent_ended(child, step, ended);
        }
        for &slot in plan.reads {
            self.read(slot as usize);
        }
        let slot = self.plan.slot(step);
        if self.readers[slot] == 0 {
            self.spend(slot);
        }
    }

    fn parent_ended(&mut self, child: u32, parent: u32, ended: Ended) {
        let cell = &mut self.cells[child as usize];
        cell.waits -= 1;
        let (waits, state) = (cell.waits, cell.state);
        if !state.is_open() {
            return;
        }
        if ended != Ended::Ok && self.lacks(child, parent, ended) {
            let missing = self.verdict(child);
            self.change(child, missing);
        } else if let (0, State::Waiting) = (waits, state) {
            let state = self
                .ending
                .map_or(State::Ready, |ending| State::Skip(ending.skip()));
            self.change(child, state);
        }
    }

    /// Whether a step cannot run because this parent ended so.
    fn lacks(&self, child: u32, parent: u32, ended: Ended) -> bool {
        let parents = self.step(child).parents;
        let from = parents.partition_point(|p| p.step < parent);
        let wires = parents[from..].iter().take_while(|p| p.step == parent);
        wires.into_iter().any(|wire| wire.need.lacks(ended))
    }

    /// What becomes of a step that lacks a parent: among those that have ended, failure beats skip.
    fn verdict(&mut self, child: u32) -> State {
        let plan = self.step(child);
        let mut verdict: Option<(u32, SkipReason)> = None;
        for wire in plan.parents {
            let State::Ended(ended) = self.state(wire.step) else {
                continue;
            };
            if !wire.need.lacks(ended) {
                continue;
            }
            if let Some(recorder) = &mut self.recorder {
                recorder.caused(child, wire.step);
            }
            let reason = ended.consequence();
            match verdict {
                Some((_, SkipReason::ParentFailed)) => {}
                Some(_) if reason != SkipReason::ParentFailed => {}
                _ => verdict = Some((wire.step, reason)),
            }
        }
        let (parent, reason) = verdict.expect("it lacks the parent that has just ended");
        if plan.fails_on_missing {
            return State::Missing(self.step(parent).name);
        }
        State::Skip(Skip {
            reason,
            cause: Some(self.root(parent)),
        })
    }

    /// The step with which it began.
    fn root(&self, step: u32) -> &'static str {
        match self.state(step) {
            State::Ended(Ended::Skipped(Skip {
                cause: Some(root), ..
            })) => root,
            _ => self.step(step).name,
        }
    }

    fn read(&mut self, slot: usize) {
        self.readers[slot] -= 1;
        if self.readers[slot] == 0 {
            self.spend(slot);
        }
    }

    fn spend(&mut self, slot: usize) {
        let is_input = slot < self.readers.len() - self.cells.len();
        if is_input || self.recorder.is_none() {
            self.spent.push(slot);
        }
    }

    /// A slot that nobody reads any more.
    pub(crate) fn take_spent(&mut self) -> Option<usize> {
        self.spent.pop()
    }

    /// Whether the run is awaited with a report.
    pub(crate) fn is_recorded(&self) -> bool {
        self.recorder.is_some()
    }

    /// An attempt begins, or has begun this long after the run.
    pub(crate) fn attempt_started(&mut self, step: u32, began: Option<Duration>) {
        if let Some(recorder) = &mut self.recorder {
            recorder.started(step, began);
        }
    }

    pub(crate) fn attempt_finished(&mut self, step: u32, error: Option<String>) {
        if let Some(recorder) = &mut self.recorder {
            recorder.finished(step, error);
        }
    }

    /// Notes why a step failed.
    pub(crate) fn reason(&mut self, step: u32, reason: String) {
        if let Some(recorder) = &mut self.recorder {
            recorder.reason(step, reason);
        }
    }

    /// Notes an error that nobody in the pipeline deals with.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
        if self.plan.fail_fast {
            self.stop(Ending::FailFast);
        }
    }

    /// Starts nothing more: what has not begun is skipped, what waits or runs is polled to decide.
    pub(crate) fn stop(&mut self, ending: Ending) {
        if self.ending == Some(Ending::Deadline) {
            return;
        }
        self.ending = Some(ending);
        for step in 0..self.plan.steps.len() as u32 {
            match self.state(step) {
                State::Waiting | State::Ready => self.change(step, State::Skip(ending.skip())),
                State::Active => self.ready.insert(step),
                State::Skip(_) | State::Missing(_) | State::Ended(_) => {}
            }
        }
    }

    /// The run's deadline has passed. It fails for that, unless all that is left is `optional`.
    pub(crate) fn expire(&mut self) {
        let mut steps = self.cells.iter().zip(self.plan.steps);
        self.fails_by_deadline =
            steps.any(|(cell, step)| !step.optional && !matches!(cell.state, State::Ended(_)));
        self.stop(Ending::Deadline);
    }

    pub(crate) fn fails_by_deadline(&self) -> bool {
        self.fails_by_deadline
    }

    /// Takes the right to run an attempt, or queues for it.
    pub(crate) fn acquire(&mut self, step: u32, ticket: &mut Ticket) -> bool {
        self.permits.acquire(step, &mut ticket.queued)
    }

    /// Takes a step out of the queue, if it is in it.
    pub(crate) fn leave_queue(&mut self, step: u32, ticket: &mut Ticket) {
        if ticket.queued {
            self.permits.leave(step, &mut ticket.queued);
            self.offer();
        }
    }

    /// Gives the right back, and offers it to whoever has waited longest.
    pub(crate) fn release(&mut self) {
        self.permits.release();
        self.offer();
    }

    fn offer(&mut self) {
        for step in self.permits.first() {
            self.ready.insert(step);
        }
    }

    /// Collects who was woken; called first whenever the run is polled again.
    pub(crate) fn collect(&mut self, waker: &Waker) {
        if let Some(step) = self.unsure.take() {
            self.ready.insert(step);
        }
        if let Some(wakes) = &self.wakes {
            wakes.register(waker);
            wakes.drain(|word, steps| self.ready.add(word, steps));
        }
    }

    /// The waker to poll a step with, to be given back to [`Board::keep_waker`] if the step still waits. It is
    /// the step's own, so that a wake names its step.
    pub(crate) fn lend_waker(&mut self, step: u32, run: &Waker) -> Waker {
        let steps = self.cells.len();
        let wakes = self.wakes.get_or_insert_with(|| Wakes::new(steps, run));
        let waker = self.cells[step as usize].waker.take();
        waker.unwrap_or_else(|| wakes.waker(step))
    }

    /// A step still waits, to be woken by this waker.
    pub(crate) fn keep_waker(&mut self, step: u32, waker: Waker) {
        self.cells[step as usize].waker = Some(waker);
    }

    /// A step waits with the waker of the run.
    pub(crate) fn wait_unsure(&mut self, step: u32) {
        self.unsure = Some(step);
    }
}

/// How many readers of each slot have not ended, when the first steps have.
fn readers(plan: &Plan, done: u32) -> Box<[u32]> {
    let mut readers: Box<[u32]> = plan.readers.into();
    for step in &plan.steps[..done as usize] {
        for &slot in step.reads {
            readers[slot as usize] -= 1;
        }
    }
    readers
}

impl Cell {
    /// A step of a run whose first steps, `done` of them, have ended well already.
    fn new(number: u32, plan: &StepPlan, done: u32) -> Self {
        let is_done = number < done;
        let waits = match done {
            0 => plan.waits,
            _ if is_done => 0,
            _ => plan.waits_from(done),
        };
        Self {
            waits,
            state: match is_done {
                true => State::Ended(Ended::Ok),
                false => State::Waiting,
            },
            waker: None,
        }
    }
}

impl Need {
    fn lacks(self, ended: Ended) -> bool {
        match (self, ended) {
            (_, Ended::Ok) | (Self::End, _) => false,
            (Self::Value, _) => true,
            (Self::Maybe | Self::Arm | Self::NoFailure, Ended::Failed) => true,
            (Self::Maybe, Ended::Skipped(skip)) => skip.reason.is_failure(),
            (Self::Arm, Ended::Skipped(skip)) => skip.reason != SkipReason::NotTaken,
            (Self::NoFailure, Ended::Skipped(_)) => false,
        }
    }
}

impl Ended {
    /// Why a step that needs this one is skipped.
    fn consequence(self) -> SkipReason {
        match self {
            Self::Skipped(skip) if skip.reason == SkipReason::NotTaken => SkipReason::NotTaken,
            Self::Skipped(skip) if !skip.reason.is_failure() => SkipReason::ParentSkipped,
            _ => SkipReason::ParentFailed,
        }
    }
}

impl Ending {
    pub(crate) fn skip(self) -> Skip {
        let reason = match self {
            Self::FailFast => SkipReason::FailFast,
            Self::Deadline => SkipReason::Deadline,
        };
        Skip {
            reason,
            cause: None,
        }
    }
}
