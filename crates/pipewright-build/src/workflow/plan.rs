//! A checked workflow: what the emitter reads.

use proc_macro2::Ident;

use crate::plan::{Plan, StepId};

/// One workflow, ready to be emitted.
#[derive(Clone)]
pub(crate) struct Workflow {
    /// What it has in common with pipelines: names, types, and for each step how it is tried. The first step
    /// is the one with which a run begins; none has wires.
    pub(crate) base: Plan,
    pub(crate) state: syn::Type,
    /// How many steps run at once.
    pub(crate) concurrency: u32,
    /// How many steps a run has at most.
    pub(crate) max_steps: Option<u32>,
    /// For each step.
    pub(crate) steps: Vec<Work>,
}

/// What a step is in the workflow.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) payload: Option<Payload>,
    pub(crate) output: Option<syn::Type>,
    pub(crate) next: Next,
    /// What it is given, and gives, is told as text.
    pub(crate) show: bool,
}

/// What waits in the queue for a step.
#[derive(Clone)]
pub(crate) struct Payload {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
}

/// What follows a step.
#[derive(Clone)]
pub(crate) enum Next {
    /// A method decides, and can put these into the queue.
    Any(Vec<StepId>),
    /// This step, said on this line.
    To(StepId, usize),
    /// One of two.
    If(Box<If>),
}

/// A choice between two steps, either of which may be nothing.
#[derive(Clone)]
pub(crate) struct If {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) expr: syn::Expr,
    pub(crate) line: usize,
    /// What the expression looks at.
    pub(crate) sees: Vec<Sees>,
    pub(crate) yes: Option<StepId>,
    pub(crate) no: Option<StepId>,
}

/// A variable of an expression.
#[derive(Clone)]
pub(crate) struct Sees {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    pub(crate) what: What,
    /// It is seen as a copy, not as a reference.
    pub(crate) copy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    State,
    Payload,
    Output,
}

impl Next {
    /// The steps that may follow.
    pub(crate) fn steps(&self) -> Vec<StepId> {
        match self {
            Self::Any(steps) => steps.clone(),
            Self::To(step, _) => vec![*step],
            Self::If(next) => next.yes.into_iter().chain(next.no).collect(),
        }
    }
}
