//! What decides whether the arm is taken in which a step lies.

use super::plan::Plan;

impl Plan {
    /// The steps that decide about a step's arm, and about those around it; none if it lies in no arm, or if its
    /// condition reads more than that.
    pub(crate) fn deciders(&self, step: u32) -> Option<impl Iterator<Item = u32>> {
        let graph = self.graph;
        let step = &graph.steps[step as usize];
        let innermost = step.arm.filter(|_| step.guard.is_none())?;
        let outwards = std::iter::successors(Some(innermost), |arm| {
            graph.branches[arm.branch as usize].arm
        });
        let reads = outwards.flat_map(|arm| graph.branches[arm.branch as usize].reads.iter());
        Some(reads.filter_map(|read| read.step().map(|step| step.0)))
    }

    /// The last of the steps that have to end before it can be known what becomes of a step.
    pub(crate) fn last_before(&self, step: u32) -> Option<u32> {
        match self.deciders(step) {
            Some(deciders) => deciders.max(),
            None => {
                let parents = self.steps[step as usize].parents;
                parents.last().map(|parent| parent.step)
            }
        }
    }
}
