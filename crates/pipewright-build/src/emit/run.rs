//! The state of a run: the steps, and a slot for each input and each outcome.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::Emit;
use super::straight::PART;
use super::tokens::{ToTokens, TokenStream, quote};
use crate::plan::{Origin, Step, StepId, TailReading};

impl Emit<'_> {
    pub(super) fn run_struct(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, arc) = (self.names.own("Run"), self.names.known("Arc"));
        let error = self.error();
        let slots = self.names.slots();
        let types = self.slot_types();
        let ways = (0..self.plan.branches.len()).map(|branch| self.names.way(branch));
        let (ends, runs) = (self.run_ends(), self.runs());
        let (core, parameter) = (self.core(), self.checked_parameter());
        let around = self.around_fields();
        quote! {
            struct #run<S #parameter> {
                #around
                core: #core,
                steps: #arc<S>,
                #(#slots: #codegen::Slot<#types, #error>,)*
                #(#ways: #codegen::Decision,)*
            }

            #ends
            #runs
        }
    }

    /// The types of what the slots hold.
    fn slot_types(&self) -> impl Iterator<Item = TokenStream> {
        let inputs = self.plan.inputs().map(|input| input.ty.to_token_stream());
        inputs.chain(self.plan.steps.iter().map(|step| self.output_type(step)))
    }

    /// The type of what all runs have.
    pub(super) fn core(&self) -> TokenStream {
        let codegen = &self.codegen;
        match self.plan.metadata.is_empty() {
            true => quote!(#codegen::Core),
            false => {
                let metadata = self.metadata();
                quote!(#codegen::Core<#metadata>)
            }
        }
    }

    /// The type of the metadata that is declared.
    pub(super) fn metadata(&self) -> TokenStream {
        match self.plan.metadata.is_empty() {
            true => quote!(()),
            false => self.names.own("Metadata").to_token_stream(),
        }
    }

    /// What the steps have left when all have ended.
    fn run_ends(&self) -> Option<TokenStream> {
        if self.around.is_some() {
            return None;
        }
        let (run, outputs) = (self.names.own("Run"), self.names.own("Outputs"));
        let fields = self.plan.steps.iter().enumerate().map(|(id, step)| {
            let slot = self.names.step_slot(self.plan, StepId(id));
            let name = self.names.output(StepId(id));
            if self.is_moved(step) {
                quote!(#name: self.#slot.into_moved())
            } else if self.is_copied(step) {
                quote!(#name: self.#slot.copy())
            } else {
                quote!(#name: self.#slot.into_outcome())
            }
        });
        Some(quote! {
            impl<S> #run<S> {
                fn outputs(&self) -> #outputs {
                    #outputs { #(#fields),* }
                }
            }
        })
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
            Origin::Element { .. } | Origin::Around | Origin::Lent => {
                unreachable!("what lies in no slot is no output")
            }
        };
        let copied = value.copy.then(|| quote!(.copied()));
        match tail.how {
            TailReading::Value => quote!(self.#slot #copied.output(&#from)),
            TailReading::Maybe => quote!(self.#slot #copied.output_maybe(&#from)),
            TailReading::Ok => quote!(self.#slot #copied.output_ok(&#from)),
        }
    }

    fn runs(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let (option, error) = (self.names.known("Option"), self.error());
        let (metadata, core) = (self.metadata(), self.core());
        let (slot, call) = (self.slot_fn(), self.call_fn());
        let choices = self.choices();
        let (result, future) = (self.names.known("Result"), self.names.known("Future"));
        let (send, ty) = (self.names.known("Send"), self.run_output());
        let output = self.output_value();
        quote! {
            impl<S: #steps + 'static> #codegen::Runs for #run<S> {
                type Error = #error;
                type Metadata = #metadata;
                type Gives = #ty;

                fn core(&self) -> &#core {
                    &self.core
                }

                fn as_error(error: &#error) -> #option<&(dyn ::core::error::Error + 'static)> {
                    #[allow(unused_imports)]
                    use #codegen::{AsError as _, IsError as _, NoError as _};
                    #codegen::Seen(error).standard()
                }

                fn straight(&self) -> impl #future<Output = #codegen::Straight<#error>> + #send {
                    straight(self, self.core.all(), self.core.first())
                }

                fn output(&self) -> #result<#ty, #codegen::NoOutput> {
                    #output
                }

                #slot
                #call
                #choices
            }
        }
    }

    /// Slots by number.
    fn slot_fn(&self) -> TokenStream {
        let (codegen, error) = (&self.codegen, self.error());
        let slots = self.names.slots().iter().map(|slot| quote!(&self.#slot));
        let slots: Vec<_> = slots.collect();
        let number = parameter("slot", &slots);
        let slot = by_number(&quote!(slot), slots);
        quote! {
            fn slot(&self, #number: u32) -> &dyn #codegen::AnySlot<#error> {
                #slot
            }
        }
    }

    /// Calls by number.
    fn call_fn(&self) -> TokenStream {
        let (calls, call) = (self.boxed_calls(), format_ident!("call"));
        match calls.len() <= PART {
            true => self.call_by_number(&call, PART, calls),
            false => {
                let groups = (0..calls.len().div_ceil(PART)).map(|group| {
                    let group = format_ident!("calls_{group}");
                    quote!(self.#group(step, cx))
                });
                self.call_by_number(&call, PART * PART, groups.collect())
            }
        }
    }

    /// The calls of a large pipeline, some in each method: for a function with twice as many calls of
    /// different types, rustc takes four times as long.
    pub(super) fn call_groups(&self) -> TokenStream {
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let calls = self.boxed_calls();
        let groups = calls.chunks(PART).enumerate().map(|(group, calls)| {
            let name = format_ident!("calls_{group}");
            self.call_by_number(&name, PART, calls.to_vec())
        });
        match calls.len() > PART {
            true => quote!(impl<S: #steps + 'static> #run<S> { #(#groups)* }),
            false => TokenStream::new(),
        }
    }

    /// A call of any of its steps, for each part.
    fn boxed_calls(&self) -> Vec<TokenStream> {
        let codegen = &self.codegen;
        let parts = self.parts().into_iter();
        parts
            .map(|part| quote!(#codegen::boxed(#part(self, #codegen::Walk::to(step), cx))))
            .collect()
    }

    /// Picks one of several calls by the step's number; each stands for so many steps.
    fn call_by_number(&self, name: &Ident, size: usize, calls: Vec<TokenStream>) -> TokenStream {
        let (codegen, error) = (&self.codegen, self.error());
        let context = self.names.own("Context");
        let size = Literal::usize_unsuffixed(size);
        let number = match name == "call" {
            true => quote!(step / #size),
            false => quote!(step / #size % #size),
        };
        let call = by_number(&number, calls);
        quote! {
            fn #name<'a>(&'a self, step: u32, cx: &'a #context) -> #codegen::Boxed<'a, #error> {
                #call
            }
        }
    }

    /// The conditions of steps and of their retries, by number, as far as there are any.
    pub(super) fn choices(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (error, option) = (self.error(), self.names.known("Option"));
        let (duration, none) = (self.names.known("Duration"), self.names.known("None"));
        let guard = self.arms(|step| {
            let gate = self.gate(step)?;
            let into = step.arms.is_empty().then(|| quote!(.into()));
            Some(quote!(self.#gate() #into))
        });
        let guard = guard.map(|arms| {
            quote! {
                fn guard(&self, step: u32) -> #codegen::Gate {
                    match step { #arms _ => #codegen::Gate::Open }
                }
            }
        });
        let when = self.arms(|step| {
            let when = self.names.retry_when(step);
            let retry = step.retry.as_ref()?;
            retry.when.as_ref().map(|_| quote!(Self::#when(error)))
        });
        let when = when.map(|arms| {
            quote! {
                fn retry_when(step: u32, error: &#error) -> bool {
                    match step { #arms _ => true }
                }
            }
        });
        let after = self.arms(|step| {
            let after = self.names.retry_after(step);
            let retry = step.retry.as_ref()?;
            retry.after.as_ref().map(|_| quote!(Self::#after(error)))
        });
        let after = after.map(|arms| {
            quote! {
                fn retry_after(step: u32, error: &#error) -> #option<#duration> {
                    match step { #arms _ => #none }
                }
            }
        });
        let undo = self.undo_choice();
        quote!(#guard #when #after #undo)
    }

    /// The arms of a choice by number, for the steps that have one.
    pub(super) fn arms(
        &self,
        choice: impl Fn(&Step) -> Option<TokenStream>,
    ) -> Option<TokenStream> {
        let steps = self.plan.steps.iter().enumerate();
        let arms = steps.filter_map(|(number, step)| {
            let (number, choice) = (Literal::usize_unsuffixed(number), choice(step)?);
            Some(quote!(#number => #choice,))
        });
        let arms: TokenStream = arms.collect();
        (!arms.is_empty()).then_some(arms)
    }
}

/// The parameter by which one of several is picked.
fn parameter(name: &str, choices: &[TokenStream]) -> Ident {
    match choices {
        [_] => format_ident!("_{name}"),
        _ => format_ident!("{name}"),
    }
}

/// Picks one of several by a number.
fn by_number(number: &TokenStream, mut choices: Vec<TokenStream>) -> TokenStream {
    let last = choices.pop();
    if choices.is_empty() {
        return quote!(#last);
    }
    let numbers = (0..choices.len()).map(Literal::usize_unsuffixed);
    quote! {
        match #number {
            #(#numbers => #choices,)*
            _ => #last,
        }
    }
}
