//! What can be said about a run before it is awaited.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{Emit, names};
use crate::plan::{Metadata, TailReading};

impl Emit<'_> {
    /// The builder of a run.
    pub(super) fn launch(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, arc) = (self.names.own("Launch"), self.names.known("Arc"));
        let option = self.names.known("Option");
        let required = self.required();
        let inputs = self.input_fields();
        let types = self.plan.inputs().map(|input| &input.ty);
        let metadata = self.metadata_fields();
        let metadata_types = self.plan.metadata.iter().map(|field| &field.ty);
        let (settings, setters) = (self.settings(), self.metadata_setters());
        let ends = self.ends();
        let doc = format!(" A run of `{}`, to be awaited.", self.plan.name);
        quote! {
            #[doc = #doc]
            ///
            /// Awaited, it resolves to the output or to the run's error.
            #[must_use = "a run does nothing until it is awaited"]
            pub struct #launch<S #(, const #required: bool = false)*> {
                steps: #arc<S>,
                settings: #codegen::Settings,
                #(#inputs: #types,)*
                #(#metadata: #option<#metadata_types>,)*
            }

            impl<S #(, const #required: bool)*> #launch<S #(, #required)*> {
                #settings
                #setters
            }

            #ends
        }
    }

    fn settings(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (into, duration) = (self.names.known("Into"), self.names.known("Duration"));
        quote! {
            /// Ties the run to others. Without it, it has its parent's id, or one of its own.
            pub fn correlation_id(mut self, id: ::pipewright::CorrelationId) -> Self {
                self.settings.correlation_id(id);
                self
            }

            /// Adds a piece of metadata that the pipeline does not declare.
            pub fn metadata(
                mut self,
                key: impl #into<::std::string::String>,
                value: impl #into<::std::string::String>,
            ) -> Self {
                self.settings.metadata(key.into(), value.into());
                self
            }

            /// Where steps run that do not say so themselves.
            pub fn executor(mut self, place: impl #into<#codegen::Place>) -> Self {
                self.settings.executor(place.into());
                self
            }

            /// Runs at most this many attempts at once, at least one.
            pub fn max_parallel(mut self, attempts: usize) -> Self {
                self.settings.max_parallel(attempts);
                self
            }

            /// Ends the run after this time.
            pub fn deadline(mut self, limit: #duration) -> Self {
                self.settings.deadline(limit);
                self
            }

            /// Makes the random part of retries' delays repeatable.
            pub fn seed(mut self, seed: u64) -> Self {
                self.settings.seed(seed);
                self
            }
        }
    }

    fn metadata_setters(&self) -> TokenStream {
        let setters = self
            .plan
            .metadata
            .iter()
            .map(|field| self.metadata_setter(field));
        quote!(#(#setters)*)
    }

    fn metadata_setter(&self, field: &Metadata) -> TokenStream {
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
        let launch = self.names.own("Launch");
        let doc = format!(" Sets the metadata `{name}`, without which the run cannot be awaited.");
        let required = self.plan.metadata.iter();
        let required = required.filter(|other| other.default.is_none());
        let states =
            required
                .zip(self.required())
                .map(|(other, state)| match other.name == field.name {
                    true => quote!(true),
                    false => state.to_token_stream(),
                });
        let fields = self.input_fields();
        let others = self
            .metadata_fields()
            .into_iter()
            .filter(|other| *other != slot);
        quote! {
            #[doc = #doc]
            pub fn #name(self, #name: impl #into<#ty>) -> #launch<S, #(#states),*> {
                #launch {
                    steps: self.steps,
                    settings: self.settings,
                    #(#fields: self.#fields,)*
                    #(#others: self.#others,)*
                    #slot: #some(#name.into()),
                }
            }
        }
    }

    /// How a run is awaited, with a report and without one.
    fn ends(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, steps) = (self.names.own("Launch"), self.names.own("Steps"));
        let outputs = self.names.own("Outputs");
        let (result, future) = (self.names.known("Result"), self.names.known("IntoFuture"));
        let set: Vec<_> = self.required().iter().map(|_| quote!(true)).collect();
        let (output, begin) = (self.run_output(), self.begin());
        let run_error = self.names.known("RunError");
        quote! {
            impl<S: #steps + 'static> #launch<S #(, #set)*> {
                /// Awaits the run with the outcome of each step and a report of all that happened.
                pub fn with_report(
                    self,
                ) -> #codegen::RunFuture<::pipewright::Run<#output, #outputs>> {
                    let run = self.begin(true);
                    #codegen::RunFuture::new(run.core.spawned(), async move {
                        let ended = #codegen::drive(&run, straight(&run, run.core.all(), run.core.first())).await;
                        ended.report(&run.core, || run.output(), || run.outputs())
                    })
                }

                #begin
            }

            impl<S: #steps + 'static> #future for #launch<S #(, #set)*> {
                type Output = #result<#output, #run_error>;
                type IntoFuture = #codegen::RunFuture<Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    let run = self.begin(false);
                    #codegen::RunFuture::new(run.core.spawned(), async move {
                        let ended = #codegen::drive(&run, straight(&run, run.core.all(), run.core.first())).await;
                        ended.output(&run.core, || run.output())
                    })
                }
            }
        }
    }

    fn begin(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (arc, run) = (self.names.known("Arc"), self.names.own("Run"));
        let plan = self.names.own("PLAN");
        let inputs = self.input_fields();
        let slots = self.names.slots();
        let values = self
            .plan
            .inputs()
            .zip(&inputs)
            .map(|(value, field)| match value.moved {
                true => quote!(#codegen::Slot::input(self.#field)),
                false => quote!(#codegen::Slot::shared_input(self.#field)),
            });
        let outcomes = self
            .plan
            .steps
            .iter()
            .map(|step| match self.is_moved(step) {
                true => quote!(#codegen::Slot::empty()),
                false => quote!(#codegen::Slot::shared(record)),
            });
        let values = values.chain(outcomes);
        let declare = self.declare();
        let mutable = declare.as_ref().map(|_| quote!(mut));
        quote! {
            fn begin(#mutable self, record: bool) -> #arc<#run<S>> {
                #declare
                #arc::new(#run {
                    core: #codegen::Core::new(&#plan, self.settings, record),
                    steps: self.steps,
                    #(#slots: #values,)*
                })
            }
        }
    }

    fn declare(&self) -> Option<TokenStream> {
        let metadata = self.names.own("Metadata");
        let fields = self.plan.metadata.iter().map(|field| {
            let (name, slot) = (&field.name, format_ident!("metadata_{}", field.name));
            match &field.default {
                Some(default) => quote!(#name: self.#slot.unwrap_or_else(|| #default)),
                None => quote!(#name: self.#slot.expect("the type of the run says that it is set")),
            }
        });
        let fields: Vec<_> = fields.collect();
        (!fields.is_empty()).then(|| {
            quote! {
                #[allow(clippy::unnecessary_lazy_evaluations, reason = "a default is any expression")]
                self.settings.declare(#metadata { #(#fields),* });
            }
        })
    }

    /// What a run resolves to.
    pub(super) fn run_output(&self) -> TokenStream {
        let Some(tail) = self.plan.tail else {
            return quote!(());
        };
        let ty = &self.plan.value(tail.value).ty;
        match tail.how {
            TailReading::Value => ty.to_token_stream(),
            TailReading::Maybe | TailReading::Ok => {
                let option = self.names.known("Option");
                quote!(#option<#ty>)
            }
        }
    }

    fn input_fields(&self) -> Vec<Ident> {
        self.plan
            .inputs()
            .map(|input| format_ident!("input_{}", input.name))
            .collect()
    }

    fn metadata_fields(&self) -> Vec<Ident> {
        self.plan
            .metadata
            .iter()
            .map(|field| format_ident!("metadata_{}", field.name))
            .collect()
    }

    /// The metadata that has no default, each as a constant parameter of the run's type.
    fn required(&self) -> Vec<Ident> {
        let mut taken = BTreeSet::from(["S".to_owned()]);
        let required = self
            .plan
            .metadata
            .iter()
            .filter(|field| field.default.is_none());
        let name = |field: &Metadata| {
            let upper = format_ident!("{}", field.name.to_string().to_uppercase());
            names::distinct(&upper, &mut taken)
        };
        required.map(name).collect()
    }
}
