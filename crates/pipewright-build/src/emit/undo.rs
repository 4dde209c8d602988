//! What undoes steps.

use super::Emit;
use super::reads::Reads;
use super::tokens::{TokenStream, quote};
use crate::plan::{Arg, Call, Step, TailReading, Undo};

impl Emit<'_> {
    /// The method that undoes a step.
    pub(super) fn undo_method(&self, step: &Step, undo: &Undo) -> TokenStream {
        let (codegen, name) = (&self.codegen, self.names.undo(step));
        let (context, result) = (self.names.own("Context"), self.names.known("Result"));
        let error = self.error();
        let by_path = matches!(undo.call, Call::Path(..));
        let mut reads = Reads::new(self, quote!(self))
            .by_path(by_path)
            .at(undo.line);
        let args: Vec<_> = undo.args.iter().map(|arg| reads.argument(arg)).collect();
        let (bindings, place) = (&reads.bindings, self.beside(undo.line));
        let call = match &undo.call {
            Call::Method(method) => {
                let method = &self.plan.methods[method.0].name;
                let call = self.on_steps(&quote!(&*self.steps), method, &quote!(cx, #(#args),*));
                quote!(#call.await)
            }
            Call::Path(path, _) => quote! {
                #[allow(unused_imports)]
                use #codegen::{CalledAsync as _, CalledSync as _};
                #place
                let returned = #codegen::called(#path(#(#args),*)).settle().await;
                #place
                #codegen::converted(returned)
            },
            Call::Pipeline(..) | Call::Block(_) | Call::Merge(_) => {
                unreachable!("what undoes a step is called")
            }
        };
        let sees_context = !by_path || undo.args.iter().any(|arg| matches!(arg, Arg::Context));
        let cx = if sees_context {
            quote!(cx)
        } else {
            quote!(_cx)
        };
        quote! {
            async fn #name(&self, #cx: &#context) -> #result<(), #error> {
                #(#bindings)*
                #call
            }
        }
    }

    /// Undoing by number, if any step can be undone, and whether there is reason to.
    pub(super) fn undo_choice(&self) -> Option<TokenStream> {
        let (codegen, error) = (&self.codegen, self.error());
        let context = self.names.own("Context");
        let arms = self.arms(|step| {
            step.undo.as_ref()?;
            let undo = self.names.undo(step);
            Some(quote!(#codegen::undoing(self.#undo(cx))))
        })?;
        let lacks = self.lacks_output().map(|lacks| {
            quote! {
                fn lacks_output(&self) -> bool {
                    #lacks
                }
            }
        });
        Some(quote! {
            fn undo<'a>(&'a self, step: u32, cx: &'a #context) -> #codegen::Undoing<'a, #error> {
                match step { #arms _ => unreachable!("it cannot be undone") }
            }

            #lacks
        })
    }

    fn lacks_output(&self) -> Option<TokenStream> {
        let tail = self.plan.tail?;
        let slot = self.names.slot(self.plan, tail.value);
        match tail.how {
            TailReading::Value => Some(quote!(self.#slot.lacks())),
            TailReading::Maybe => Some(quote!(self.#slot.lacks_for_failure())),
            TailReading::Ok => None,
        }
    }

    /// What the plan says of how a step is undone.
    pub(super) fn undo_table(&self, undo: &Undo) -> TokenStream {
        let codegen = &self.codegen;
        let retry = undo.retry.as_ref().map(|retry| {
            let retry = self.retry(retry);
            quote!(.retry(#retry))
        });
        let timeout = undo.timeout.map(|limit| {
            let limit = self.duration(limit);
            quote!(.timeout(#limit))
        });
        quote!(.undo(&#codegen::Undo::new() #retry #timeout))
    }
}
