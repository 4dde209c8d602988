//! Who may begin, is skipped, can be dropped: the schedule of one run, as far as it is counting.
//!
//! The board knows steps by their numbers only; values, errors and futures are others' business.
//! Nothing is searched, sorted or looked up by name.

use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use super::bits::Bits;
use super::core::Common;
use super::fate::{Ending, Fate, State};
use super::permits::Permits;
use super::plan::{Plan, StepPlan};
use super::ticket::{Departure, Ticket};
use super::verdict::Causes;
use super::wakes::Wakes;
use super::watch::Watch;
use crate::error::Failure;
use crate::error_report::Fault;
use crate::outcome::SkipReason;

/// The state of one run.
pub(crate) struct Board {
    pub(crate) plan: &'static Plan,
    cells: Box<[Cell]>,
    pub(super) causes: Causes,
    /// How many readers of each slot have not ended.
    readers: Box<[u32]>,
    /// Slots whose last reader has ended.
    spent: Vec<usize>,
    /// Steps to poll.
    ready: Bits,
    /// The step that waits with the run's own waker: any wake of the run may be its.
    unsure: Option<u32>,
    wakes: Arc<Wakes>,
    left: u32,
    /// Steps that have ended while their last attempt may still look at what it borrowed.
    held: Vec<u32>,
    permits: Permits,
    pub(crate) ending: Option<Ending>,
    /// What the run fails for, whatever its steps did.
    cut_short: Option<Ending>,
    /// The steps that can be undone, in the order in which they have ended.
    done: Vec<u32>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) watch: Option<Box<Watch>>,
    pub(crate) chores: Chores,
}

/// What others have to do, because it is the user's code that does it.
#[derive(Default)]
pub(crate) struct Chores {
    /// Attempts to be handed to their executors.
    pub(crate) starts: Vec<Departure>,
    /// Attempts that are to be tasks, or parts of one.
    pub(crate) tasks: Vec<Departure>,
    /// Slots to be emptied.
    pub(crate) spent: Vec<usize>,
    /// Tasks that were called back.
    pub(crate) called: Vec<Waker>,
    /// How many attempts elsewhere are no longer waited for.
    pub(crate) written_off: u32,
}

impl Chores {
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
            && self.tasks.is_empty()
            && self.spent.is_empty()
            && self.called.is_empty()
            && self.written_off == 0
    }
}

struct Cell {
    /// How many parents have not ended.
    waits: u32,
    state: State,
    /// See [`StepPlan::plain`]: whoever polls a step need not look into the plan.
    plain: bool,
    /// Kept, since making one and letting go of it are two atomic instructions in each poll.
    waker: Option<Waker>,
}

impl Board {
    /// The schedule of a run whose first steps, `done` of them, have ended well already.
    pub(crate) fn new(
        core: &Common,
        done: u32,
        watch: Option<Box<Watch>>,
        wakes: Arc<Wakes>,
    ) -> Self {
        let (plan, steps) = (core.plan, core.plan.steps.len());
        let mut board = Self {
            plan,
            cells: (0..)
                .zip(plan.steps)
                .map(|(number, step)| Cell::new(number, step, done))
                .collect(),
            causes: Causes::default(),
            readers: readers(plan, done),
            spent: Vec::new(),
            ready: Bits::new(steps),
            unsure: None,
            wakes,
            left: u32::try_from(steps).expect("a pipeline has fewer than 2^32 steps") - done,
            held: Vec::new(),
            permits: Permits::new(core.permits.clone()),
            ending: None,
            cut_short: None,
            done: (0..done)
                .filter(|step| plan.steps[*step as usize].undo.is_some())
                .collect(),
            failures: Vec::new(),
            watch,
            chores: Chores::default(),
        };
        for step in done..done + board.left {
            if !core.chosen.as_ref().is_none_or(|chosen| chosen.has(step)) {
                board.change(step, State::Skip(SkipReason::NotSelected));
            } else if board.cells[step as usize].waits == 0 {
                board.change(step, State::Ready);
            } else if board.is_decided(step) {
                board.change(step, State::AtArm);
            }
        }
        board
    }

    /// Whether all steps have ended, and nobody holds what the run is about to hand out.
    pub(crate) fn is_done(&self) -> bool {
        self.left == 0 && !self.held.iter().any(|step| self.holds_result(*step))
    }

    /// Whether the run has failed.
    pub(crate) fn has_failed(&self) -> bool {
        !self.failures.is_empty() || self.cut_short.is_some()
    }

    /// The steps to be undone, the earliest first, if the run fails.
    pub(crate) fn take_done(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.done)
    }

    /// Whether a step reads what the run hands out: the output, unless it has failed; with a report, what
    /// any step has produced. What is undone is undone when nothing is at work any longer.
    fn holds_result(&self, step: u32) -> bool {
        if self.has_failed() && !self.done.is_empty() {
            return true;
        }
        let inputs = self.readers.len() - self.cells.len();
        let output = !self.has_failed();
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
        self.look_at(step);
    }

    /// An attempt that was left behind has let go of what it borrowed.
    pub(crate) fn let_go(&mut self, step: u32) {
        self.held.retain(|held| *held != step);
    }

    /// The next step to be polled, taken off the list.
    #[inline]
    pub(crate) fn next_ready(&mut self) -> Option<u32> {
        if let Some(step) = self.permits.waiting() {
            self.offer(step);
        }
        self.ready.pop()
    }

    /// Looks whether the permit is there for which this step, and all behind it, wait.
    fn offer(&mut self, step: u32) {
        let Self { cells, wakes, .. } = self;
        let waker = cells[step as usize].waker(wakes, step);
        if let Some(step) = self.permits.offer(waker) {
            self.look_at(step);
        }
    }

    /// A step is to be polled.
    pub(crate) fn look_at(&mut self, step: u32) {
        self.ready.insert(step);
    }

    #[inline]
    pub(crate) fn state(&self, step: u32) -> State {
        self.cells[step as usize].state
    }

    /// Whether a step that is only called is to be called, or has been, and goes on.
    #[inline]
    pub(crate) fn at_call(&self, step: u32) -> bool {
        let Cell { state, plain, .. } = &self.cells[step as usize];
        *plain && matches!(state, State::Ready | State::Active) && self.ending.is_none()
    }

    #[inline]
    pub(crate) fn step(&self, step: u32) -> &'static StepPlan {
        &self.plan.steps[step as usize]
    }

    #[inline]
    pub(crate) fn begin(&mut self, step: u32) -> &'static StepPlan {
        self.cells[step as usize].state = State::Active;
        self.step(step)
    }

    pub(crate) fn change(&mut self, step: u32, state: State) {
        self.cells[step as usize].state = state;
        self.look_at(step);
    }

    /// The arm of a step is taken: it waits for its other parents.
    pub(crate) fn wait_on(&mut self, step: u32) {
        self.cells[step as usize].state = State::Waiting;
    }

    /// A step has ended so.
    pub(crate) fn settle(&mut self, step: u32, fate: Fate) {
        self.cells[step as usize].state = State::Ended(fate);
    }

    /// A step had ended, well, before there was a schedule; whatever nobody reads any longer was dropped.
    pub(crate) fn has_ended(&mut self, step: u32) {
        self.left -= 1;
        self.settle(step, Fate::Ok);
        for &child in self.step(step).children {
            if self.count_down(child) == 0 {
                self.change(child, State::Ready);
            }
        }
        for &slot in self.step(step).reads {
            self.readers[slot as usize] -= 1;
        }
    }

    /// A parent has ended; how many have not.
    pub(crate) fn count_down(&mut self, step: u32) -> u32 {
        let cell = &mut self.cells[step as usize];
        cell.waits -= 1;
        cell.waits
    }

    /// Notes that a step has ended, and what follows for the steps that wait for it.
    pub(crate) fn end(&mut self, step: u32, fate: Fate) {
        self.left -= 1;
        if let Some(watch) = &mut self.watch {
            watch.ended(step, fate);
        }
        self.settle(step, fate);
        self.cells[step as usize].waker = None;
        let plan = self.step(step);
        if plan.undo.is_some() && fate == Fate::Ok {
            self.done.push(step);
        }
        for &child in plan.children {
            self.parent_ended(child, step, fate);
        }
        for &slot in plan.reads {
            self.read(slot as usize);
        }
        let slot = self.plan.slot(step);
        if self.readers[slot] == 0 {
            self.spend(slot);
        }
    }

    fn read(&mut self, slot: usize) {
        self.readers[slot] -= 1;
        if self.readers[slot] == 0 {
            self.spend(slot);
        }
    }

    /// The last reader of a slot has ended.
    fn spend(&mut self, slot: usize) {
        let is_input = slot < self.readers.len() - self.cells.len();
        if is_input || !self.is_recorded() {
            self.spent.push(slot);
        }
    }

    /// A slot that nobody reads any more.
    #[inline]
    pub(crate) fn take_spent(&mut self) -> Option<usize> {
        self.spent.pop()
    }

    /// Whether the run is awaited with a report.
    #[inline]
    pub(crate) fn is_recorded(&self) -> bool {
        let watch = self.watch.as_ref();
        watch.is_some_and(|watch| watch.report.is_some())
    }

    /// Whether anybody wants to know of each step.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// An attempt begins.
    #[inline]
    pub(crate) fn attempt_started(&mut self, step: u32) {
        if let Some(watch) = &mut self.watch {
            watch.started(step);
        }
    }

    /// An attempt has begun on the straight way, this long after the run.
    pub(crate) fn attempt_has_begun(&mut self, step: u32, began: Option<Duration>) {
        if let Some(watch) = &mut self.watch {
            watch.has_begun(step, began);
        }
    }

    /// The step waits before its next attempt.
    pub(crate) fn waits(&mut self, wait: Duration) {
        if let Some(watch) = &mut self.watch {
            watch.waits(wait);
        }
    }

    #[inline]
    pub(crate) fn attempt_finished(&mut self, step: u32, fault: Option<Fault>) {
        if let Some(watch) = &mut self.watch {
            watch.finished(step, fault);
        }
    }

    /// Notes what lies behind the error of a step.
    pub(crate) fn sources(&mut self, step: u32, sources: Vec<String>) {
        if let Some(watch) = &mut self.watch {
            watch.sources(step, sources);
        }
    }

    /// Notes why a step failed.
    pub(crate) fn reason(&mut self, step: u32, reason: String) {
        if let Some(watch) = &mut self.watch {
            watch.reason(step, reason);
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
    fn stop(&mut self, ending: Ending) {
        if matches!(self.ending, Some(Ending::Deadline | Ending::Cancelled)) {
            return;
        }
        self.ending = Some(ending);
        for step in 0..self.plan.steps.len() as u32 {
            match self.state(step) {
                State::Waiting | State::AtArm | State::Ready => {
                    self.change(step, ending.skip());
                }
                State::Active => self.look_at(step),
                State::Skip(_) | State::Lacks(_) | State::Missing | State::Ended(_) => {}
            }
        }
    }

    /// The run's deadline has passed, or somebody has cancelled it. It fails for that, unless it is the deadline,
    /// and all that is left is `optional`.
    pub(crate) fn cut_short(&mut self, ending: Ending) {
        if self.left == 0 || self.cut_short.is_some() {
            return;
        }
        let mut steps = self.cells.iter().zip(self.plan.steps);
        let is_open = |cell: &Cell| !matches!(cell.state, State::Ended(_));
        let fails = ending == Ending::Cancelled
            || steps.any(|(cell, step)| !step.optional && is_open(cell));
        self.cut_short = fails.then_some(ending);
        self.stop(ending);
    }

    /// Whether the run fails for that.
    pub(crate) fn fails_by(&self, ending: Ending) -> bool {
        self.cut_short == Some(ending)
    }

    /// Takes the right to run an attempt, or queues for it.
    #[inline]
    pub(crate) fn acquire(&mut self, step: u32, ticket: &mut Ticket) -> bool {
        !self.step(step).takes_permit() || self.permits.acquire(step, &mut ticket.queued)
    }

    /// Takes a step out of the queue, if it is in it.
    #[inline]
    pub(crate) fn leave_queue(&mut self, ticket: &mut Ticket) {
        let next = self.permits.leave(&mut ticket.queued);
        next.into_iter().for_each(|step| self.look_at(step));
    }

    /// Gives the right back, to whoever has waited longest.
    #[inline]
    pub(crate) fn release(&mut self, step: u32) {
        if self.step(step).takes_permit() {
            let next = self.permits.release();
            next.into_iter().for_each(|step| self.look_at(step));
        }
    }

    /// Collects who was woken; called first whenever the run is polled again.
    pub(crate) fn collect(&mut self) {
        if let Some(step) = self.unsure.take() {
            self.ready.insert(step);
        }
        let Self { wakes, ready, .. } = self;
        wakes.drain(|word, steps| ready.add(word, steps));
    }

    /// The waker to poll a step with. It is the step's own, so that a wake names its step.
    #[inline]
    pub(crate) fn waker(&mut self, step: u32) -> &Waker {
        self.cells[step as usize].waker(&self.wakes, step)
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
                true => State::Ended(Fate::Ok),
                false => State::Waiting,
            },
            plain: plan.plain,
            waker: None,
        }
    }

    #[inline]
    fn waker(&mut self, wakes: &Wakes, step: u32) -> &Waker {
        self.waker.get_or_insert_with(|| wakes.waker(step))
    }
}
