//! What a description says of a workflow beside what it says of every pipeline.

use crate::span::{Span, Spanned};
use crate::tree::{Name, Places, Typed};

/// A workflow.
#[derive(Default)]
pub(crate) struct Workflow {
    /// The step with which a run begins.
    pub(crate) start: Option<Name>,
    pub(crate) state: Option<Spanned<syn::Type>>,
    pub(crate) concurrency: Option<Spanned<i128>>,
    pub(crate) max_steps: Option<Spanned<i128>>,
    /// What each step of the pipeline is here, in the same order.
    pub(crate) steps: Vec<Work>,
}

/// What a step is in a workflow.
pub(crate) struct Work {
    /// What waits for it in the queue.
    pub(crate) payload: Option<Typed>,
    pub(crate) output: Option<Spanned<syn::Type>>,
    pub(crate) next: Next,
}

/// What follows a step.
pub(crate) enum Next {
    /// What its decision puts into the queue: any of these.
    Any(Vec<Name>),
    /// This step.
    To(Name),
    /// One of two steps.
    If(Box<If>),
}

/// A decision that is an expression.
pub(crate) struct If {
    /// As written.
    pub(crate) text: String,
    pub(crate) expr: syn::Expr,
    pub(crate) span: Span,
    /// The way to the names in it.
    pub(crate) places: Places,
    pub(crate) yes: Option<Name>,
    pub(crate) no: Option<Name>,
}

impl Workflow {
    /// Every type that it mentions, with what has it, as reports call it.
    pub(crate) fn types(&self) -> impl Iterator<Item = (String, &Spanned<syn::Type>)> {
        let state = self.state.iter().map(|ty| ("the state".to_owned(), ty));
        let steps = self.steps.iter().flat_map(|step| {
            let payload = step.payload.as_ref().map(|payload| {
                let subject = format!("the payload `{}`", payload.name.value);
                (subject, &payload.ty)
            });
            let output = step.output.as_ref();
            payload
                .into_iter()
                .chain(output.map(|ty| ("the output".to_owned(), ty)))
        });
        state.chain(steps)
    }

    /// Every expression.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &syn::Expr> {
        self.steps.iter().filter_map(|step| match &step.next {
            Next::If(next) => Some(&next.expr),
            Next::Any(_) | Next::To(_) => None,
        })
    }
}

impl Next {
    /// The steps that it names, in the order of the description.
    pub(crate) fn names(&self) -> Vec<&Name> {
        match self {
            Self::Any(names) => names.iter().collect(),
            Self::To(name) => vec![name],
            Self::If(next) => next.yes.iter().chain(&next.no).collect(),
        }
    }
}
