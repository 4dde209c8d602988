//! What each step does: look at its condition, read its inputs, call, keep what that gives.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Emit;
use super::reads::Reads;
use crate::plan::{Call, Guard, GuardKind, GuardRead, Reading, Retry, Returns, Step, StepId};

/// With more arguments than this, a step's call has a struct and a function of its own: a function of
/// more than a few hundred variables, each with a lifetime, takes the compiler minutes.
const WIDE: usize = 16;

impl Emit<'_> {
    pub(super) fn calls(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps, tried) = (
            self.names.own("Run"),
            self.names.own("Steps"),
            self.names.own("Tried"),
        );
        let error = self.error();
        let mut structs = TokenStream::new();
        let methods: Vec<_> = self
            .plan
            .steps
            .iter()
            .enumerate()
            .map(|(id, step)| self.methods(StepId(id), step, &mut structs))
            .collect();
        let groups = self.call_groups();
        quote! {
            type #tried = #codegen::Tried<#error>;

            impl<S: #steps + 'static> #run<S> {
                #(#methods)*
                #(#groups)*
            }

            #structs
        }
    }

    /// The methods of one step; what they need beside them goes to `structs`.
    fn methods(&self, id: StepId, step: &Step, structs: &mut TokenStream) -> TokenStream {
        let guard = step
            .guard
            .as_ref()
            .map(|guard| self.guard(&self.names.when(step), guard));
        let is_wide = step.args.len() > WIDE && !step.blocking;
        let call = match step.call {
            Call::Method(_) if is_wide => {
                let (call, reads) = self.wide_call(id, step);
                structs.extend(reads);
                call
            }
            _ => self.call(id, step),
        };
        let retry = step
            .retry
            .as_ref()
            .map(|retry| self.retry_conditions(step, retry));
        quote!(#guard #call #retry)
    }

    fn guard(&self, name: &Ident, guard: &Guard) -> TokenStream {
        let place = self.place(guard.line);
        let (reads, holds, uses_run) = match &guard.kind {
            GuardKind::Predicate(method, args) => {
                let name = &self.plan.methods[method.0].name;
                let mut reads = Reads::new(self, quote!(self));
                let args: Vec<_> = args.iter().map(|arg| reads.argument(arg)).collect();
                (reads.bindings, quote!(self.steps.#name(#(#args),*)), true)
            }
            GuardKind::Expression(condition, reads) => {
                let reads: Vec<_> = reads.iter().map(|read| self.guard_read(read)).collect();
                let uses_run = !reads.is_empty();
                (reads, condition.to_token_stream(), uses_run)
            }
        };
        let allow = match &guard.kind {
            GuardKind::Expression(condition, _) if matches!(**condition, syn::Expr::Path(_)) => {
                Some(quote!(#[allow(clippy::let_and_return)]))
            }
            GuardKind::Expression(..) if !uses_run => Some(quote!(#[allow(clippy::unused_self)])),
            _ => None,
        };
        quote! {
            #place
            #allow
            fn #name(&self) -> bool {
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

    fn call(&self, id: StepId, step: &Step) -> TokenStream {
        let mut reads = Reads::new(self, quote!(self));
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let (called, traits) = self.called(step, &args);
        let kept = self.kept(step, called);
        let bindings = reads.bindings;
        let uses_steps = matches!(step.call, Call::Method(_)) || reads.uses_steps;
        self.call_fn(id, step, uses_steps, quote!(#traits #(#bindings)*), &kept)
    }

    /// The function that calls a step once. It takes what the call borrows out of the run first, so that
    /// its future holds that, and not the run: whether a run can be sent is a long story to prove.
    fn call_fn(
        &self,
        id: StepId,
        step: &Step,
        uses_steps: bool,
        reads: TokenStream,
        kept: &TokenStream,
    ) -> TokenStream {
        let place = self.place(step.line);
        let (name, context, tried) = (
            self.names.call(step),
            self.names.own("Context"),
            self.names.own("Tried"),
        );
        let (future, send) = (self.names.known("Future"), self.names.known("Send"));
        let (into, slot) = (self.names.kept_in(), self.names.step_slot(self.plan, id));
        let steps = uses_steps.then(|| {
            let steps = self.names.steps();
            quote!(let #steps = &*self.steps;)
        });
        quote! {
            #place
            fn #name<'a>(&'a self, cx: &'a #context) -> impl #future<Output = #tried> + #send + 'a {
                let #into = &self.#slot;
                #steps
                #reads
                async move { #kept }
            }
        }
    }

    /// The call of a wide step, and the struct that holds what it reads.
    fn wide_call(&self, id: StepId, step: &Step) -> (TokenStream, TokenStream) {
        let name = self.names.own(&format!("{}Reads", self.names.variant(id)));
        let mut reads = Reads::together(self, quote!(run), quote!(self));
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let owned: Vec<_> = reads.owned.iter().map(|(name, _)| name).collect();
        let steps = self.names.steps();
        let kept = self.kept(step, quote!(reads.call(#steps, cx, #(#owned),*).await));
        let bindings = reads.bindings.iter();
        let bindings = quote! {
            let run = self;
            let reads = #name::new(run);
            #(#bindings)*
        };
        let call = self.call_fn(id, step, true, bindings, &kept);
        (call, self.reads_struct(step, &name, &reads, &args))
    }

    fn reads_struct(
        &self,
        step: &Step,
        name: &Ident,
        reads: &Reads<'_>,
        args: &[TokenStream],
    ) -> TokenStream {
        let Call::Method(method) = step.call else {
            unreachable!("only methods are wide");
        };
        let method = &self.plan.methods[method.0].name;
        let (fields, lent): (Vec<_>, Vec<_>) = reads
            .fields
            .iter()
            .map(|field| (&field.name, &field.ty))
            .unzip();
        let values = reads.fields.iter().map(|field| &field.value);
        let (owned, types): (Vec<_>, Vec<_>) = reads.owned.iter().cloned().unzip();
        let (steps, boxed) = (self.names.own("Steps"), self.names.known("Box"));
        let (future, send) = (self.names.known("Future"), self.names.known("Send"));
        let (context, run) = (self.names.own("Context"), self.names.own("Run"));
        let returned = self.returned(step.returns, self.output_type(step));
        let doc = format!(" What `{}` reads.", step.name);
        quote! {
            #[doc = #doc]
            struct #name<'r> {
                #(#fields: #lent,)*
            }

            impl<'r> #name<'r> {
                fn new<S>(run: &'r #run<S>) -> Self {
                    Self { #(#fields: #values,)* }
                }

                #[allow(clippy::too_many_arguments)]
                fn call<'a, S: #steps>(
                    &'a self,
                    steps: &'a S,
                    cx: &'a #context,
                    #(#owned: #types,)*
                ) -> ::std::pin::Pin<#boxed<dyn #future<Output = #returned> + #send + 'a>> {
                    #boxed::pin(steps.#method(cx, #(#args),*))
                }
            }
        }
    }

    /// The call, awaited if need be, and what it needs in scope.
    fn called(&self, step: &Step, args: &[TokenStream]) -> (TokenStream, Option<TokenStream>) {
        let (codegen, steps) = (&self.codegen, self.names.steps());
        match &step.call {
            Call::Method(method) => {
                let name = &self.plan.methods[method.0].name;
                let wait = (!step.blocking).then(|| quote!(.await));
                (quote!(#steps.#name(cx, #(#args),*) #wait), None)
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

    /// Puts what a call returns into the slot. The error of a free function converts.
    fn kept(&self, step: &Step, called: TokenStream) -> TokenStream {
        let (codegen, into) = (&self.codegen, self.names.kept_in());
        let given = match step.call {
            Call::Path(_) if step.returns.is_fallible() => quote!(#codegen::converted(#called)),
            _ => called,
        };
        match step.returns {
            Returns::Fallible => quote!(#into.keep(cx, #given)),
            Returns::Skippable => quote!(#into.keep_any(cx, #given)),
            Returns::Infallible if step.output.is_none() => quote! {
                #given;
                #into.keep_value(cx, ())
            },
            Returns::Infallible => quote!(#into.keep_value(cx, #given)),
            Returns::InfallibleSkippable => quote!(#into.keep_option(cx, #given)),
        }
    }

    fn retry_conditions(&self, step: &Step, retry: &Retry) -> TokenStream {
        let (error, option) = (self.error(), self.names.known("Option"));
        let duration = self.names.known("Duration");
        let when = retry.when.as_ref().map(|(condition, line)| {
            let (place, name) = (self.place(*line), self.names.retry_when(step));
            quote! {
                #place
                fn #name(error: &#error) -> bool {
                    #condition
                }
            }
        });
        let after = retry.after.as_ref().map(|(wait, line)| {
            let (place, name) = (self.place(*line), self.names.retry_after(step));
            quote! {
                #place
                fn #name(error: &#error) -> #option<#duration> {
                    #wait
                }
            }
        });
        quote!(#when #after)
    }
}
