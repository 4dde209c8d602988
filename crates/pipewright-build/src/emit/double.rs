//! `Stub`: steps for tests, made of closures.

use proc_macro2::Ident;
use quote::format_ident;

use super::tokens::{TokenStream, quote};
use super::{Emit, debug};
use crate::plan::{Method, MethodKind};

/// A larger pipeline has none: its users would wait for the compiler in every build.
pub(super) const LARGEST: usize = 64;
/// A closure with more parameters, each with a lifetime, takes the compiler ages.
const WIDEST: usize = 16;

impl Emit<'_> {
    /// Whether there is a stub.
    pub(super) fn has_double(&self) -> bool {
        self.plan.methods.len() <= LARGEST
    }

    /// Whether steps may be made of a stub and more: where they have to be more than these, or are those of a
    /// pipeline around this one.
    pub(super) fn has_stubbed(&self) -> bool {
        self.has_double() && (self.plan.is_inner || !self.supertraits().is_empty())
    }

    /// The test double, and its implementation of the steps.
    pub(super) fn double(&self) -> Option<TokenStream> {
        if !self.has_double() {
            return None;
        }
        let stub = self.names.own("Stub");
        let (option, boxed) = (self.names.known("Option"), self.names.known("Box"));
        let default = format_ident!("Default");
        let doc = format!(
            " A test double of the steps of `{}`: closures in their place.",
            self.plan.name
        );
        let methods = &self.plan.methods;
        let fields: Vec<Ident> = methods.iter().map(|method| method.name.clone()).collect();
        let closures: Vec<_> = methods.iter().map(|method| self.closure(method)).collect();
        let setters = methods.iter().zip(&closures);
        let setters = setters.map(|(method, closure)| self.setter(&method.name, closure));
        let stubbed = self.names.own("Stubbed");
        let holder = match self.has_stubbed() {
            true => quote!(#stubbed::stub(self)),
            false => quote!(self),
        };
        let calls = methods.iter().map(|method| self.stubbed(method, &holder));
        let implemented = self.implemented(quote!(#(#calls)*));
        let debug = debug(None, &quote!(#stub), "Stub");
        let more = self.has_stubbed().then(|| self.told_of_stubbed());
        quote! {
            #[doc = #doc]
            ///
            /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
            #more
            #[derive(#default)]
            pub struct #stub { #(#fields: #option<#boxed<dyn #closures>>,)* }

            impl #stub {
                /// A double of which no step is set.
                pub fn new() -> Self {
                    <Self as ::core::default::Default>::default()
                }

                #(#setters)*
            }

            #debug

            #implemented
        }
        .into()
    }

    /// Who has these steps: the stub, or whoever has one among other things.
    fn implemented(&self, calls: TokenStream) -> TokenStream {
        let (stub, steps) = (self.names.own("Stub"), self.names.own("Steps"));
        if !self.has_stubbed() {
            return quote!(impl #steps for #stub { #calls });
        }
        let stubbed = self.names.own("Stubbed");
        let (send, sync) = (self.names.known("Send"), self.names.known("Sync"));
        let supertraits = self.supertraits();
        quote! {
            /// What has a `Stub`, and so implements the steps.
            pub trait #stubbed: #send + #sync {
                /// The closures.
                fn stub(&self) -> &#stub;
            }

            impl #stubbed for #stub {
                fn stub(&self) -> &Self {
                    self
                }
            }

            #[diagnostic::do_not_recommend]
            impl<S: #stubbed #supertraits> #steps for S { #calls }
        }
    }

    /// What the docs of the stub say besides.
    fn told_of_stubbed(&self) -> TokenStream {
        let doc = match self.supertraits().is_empty() {
            true => {
                " It can also be one of several stubs in a type of yours that implements `Stubbed`."
            }
            false => {
                " Put it into a type of yours that implements `Stubbed`, and whatever else the pipeline requires: \
                 `Stubbed` of each pipeline that it runs, for one."
            }
        };
        quote!(#[doc = ""] #[doc = #doc])
    }

    /// The closure that stands for a method.
    pub(super) fn closure(&self, method: &Method) -> TokenStream {
        let (context, send, sync) = (
            self.names.own("Context"),
            self.names.known("Send"),
            self.names.known("Sync"),
        );
        let types = self.seen(method).iter().map(|param| self.elided(param));
        match &method.kind {
            MethodKind::Predicate => quote!(Fn(#(#types),*) -> bool + #send + #sync),
            MethodKind::Step {
                returns, output, ..
            } => {
                let output = output.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
                let output = self.returned(*returns, output);
                quote!(Fn(&#context #(, #types)*) -> #output + #send + #sync)
            }
        }
    }

    /// What sets a closure of a stub.
    pub(super) fn setter(&self, name: &Ident, closure: &TokenStream) -> TokenStream {
        let (some, boxed) = (self.names.known("Some"), self.names.known("Box"));
        let doc = format!(" What `{name}` does.");
        let setter = match name == "new" || name == "over" {
            true => format_ident!("{name}_"),
            false => name.clone(),
        };
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #setter(mut self, step: impl #closure + 'static) -> Self {
                self.#name = #some(#boxed::new(step));
                self
            }
        }
    }

    fn stubbed(&self, method: &Method, holder: &TokenStream) -> TokenStream {
        let (codegen, context) = (&self.codegen, self.names.own("Context"));
        let name = &method.name;
        let text = name.to_string();
        let names: Vec<_> = method.params.iter().map(|param| &param.name).collect();
        let types = method.params.iter().map(|param| self.elided(param));
        let seen = self.seen(method).iter().map(|param| &param.name);
        let wide = (names.len() > 5).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let unused = (names.len() > WIDEST).then(|| quote!(#[allow(unused_variables)]));
        match &method.kind {
            MethodKind::Predicate => quote! {
                #wide #unused
                fn #name(&self, #(#names: #types),*) -> bool {
                    #codegen::stubbed(#text, &#holder.#name)(#(#seen),*)
                }
            },
            MethodKind::Step {
                blocking,
                returns,
                output,
            } => {
                let output = output.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
                let output = self.returned(*returns, output);
                let asynchronous = (!blocking).then(|| quote!(async));
                quote! {
                    #wide #unused
                    #asynchronous fn #name(&self, cx: &#context #(, #names: #types)*) -> #output {
                        #codegen::stubbed(#text, &#holder.#name)(cx #(, #seen)*)
                    }
                }
            }
        }
    }

    /// The parameters that a closure gets.
    pub(super) fn seen<'m>(&self, method: &'m Method) -> &'m [crate::plan::Param] {
        match method.params.len() {
            0..=WIDEST => &method.params,
            _ => &[],
        }
    }
}
