//! `Stub` of workflows and flows: closures in the place of some methods, over another implementation of the rest.

use proc_macro2::Ident;
use quote::format_ident;

use super::double::LARGEST;
use super::names::distinct;
use super::tokens::{TokenStream, quote};
use super::{Emit, debug};
use crate::plan::{Method, MethodKind};

/// A method of the trait for which a closure may stand.
pub(super) struct Replaced {
    pub(super) name: Ident,
    /// The trait of the closure.
    pub(super) closure: TokenStream,
    /// The method without its body.
    pub(super) declared: TokenStream,
    /// What the closure is given.
    pub(super) seen: Vec<Ident>,
    /// What the method is given.
    pub(super) given: Vec<Ident>,
    pub(super) is_async: bool,
}

impl Emit<'_> {
    /// A step. `next` is the handle by which that of a flow makes its calls, with its type: a closure makes none.
    pub(super) fn replaced(&self, method: &Method, next: Option<(Ident, TokenStream)>) -> Replaced {
        let (context, name, cx) = (self.names.own("Context"), &method.name, format_ident!("cx"));
        let MethodKind::Step {
            blocking,
            returns,
            output,
        } = &method.kind
        else {
            unreachable!("only pipelines have predicates")
        };
        let output = output.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
        let returned = self.returned(*returns, output);
        let asynchronous = (!blocking).then(|| quote!(async));
        let handle = next.iter().map(|(next, ty)| quote!(#next: #ty));
        let params = method.params.iter().map(|param| {
            let (name, ty) = (&param.name, self.elided(param));
            quote!(#name: #ty)
        });
        let params = handle.chain(params);
        let wide = (method.params.len() > 4).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let declared = quote! {
            #wide
            #asynchronous fn #name(&self, cx: &#context #(, #params)*) -> #returned
        };
        let names = |params: &[crate::plan::Param]| {
            let names: Vec<_> = params.iter().map(|param| param.name.clone()).collect();
            names
        };
        let next = next.map(|(next, _)| next);
        Replaced {
            name: name.clone(),
            closure: self.closure(method),
            declared,
            seen: [vec![cx.clone()], names(self.seen(method))].concat(),
            given: std::iter::once(cx)
                .chain(next)
                .chain(names(&method.params))
                .collect(),
            is_async: !blocking,
        }
    }

    /// The test double, if these methods are not too many.
    pub(super) fn stub_over(&self, methods: &[Replaced]) -> Option<TokenStream> {
        if methods.len() > LARGEST {
            return None;
        }
        let stub = self.names.own("Stub");
        let [option, boxed, none] = ["Option", "Box", "None"].map(|name| self.names.known(name));
        let names: Vec<_> = methods.iter().map(|method| &method.name).collect();
        let closures: Vec<_> = methods.iter().map(|method| &method.closure).collect();
        let setters = names.iter().zip(&closures);
        let setters = setters.map(|(name, closure)| self.setter(name, closure));
        let mut taken = names.iter().map(|name| name.to_string()).collect();
        let others = distinct(&format_ident!("others"), &mut taken);
        let implemented = self.implemented_over(methods, &others);
        let debug = debug(Some(quote!(<S>)), &quote!(#stub<S>), "Stub");
        let nothing = self.over_nothing(methods);
        let unset = nothing.is_some().then(|| self.names.own("Unset"));
        let unset = unset.map(|unset| quote!(= #unset));
        let doc = format!(
            " A test double of the steps of `{}`: closures in the place of methods.",
            self.plan.name
        );
        Some(quote! {
            #[doc = #doc]
            ///
            /// What is not set is left to another implementation, if the double is over one; otherwise it panics, and
            /// names itself. All else works as ever.
            pub struct #stub<S #unset> {
                #others: S,
                #(#names: #option<#boxed<dyn #closures>>,)*
            }

            impl<S> #stub<S> {
                /// A double of these steps, of which those are replaced that are set.
                pub fn over(steps: S) -> Self {
                    Self { #others: steps #(, #names: #none)* }
                }

                #(#setters)*
            }

            #debug

            #implemented
            #nothing
        })
    }

    fn implemented_over(&self, methods: &[Replaced], others: &Ident) -> TokenStream {
        let (stub, steps) = (self.names.own("Stub"), self.names.own("Steps"));
        let [some, none] = ["Some", "None"].map(|name| self.names.known(name));
        let required = self.supertraits();
        let required =
            (!required.is_empty()).then(|| quote!(where Self: ::core::marker::Sized #required));
        let methods = methods.iter().map(|method| {
            let Replaced {
                name,
                declared,
                seen,
                given,
                is_async,
                ..
            } = method;
            let wait = is_async.then(|| quote!(.await));
            let mut taken = given.iter().map(|name| name.to_string()).collect();
            let closure = distinct(&format_ident!("closure"), &mut taken);
            let call = self.on_steps(&quote!(&self.#others), name, &quote!(#(#given),*));
            quote! {
                #declared {
                    match &self.#name {
                        #some(#closure) => #closure(#(#seen),*),
                        #none => #call #wait,
                    }
                }
            }
        });
        quote! {
            #[diagnostic::do_not_recommend]
            impl<S: #steps> #steps for #stub<S> #required { #(#methods)* }
        }
    }

    /// What a double is over that is over nothing. Where steps have to be more than these, there is no such double.
    fn over_nothing(&self, methods: &[Replaced]) -> Option<TokenStream> {
        let (codegen, unset) = (&self.codegen, self.names.own("Unset"));
        let (stub, steps) = (self.names.own("Stub"), self.names.own("Steps"));
        self.supertraits().is_empty().then(|| {
            let methods = methods.iter().map(|method| {
                let (declared, name) = (&method.declared, method.name.to_string());
                quote!(#declared { #codegen::unset(#name) })
            });
            quote! {
                impl #stub {
                    /// A double of which nothing is set.
                    pub fn new() -> Self {
                        Self::over(#unset)
                    }
                }

                /// What a double is over that is over nothing.
                pub struct #unset;

                #[allow(unused_variables)]
                #[diagnostic::do_not_recommend]
                impl #steps for #unset { #(#methods)* }
            }
        })
    }
}
