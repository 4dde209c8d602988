//! Steps that call for each element of a value.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::Emit;
use super::reads::Reads;
use super::tokens::{ToTokens, TokenStream, quote};
use crate::plan::{
    Arg, Call, Each, EachKind, Guard, GuardKind, InnerRun, OnError, Returns, Step, StepId, ValueId,
};

impl Emit<'_> {
    /// The one attempt of such a step, and what becomes of what it gives.
    pub(super) fn each_call(
        &self,
        id: StepId,
        step: &Step,
        each: &Each,
        slot: &Ident,
    ) -> TokenStream {
        let run = self.names.run();
        if each.kind != EachKind::Map {
            return self.fold_call(step, each, slot);
        }
        let codegen = &self.codegen;
        let number = Literal::usize_unsuffixed(id.0);
        let map = match each.on_error {
            OnError::Collect => quote!(map_all),
            OnError::Fail | OnError::Skip => quote!(map),
        };
        let elements = self.elements(run.to_token_stream(), each, each.elements[0]);
        quote! {
            let tried = {
                #elements
                let all = #codegen::#map::<#number, _>(#run, elements).await;
                #run.#slot.keep_all(cx, all)
            };
        }
    }

    /// Statements that bind the elements.
    pub(super) fn elements(&self, run: TokenStream, each: &Each, element: ValueId) -> TokenStream {
        let codegen = &self.codegen;
        let (source, bindings) = self.source(run, each);
        let (ty, beside) = (&self.plan.value(element).ty, self.beside(each.line));
        if is_lent(each) {
            return quote! {
                #(#bindings)*
                #beside
                let elements = #codegen::lent::<#ty, _>(#source);
            };
        }

        quote! {
            #[allow(unused_imports)]
            use #codegen::{OfIterator as _, OfStream as _};
            #(#bindings)*
            #beside
            let elements = #codegen::source(#source).elements::<#ty>();
        }
    }

    /// What has the elements, and the statements that bind it.
    fn source(&self, run: TokenStream, each: &Each) -> (TokenStream, Vec<TokenStream>) {
        let mut reads = Reads::new(self, run).at(each.line).by_path(true);
        let source = reads.argument(&each.source);
        let source = match (each.oks, is_lent(each)) {
            (false, _) => source,
            (true, true) => {
                let name = &self.plan.value(value(&each.source)).name;
                quote!(#name.oks())
            }
            (true, false) => quote!(#source.into_oks()),
        };
        (source, reads.bindings)
    }

    /// What rustc has to find in such a step: whether the value has these elements, and what is made of them
    /// can be collected. It looks at closures together with what they stand in.
    pub(super) fn each_checks(&self, step: &Step, each: &Each) -> TokenStream {
        let (codegen, beside) = (&self.codegen, self.beside(each.line));
        let element = each.elements[usize::from(each.kind != EachKind::Map)];
        let ty = &self.plan.value(element).ty;
        let source = &self.plan.value(value(&each.source)).ty;
        let gone_over = match (is_lent(each), each.oks) {
            (true, false) => quote!(|value: &#source| { #codegen::lends::<#ty, _>(value); }),
            (true, true) => quote!(|value: &#source| { #codegen::lends::<#ty, _>(value.oks()); }),
            (false, false) => {
                quote!(|value: #source| { #codegen::source(value).gives::<#ty>(); })
            }
            (false, true) => {
                quote!(|value: #source| { #codegen::source(value.into_oks()).gives::<#ty>(); })
            }
        };
        let traits = (!is_lent(each)).then(|| {
            quote! {
                #[allow(unused_imports)]
                use #codegen::{OfIterator as _, OfStream as _};
            }
        });
        let collected = self.collected_check(step, each);
        quote! {
            {
                #traits
                #beside
                let _ = #gone_over;
            }
            #collected
        }
    }

    fn collected_check(&self, step: &Step, each: &Each) -> Option<TokenStream> {
        let gives = step.merge.map_or(step, |merge| &self.plan.steps[merge.0]);
        let output = self.plan.value(gives.output.filter(|_| step.is_map())?);
        let (codegen, beside) = (&self.codegen, self.beside(output.line));
        let (ty, gives, error) = (&output.ty, &each.gives, self.error());
        let gives = match each.on_error {
            OnError::Collect => {
                let result = self.names.known("Result");
                quote!(#result<#gives, ::pipewright::StepError<#error>>)
            }
            OnError::Fail | OnError::Skip => quote!(#gives),
        };
        Some(quote!(#beside #codegen::collects::<#ty, #gives>();))
    }

    /// What each map does with one element.
    pub(super) fn maps(&self) -> TokenStream {
        let steps = self.plan.steps.iter().enumerate();
        let maps = steps.filter_map(|(id, step)| {
            let each = step.each.as_ref().filter(|_| step.is_map())?;
            Some(self.map_impl(StepId(id), step, each))
        });
        maps.collect()
    }

    fn map_impl(&self, id: StepId, step: &Step, each: &Each) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let number = Literal::usize_unsuffixed(id.0);
        let (ty, gives) = (&self.plan.value(each.elements[0]).ty, &each.gives);
        let moves = !self.is_lent_to_calls(each.elements[0]);
        let constant = moves.then(|| {
            quote!(
                const MOVES: bool = true;
            )
        });
        let calls = match &step.call {
            Call::Pipeline(inner) => self.map_run(id, step, each, inner),
            Call::Block(_) => self.each_through(step, each),
            _ => self.map_calls(&number, step, each),
        };
        let when = self.each_when(step, each);
        let doc = format!(" `{}`, for one element.", step.name);
        quote! {
            #[doc = #doc]
            impl<S: #steps + 'static> #codegen::Each<#number> for #run<S> {
                type Element = #ty;
                type Output = #gives;

                #constant

                #calls

                #when
            }
        }
    }

    /// The run of another pipeline for an element.
    fn map_run(&self, id: StepId, step: &Step, each: &Each, inner: &InnerRun) -> TokenStream {
        let (codegen, context) = (&self.codegen, self.names.own("Context"));
        let (result, error) = (self.names.known("Result"), self.error());
        let (index, gives) = (self.names.index(), &each.gives);
        let (element, given) = self.given_element(step, each);
        let run = self.each_run((id, step), inner);
        quote! {
            async fn each_run(
                &self,
                cx: &#context,
                #index: usize,
                #element,
            ) -> #result<#gives, #codegen::Missing<#error>> {
                #given
                #run
            }
        }
    }

    /// The calls for an element.
    fn map_calls(&self, number: &Literal, step: &Step, each: &Each) -> TokenStream {
        let (cx, context) = (cx(step), self.names.own("Context"));
        let (returned, call) = (self.each_returned(each), self.each_body(step, each));
        let (element, given) = self.given_element(step, each);
        let at = self.each_at(number, each);
        quote! {
            async fn each(
                &self,
                #cx: &#context,
                #element,
            ) -> #returned {
                #given
                #call
            }

            #at
        }
    }

    /// The parameter by which a call has its element, and the statement that binds that.
    fn given_element(&self, step: &Step, each: &Each) -> (TokenStream, TokenStream) {
        let codegen = &self.codegen;
        let element = self.plan.value(each.elements[0]);
        let (name, ty) = (&element.name, &element.ty);
        let is_lent = self.is_lent_to_calls(each.elements[0]);
        let (parameter, given) = match (is_read(step, each.elements[0]), is_lent) {
            (false, _) => (format_ident!("_{name}"), quote!()),
            (true, false) => (name.clone(), quote!(let #name = #name.take();)),
            (true, true) => (name.clone(), quote!(let #name = #name.get();)),
        };
        (quote!(#parameter: #codegen::Element<'_, #ty>), given)
    }

    pub(super) fn each_returned(&self, each: &Each) -> TokenStream {
        let (result, option) = (self.names.known("Result"), self.names.known("Option"));
        let (gives, error) = (&each.gives, self.error());
        quote!(#result<#option<#gives>, #error>)
    }

    /// The call for an element that has to be found again.
    fn each_at(&self, number: &Literal, each: &Each) -> Option<TokenStream> {
        let codegen = &self.codegen;
        let (context, returned) = (self.names.own("Context"), self.each_returned(each));
        let element = self.plan.value(each.elements[0]);
        let (name, ty) = (&element.name, &element.ty);
        let (source, bindings) = self.source(quote!(self), each);
        is_lent(each).then(|| {
            quote! {
                async fn each_at(&self, cx: &#context, index: usize) -> #returned {
                    #(#bindings)*
                    let #name = #codegen::lent_at::<#ty, _>(#source, index);
                    #codegen::Each::<#number>::each(self, cx, #codegen::Element::Lent(#name)).await
                }
            }
        })
    }

    fn each_when(&self, step: &Step, each: &Each) -> Option<TokenStream> {
        let guard = step.guard.as_ref()?;
        let name = format_ident!("each_when");
        Some(self.guard(&name, guard, Some(each.elements[0])))
    }

    /// The parameter of a map's condition.
    pub(super) fn element_parameter(&self, guard: &Guard, element: ValueId) -> TokenStream {
        let value = self.plan.value(element);
        let is_read = match &guard.kind {
            GuardKind::Predicate(_, args) => args.iter().any(|arg| matches!(arg, Arg::Copy(value) | Arg::Borrow(value) | Arg::Clone(value) | Arg::Move(value) if *value == element)),
            GuardKind::Expression(_, reads) => reads.iter().any(|read| read.value == element),
        };
        let (ty, name) = (
            &value.ty,
            match is_read {
                true => value.name.clone(),
                false => format_ident!("_{}", value.name),
            },
        );
        quote!(, #name: &#ty)
    }

    /// The call for an element, and what it gives: `None` leaves the element out.
    fn each_body(&self, step: &Step, each: &Each) -> TokenStream {
        let (bindings, call) = self.each_called(step, each);
        let (some, ok) = (self.names.known("Some"), self.names.known("Ok"));
        let given = match step.returns {
            Returns::Fallible => quote!(#call.map(#some)),
            Returns::Infallible if step.gives_nothing() => quote!(#call; #ok(#some(()))),
            Returns::Infallible => quote!(#ok(#some(#call))),
            Returns::Skippable => call,
            Returns::InfallibleSkippable => quote!(#ok(#call)),
        };
        quote!(#(#bindings)* #given)
    }

    /// The call, and the statements before it.
    pub(super) fn each_called(&self, step: &Step, each: &Each) -> (Vec<TokenStream>, TokenStream) {
        let this = quote!(self);
        let by_path = matches!(step.call, Call::Path(..));
        let mut reads = Reads::new(self, this.clone())
            .at(step.line)
            .by_path(by_path);
        let bound = self.taken_from_patterns(step);
        if !bound.is_empty() {
            let run = self.names.run();
            reads.bind_first(bound, self.bindings(step));
            reads.bindings.insert(0, quote!(let #run = self;));
        }
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let (call, traits) = self.called(&this, step, &args);
        let mut bindings = reads.bindings;
        bindings.splice(0..0, traits);
        let Call::Path(_, line) = step.call else {
            return (bindings, call);
        };
        let (codegen, beside) = (&self.codegen, self.beside(line));
        let returned = format_ident!("returned");
        let (gives, error) = (&each.gives, self.error());
        let given = match step.returns {
            Returns::Fallible => quote!(#codegen::converted::<#gives, #error, _>(#returned)),
            Returns::Skippable => {
                let option = self.names.known("Option");
                quote!(#codegen::converted::<#option<#gives>, #error, _>(#returned))
            }
            Returns::Infallible | Returns::InfallibleSkippable => returned.to_token_stream(),
        };
        bindings.push(quote!(#beside let #returned = #call;));
        (bindings, given)
    }

    /// What the table says of a map.
    pub(super) fn map_table(&self, step: &Step) -> TokenStream {
        let codegen = &self.codegen;
        let (name, calls) = (step.name.to_string(), self.calls_table(step));
        let guarded = step.guard.as_ref().map(|_| quote!(.guarded()));
        let blocking = step.blocking.then(|| quote!(.blocking()));
        let inner = step.is_run().then(|| quote!(.inner()));
        let element = quote!(#codegen::StepPlan::new(#name) #calls #inner #guarded #blocking);
        let each = step.each.as_ref();
        let concurrency = each.and_then(|each| each.concurrency).map(|most| {
            let most = Literal::u32_unsuffixed(most);
            quote!(.concurrency(#most))
        });
        let goes_on = each.is_some_and(|each| each.on_error != OnError::Fail);
        let goes_on = goes_on.then(|| quote!(.goes_on()));
        let lends = matches!(step.call, Call::Block(block) if self.plan.blocks[block].borrows());
        let lends = lends.then(|| quote!(.lends()));
        quote!(.map(&#codegen::Map::new(#element) #concurrency #goes_on #lends))
    }

    /// Whether the calls of a map have an element as a reference.
    fn is_lent_to_calls(&self, element: ValueId) -> bool {
        matches!(
            self.plan.value(element).origin,
            crate::plan::Origin::Element { lent: true }
        )
    }
}

/// Whether a value is borrowed for its elements.
pub(super) fn is_lent(each: &Each) -> bool {
    matches!(each.source, Arg::Borrow(_))
}

/// The context, which a function that is called by its path may do without.
pub(super) fn cx(step: &Step) -> Ident {
    let mut args = step.args.iter();
    match step.call {
        Call::Path(..) if !args.any(|arg| matches!(arg, Arg::Context)) => format_ident!("_cx"),
        _ => format_ident!("cx"),
    }
}

/// Whether a call reads what it is made for.
pub(super) fn is_read(step: &Step, element: ValueId) -> bool {
    let mut read = step.args.iter().flat_map(Arg::values);
    read.any(|value| value == element)
}

/// The value that has the elements.
pub(super) fn value(source: &Arg) -> ValueId {
    match source {
        Arg::Move(value) | Arg::Copy(value) | Arg::Borrow(value) | Arg::Clone(value) => *value,
        _ => unreachable!("elements are those of a value"),
    }
}
