//! What a description says of a flow beside what it says of every pipeline.

use crate::span::{Span, Spanned};
use crate::tree::Name;

/// A flow.
#[derive(Default)]
pub(crate) struct Flow {
    /// What each step of the pipeline is here, in the same order.
    pub(crate) steps: Vec<Called>,
}

/// What a step is in a flow.
#[derive(Default)]
pub(crate) struct Called {
    /// Where it says that a run may begin with it.
    pub(crate) entry: Option<Span>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: Option<Spanned<syn::Type>>,
    /// The steps that it may call.
    pub(crate) calls: Vec<Name>,
}

/// `order: &Order`
pub(crate) struct Input {
    pub(crate) name: Name,
    pub(crate) borrowed: bool,
    /// Without the `&`.
    pub(crate) ty: Spanned<syn::Type>,
}

impl Input {
    /// An input of the type that is written.
    pub(crate) fn new(name: Name, ty: Spanned<syn::Type>) -> Self {
        match ty.value {
            syn::Type::Reference(reference)
                if reference.lifetime.is_none() && reference.mutability.is_none() =>
            {
                Self {
                    name,
                    borrowed: true,
                    ty: Spanned::new(*reference.elem, ty.span),
                }
            }
            _ => Self {
                name,
                borrowed: false,
                ty,
            },
        }
    }
}

impl Flow {
    /// Every type that it mentions, with what has it, as reports call it.
    pub(crate) fn types(&self) -> impl Iterator<Item = (String, &Spanned<syn::Type>)> {
        self.steps.iter().flat_map(|step| {
            let inputs = step.inputs.iter().filter(|input| !is_str(&input.ty.value));
            let inputs = inputs.map(|input| {
                let subject = format!("the input `{}`", input.name.value);
                (subject, &input.ty)
            });
            let output = step.output.iter();
            inputs.chain(output.map(|ty| ("the output".to_owned(), ty)))
        })
    }
}

/// What is borrowed by a call may be of any size: `&str`, `&[Order]`.
fn is_str(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Slice(_))
        || matches!(ty, syn::Type::Path(path) if path.path.is_ident("str"))
}
