//! The handles that steps make their calls by: a method for each step that may be called, and for no other.

use quote::format_ident;

use super::super::tokens::{ToTokens, TokenStream, quote};
use super::{EmitFlow, format, handle_name, is_blocking, is_infallible};
use crate::emit::debug;
use crate::emit::names::distinct;
use crate::plan::{Method, MethodKind, Param, ParamType, StepId};

impl EmitFlow<'_> {
    pub(super) fn handles(&self) -> TokenStream {
        self.ids().map(|id| self.handle(id)).collect()
    }

    fn handle(&self, id: StepId) -> TokenStream {
        let name = self.step_name(id);
        let handle = self.emit.names.own(&handle_name(name));
        let derives = ["Clone", "Copy"].map(|name| format_ident!("{name}"));
        let debug = debug(None, &quote!(#handle<'_>), &handle_name(name));
        let doc = match self.called(id).calls.is_empty() {
            true => format!(" `{name}` calls nothing; this says that it was called by its flow."),
            false => format!(" What `{name}` makes its calls by."),
        };
        let calls: Vec<_> = self
            .called(id)
            .calls
            .iter()
            .map(|id| self.call(*id))
            .collect();
        let calls = (!calls.is_empty()).then(|| quote!(impl #handle<'_> { #(#calls)* }));
        quote! {
            #[doc = #doc]
            #[derive(#(#derives),*)]
            pub struct #handle<'a> {
                run: &'a dyn Calls,
                call: u32,
            }

            #debug

            #calls
        }
    }

    /// The method that makes one call.
    fn call(&self, id: StepId) -> TokenStream {
        let (emit, method) = (&self.emit, &self.plan.base.methods[id.0]);
        let (name, number) = (self.step_name(id), self.number(id));
        let handle = emit.names.own(&handle_name(name));
        let doc = docs(method);
        let inputs = self.inputs(method);
        let names: Vec<_> = method.params.iter().map(|param| &param.name).collect();
        let returned = self.returned(id);
        let mut taken = names.iter().map(ToString::to_string).collect();
        let call = distinct(&format_ident!("call"), &mut taken);
        let call_field = match call == "call" {
            true => quote!(call),
            false => quote!(call: #call),
        };
        let kind = match (is_blocking(method), is_infallible(method)) {
            (false, false) => format_ident!("call"),
            (false, true) => format_ident!("call_infallible"),
            (true, false) => format_ident!("call_blocking"),
            (true, true) => format_ident!("call_blocking_infallible"),
        };
        let (before, wait) = match is_blocking(method) {
            true => (None, None),
            false => (Some(quote!(async)), Some(quote!(.await))),
        };
        quote! {
            #doc
            pub #before fn #name(&self, #inputs) -> #returned {
                let make = |#call| {
                    let next = #handle { run: self.run, #call_field };
                    self.run.#name(next, #(#names),*)
                };
                self.run.core().#kind(#number, self.call, make)#wait
            }
        }
    }

    /// What a call of a step returns.
    pub(super) fn returned(&self, id: StepId) -> TokenStream {
        let output = self.output(id);
        match &self.plan.base.methods[id.0].kind {
            MethodKind::Step { returns, .. } => self.emit.returned(*returns, output),
            MethodKind::Predicate => output,
        }
    }

    /// What a handle sees of a run: each step that can be called. A call is boxed, so that steps may call each
    /// other in circles.
    pub(super) fn calls_trait(&self) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (run, steps) = (emit.names.own("Run"), emit.names.own("Steps"));
        let (send, sync) = (emit.names.known("Send"), emit.names.known("Sync"));
        let of = self.of_metadata();
        let called: Vec<_> = self.ids().filter(|id| self.plan.is_called(*id)).collect();
        let declared = called.iter().map(|id| {
            let signature = self.call_signature(*id);
            quote!(#signature;)
        });
        let made = called.iter().map(|id| {
            let (signature, name) = (self.call_signature(*id), self.step_name(*id));
            let method = &self.plan.base.methods[id.0];
            let names = method.params.iter().map(|param| &param.name);
            let args = quote!(self.core.first(), next, #(#names),*);
            let call = emit.on_steps(&quote!(&*self.steps), name, &args);
            let call = match is_blocking(method) {
                true => call,
                false => {
                    let boxed = emit.names.known("Box");
                    quote!(#boxed::pin(#call))
                }
            };
            quote!(#signature { #call })
        });
        quote! {
            /// What a handle sees of a run. Calls are boxed, so that steps may call each other in circles.
            trait Calls: #send + #sync {
                fn core(&self) -> &#codegen::FlowCore #of;
                #(#declared)*
            }

            impl<S: #steps + 'static> Calls for #run<S> {
                fn core(&self) -> &#codegen::FlowCore #of {
                    &self.core
                }
                #(#made)*
            }
        }
    }

    fn call_signature(&self, id: StepId) -> TokenStream {
        let (emit, name) = (&self.emit, self.step_name(id));
        let handle = emit.names.own(&handle_name(name));
        let method = &self.plan.base.methods[id.0];
        let params = method.params.iter().map(|Param { name, ty }| {
            let ty = match ty {
                ParamType::Borrowed(ty) => quote!(&'a #ty),
                other => other.of().to_token_stream(),
            };
            quote!(#name: #ty)
        });
        let returned = self.returned(id);
        let returned = match is_blocking(method) {
            true => returned,
            false => {
                let codegen = &emit.codegen;
                quote!(#codegen::BoxedCall<'a, #returned>)
            }
        };
        quote!(fn #name<'a>(&'a self, next: #handle<'a>, #(#params),*) -> #returned)
    }
}

/// The docs of a call: those of the step.
fn docs(method: &Method) -> TokenStream {
    let name = &method.name;
    match &method.doc {
        Some(doc) => format::doc(&format!("Calls `{name}`: {doc}")),
        None => format::doc(&format!("Calls `{name}`.")),
    }
}
