//! How each step ended, as a struct.

use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, format};
use crate::plan::{Step, StepId};

impl Emit<'_> {
    /// The struct with a field for each step.
    pub(super) fn outputs(&self) -> TokenStream {
        let (outputs, outcome) = (self.names.own("Outputs"), self.names.known("Outcome"));
        let (doc, error) = (
            format!(" How each step of a run of `{}` ended.", self.plan.name),
            self.error(),
        );
        let fields = self.plan.steps.iter().enumerate().map(|(id, step)| {
            let name = self.names.output(StepId(id));
            let ty = match self.is_moved(step) {
                true => self.names.known("Moved"),
                false => self.output_type(step),
            };
            let doc = self.step_doc(step);
            quote!(#doc pub #name: #outcome<#ty, #error>)
        });
        let names = self.plan.steps.iter().map(|step| step.name.to_string());
        let values = (0..self.plan.steps.len()).map(|id| self.names.output(StepId(id)));
        let codegen = &self.codegen;
        quote! {
            #[doc = #doc]
            pub struct #outputs { #(#fields),* }

            impl ::core::fmt::Debug for #outputs {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #codegen::debug_outputs(f, &[#((#names, self.#values.kind())),*])
                }
            }
        }
    }

    /// The docs of what stands for a step.
    pub(super) fn step_doc(&self, step: &Step) -> TokenStream {
        match &step.doc {
            Some(doc) => format::doc(&format!("`{}`: {doc}", step.name)),
            None => format::doc(&format!("`{}`", step.name)),
        }
    }

    /// The type of what a step produces.
    pub(super) fn output_type(&self, step: &Step) -> TokenStream {
        match step.output {
            Some(value) => self.plan.value(value).ty.to_token_stream(),
            None => quote!(()),
        }
    }

    /// Whether it is known that what the step produces copies.
    pub(super) fn is_copied(&self, step: &Step) -> bool {
        step.output.is_none_or(|value| self.plan.value(value).copy)
    }

    /// The type of what a step's call gives, into its own slot or into that of a merge.
    pub(super) fn given_type(&self, step: &Step) -> TokenStream {
        let merge = step.merge.map(|merge| &self.plan.steps[merge.0]);
        self.output_type(merge.unwrap_or(step))
    }

    /// Whether what undoes a step reads what this one produces.
    pub(super) fn is_kept(&self, step: &Step) -> bool {
        step.output.is_some_and(|value| self.plan.value(value).kept)
    }

    /// Whether the value goes on from where the step has put it.
    pub(super) fn is_moved(&self, step: &Step) -> bool {
        let moved = |value| self.plan.value(value).moved;
        step.merge.is_some() || step.output.is_some_and(moved)
    }
}
