//! Who may begin, for as long as each step ends well: counted by whoever ends one, and without a lock.
//!
//! What needs more than counting (a failure, a condition, a limit, the end of the run's time) needs a schedule. That
//! takes all marks over, and each step is from then on the business of one of the two: of those who had begun or
//! ended it before, or of the schedule.

use super::core::Common;
use super::marks::{Mark, Marks, Next};
use super::plan::{Plan, StepPlan};
use super::runs::ErasedRun;
use crate::executor::Kind;

pub(crate) struct Relay {
    plan: &'static Plan,
    marks: Marks,
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
        let steps = plan.steps.iter();
        let steps = steps.map(|step| (step.waits, is_apart(core, step)));
        let marks = Marks::new(steps, plan.readers);
        (!marks.needs_schedule()).then_some(Self { plan, marks })
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
        self.marks.begins(step)
    }

    /// A step has ended well; false if the schedule has to be told.
    pub(crate) fn ends(&self, step: u32) -> bool {
        self.marks.ends(step)
    }

    /// Empties the slots whose last reader was this step, which has ended.
    pub(crate) fn let_go<E>(&self, step: u32, run: &dyn ErasedRun<E>) {
        let slot = self.plan.slot(step);
        if self.plan.readers[slot] == 0 {
            run.slot(slot).free();
        }
        for &slot in self.plan.steps[step as usize].reads {
            let slot = slot as usize;
            if run.slot(slot).is_loose() && self.marks.has_read(slot) {
                run.slot(slot).free();
            }
        }
    }

    /// Counts down for the children of a step that has ended, and gives those that wait for nothing else. True if one
    /// of them needs a schedule.
    pub(crate) fn pass_on(&self, step: u32, mut ready: impl FnMut(u32)) -> bool {
        let mut needs_schedule = false;
        for &child in self.plan.steps[step as usize].children {
            match self.marks.count_down(child) {
                Next::Ready => ready(child),
                Next::Apart => needs_schedule = true,
                Next::Nothing => {}
            }
        }
        needs_schedule
    }

    /// Whether a schedule has taken over, or is about to.
    pub(crate) fn is_taken(&self) -> bool {
        self.marks.is_taken()
    }

    /// The schedule takes a step over; those that it waits for have been.
    pub(crate) fn take(&self, step: u32) -> Mark {
        self.marks.take(step)
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
