//! Other pipelines that steps run: found beside this one, with the same steps.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::reads::Reads;
use super::{Emit, format};
use crate::plan::{Inner, InnerId, Step, StepId};

impl Emit<'_> {
    /// The modules of the other pipelines. Where one of them is not beside this one, the import is where
    /// rustc finds that.
    pub(super) fn inner_imports(&self) -> TokenStream {
        let imports = self.plan.inner.iter().enumerate().map(|(id, inner)| {
            let (name, down) = (self.names.inner(InnerId(id)), &inner.down);
            let up = (0..inner.up).map(|_| format_ident!("super"));
            let renamed = (down.last() != Some(name)).then(|| quote!(as #name));
            let (beside, line) = (
                format_ident!("{}", format::BESIDE),
                Literal::usize_unsuffixed(inner.line),
            );
            quote! {
                #beside!(#line, "runs it, so `include_pipelines!` has to take both");
                use super::super #(::#up)* #(::#down)* #renamed;
            }
        });
        quote!(#(#imports)*)
    }

    /// What implementers of the steps have to be as well.
    pub(super) fn supertraits(&self) -> TokenStream {
        let requires = &self.plan.requires;
        let inner = (0..self.plan.inner.len()).map(|id| self.names.inner(InnerId(id)));
        quote!(#(+ #requires)* #(+ #inner::Steps)*)
    }

    /// A call of a method of the trait. Where there are supertraits, they may have one of that name too.
    pub(super) fn on_steps(
        &self,
        steps: &TokenStream,
        method: &Ident,
        args: &TokenStream,
    ) -> TokenStream {
        match self.supertraits().is_empty() {
            true => quote!(#steps.#method(#args)),
            false => {
                let own = self.names.own("Steps");
                quote!(#own::#method(&*#steps, #args))
            }
        }
    }

    /// A step that is a run of another pipeline, beside its place in the description.
    pub(super) fn inner_run(
        &self,
        (id, step): (StepId, &Step),
        (inner, line): (InnerId, usize),
    ) -> TokenStream {
        let (codegen, beside, run) = (&self.codegen, self.beside(line), self.names.run());
        let mut reads = Reads::new(self, run.to_token_stream()).at(step.line);
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let bindings = reads.bindings;
        let (variable, error) = (self.names.inner_run(), self.error());
        let (pipeline, slot) = (
            self.inner_pipeline(inner),
            self.names.step_slot(self.plan, step.merge.unwrap_or(id)),
        );
        let Inner {
            metadata, gives, ..
        } = &self.plan.inner[inner.0];
        let number = Literal::usize_unsuffixed(id.0);
        let dropped = (step.gives_nothing() && *gives).then(|| quote!(.map(drop)));
        quote!({
            #[allow(unused_imports)]
            use #codegen::{ErrorConverts as _, ErrorPasses as _};
            #(#bindings)*
            #beside
            let #variable = #pipeline
                .run(#(#args),*)
                #(.#metadata(cx.metadata().#metadata.clone()))*
                .inside(#run.core.outer(#number, cx));
            #beside
            let #variable = #codegen::ended::<#error, _, _, _>(#variable).await.settle() #dropped;
            #beside
            #run.#slot.keep_run(cx, #variable)
        })
    }

    /// The other pipeline, with the steps of this one and the executors that it leaves to be bound.
    fn inner_pipeline(&self, id: InnerId) -> TokenStream {
        let Inner {
            pipeline, bound, ..
        } = &self.plan.inner[id.0];
        let (module, run) = (self.names.inner(id), self.names.run());
        if bound.is_empty() {
            return quote!(#module::#pipeline::<S>::new(#run.steps.clone()));
        }
        let own = self.bound();
        let places = bound.iter().map(|name| {
            let place = own.iter().position(|own| own == name);
            Literal::usize_unsuffixed(place.unwrap_or_default())
        });
        quote! {
            #module::#pipeline::<S>::builder()
                .steps(#run.steps.clone())
                #(.#bound(#run.core.bound(#places)))*
                .build()
        }
    }
}
