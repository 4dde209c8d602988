//! The enum of a pipeline's steps, those of its blocks among them.

use std::collections::VecDeque;

use proc_macro2::Ident;
use quote::format_ident;

use super::Emit;
use super::names::variant;
use super::tokens::{TokenStream, quote};
use crate::plan::{Call, Step, StepId};

const DERIVES: [&str; 8] = [
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
];

/// A step, and its variant.
struct Named<'p> {
    step: &'p Step,
    variant: Ident,
    /// The place of the map in whose block it stands.
    within: Option<usize>,
}

impl Emit<'_> {
    /// The enum. The pipeline's own steps come first, since their numbers are their places in the tables.
    pub(super) fn step_enum(&self) -> TokenStream {
        let step = self.names.own("Step");
        let doc = format!(" The steps of `{}`.", self.plan.name);
        let all = self.named();
        let variants = all.iter().map(|named| {
            let (doc, variant) = (self.step_doc(named.step), &named.variant);
            quote!(#doc #variant)
        });
        let arms = all.iter().map(|named| {
            let (variant, name) = (&named.variant, named.step.name.to_string());
            quote!(Self::#variant => #name)
        });
        let within = self.within_fn(&all);
        let derives = DERIVES.map(|name| format_ident!("{name}"));
        quote! {
            #[doc = #doc]
            #[derive(#(#derives),*)]
            pub enum #step { #(#variants),* }

            impl #step {
                /// The step's name.
                pub const fn name(self) -> &'static str {
                    match self { #(#arms),* }
                }

                #within
            }
        }
    }

    /// The method that tells the map of a block's step, if there are any.
    fn within_fn(&self, all: &[Named<'_>]) -> Option<TokenStream> {
        let names = ["Option", "Some", "None"];
        let [option, some, none] = names.map(|name| self.names.known(name));
        let arms = all.iter().enumerate().filter_map(|(place, map)| {
            let steps = all.iter().filter(|named| named.within == Some(place));
            let steps: Vec<_> = steps.map(|named| &named.variant).collect();
            let map = &map.variant;
            (!steps.is_empty()).then(|| quote!(#(Self::#steps)|* => #some(Self::#map),))
        });
        let arms: Vec<_> = arms.collect();
        (!arms.is_empty()).then(|| {
            quote! {
                /// The map whose elements come to this step, if it is one of a block.
                pub const fn within(self) -> #option<Self> {
                    match self { #(#arms)* _ => #none }
                }
            }
        })
    }

    /// The number of the step that runs if `step` is to: that of the map, where it is one of a block.
    pub(super) fn number_of_chosen(&self) -> TokenStream {
        let (codegen, step) = (&self.codegen, self.names.own("Step"));
        match self.plan.blocks.is_empty() {
            true => quote!(step as u32),
            false => quote!(#codegen::outermost(step, #step::within) as u32),
        }
    }

    /// All steps, those in blocks last.
    fn named(&self) -> Vec<Named<'_>> {
        let own = self.plan.steps.iter().enumerate();
        let own = own.map(|(id, step)| {
            let variant = self.names.variant(StepId(id)).clone();
            (self.plan, step, variant, None)
        });
        let mut open: VecDeque<_> = own.collect();
        let mut taken = open.iter().map(|(.., name, _)| name.to_string()).collect();
        let mut all = Vec::new();
        while let Some((plan, step, name, within)) = open.pop_front() {
            if let Call::Block(block) = step.call {
                let (block, place) = (&plan.blocks[block], Some(all.len()));
                open.extend(block.steps.iter().map(|inner| {
                    let name = variant(&inner.name, &mut taken);
                    (block, inner, name, place)
                }));
            }
            all.push(Named {
                step,
                variant: name,
                within,
            });
        }
        all
    }
}
