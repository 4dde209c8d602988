//! Other pipelines that steps run: found beside this one, with the same steps.

use std::cell::RefCell;

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::reads::Reads;
use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, format, names};
use crate::plan::{Inner, InnerId, InnerRun, Step, StepId};

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

    /// What implementers of the steps have to be as well, by an import of its own, so that rustc finds a mistake
    /// there, once and beside its place in the description.
    fn requires(&self) -> impl Iterator<Item = (TokenStream, Option<TokenStream>)> {
        let taken = RefCell::new(self.names.mentioned());
        self.plan.requires.iter().map(move |(path, line)| {
            let mut plain = path.clone();
            let arguments = plain
                .segments
                .last_mut()
                .map(|last| std::mem::take(&mut last.arguments));
            let own = match plain.get_ident() {
                // a name that is there without an import cannot be imported either
                Some(name) if names::is_prelude_trait(name) => return (quote!(#path), None),
                Some(_) => Some(quote!(self::)),
                None => None,
            };
            let name = names::distinct(&format_ident!("Required"), &mut taken.borrow_mut());
            let beside = self.beside(*line);
            let import = quote!(#beside use #own #plain as #name;);
            (quote!(#name #arguments), Some(import))
        })
    }

    /// The imports of what implementers have to be as well.
    pub(super) fn required_imports(&self) -> TokenStream {
        self.requires().filter_map(|(_, import)| import).collect()
    }

    /// What implementers of the steps have to be as well.
    pub(super) fn supertraits(&self) -> TokenStream {
        let requires = self.requires().map(|(required, _)| required);
        let inner = (0..self.plan.inner.len()).map(|id| self.names.inner(InnerId(id)));
        quote!(#(+ #requires)* #(+ #inner::Steps)*)
    }

    /// A call of a method of the trait, by its path: others that a receiver has may have one of that name too.
    pub(super) fn on_steps(
        &self,
        steps: &TokenStream,
        method: &Ident,
        args: &TokenStream,
    ) -> TokenStream {
        let own = self.names.own("Steps");
        quote!(#own::#method(#steps, #args))
    }

    /// A step that is a run of another pipeline, beside its place in the description.
    pub(super) fn inner_run(&self, (id, step): (StepId, &Step), inner: &InnerRun) -> TokenStream {
        let (run, variable) = (self.names.run(), self.names.inner_run());
        let number = Literal::usize_unsuffixed(id.0);
        let outer = quote!(#run.core.outer(#number, cx));
        let (statements, settled) = self.settled(&run.to_token_stream(), step, inner, &outer);
        let (beside, into) = (self.beside(inner.line), step.merge.unwrap_or(id));
        let slot = self.names.step_slot(self.plan, into);
        quote!({
            #statements
            #beside
            let #variable = #settled;
            #beside
            #run.#slot.keep_run(cx, #variable)
        })
    }

    /// The same for one element of a map.
    pub(super) fn each_run(&self, (id, step): (StepId, &Step), inner: &InnerRun) -> TokenStream {
        let (index, number) = (self.names.index(), Literal::usize_unsuffixed(id.0));
        let outer = quote!(self.core.outer_each(#number, #index, cx));
        let (statements, settled) = self.settled(&quote!(self), step, inner, &outer);
        let beside = self.beside(inner.line);
        quote!(#statements #beside #settled)
    }

    /// The statements that describe a run, and what runs it.
    fn settled(
        &self,
        run: &TokenStream,
        step: &Step,
        inner_run: &InnerRun,
        outer: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let &InnerRun {
            inner,
            ref entry,
            line,
        } = inner_run;
        let (codegen, beside) = (&self.codegen, self.beside(line));
        let begin = entry.clone().unwrap_or_else(|| format_ident!("run"));
        let mut reads = Reads::new(self, run.clone()).at(step.line);
        let args: Vec<_> = step.args.iter().map(|arg| reads.argument(arg)).collect();
        let bindings = reads.bindings;
        let (variable, error) = (self.names.inner_run(), self.error());
        let pipeline = self.inner_pipeline(run, inner);
        let Inner {
            metadata, gives, ..
        } = &self.plan.inner[inner.0];
        let dropped = (step.gives_nothing() && *gives).then(|| quote!(.map(drop)));
        let statements = quote! {
            #[allow(unused_imports)]
            use #codegen::{ErrorConverts as _, ErrorPasses as _};
            #(#bindings)*
            #beside
            let #variable = #pipeline
                .#begin(#(#args),*)
                #(.#metadata(cx.metadata().#metadata.clone()))*
                .inside(#outer);
        };
        let settled = quote!(#codegen::ended::<#error, _, _, _>(#variable).await.settle() #dropped);
        (statements, settled)
    }

    /// The other pipeline, with the steps of this one, the executors that it leaves to be bound, and the limits
    /// that it shares.
    fn inner_pipeline(&self, run: &TokenStream, id: InnerId) -> TokenStream {
        let Inner {
            pipeline,
            bound,
            limits,
            ..
        } = &self.plan.inner[id.0];
        let module = self.names.inner(id);
        if bound.is_empty() && limits.is_empty() {
            return quote!(#module::#pipeline::<S>::new(#run.steps.clone()));
        }
        let own = self.bound();
        let places = bound.iter().map(|name| {
            let place = own.iter().position(|own| own == name);
            Literal::usize_unsuffixed(place.unwrap_or_default())
        });
        let shared = limits.iter().map(|name| {
            let own = self.plan.limits.iter();
            let place = own.clone().position(|own| own.name == *name);
            let place = Literal::usize_unsuffixed(place.unwrap_or_default());
            quote!(#name: #run.core.limit(#place))
        });
        let shared = (!limits.is_empty()).then(|| {
            let shared = shared.collect::<Vec<_>>();
            quote!(.limits(#module::Limits { #(#shared),* }))
        });
        quote! {
            #module::#pipeline::<S>::builder()
                .steps(#run.steps.clone())
                #(.#bound(#run.core.bound(#places)))*
                #shared
                .build()
        }
    }
}
