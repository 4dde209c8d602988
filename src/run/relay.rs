//! Who may begin, for as long as each step ends well: counted by whoever ends one, and without a lock.
//!
//! What needs more than counting (a failure, a condition, a limit, the end of the run's time) needs a schedule. That
//! takes all marks over, and each step is from then on the business of one of the two: of those who had begun or
//! ended it before, or of the schedule.

use std::sync::atomic::{AtomicU32, Ordering};

use super::core::Common;
use super::plan::{Plan, StepPlan};
use super::runs::ErasedRun;
use crate::executor::Kind;

pub(crate) struct Relay {
    plan: &'static Plan,
    /// Of each step: how many of its parents have not ended, and what has become of it.
    marks: Box<[AtomicU32]>,
    /// How many readers of each slot have not ended; not counted where there is nothing to be dropped.
    readers: Box<[AtomicU32]>,
}

/// It has begun.
const BEGUN: u32 = 1 << 31;
/// It has ended, well.
const ENDED: u32 = 1 << 30;
/// The schedule has taken it over.
const TAKEN: u32 = 1 << 29;
/// Only a schedule can begin it.
const APART: u32 = 1 << 28;
const WAITS: u32 = APART - 1;

/// What the schedule finds of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It has not begun, and will not without the schedule.
    Open,
    /// It has begun, and its end will be told.
    Begun,
    /// It has ended, well.
    Ended,
}

impl Relay {
    /// Counts for a run; `None` if that has to have a schedule from its beginning.
    pub(crate) fn new(core: &Common) -> Option<Self> {
        let plan = core.plan;
        let has_all = !core.is_watched() && core.permits.is_none() && core.chosen.is_none();
        // an arm that is not taken is skipped before all has ended that its steps wait for
        let is_simple = plan.graph.branches.is_empty() && !plan.steps.is_empty();
        if !has_all || !is_simple {
            return None;
        }
        let mark = |step: &StepPlan| match is_apart(core, step) {
            true => step.waits | APART,
            false => step.waits,
        };
        let marks: Box<[_]> = plan.steps.iter().map(mark).map(AtomicU32::new).collect();
        let readers = plan.readers.iter().copied().map(AtomicU32::new).collect();
        let mut marks_now = marks.iter().map(|mark| mark.load(Ordering::Relaxed));
        let begins_apart = marks_now.any(|mark| mark == APART);
        (!begins_apart).then_some(Self {
            plan,
            marks,
            readers,
        })
    }

    /// The steps that wait for nothing.
    pub(crate) fn roots(&self) -> impl Iterator<Item = u32> {
        let steps = (0..).zip(self.plan.steps);
        steps
            .filter(|(_, step)| step.waits == 0)
            .map(|(step, _)| step)
    }

    /// A step that waits for nothing any longer is to begin; false if the schedule sees to it.
    pub(crate) fn begins(&self, step: u32) -> bool {
        self.mark(step).fetch_or(BEGUN, Ordering::AcqRel) & TAKEN == 0
    }

    /// A step has ended well; false if the schedule has to be told.
    pub(crate) fn ends(&self, step: u32) -> bool {
        self.mark(step).fetch_or(ENDED, Ordering::AcqRel) & TAKEN == 0
    }

    /// Empties the slots whose last reader was this step, which has ended.
    pub(crate) fn let_go<E>(&self, step: u32, run: &dyn ErasedRun<E>) {
        let slot = self.plan.slot(step);
        if self.plan.readers[slot] == 0 {
            run.slot(slot).free();
        }
        for &slot in self.plan.steps[step as usize].reads {
            let slot = slot as usize;
            if run.slot(slot).is_loose() && self.readers[slot].fetch_sub(1, Ordering::AcqRel) == 1 {
                run.slot(slot).free();
            }
        }
    }

    /// Counts down for the children of a step that has ended, and gives those that wait for nothing else. True if one
    /// of them needs a schedule.
    pub(crate) fn pass_on(&self, step: u32, mut ready: impl FnMut(u32)) -> bool {
        let mut needs_schedule = false;
        for &child in self.plan.steps[step as usize].children {
            // everybody who waits less than this sees what this step has left
            let mark = self.mark(child).fetch_sub(1, Ordering::AcqRel);
            match mark & TAKEN == 0 && mark & WAITS == 1 {
                true if mark & APART != 0 => needs_schedule = true,
                true => ready(child),
                false => {}
            }
        }
        needs_schedule
    }

    /// Whether a schedule has taken over, or is about to.
    pub(crate) fn is_taken(&self) -> bool {
        self.mark(0).load(Ordering::Acquire) & TAKEN != 0
    }

    /// The schedule takes a step over; those that it waits for have been.
    pub(crate) fn take(&self, step: u32) -> Mark {
        let mark = self.mark(step).fetch_or(TAKEN, Ordering::AcqRel);
        match (mark & BEGUN != 0, mark & ENDED != 0) {
            (_, true) => Mark::Ended,
            (true, false) => Mark::Begun,
            (false, false) => Mark::Open,
        }
    }

    fn mark(&self, step: u32) -> &AtomicU32 {
        &self.marks[step as usize]
    }
}

/// Whether a step needs a schedule to begin, or to be undone.
fn is_apart(core: &Common, step: &StepPlan) -> bool {
    step.guarded
        || step.is_limited()
        || step.limit.is_some()
        || step.undo.is_some()
        || step.blocking
        || !matches!(core.place(step), Kind::Spawn)
}
