//! The state of a run: the steps, a slot for each input and each outcome, and the drive.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::Emit;
use crate::plan::{Origin, StepId, TailReading};

/// How many steps, or groups of them, stand in one group.
const GROUP: usize = 16;

impl Emit<'_> {
    pub(super) fn run_struct(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, arc) = (self.names.own("Run"), self.names.known("Arc"));
        let error = self.error();
        let slots = self.names.slots();
        let types = self.plan.inputs().map(|input| input.ty.to_token_stream());
        let types = types.chain(self.plan.steps.iter().map(|step| self.output_type(step)));
        let (ends, runs, drive) = (self.run_ends(), self.runs(), self.drive());
        quote! {
            struct #run<S> {
                core: #codegen::Core,
                steps: #arc<S>,
                #(#slots: #codegen::Slot<#types, #error>,)*
            }

            #ends
            #runs
            #drive
        }
    }

    /// What is left when all steps have ended.
    fn run_ends(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, outputs) = (self.names.own("Run"), self.names.own("Outputs"));
        let (result, ty) = (self.names.known("Result"), self.run_output());
        let output = self.output_value();
        let fields = self.plan.steps.iter().enumerate().map(|(id, step)| {
            let slot = self.names.step_slot(self.plan, StepId(id));
            let name = self.names.output(StepId(id));
            match self.is_moved(step) {
                true => quote!(#name: self.#slot.into_moved()),
                false => quote!(#name: self.#slot.into_outcome()),
            }
        });
        quote! {
            impl<S> #run<S> {
                fn output(&self) -> #result<#ty, #codegen::NoOutput> {
                    #output
                }

                fn outputs(&self) -> #outputs {
                    #outputs { #(#fields),* }
                }
            }
        }
    }

    fn output_value(&self) -> TokenStream {
        let Some(tail) = self.plan.tail else {
            let ok = self.names.known("Ok");
            return quote!(#ok(()));
        };
        let value = self.plan.value(tail.value);
        let slot = self.names.slot(self.plan, tail.value);
        let from = match value.origin {
            Origin::Input => value.name.to_string(),
            Origin::Step(step) => self.plan.steps[step.0].name.to_string(),
        };
        let copied = value.copy.then(|| quote!(.copied()));
        match tail.how {
            TailReading::Value => quote!(self.#slot #copied.output(#from)),
            TailReading::Maybe => quote!(self.#slot #copied.output_maybe(#from)),
            TailReading::Ok => quote!(self.#slot #copied.output_ok(#from)),
        }
    }

    fn runs(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let (option, error) = (self.names.known("Option"), self.error());
        let metadata = match self.plan.metadata.is_empty() {
            true => quote!(()),
            false => self.names.own("Metadata").to_token_stream(),
        };
        let clear = self.clear();
        quote! {
            impl<S: #steps + 'static> #codegen::Runs for #run<S> {
                type Error = #error;
                type Metadata = #metadata;

                fn core(&self) -> &#codegen::Core {
                    &self.core
                }

                fn as_error(error: &#error) -> #option<&(dyn ::core::error::Error + 'static)> {
                    #[allow(unused_imports)]
                    use #codegen::{AsError as _, IsError as _, NoError as _};
                    #codegen::Seen(error).standard()
                }

                #clear
            }
        }
    }

    fn clear(&self) -> TokenStream {
        let slots = self.names.slots();
        if let [slot] = slots {
            return quote! {
                fn clear(&self, slot: u32) {
                    if slot == 0 {
                        self.#slot.clear();
                    }
                }
            };
        }
        let numbers = (0..slots.len()).map(proc_macro2::Literal::usize_unsuffixed);
        quote! {
            fn clear(&self, slot: u32) {
                match slot {
                    #(#numbers => self.#slots.clear(),)*
                    _ => {}
                }
            }
        }
    }

    /// All steps, in an order in which they could run one after the other, as a tree of groups.
    fn drive(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let arc = self.names.known("Arc");
        let at = self.names.own("at");
        let markers = (0..self.plan.steps.len()).map(|id| self.names.variant(StepId(id)));
        let mut nodes: Vec<_> = (0..self.plan.steps.len())
            .map(|id| {
                let variant = self.names.variant(StepId(id));
                quote!(#codegen::step::<#at::#variant, _>(run))
            })
            .collect();
        let mut parts = Vec::new();
        while nodes.len() > GROUP {
            let groups = nodes.chunks(GROUP).map(|group| {
                let part = format_ident!("part_{}", parts.len());
                parts.push(quote! {
                    fn #part<S: #steps + 'static>(run: &#arc<#run<S>>) -> #codegen::Part<'_> {
                        #codegen::part((#(#group,)*))
                    }
                });
                quote!(#part(run))
            });
            nodes = groups.collect();
        }
        quote! {
            /// Runs each step as soon as its own parents are done.
            async fn drive<S: #steps + 'static>(run: &#arc<#run<S>>) -> #codegen::Ended {
                #codegen::drive(&run.core, #codegen::group((#(#nodes,)*))).await
            }

            #(#parts)*

            /// A type for each step, to hang its code on.
            mod #at {
                #(pub struct #markers;)*
            }
        }
    }
}
