//! A checked flow: what the emitter reads.

use crate::plan::{Plan, StepId};

/// One flow, ready to be emitted.
#[derive(Clone)]
pub(crate) struct Flow {
    /// What it has in common with pipelines. Entries come first; no step has wires.
    pub(crate) base: Plan,
    /// For each step.
    pub(crate) steps: Vec<Called>,
}

/// What a step is in the flow.
#[derive(Clone)]
pub(crate) struct Called {
    /// A run may begin with it.
    pub(crate) entry: bool,
    pub(crate) output: Option<syn::Type>,
    /// The steps that it may call.
    pub(crate) calls: Vec<StepId>,
}

impl Flow {
    /// Whether some step may call this one.
    pub(crate) fn is_called(&self, step: StepId) -> bool {
        self.steps.iter().any(|one| one.calls.contains(&step))
    }
}
