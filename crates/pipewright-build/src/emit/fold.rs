//! Steps that make one value of all elements: by reducing them, or by folding them into another value.

use proc_macro2::Ident;
use quote::format_ident;

use super::Emit;
use super::each::{cx, is_read};
use super::reads::Reads;
use super::tokens::{TokenStream, quote};
use crate::plan::{Each, EachKind, Returns, Step, Value};

impl Emit<'_> {
    /// The one attempt of such a step, and what becomes of what it gives.
    pub(super) fn fold_call(&self, step: &Step, each: &Each, slot: &Ident) -> TokenStream {
        let (run, name) = (self.names.run(), name(step, each));
        let keep = match (is_sure(step, each), step.returns) {
            (true, _) => quote!(keep),
            (false, Returns::Fallible | Returns::Infallible) => quote!(keep_reduced),
            (false, _) => quote!(keep_any),
        };
        quote! {
            let tried = {
                let returned = #run.#name(cx).await;
                #run.#slot.#keep(cx, returned)
            };
        }
    }

    /// The function that goes over the elements.
    pub(super) fn fold_fn(&self, step: &Step) -> Option<TokenStream> {
        let each = step.each.as_ref().filter(|_| !step.is_map())?;
        let codegen = &self.codegen;
        let context = self.names.own("Context");
        let [so_far, element] = each.elements.as_slice() else {
            return None;
        };
        let elements = self.elements(quote!(self), each, *element);
        let (state, one) = (self.plan.value(*so_far), &self.plan.value(*element).name);
        let one = match is_read(step, *element) {
            true => one.clone(),
            false => format_ident!("_{one}"),
        };
        let begin = self.fold_begins(each, state);
        let (bindings, next) = self.fold_goes_on(step, each, &state.name);
        let (some, ok) = (self.names.known("Some"), self.names.known("Ok"));
        let (sum, ty) = (&state.name, &state.ty);
        let (returned, end) = match is_sure(step, each) {
            true => {
                let (result, error) = (self.names.known("Result"), self.error());
                (quote!(#result<#ty, #error>), quote!(#ok(#sum)))
            }
            false => (self.each_returned(each), quote!(#ok(#some(#sum)))),
        };
        let (name, cx) = (name(step, each), cx(step));
        Some(quote! {
            async fn #name(&self, #cx: &#context) -> #returned {
                #elements
                let mut elements = ::core::pin::pin!(elements);
                #begin
                while let #some(#one) = #codegen::next(&mut elements).await {
                    #(#bindings)*
                    #next
                }
                #end
            }
        })
    }

    /// What it begins with: a value, or the first element, if there is one.
    fn fold_begins(&self, each: &Each, state: &Value) -> TokenStream {
        let (sum, ty) = (&state.name, &state.ty);
        if let Some(start) = &each.start {
            let mut reads = Reads::new(self, quote!(self)).at(each.line);
            let start = reads.argument(start);
            let (bindings, beside) = (reads.bindings, self.beside(each.line));
            return quote!(#(#bindings)* #beside let mut #sum: #ty = #start;);
        }
        let codegen = &self.codegen;
        let (some, none) = (self.names.known("Some"), self.names.known("None"));
        let ok = self.names.known("Ok");
        quote! {
            let #some(mut #sum) = #codegen::next(&mut elements).await else {
                return #ok(#none);
            };
        }
    }

    /// The call for an element, and the statements before it.
    fn fold_goes_on(
        &self,
        step: &Step,
        each: &Each,
        sum: &Ident,
    ) -> (Vec<TokenStream>, TokenStream) {
        let (bindings, call) = self.each_called(step, each);
        let (some, none) = (self.names.known("Some"), self.names.known("None"));
        let ok = self.names.known("Ok");
        let next = match step.returns {
            Returns::Fallible => quote!(#sum = #call?;),
            Returns::Infallible => quote!(#sum = #call;),
            Returns::Skippable => quote! {
                let #some(next) = #call? else { return #ok(#none) };
                #sum = next;
            },
            Returns::InfallibleSkippable => quote! {
                let #some(next) = #call else { return #ok(#none) };
                #sum = next;
            },
        };
        (bindings, next)
    }
}

/// Whether there is a value whatever the elements are.
fn is_sure(step: &Step, each: &Each) -> bool {
    each.kind == EachKind::Fold && matches!(step.returns, Returns::Fallible | Returns::Infallible)
}

fn name(step: &Step, each: &Each) -> Ident {
    format_ident!("{}_{}", each.kind.name(), step.name)
}
