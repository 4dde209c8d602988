//! Steps beside which nothing else can run, so that the straight way need not end when one has to wait.

use super::plan::StepPlan;

/// For each step whether all behind it wait for it, or for one behind it; made when somebody asks.
#[derive(Default)]
pub(crate) struct Narrows(Option<Box<[bool]>>);

impl Narrows {
    /// Whether nothing can run while this step waits, if all before it have ended. One with a time limit needs the
    /// schedule to look after that.
    pub(crate) fn holds(&mut self, steps: &[StepPlan], step: u32) -> bool {
        let at = step as usize;
        if steps[at].is_limited() {
            return false;
        }
        if let Some(narrows) = &self.0 {
            return narrows[at];
        }
        // where a pipeline is wide, one of the next steps tells
        let is_narrow = steps[at + 1..]
            .iter()
            .all(|other| last(other) >= Some(step));
        if is_narrow {
            self.0 = Some(narrows(steps));
        }
        is_narrow
    }
}

/// The last of the steps that a step waits for.
fn last(step: &StepPlan) -> Option<u32> {
    step.parents.last().map(|parent| parent.step)
}

/// From the end, because a step is narrow or not on account of those behind it.
fn narrows(steps: &[StepPlan]) -> Box<[bool]> {
    let mut earliest = Some(u32::MAX);
    let mut narrows: Box<[bool]> = vec![false; steps.len()].into();
    for (at, step) in steps.iter().enumerate().rev() {
        narrows[at] = earliest >= Some(at as u32);
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

    fn all(steps: &[StepPlan]) -> Vec<bool> {
        let mut narrows = Narrows::default();
        (0..steps.len() as u32)
            .map(|step| narrows.holds(steps, step))
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
