//! The metadata that a run is given before it is awaited.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;

use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, names};
use crate::names::camel;
use crate::plan::Metadata;

/// A run that is not awaited yet, without its metadata.
pub(super) struct Launched {
    /// The first parameter of its type.
    pub(super) parameter: Ident,
    pub(super) fields: Vec<Ident>,
}

/// A piece of metadata that a run must be given.
pub(super) struct Required<'a> {
    pub(super) field: &'a Metadata,
    /// The parameter of the run's type that tells whether it has been given.
    pub(super) parameter: Ident,
    /// The trait of that parameter, when it has been.
    pub(super) gives: Ident,
}

impl Emit<'_> {
    /// What sets each piece.
    pub(super) fn metadata_setters(&self, run: &Launched) -> TokenStream {
        let metadata = self.plan.metadata.iter();
        let setters = metadata.map(|field| self.metadata_setter(field, run));
        quote!(#(#setters)*)
    }

    fn metadata_setter(&self, field: &Metadata, run: &Launched) -> TokenStream {
        let (into, some) = (self.names.known("Into"), self.names.known("Some"));
        let (name, ty) = (&field.name, &field.ty);
        let slot = format_ident!("metadata_{name}");
        if field.default.is_some() {
            let doc = format!(" Sets the metadata `{name}`, which has a default.");
            return quote! {
                #[doc = #doc]
                pub fn #name(mut self, #name: impl #into<#ty>) -> Self {
                    self.#slot = #some(#name.into());
                    self
                }
            };
        }
        let (launch, codegen) = (self.names.own("Launch"), &self.codegen);
        let doc = format!(" Sets the metadata `{name}`, without which the run cannot be awaited.");
        let states = self
            .required()
            .into_iter()
            .map(|other| match other.field.name == *name {
                true => quote!(#codegen::Given<#ty>),
                false => other.parameter.to_token_stream(),
            });
        let Launched { parameter, fields } = run;
        let others = self
            .metadata_fields()
            .into_iter()
            .filter(|other| *other != slot);
        quote! {
            #[doc = #doc]
            pub fn #name(self, #name: impl #into<#ty>) -> #launch<#parameter, #(#states),*> {
                #launch {
                    #(#fields: self.#fields,)*
                    #(#others: self.#others,)*
                    #slot: #codegen::Given(#name.into()),
                }
            }
        }
    }

    /// The trait by which rustc tells what a run lacks.
    pub(super) fn gives(&self, given: &Required<'_>) -> TokenStream {
        let (codegen, send) = (&self.codegen, self.names.known("Send"));
        let (name, ty, gives) = (&given.field.name, &given.field.ty, &given.gives);
        let doc = format!(" The metadata `{name}`, as a run has been given it.");
        let message = format!("the metadata `{name}` of this run is missing");
        let label = format!("call `.{name}(…)` before the run is awaited");
        quote! {
            #[doc = #doc]
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            pub trait #gives: #send + 'static {
                /// The value.
                fn given(self) -> #ty;
            }

            impl #gives for #codegen::Given<#ty> {
                fn given(self) -> #ty {
                    self.0
                }
            }
        }
    }

    /// A run that lacks a piece of metadata is a future on a condition that never holds: of a type that is
    /// no future at all, rustc would say just that, and not what is missing.
    pub(super) fn lacking(
        &self,
        run: &Launched,
        output: &TokenStream,
        required: &[Required<'_>],
        lacks: usize,
    ) -> TokenStream {
        let (codegen, parameter) = (&self.codegen, &run.parameter);
        let (launch, future) = (self.names.own("Launch"), self.names.known("Future"));
        let (result, run_error) = (self.names.known("Result"), self.names.known("RunError"));
        let gives = &required[lacks].gives;
        let free: Vec<_> = required[lacks + 1..]
            .iter()
            .map(|given| &given.parameter)
            .collect();
        let before = required[..lacks].iter().map(|given| &given.field.ty);
        quote! {
            impl<#parameter #(, #free)*> #future
            for #launch<#parameter #(, #codegen::Given<#before>)*, #codegen::NotGiven<#parameter> #(, #free)*>
            where
                #codegen::NotGiven<#parameter>: #gives,
            {
                type Output = #result<#output, #run_error>;

                fn poll(
                    self: ::std::pin::Pin<&mut Self>,
                    _: &mut ::std::task::Context<'_>,
                ) -> ::std::task::Poll<Self::Output> {
                    unreachable!()
                }
            }
        }
    }

    /// All of it, as the run has it: out of `self`.
    pub(super) fn given_metadata(&self) -> Option<TokenStream> {
        let metadata = self.names.own("Metadata");
        let fields = self.plan.metadata.iter().map(|field| {
            let (name, slot) = (&field.name, format_ident!("metadata_{}", field.name));
            match field.default {
                Some(_) => {
                    let default = names::default(field);
                    quote!(#name: self.#slot.unwrap_or_else(#metadata::#default))
                }
                None => quote!(#name: self.#slot.given()),
            }
        });
        let fields: Vec<_> = fields.collect();
        (!fields.is_empty()).then(|| quote!(#metadata { #(#fields),* }))
    }

    /// The fields in which it waits for the run to begin.
    pub(super) fn metadata_fields(&self) -> Vec<Ident> {
        self.plan
            .metadata
            .iter()
            .map(|field| format_ident!("metadata_{}", field.name))
            .collect()
    }

    /// In which form each piece of metadata waits for the run to begin.
    pub(super) fn metadata_types(&self) -> Vec<TokenStream> {
        let option = self.names.known("Option");
        let mut required = self.required().into_iter();
        let fields = self.plan.metadata.iter().map(|field| {
            let (ty, given) = (&field.ty, field.default.is_none().then(|| required.next()));
            match given.flatten() {
                Some(given) => given.parameter.to_token_stream(),
                None => quote!(#option<#ty>),
            }
        });
        fields.collect()
    }

    /// The metadata that has no default.
    pub(super) fn required(&self) -> Vec<Required<'_>> {
        let mut taken = BTreeSet::from(["S", "T"].map(str::to_owned));
        let required = self
            .plan
            .metadata
            .iter()
            .filter(|field| field.default.is_none());
        let required = required.map(|field| {
            let name = camel(&field.name.to_string().replace("r#", ""));
            let name = names::distinct(&format_ident!("{name}"), &mut taken).to_string();
            Required {
                field,
                parameter: self.names.own(&name),
                gives: self.names.own(&format!("Gives{name}")),
            }
        });
        required.collect()
    }

    /// The same before anything is given.
    pub(super) fn nothing_given(&self) -> Vec<TokenStream> {
        let (codegen, none) = (&self.codegen, self.names.known("None"));
        let metadata = self.plan.metadata.iter().map(|field| {
            let name = format_ident!("metadata_{}", field.name);
            match field.default {
                Some(_) => quote!(#name: #none),
                None => quote!(#name: #codegen::NotGiven::default()),
            }
        });
        metadata.collect()
    }
}
