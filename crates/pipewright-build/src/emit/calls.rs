//! What each step does: look at its condition, read its inputs, call, keep what that gives.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;

use super::reads::Reads;
use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, mentioned};
use crate::plan::{
    Arg, Call, Guard, GuardKind, GuardRead, Reading, Retry, Returns, Step, StepId, ValueId,
};

/// With more arguments than these, of which so many are lent, a step's call has a struct and a function of its own: a
/// function of more than a few hundred variables, each with a lifetime, takes the compiler minutes. What is copied has
/// none.
const WIDE: usize = 128;
const WIDELY_LENT: usize = 16;

impl Emit<'_> {
    /// What steps need beside their calls: conditions, and structs of what wide steps read.
    pub(super) fn calls(&self) -> TokenStream {
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let methods = self.plan.steps.iter().map(|step| self.methods(step));
        let branches = self.plan.branches.iter().enumerate();
        let decisions = branches.map(|(number, branch)| self.decision(number, branch));
        let methods: TokenStream = decisions.chain(methods).collect();
        let methods = (!methods.is_empty()).then(|| {
            quote! {
                impl<S: #steps + 'static> #run<S> {
                    #methods
                }
            }
        });
        let wide = self
            .plan
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| self.is_wide(step));
        let structs = wide.map(|(id, step)| self.reads_struct(StepId(id), step));
        let maps = self.maps();
        quote!(#methods #(#structs)* #maps)
    }

    /// The conditions of one step.
    fn methods(&self, step: &Step) -> TokenStream {
        let guard = step.guard.as_ref();
        let guard = guard.filter(|_| !step.is_map());
        let guard = guard.map(|guard| self.guard(&self.names.when(step), guard, None));
        let arms = self.in_arms(step);
        let retry = step.retry.as_ref();
        let retry = retry.map(|retry| self.retry_conditions(step, retry));
        let undo = step.undo.as_ref().map(|undo| self.undo_method(step, undo));
        let over = self.fold_fn(step);
        quote!(#arms #guard #retry #over #undo)
    }

    /// Whether a condition holds: of a step, or of this element of a map.
    pub(super) fn guard(
        &self,
        name: &Ident,
        guard: &Guard,
        element: Option<ValueId>,
    ) -> TokenStream {
        let (reads, holds, uses_run) = match &guard.kind {
            GuardKind::Predicate(method, args) => {
                let name = &self.plan.methods[method.0].name;
                let mut reads = Reads::new(self, quote!(self));
                let args: Vec<_> = args.iter().map(|arg| reads.argument(arg)).collect();
                let beside = self.beside(guard.line);
                let call = self.on_steps(&quote!(&*self.steps), name, &quote!(#(#args),*));
                let holds = quote!(#beside #call);
                (reads.bindings, holds, true)
            }
            GuardKind::Expression(condition, reads) => {
                let run = quote!(self);
                let reads = reads.iter().map(|read| self.guard_read(&run, read));
                let reads: Vec<_> = reads.collect();
                let uses_run = !reads.is_empty();
                (reads, self.stated(condition, guard.line), uses_run)
            }
        };
        let element = element.map(|element| self.element_parameter(guard, element));
        let allow = match &guard.kind {
            GuardKind::Expression(condition, _) if matches!(**condition, syn::Expr::Path(_)) => {
                Some(quote!(#[allow(clippy::let_and_return)]))
            }
            GuardKind::Expression(..) if !uses_run => Some(quote!(#[allow(clippy::unused_self)])),
            _ => None,
        };
        quote! {
            #allow
            fn #name(&self #element) -> bool {
                #(#reads)*
                #holds
            }
        }
    }

    /// An expression at the end of a function, beside its place in the description.
    fn stated(&self, expr: &syn::Expr, line: usize) -> TokenStream {
        let beside = self.beside(line);
        match expr {
            // the function is a block already
            syn::Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
                let statements = block.block.stmts.iter();
                quote!(#(#beside #statements)*)
            }
            _ => quote!(#beside #expr),
        }
    }

    /// The variable of an expression that reads a value.
    pub(super) fn guard_read(&self, run: &TokenStream, read: &GuardRead) -> TokenStream {
        if let Some(found) = self.lent(run, read.value) {
            let (variable, is_copy) = (&read.variable, self.plan.value(read.value).copy);
            let copied = is_copy.then(|| quote!(let #variable = *#variable;));
            return quote!(#(#found)* #copied);
        }
        if self.plan.is_element(read.value) {
            let (variable, is_copy) = (&read.variable, self.plan.value(read.value).copy);
            return match is_copy {
                true => quote!(let #variable = *#variable;),
                false => quote!(),
            };
        }
        let (variable, slot) = (&read.variable, self.place_of(run, read.value));
        match read.how {
            Reading::Plain if self.plan.value(read.value).copy => {
                quote!(let #variable = #slot.value();)
            }
            Reading::Plain => quote!(let #variable = &*#slot.get();),
            Reading::Maybe | Reading::Ok => {
                let lent = format_ident!("{variable}_lent");
                quote! {
                    let #lent = #slot.option();
                    let #variable = #lent.as_deref();
                }
            }
            Reading::Outcome => quote!(let #variable = &*#slot.outcome();),
        }
    }

    /// The type of that variable.
    pub(super) fn read_type(&self, read: &GuardRead) -> TokenStream {
        let value = self.plan.value(read.value);
        let ty = &value.ty;
        match read.how {
            Reading::Plain if value.copy => quote!(#ty),
            Reading::Plain => quote!(&#ty),
            Reading::Maybe | Reading::Ok => {
                let option = self.names.known("Option");
                quote!(#option<&#ty>)
            }
            Reading::Outcome => {
                let (outcome, error) = (self.names.known("Outcome"), self.error());
                quote!(&#outcome<#ty, #error>)
            }
        }
    }

    /// One call of a step: how that ended, after what it gives has been kept. Nothing lives from before the
    /// call until after it but what the step reads, for that is what a step that waits takes up.
    pub(super) fn call(&self, id: StepId, step: &Step) -> TokenStream {
        let no_call = match &step.call {
            Call::Pipeline(..) if step.each.is_some() => None,
            Call::Pipeline(inner) => Some(self.inner_run((id, step), inner)),
            Call::Merge(constants) => Some(self.merged(id, constants)),
            Call::Method(_) | Call::Path(..) | Call::Block(_) => None,
        };
        if let Some(tried) = no_call {
            return quote!(let tried = #tried;);
        }
        let (run, into) = (self.names.run(), step.merge.unwrap_or(id));
        let slot = self.names.step_slot(self.plan, into);
        if let Some(each) = &step.each {
            return self.each_call(id, step, each, slot);
        }
        let (mut statements, call, traits) = match self.is_wide(step) {
            true => {
                let (mut reads, lent) = (self.wide_reads(step).0, self.names.reads());
                let owned = reads.owned.iter().map(|(name, _)| name);
                let call = quote!(#lent.call(&*#run.steps, cx, #(#owned),*).await);
                let name = self.reads_name(id);
                reads
                    .bindings
                    .insert(0, quote!(let #lent = #name::new(#run);));
                (reads.bindings, call, None)
            }
            false => {
                let by_path = matches!(step.call, Call::Path(..));
                let reads = Reads::new(self, run.to_token_stream());
                let mut reads = reads.at(step.line).by_path(by_path);
                reads.bind_first(self.taken_from_patterns(step), self.bindings(step));
                let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
                let (call, traits) = self.called(&run.to_token_stream(), step, &args);
                (reads.bindings, call, traits)
            }
        };
        let (returned, given) = self.returned_by(step, &call);
        // the types of what patterns bind are rustc's to know
        let binds = !self.taken_from_patterns(step).is_empty();
        let beside = binds.then(|| self.beside(step.line));
        statements.push(quote!(#beside #returned #beside));
        let kept = self.kept(step, quote!(#run.#slot), given);
        quote! {
            let tried = {
                #traits
                #(#statements)*
                #kept
            };
        }
    }

    /// Whether a step has a struct for what it reads. What a block finds by its place stands in variables.
    fn is_wide(&self, step: &Step) -> bool {
        let run = self.names.run().to_token_stream();
        let binds = step.args.iter().any(|arg| matches!(arg, Arg::Bound(..)));
        let is_method = matches!(step.call, Call::Method(_));
        let width: usize = step.args.iter().map(|arg| arg.values().len().max(1)).sum();
        let lent: usize = step.args.iter().map(|arg| self.lends(arg)).sum();
        let mut values = step.args.iter().flat_map(Arg::values);
        (width > WIDE || lent > WIDELY_LENT)
            && is_method
            && !(step.blocking || binds || step.each.is_some())
            && !values.any(|value| self.lent(&run, value).is_some())
    }

    /// How many values an argument lends, or takes.
    fn lends(&self, arg: &Arg) -> usize {
        match arg {
            Arg::Copy(_) => 0,
            Arg::Borrow(value) if self.plan.value(*value).copy => 0,
            Arg::Array(args) => args.iter().map(|arg| self.lends(arg)).sum(),
            _ => arg.values().len(),
        }
    }

    fn reads_name(&self, id: StepId) -> Ident {
        self.names.own(&format!("{}Reads", self.names.variant(id)))
    }

    /// What a wide step reads, and its arguments.
    fn wide_reads(&self, step: &Step) -> (Reads<'_>, Vec<TokenStream>) {
        let mut reads = Reads::together(self, self.names.run().to_token_stream(), quote!(self));
        reads = reads.at(step.line);
        let args = step.args.iter().map(|arg| reads.argument(arg)).collect();
        (reads, args)
    }

    fn reads_struct(&self, id: StepId, step: &Step) -> TokenStream {
        let (name, (reads, args)) = (self.reads_name(id), self.wide_reads(step));
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
        let call = self.on_steps(&quote!(steps), method, &quote!(cx, #(#args),*));
        let returned = self.returned(step.returns, self.given_type(step));
        let doc = format!(" What `{}` reads.", step.name);
        let variable = self.names.run();
        quote! {
            #[doc = #doc]
            struct #name<'r> {
                #(#fields: #lent,)*
            }

            impl<'r> #name<'r> {
                fn new<S>(#variable: &'r #run<S>) -> Self {
                    Self { #(#fields: #values,)* }
                }

                #[allow(clippy::too_many_arguments)]
                fn call<'a, S: #steps>(
                    &'a self,
                    steps: &'a S,
                    cx: &'a #context,
                    #(#owned: #types,)*
                ) -> ::std::pin::Pin<#boxed<dyn #future<Output = #returned> + #send + 'a>> {
                    #boxed::pin(#call)
                }
            }
        }
    }

    /// The call of a method or a function, awaited if need be, and what it needs in scope.
    pub(super) fn called(
        &self,
        run: &TokenStream,
        step: &Step,
        args: &[TokenStream],
    ) -> (TokenStream, Option<TokenStream>) {
        let codegen = &self.codegen;
        match &step.call {
            Call::Method(method) => {
                let name = &self.plan.methods[method.0].name;
                let wait = (!step.blocking).then(|| quote!(.await));
                let call = self.on_steps(&quote!(&*#run.steps), name, &quote!(cx, #(#args),*));
                (quote!(#call #wait), None)
            }
            Call::Pipeline(..) | Call::Block(_) | Call::Merge(_) => {
                unreachable!("this calls nothing itself")
            }
            Call::Path(path, _) if step.blocking => (quote!(#path(#(#args),*)), None),
            Call::Path(path, _) => (
                quote!(#codegen::called(#path(#(#args),*)).settle().await),
                Some(quote! {
                    #[allow(unused_imports)]
                    use #codegen::{CalledAsync as _, CalledSync as _};
                }),
            ),
        }
    }

    /// The statement in which the step is called, and what it gives. What a free function returns is found
    /// by rustc alone, beside its place in the description; its error converts.
    fn returned_by(&self, step: &Step, called: &TokenStream) -> (TokenStream, TokenStream) {
        let (codegen, returned) = (&self.codegen, format_ident!("returned"));
        let Call::Path(_, line) = step.call else {
            return match step.returns {
                Returns::Infallible if step.gives_nothing() => (quote!(#called;), quote!(())),
                _ => (quote!(let #returned = #called;), returned.to_token_stream()),
            };
        };
        let (statement, given) = match step.returns {
            Returns::Fallible | Returns::Skippable => (
                quote!(let #returned = #called;),
                quote!(#codegen::converted(#returned)),
            ),
            Returns::Infallible if step.gives_nothing() => (quote!(#called;), quote!(())),
            Returns::Infallible | Returns::InfallibleSkippable => {
                let ty = self.returned(step.returns, self.given_type(step));
                (
                    quote!(let #returned: #ty = #called;),
                    returned.to_token_stream(),
                )
            }
        };
        let beside = self.beside(line);
        (quote!(#beside #statement #beside), given)
    }

    /// Puts what a call returns into the slot.
    fn kept(&self, step: &Step, into: TokenStream, given: TokenStream) -> TokenStream {
        match step.returns {
            Returns::Fallible => quote!(#into.keep(cx, #given)),
            Returns::Skippable => quote!(#into.keep_any(cx, #given)),
            Returns::Infallible => quote!(#into.keep_value(cx, #given)),
            Returns::InfallibleSkippable => quote!(#into.keep_option(cx, #given)),
        }
    }

    fn retry_conditions(&self, step: &Step, retry: &Retry) -> TokenStream {
        let (error, option) = (self.error(), self.names.known("Option"));
        let duration = self.names.known("Duration");
        let when = retry.when.as_ref().map(|(condition, line)| {
            let (stated, name) = (self.stated(condition, *line), self.names.retry_when(step));
            let parameter = error_parameter(condition);
            quote!(fn #name(#parameter: &#error) -> bool { #stated })
        });
        let after = retry.after.as_ref().map(|(wait, line)| {
            let (stated, name) = (self.stated(wait, *line), self.names.retry_after(step));
            let parameter = error_parameter(wait);
            quote!(fn #name(#parameter: &#error) -> #option<#duration> { #stated })
        });
        quote!(#when #after)
    }
}

/// The error that a condition looks at, or does not.
fn error_parameter(condition: &syn::Expr) -> Ident {
    let mut mentioned = BTreeSet::new();
    mentioned::collect(condition, &mut mentioned);
    match mentioned.contains("error") {
        true => format_ident!("error"),
        false => format_ident!("_error"),
    }
}
