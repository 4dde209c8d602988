//! What each step does: read its inputs, call, hand over the outcome.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Emit;
use super::reads::Reads;
use crate::plan::{Arg, Call, Guard, GuardKind, GuardRead, Reading, Retry, Returns, Step, StepId};

/// With more arguments than this, a step's call has a struct and a function of its own: a function of
/// more than a few hundred variables, each with a lifetime, takes the compiler minutes.
const WIDE: usize = 16;

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
        let at = self.names.own("at");
        let (output, error) = (self.output_type(step), self.error());
        let slot = self.names.step_slot(self.plan, id);
        let place = self.place(step.line);
        let guard = step.guard.as_ref().map(|guard| self.guard(guard));
        let (attempt, reads) = match step.call {
            Call::Method(_) if step.args.len() > WIDE && !step.blocking => {
                self.wide_attempt(id, step)
            }
            _ => (self.attempt(step), TokenStream::new()),
        };
        let retry = step
            .retry
            .as_ref()
            .map(|retry| self.retry_conditions(retry));
        quote! {
            #place
            impl<S: #steps + 'static> #codegen::Node<#run<S>> for #at::#variant {
                const STEP: u32 = #number::#variant as u32;
                type Output = #output;

                fn slot(run: &#run<S>) -> &#codegen::Slot<#output, #error> {
                    &run.#slot
                }

                #guard
                #attempt
                #retry
            }

            #reads
        }
    }

    fn guard(&self, guard: &Guard) -> TokenStream {
        let (run_type, run) = (self.names.own("Run"), self.names.run());
        let place = self.place(guard.line);
        let (reads, holds, uses_run) = match &guard.kind {
            GuardKind::Predicate(method, args) => {
                let name = &self.plan.methods[method.0].name;
                let mut reads = Reads::new(self);
                let args: Vec<_> = args.iter().map(|arg| reads.argument(arg)).collect();
                (reads.bindings, quote!(#run.steps.#name(#(#args),*)), true)
            }
            GuardKind::Expression(condition, reads) => {
                let reads: Vec<_> = reads.iter().map(|read| self.guard_read(read)).collect();
                let uses_run = !reads.is_empty();
                (reads, condition.to_token_stream(), uses_run)
            }
        };
        let run = if_used(run, uses_run);
        let allow = match &guard.kind {
            GuardKind::Expression(condition, _) if matches!(**condition, syn::Expr::Path(_)) => {
                Some(quote!(#[allow(clippy::let_and_return)]))
            }
            _ => None,
        };
        quote! {
            #place
            #allow
            fn guard(#run: &#run_type<S>) -> bool {
                #(#reads)*
                #holds
            }
        }
    }

    fn guard_read(&self, read: &GuardRead) -> TokenStream {
        let (variable, slot) = (&read.variable, self.names.slot(self.plan, read.value));
        let run = self.names.run();
        match read.how {
            Reading::Plain if self.plan.value(read.value).copy => {
                quote!(let #variable = *#run.#slot.get();)
            }
            Reading::Plain => quote!(let #variable = &*#run.#slot.get();),
            Reading::Maybe | Reading::Ok => {
                let lent = format_ident!("{variable}_lent");
                quote! {
                    let #lent = #run.#slot.option();
                    let #variable = #lent.as_deref();
                }
            }
            Reading::Outcome => quote!(let #variable = &*#run.#slot.outcome();),
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
        let is_method = matches!(step.call, Call::Method(_));
        let has = |wanted: fn(&Arg) -> bool| step.args.iter().any(wanted);
        let uses_steps = is_method || has(|arg| matches!(arg, Arg::Steps));
        let uses_context = is_method || has(|arg| matches!(arg, Arg::Context));
        let cx = if_used(&format_ident!("cx"), uses_context);
        let (run, steps) = (self.names.run(), self.names.steps());
        let run_type = self.names.own("Run");
        if bindings.is_empty() && !uses_steps {
            let run = if_used(run, false);
            return quote! {
                async fn attempt(
                    #run: &#run_type<S>,
                    #cx: #context,
                ) -> #codegen::Attempted<#output, #error> {
                    #traits
                    #attempted
                }
            };
        }
        let (future, send) = (self.names.known("Future"), self.names.known("Send"));
        let steps = uses_steps.then(|| quote!(let #steps = &*#run.steps;));
        quote! {
            fn attempt(
                #run: &#run_type<S>,
                #cx: #context,
            ) -> impl #future<Output = #codegen::Attempted<#output, #error>> + #send {
                #traits
                #steps
                #(#bindings)*
                async move { #attempted }
            }
        }
    }

    /// The attempt of a wide step, and the struct that holds what it reads.
    fn wide_attempt(&self, id: StepId, step: &Step) -> (TokenStream, TokenStream) {
        let (codegen, run) = (&self.codegen, self.names.run());
        let (output, error) = (self.output_type(step), self.error());
        let (context, run_type) = (self.names.own("Context"), self.names.own("Run"));
        let name = self.names.own(&format!("{}Reads", self.names.variant(id)));
        let (future, send) = (self.names.known("Future"), self.names.known("Send"));
        let mut reads = Reads::together(self, quote!(self));
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let (names, types): (Vec<_>, Vec<_>) = reads.owned.iter().cloned().unzip();
        let steps = self.names.steps();
        let attempted = self.attempted(step, quote!(reads.call(#steps, &cx, #(#names),*).await));
        let bindings = &reads.bindings;
        let attempt = quote! {
            fn attempt(
                #run: &#run_type<S>,
                cx: #context,
            ) -> impl #future<Output = #codegen::Attempted<#output, #error>> + #send {
                let #steps = &*#run.steps;
                let reads = #name::new(#run);
                #(#bindings)*
                async move { #attempted }
            }
        };
        let method = match step.call {
            Call::Method(method) => &self.plan.methods[method.0].name,
            Call::Path(_) => unreachable!("only methods are wide"),
        };
        let (fields, lent): (Vec<_>, Vec<_>) = reads
            .fields
            .iter()
            .map(|field| (&field.name, &field.ty))
            .unzip();
        let values = reads.fields.iter().map(|field| &field.value);
        let (steps, boxed) = (self.names.own("Steps"), self.names.known("Box"));
        let returned = self.returned(step.returns, output);
        let doc = format!(" What `{}` reads.", step.name);
        let reads = quote! {
            #[doc = #doc]
            struct #name<'r> {
                #(#fields: #lent,)*
            }

            impl<'r> #name<'r> {
                fn new<S>(#run: &'r #run_type<S>) -> Self {
                    Self { #(#fields: #values,)* }
                }

                #[allow(clippy::too_many_arguments)]
                fn call<'a, S: #steps>(
                    &'a self,
                    steps: &'a S,
                    cx: &'a #context,
                    #(#names: #types,)*
                ) -> ::std::pin::Pin<#boxed<dyn #future<Output = #returned> + #send + 'a>> {
                    #boxed::pin(steps.#method(cx, #(#args),*))
                }
            }
        };
        (attempt, reads)
    }

    /// The call, awaited if need be, and what it needs in scope.
    fn called(&self, step: &Step, args: &[TokenStream]) -> (TokenStream, Option<TokenStream>) {
        let (codegen, steps) = (&self.codegen, self.names.steps());
        match &step.call {
            Call::Method(method) => {
                let name = &self.plan.methods[method.0].name;
                let wait = (!step.blocking).then(|| quote!(.await));
                (quote!(#steps.#name(&cx, #(#args),*) #wait), None)
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

/// A parameter that the body may have no use for.
fn if_used(name: &Ident, used: bool) -> Ident {
    match used {
        true => name.clone(),
        false => format_ident!("_{name}"),
    }
}
