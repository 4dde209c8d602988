//! What a description says of a flow beside what it says of every pipeline.

use crate::span::{Span, Spanned};
use crate::tree::{Name, Typed};

/// A flow.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// What each step of the pipeline is here, in the same order.
    pub(crate) steps: Vec<Called>,
}

/// What a step is in a flow.
#[derive(Debug)]
pub(crate) struct Called {
    /// Where it says that a run may begin with it.
    pub(crate) entry: Option<Span>,
    pub(crate) input: Vec<Typed>,
    pub(crate) output: Option<Spanned<syn::Type>>,
    /// The steps that it may call.
    pub(crate) calls: Vec<Name>,
}

impl Flow {
    /// Every type that it mentions, with what has it, as reports call it: what is borrowed, without the `&`.
    pub(crate) fn types(&self) -> impl Iterator<Item = (String, &Spanned<syn::Type>)> {
        self.steps.iter().flat_map(|step| {
            let inputs = step.input.iter().map(|input| {
                let subject = format!("the input `{}`", input.name.value);
                (subject, &input.ty)
            });
            let output = step.output.iter();
            inputs.chain(output.map(|ty| ("the output".to_owned(), ty)))
        })
    }
}
