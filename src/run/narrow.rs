//! Steps beside which nothing else can run, so that the straight way need not end when one has to wait.

use super::plan::StepPlan;

/// For each step whether all behind it wait for it, or for one behind it; made when somebody asks.
#[derive(Default)]
pub(crate) struct Narrows(Option<Box<[bool]>>);

impl Narrows {
    /// Whether the straight way has waited before.
    pub(crate) fn have_held(&self) -> bool {
        self.0.is_some()
    }

    /// Whether nothing can run while this step waits, if all before it have ended. `last` is the last step that has
    /// to end before it can be known what becomes of another. A step with a time limit needs the schedule to look
    /// after that.
    pub(crate) fn holds(
        &mut self,
        steps: &[StepPlan],
        step: u32,
        last: impl Fn(u32) -> Option<u32>,
    ) -> bool {
        let at = step as usize;
        if steps[at].is_limited() {
            return false;
        }
        if let Some(narrows) = &self.0 {
            return narrows[at];
        }
        // where a pipeline is wide, one of the next steps tells
        let count = steps.len() as u32;
        let is_narrow = (step + 1..count).all(|other| last(other) >= Some(step));
        if is_narrow {
            self.0 = Some(narrows(count, last));
        }
        is_narrow
    }
}

/// From the end, because a step is narrow or not on account of those behind it.
fn narrows(steps: u32, last: impl Fn(u32) -> Option<u32>) -> Box<[bool]> {
    let mut earliest = Some(u32::MAX);
    let mut narrows: Box<[bool]> = vec![false; steps as usize].into();
    for step in (0..steps).rev() {
        narrows[step as usize] = earliest >= Some(step);
        earliest = earliest.min(last(step));
    }
    narrows
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::run::Parent;

    const START: StepPlan = StepPlan::new("step");
    const READER: StepPlan = START.parents(&[Parent::value(0)]);

    fn last(step: &StepPlan) -> Option<u32> {
        step.parents.last().map(|parent| parent.step)
    }

    fn all(steps: &[StepPlan]) -> Vec<bool> {
        let mut narrows = Narrows::default();
        (0..steps.len() as u32)
            .map(|step| narrows.holds(steps, step, |other| last(&steps[other as usize])))
            .collect()
    }

    #[test]
    fn a_step_is_narrow_if_all_behind_it_wait_for_it() {
        const JOIN: StepPlan = START.parents(&[Parent::value(1), Parent::value(2)]);
        const LAST: StepPlan = START.parents(&[Parent::value(0), Parent::end(3)]);
        let steps = [START, READER, READER, JOIN, LAST];
        assert_eq!(all(&steps), [true, false, true, true, true]);
    }

    #[test]
    fn a_step_with_a_time_limit_is_not() {
        let steps = [START.timeout(Duration::from_secs(1)), READER];
        assert_eq!(all(&steps), [false, true]);
    }

    #[test]
    fn no_step_is_beside_one_that_waits_for_nothing() {
        let steps = [START, START, READER];
        assert_eq!(all(&steps), [false, false, true]);
    }
}
