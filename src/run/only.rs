//! Runs of some of the steps only.

use super::plan::{Need, Parent, Plan};

/// The steps of a run that was asked for some of them: those, and what they need.
pub(crate) struct Chosen(Box<[bool]>);

impl Chosen {
    pub(crate) fn new(plan: &Plan, steps: &[u32]) -> Self {
        let mut chosen: Box<[bool]> = plan.steps.iter().map(|_| false).collect();
        for &step in steps {
            chosen[step as usize] = true;
        }
        // each stands after its parents, so one pass from the end finds all
        for step in (0..chosen.len()).rev() {
            if chosen[step] {
                let needed = |parent: &&Parent| parent.need != Need::Order;
                let needed = plan.steps[step].parents.iter().filter(needed);
                needed.for_each(|parent| chosen[parent.step as usize] = true);
            }
        }
        Self(chosen)
    }

    pub(crate) fn has(&self, step: u32) -> bool {
        self.0[step as usize]
    }
}
