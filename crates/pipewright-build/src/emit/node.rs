//! What each step does: read its inputs, call, hand over the outcome.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Emit;
use crate::plan::{
    Arg, Call, Guard, GuardKind, GuardRead, Reading, Retry, Returns, Step, StepId, ValueId,
};

impl Emit<'_> {
    pub(super) fn nodes(&self) -> TokenStream {
        let nodes = self
            .plan
            .steps
            .iter()
            .enumerate()
            .map(|(id, step)| self.node(StepId(id), step));
        quote!(#(#nodes)*)
    }

    fn node(&self, id: StepId, step: &Step) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let (number, variant) = (self.names.own("Step"), self.names.variant(id));
        let (output, error) = (self.output_type(step), self.error());
        let slot = self.names.step_slot(self.plan, id);
        let place = self.place(step.line);
        let guard = step.guard.as_ref().map(|guard| self.guard(guard));
        let attempt = self.attempt(step);
        let retry = step
            .retry
            .as_ref()
            .map(|retry| self.retry_conditions(retry));
        quote! {
            #place
            impl<S: #steps + 'static> #codegen::Node<{ #number::#variant as u32 }> for #run<S> {
                type Output = #output;

                fn slot(&self) -> &#codegen::Slot<#output, #error> {
                    &self.#slot
                }

                #guard
                #attempt
                #retry
            }
        }
    }

    fn guard(&self, guard: &Guard) -> TokenStream {
        let place = self.place(guard.line);
        let (reads, holds) = match &guard.kind {
            GuardKind::Predicate(method, args) => {
                let name = &self.plan.methods[method.0].name;
                let mut reads = Reads::new(self);
                let args: Vec<_> = args.iter().map(|arg| reads.argument(arg)).collect();
                (reads.bindings, quote!(self.steps.#name(#(#args),*)))
            }
            GuardKind::Expression(condition, reads) => {
                let reads = reads.iter().map(|read| self.guard_read(read)).collect();
                (reads, condition.to_token_stream())
            }
        };
        quote! {
            #place
            fn guard(&self) -> bool {
                #(#reads)*
                #holds
            }
        }
    }

    fn guard_read(&self, read: &GuardRead) -> TokenStream {
        let (variable, slot) = (&read.variable, self.names.slot(self.plan, read.value));
        match read.how {
            Reading::Plain if self.plan.value(read.value).copy => {
                quote!(let #variable = *self.#slot.get();)
            }
            Reading::Plain => quote!(let #variable = &*self.#slot.get();),
            Reading::Maybe | Reading::Ok => {
                let lent = format_ident!("{variable}_lent");
                quote! {
                    let #lent = self.#slot.option();
                    let #variable = #lent.as_deref();
                }
            }
            Reading::Outcome => quote!(let #variable = &*self.#slot.outcome();),
        }
    }

    fn attempt(&self, step: &Step) -> TokenStream {
        let codegen = &self.codegen;
        let (output, error) = (self.output_type(step), self.error());
        let context = self.names.own("Context");
        let mut reads = Reads::new(self);
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let (called, traits) = self.called(step, &args);
        let attempted = self.attempted(step, called);
        let bindings = reads.bindings;
        let uses_context = matches!(step.call, Call::Method(_))
            || step.args.iter().any(|arg| matches!(arg, Arg::Context));
        let cx = if uses_context {
            format_ident!("cx")
        } else {
            format_ident!("_cx")
        };
        quote! {
            async fn attempt(&self, #cx: #context) -> #codegen::Attempted<#output, #error> {
                #traits
                #(#bindings)*
                #attempted
            }
        }
    }

    /// The call, awaited if need be, and what it needs in scope.
    fn called(&self, step: &Step, args: &[TokenStream]) -> (TokenStream, Option<TokenStream>) {
        let codegen = &self.codegen;
        match &step.call {
            Call::Method(method) => {
                let name = &self.plan.methods[method.0].name;
                let wait = (!step.blocking).then(|| quote!(.await));
                (quote!(self.steps.#name(&cx, #(#args),*) #wait), None)
            }
            Call::Path(path) if step.blocking => (quote!(#path(#(#args),*)), None),
            Call::Path(path) => (
                quote!(#codegen::called(#path(#(#args),*)).settle().await),
                Some(quote! {
                    #[allow(unused_imports)]
                    use #codegen::{CalledAsync as _, CalledSync as _};
                }),
            ),
        }
    }

    /// What a call returns, as the runtime wants it. The error of a free function converts.
    fn attempted(&self, step: &Step, called: TokenStream) -> TokenStream {
        let (ok, some) = (self.names.known("Ok"), self.names.known("Some"));
        let free = matches!(step.call, Call::Path(_));
        match step.returns {
            Returns::Fallible if free => quote!(#ok(#some(#called?))),
            Returns::Fallible => quote!(#called.map(#some)),
            Returns::Skippable if free => quote!(#ok(#called?)),
            Returns::Skippable => called,
            Returns::Infallible if step.output.is_none() => quote! {
                #called;
                #ok(#some(()))
            },
            Returns::Infallible => quote!(#ok(#some(#called))),
            Returns::InfallibleSkippable => quote!(#ok(#called)),
        }
    }

    fn retry_conditions(&self, retry: &Retry) -> TokenStream {
        let (error, option) = (self.error(), self.names.known("Option"));
        let duration = self.names.known("Duration");
        let when = retry.when.as_ref().map(|(condition, line)| {
            let place = self.place(*line);
            quote! {
                #place
                fn retry_when(error: &#error) -> bool {
                    #condition
                }
            }
        });
        let after = retry.after.as_ref().map(|(wait, line)| {
            let place = self.place(*line);
            quote! {
                #place
                fn retry_after(error: &#error) -> #option<#duration> {
                    #wait
                }
            }
        });
        quote!(#when #after)
    }
}

/// The variables through which a call reads its values.
struct Reads<'a> {
    emit: &'a Emit<'a>,
    bindings: Vec<TokenStream>,
    bound: HashMap<(ValueId, &'static str), Ident>,
}

impl<'a> Reads<'a> {
    fn new(emit: &'a Emit<'a>) -> Self {
        Self {
            emit,
            bindings: Vec::new(),
            bound: HashMap::new(),
        }
    }

    /// An argument as it stands in the call.
    fn argument(&mut self, arg: &Arg) -> TokenStream {
        match arg {
            Arg::Move(value) => self.bind(*value, "take").to_token_stream(),
            Arg::Copy(value) => {
                let value = self.bind(*value, "get");
                quote!(*#value)
            }
            Arg::Borrow(value) => {
                let value = self.bind(*value, "get");
                quote!(&#value)
            }
            Arg::Clone(value) => {
                let ty = &self.emit.plan.value(*value).ty;
                let (clone, value) = (self.emit.names.known("Clone"), self.bind(*value, "get"));
                quote!(<#ty as #clone>::clone(&#value))
            }
            Arg::Maybe(value) | Arg::Ok(value) => {
                let value = self.bind(*value, "option");
                quote!(#value.as_deref())
            }
            Arg::Outcome(value) => {
                let value = self.bind(*value, "outcome");
                quote!(&#value)
            }
            Arg::Field(value, field) => {
                self.bind(*value, "get");
                field.to_token_stream()
            }
            Arg::Constant(name, _) => name.to_token_stream(),
            Arg::Literal(literal, _) => literal.to_token_stream(),
            Arg::Context => quote!(&cx),
            Arg::Steps => quote!(&*self.steps),
        }
    }

    /// The variable for one way of reading a value; `get`, the commonest, has the value's own name.
    fn bind(&mut self, value: ValueId, access: &'static str) -> Ident {
        if let Some(bound) = self.bound.get(&(value, access)) {
            return bound.clone();
        }
        let name = &self.emit.plan.value(value).name;
        let others = self.bound.keys().any(|(other, _)| *other == value);
        let variable = if others {
            format_ident!("{name}_{access}")
        } else {
            name.clone()
        };
        let (slot, how) = (
            self.emit.names.slot(self.emit.plan, value),
            format_ident!("{access}"),
        );
        self.bindings
            .push(quote!(let #variable = self.#slot.#how();));
        self.bound.insert((value, access), variable.clone());
        variable
    }
}
