//! Steps beside which nothing else can run, so that the straight way need not end when one has to wait.

use super::plan::Plan;

/// For each step whether all behind it wait for it, or for one behind it; made when somebody asks.
#[derive(Default)]
pub(crate) struct Narrows(Option<Box<[bool]>>);

impl Narrows {
    /// Whether nothing can run while this step waits, if all before it have ended. One with a time limit needs the
    /// schedule to look after that.
    pub(crate) fn holds(&mut self, plan: &Plan, step: u32) -> bool {
        let at = step as usize;
        if plan.steps[at].is_limited() {
            return false;
        }
        match &self.0 {
            Some(narrows) => narrows[at],
            None => {
                // most pipelines are wide right here, and then nothing else is looked at
                let narrow =
                    (at + 1..plan.steps.len()).all(|other| last(plan, other) >= Some(step));
                if narrow {
                    self.0 = Some(narrows(plan));
                }
                narrow
            }
        }
    }
}

/// The last of the steps that a step waits for.
fn last(plan: &Plan, step: usize) -> Option<u32> {
    plan.steps[step].parents.last().map(|parent| parent.step)
}

fn narrows(plan: &Plan) -> Box<[bool]> {
    let mut narrows: Box<[bool]> = vec![false; plan.steps.len()].into();
    let mut first = Some(u32::MAX);
    for step in (0..plan.steps.len()).rev() {
        narrows[step] = first >= Some(step as u32);
        first = first.min(last(plan, step));
    }
    narrows
}
