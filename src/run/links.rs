//! Wires that say only in which order steps run, for whoever traces the run.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tracing::Span;

use super::plan::{Plan, StepPlan};

/// The spans of steps that have ended, and that others follow without reading anything of them.
#[derive(Default)]
pub(crate) struct Links(Mutex<BTreeMap<u32, Kept>>);

struct Kept {
    span: Span,
    /// How many have not followed yet.
    awaited: usize,
}

impl Links {
    /// If there are such wires.
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        plan.steps
            .iter()
            .any(StepPlan::may_follow)
            .then(Self::default)
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
            self.lock().insert(step, Kept { span, awaited });
        }
    }

    /// A step begins, in this span.
    pub(super) fn follow(&self, step: &StepPlan, span: &Span) {
        for parent in step.follows() {
            let mut all = self.lock();
            let Some(kept) = all.get_mut(&parent) else {
                continue;
            };
            span.follows_from(&kept.span);
            kept.awaited -= 1;
            let spent = (kept.awaited == 0).then(|| all.remove(&parent));
            // whoever listens to its end is not called under the lock
            drop(all);
            drop(spent);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u32, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
