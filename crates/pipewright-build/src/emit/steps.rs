//! The trait that users implement, the enum of steps, the context.

use proc_macro2::Literal;
use syn::ext::IdentExt as _;

use super::tokens::{TokenStream, quote};
use super::{Emit, debug, names};
use crate::plan::{Method, MethodKind, Param, ParamType, Returns};

impl Emit<'_> {
    /// The type of the context, and of the declared metadata.
    pub(super) fn context(&self) -> TokenStream {
        let context = self.names.own("Context");
        if self.plan.metadata.is_empty() {
            return quote! {
                /// What a step can ask of its run.
                pub type #context = ::pipewright::Context;
            };
        }
        let metadata = self.names.own("Metadata");
        let struct_ = self.metadata_struct();
        quote! {
            /// What a step can ask of its run.
            pub type #context = ::pipewright::Context<#metadata>;

            #struct_
        }
    }

    fn metadata_struct(&self) -> TokenStream {
        let metadata = self.names.own("Metadata");
        let fields = self.plan.metadata.iter().map(|field| {
            let (name, ty) = (&field.name, &field.ty);
            let doc = format!(" `{name}`, as declared by the pipeline.");
            quote!(#[doc = #doc] pub #name: #ty)
        });
        let defaults: Option<Vec<_>> = self
            .plan
            .metadata
            .iter()
            .map(|field| {
                field.default.as_ref()?;
                let (name, default) = (&field.name, names::default(field));
                Some(quote!(#name: Self::#default()))
            })
            .collect();
        let default = defaults.map(|fields| {
            let default = self.names.known("Default");
            quote! {
                impl #default for #metadata {
                    fn default() -> Self {
                        Self { #(#fields),* }
                    }
                }
            }
        });
        let makers: Vec<_> = self
            .plan
            .metadata
            .iter()
            .filter_map(|field| {
                let (name, ty) = (names::default(field), &field.ty);
                let (value, beside) = (field.default.as_ref()?, self.beside(field.line));
                Some(quote!(fn #name() -> #ty { #beside #value }))
            })
            .collect();
        let makers = (!makers.is_empty()).then(|| quote!(impl #metadata { #(#makers)* }));
        let clone = self.names.known("Clone");
        let told = self.metadata_told();
        let debug = debug(None, &quote!(#metadata), "Metadata");
        quote! {
            /// What the pipeline declares to be known of each run.
            #[derive(#clone)]
            pub struct #metadata { #(#fields),* }

            #makers
            #default
            #debug
            #told
        }
    }

    /// How a report tells the declared metadata.
    fn metadata_told(&self) -> TokenStream {
        let (codegen, metadata) = (&self.codegen, self.names.own("Metadata"));
        let pieces = self.plan.metadata.iter().map(|field| {
            let (name, text) = (&field.name, field.name.unraw().to_string());
            quote!((#text, #codegen::Probe(&self.#name).text()))
        });
        quote! {
            impl #codegen::Declared for #metadata {
                fn told(&self) -> #codegen::Pieces {
                    #[allow(unused_imports)]
                    use #codegen::{HasText as _, NoText as _};
                    #codegen::Pieces::from([#(#pieces),*])
                }
            }
        }
    }

    /// The trait, with a method for each callee.
    pub(super) fn steps_trait(&self) -> TokenStream {
        let methods = self.plan.methods.iter().map(|method| self.method(method));
        self.steps_trait_of(methods.collect())
    }

    /// The trait with these methods.
    pub(super) fn steps_trait_of(&self, methods: TokenStream) -> TokenStream {
        let (steps, name) = (self.names.own("Steps"), self.plan.name.to_string());
        let (send, sync) = (self.names.known("Send"), self.names.known("Sync"));
        let supertraits = self.supertraits();
        let doc = format!(" The steps of `{name}`, to be implemented.");
        let notes = self.unimplemented();
        quote! {
            #[doc = #doc]
            #notes
            pub trait #steps: #send + #sync #supertraits {
                #methods
            }
        }
    }

    /// What rustc says of a type that does not implement the steps.
    pub(super) fn unimplemented(&self) -> TokenStream {
        let name = &self.plan.name;
        let message = format!("`{{Self}}` does not implement the steps of the pipeline `{name}`");
        let label = format!("`{name}::Steps` is not implemented for this type");
        let note = format!("implement `{name}::Steps` for `{{Self}}`, with a method for each step");
        quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)])
    }

    pub(super) fn method(&self, method: &Method) -> TokenStream {
        let name = &method.name;
        let doc = self.doc(
            method.doc.as_deref(),
            &format!("The step `{name}`."),
            method.line,
        );
        let names = method.params.iter().map(|param| &param.name);
        let context = self.names.own("Context");
        // one named lifetime, because elided ones take the compiler ages in a wide method
        let wide = (method.params.len() > 5).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        match &method.kind {
            MethodKind::Predicate => {
                let types = method
                    .params
                    .iter()
                    .map(|param| self.param(&param.ty, &quote!('a)));
                match method.params.iter().any(|param| param.ty.borrows()) {
                    true => quote!(#doc #wide fn #name<'a>(&'a self, #(#names: #types),*) -> bool;),
                    false => quote!(#doc #wide fn #name(&self, #(#names: #types),*) -> bool;),
                }
            }
            MethodKind::Step {
                blocking,
                returns,
                output,
            } => {
                let types = method
                    .params
                    .iter()
                    .map(|param| self.param(&param.ty, &quote!('a)));
                let output = output.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
                let output = self.returned(*returns, output);
                let (future, send) = (self.names.known("Future"), self.names.known("Send"));
                let output = match blocking {
                    true => output,
                    false => quote!(impl #future<Output = #output> + #send + 'a),
                };
                quote! {
                    #doc
                    #wide
                    fn #name<'a>(&'a self, cx: &'a #context, #(#names: #types),*) -> #output;
                }
            }
        }
    }

    /// The type of a parameter with the lifetime left out.
    pub(super) fn elided(&self, param: &Param) -> TokenStream {
        self.param(&param.ty, &TokenStream::new())
    }

    fn param(&self, ty: &ParamType, lifetime: &TokenStream) -> TokenStream {
        match ty {
            ParamType::Owned(ty) => quote!(#ty),
            ParamType::Borrowed(ty) => quote!(&#lifetime #ty),
            ParamType::Optional(ty) => {
                let option = self.names.known("Option");
                quote!(#option<&#lifetime #ty>)
            }
            ParamType::Outcome(ty) => {
                let (outcome, error) = (self.names.known("Outcome"), self.error());
                quote!(&#lifetime #outcome<#ty, #error>)
            }
            ParamType::Array(ty, count) => {
                let (ty, count) = (self.param(ty, lifetime), Literal::usize_unsuffixed(*count));
                quote!([#ty; #count])
            }
        }
    }

    pub(super) fn returned(&self, returns: Returns, output: TokenStream) -> TokenStream {
        let (result, option) = (self.names.known("Result"), self.names.known("Option"));
        let error = self.error();
        match returns {
            Returns::Fallible => quote!(#result<#output, #error>),
            Returns::Infallible => output,
            Returns::Skippable => quote!(#result<#option<#output>, #error>),
            Returns::InfallibleSkippable => quote!(#option<#output>),
        }
    }
}
