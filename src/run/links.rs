//! Wires that say only in which order steps run, for whoever traces the run.

use std::sync::{Mutex, PoisonError};

use tracing::Span;

use super::plan::{Plan, StepPlan};

/// The spans of steps that have ended, and that others follow without reading anything of them. There is a place for
/// each step.
pub(crate) struct Links(Mutex<Vec<Option<Kept>>>);

struct Kept {
    span: Span,
    /// How many have not followed yet.
    awaited: usize,
}

impl Links {
    /// If there are such wires.
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        let may_follow = plan.steps.iter().any(StepPlan::may_follow);
        let places = || plan.steps.iter().map(|_| None).collect();
        may_follow.then(|| Self(Mutex::new(places())))
    }

    /// A step has ended: its span is kept open until those have begun that follow it.
    pub(crate) fn ended(&self, plan: &Plan, step: u32, span: Span) {
        let children = plan.steps[step as usize].children.iter();
        let follows = |child: &&u32| {
            let mut follows = plan.steps[**child as usize].follows();
            follows.any(|parent| parent == step)
        };
        let awaited = children.filter(follows).count();
        if awaited > 0 {
            self.lock()[step as usize] = Some(Kept { span, awaited });
        }
    }

    /// A step begins, in this span.
    pub(super) fn follow(&self, step: &StepPlan, span: &Span) {
        for parent in step.follows() {
            let mut all = self.lock();
            let place = &mut all[parent as usize];
            let Some(kept) = place else {
                continue;
            };
            span.follows_from(&kept.span);
            kept.awaited -= 1;
            let spent = place.take_if(|kept| kept.awaited == 0);
            // whoever listens to its end is not called under the lock
            drop(all);
            drop(spent);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Option<Kept>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
