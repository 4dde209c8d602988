//! What can be said about a run before it is awaited.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;

use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, names};
use crate::names::camel;
use crate::plan::{Metadata, TailReading, Value, ValueId};

impl Emit<'_> {
    /// The builder of a run.
    pub(super) fn launch(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, arc) = (self.names.own("Launch"), self.names.known("Arc"));
        let required = self.required();
        let parameters: Vec<_> = required.iter().map(|given| &given.parameter).collect();
        let inputs = self.input_fields();
        let option = self.names.known("Option");
        let types = self.plan.inputs().enumerate().map(|(id, input)| {
            let ty = &input.ty;
            match self.plan.entry_of(ValueId(id)) {
                Some(_) => quote!(#option<#ty>),
                None => quote!(#ty),
            }
        });
        let metadata = self.metadata_fields();
        let metadata_types = self.metadata_types();
        let traits = required.iter().map(|given| self.gives(given));
        let (settings, setters) = (self.settings(), self.metadata_setters());
        let ends = self.ends();
        let doc = format!(" A run of `{}`, to be awaited.", self.plan.name);
        quote! {
            #[doc = #doc]
            ///
            /// Awaited, it resolves to the output or to the run's error.
            #[must_use = "a run does nothing until it is awaited"]
            pub struct #launch<S #(, #parameters = #codegen::NotGiven<S>)*> {
                steps: #arc<S>,
                settings: #codegen::Settings,
                #(#inputs: #types,)*
                #(#metadata: #metadata_types,)*
            }

            #(#traits)*

            impl<S #(, #parameters)*> #launch<S #(, #parameters)*> {
                #settings
                #setters
            }

            #ends
        }
    }

    fn settings(&self) -> TokenStream {
        let (codegen, error) = (&self.codegen, self.error());
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

            /// Tells these what happens in the run, and nobody else, whatever is set where the pipeline is built.
            pub fn emit_to(mut self, emitters: impl #into<::pipewright::Emitters>) -> Self {
                self.settings.emit_to(emitters.into());
                self
            }

            /// Tells these too what happens in the run.
            pub fn emit_also_to(mut self, emitters: impl #into<::pipewright::Emitters>) -> Self {
                self.settings.emit_also_to(emitters.into());
                self
            }

            /// Makes the random part of retries' delays repeatable.
            pub fn seed(mut self, seed: u64) -> Self {
                self.settings.seed(seed);
                self
            }

            /// Makes the run a part of another one.
            #[doc(hidden)]
            pub fn inside(mut self, outer: #codegen::Outer) -> #codegen::Inner<Self, #error> {
                self.settings.inside(outer);
                #codegen::Inner::new(self)
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
        let (launch, codegen) = (self.names.own("Launch"), &self.codegen);
        let doc = format!(" Sets the metadata `{name}`, without which the run cannot be awaited.");
        let states = self
            .required()
            .into_iter()
            .map(|other| match other.field.name == *name {
                true => quote!(#codegen::Given<#ty>),
                false => other.parameter.to_token_stream(),
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
                    #slot: #codegen::Given(#name.into()),
                }
            }
        }
    }

    /// The trait by which rustc tells what a run lacks.
    fn gives(&self, given: &Required<'_>) -> TokenStream {
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

    /// How a run is awaited, with a report and without one.
    fn ends(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, steps) = (self.names.own("Launch"), self.names.own("Steps"));
        let (outputs, step) = (self.names.own("Outputs"), self.names.own("Step"));
        let into_iterator = self.names.known("IntoIterator");
        let (result, future) = (self.names.known("Result"), self.names.known("IntoFuture"));
        let required = self.required();
        let parameters: Vec<_> = required.iter().map(|given| &given.parameter).collect();
        let gives: Vec<_> = required.iter().map(|given| &given.gives).collect();
        // where something may be missing, the bounds are the method's, so that rustc finds it and says what
        let (of_all, of_each) = match required.is_empty() {
            true => (Some(quote!(: #steps + 'static)), None),
            false => (
                None,
                Some(quote!(where S: #steps + 'static #(, #parameters: #gives)*)),
            ),
        };
        let begin = self.begin(of_each.as_ref());
        let types = required.iter().map(|given| &given.field.ty);
        let given: Vec<_> = types.map(|ty| quote!(#codegen::Given<#ty>)).collect();
        let lacking = (0..required.len()).map(|lacks| self.lacking(&required, lacks));
        let output = self.run_output();
        let run_error = self.names.known("RunError");
        quote! {
            impl<S #of_all #(, #parameters)*> #launch<S #(, #parameters)*> {
                /// Awaits the run with the outcome of each step and a report of all that happened.
                pub fn with_report(
                    self,
                ) -> #codegen::RunFuture<::pipewright::Run<#output, #outputs>>
                #of_each
                {
                    let run = self.begin(true);
                    #codegen::RunFuture::reported(run.core.handle(), async move {
                        let ended = #codegen::drive(&run, straight(&run, run.core.all(), run.core.first())).await;
                        ended.report(&run.core, || run.output(), || run.outputs())
                    })
                }

                /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
                /// skipped, for they were not asked for.
                pub fn only(
                    mut self,
                    steps: impl #into_iterator<Item = #step>,
                ) -> #codegen::RunFuture<#outputs>
                #of_each
                {
                    self.settings.only(steps.into_iter().map(|step| step as u32));
                    let run = self.begin(true);
                    #codegen::RunFuture::boxed(run.core.handle(), async move {
                        let ended = #codegen::drive(&run, straight(&run, run.core.all(), run.core.first())).await;
                        ended.outputs(&run.core, || run.outputs())
                    })
                }

                #begin
            }

            impl<S: #steps + 'static> #future for #launch<S #(, #given)*> {
                type Output = #result<#output, #run_error>;
                type IntoFuture = #codegen::RunFuture<Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    let run = self.begin(false);
                    #codegen::RunFuture::new(run.core.handle(), async move {
                        let ended = #codegen::drive(&run, straight(&run, run.core.all(), run.core.first())).await;
                        ended.output(&run.core, || run.output())
                    })
                }
            }

            #(#lacking)*
        }
    }

    /// A run that lacks a piece of metadata is a future on a condition that never holds: of a type that is
    /// no future at all, rustc would say just that, and not what is missing.
    fn lacking(&self, required: &[Required<'_>], lacks: usize) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, future) = (self.names.own("Launch"), self.names.known("Future"));
        let (result, run_error) = (self.names.known("Result"), self.names.known("RunError"));
        let output = self.run_output();
        let gives = &required[lacks].gives;
        let free: Vec<_> = required[lacks + 1..]
            .iter()
            .map(|given| &given.parameter)
            .collect();
        let before = required[..lacks].iter().map(|given| &given.field.ty);
        quote! {
            impl<S #(, #free)*> #future for #launch<S #(, #codegen::Given<#before>)*, #codegen::NotGiven<S> #(, #free)*>
            where
                #codegen::NotGiven<S>: #gives,
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

    fn begin(&self, bounds: Option<&TokenStream>) -> TokenStream {
        let codegen = &self.codegen;
        let (arc, run) = (self.names.known("Arc"), self.names.own("Run"));
        let plan = self.names.own("PLAN");
        let inputs = self.input_fields();
        let slots = self.names.slots();
        let values = self
            .plan
            .inputs()
            .zip(&inputs)
            .enumerate()
            .map(|(id, (value, field))| {
                let maker = match self.plan.entry_of(ValueId(id)) {
                    Some(_) if value.kept => quote!(kept_entry_input),
                    Some(_) => quote!(entry_input),
                    None => self.input_slot(value),
                };
                quote!(#codegen::Slot::#maker(self.#field))
            });
        let record = quote!(record);
        let outcomes = self.outcome_slots(&record);
        let values = values.chain(outcomes);
        let ways = (0..self.plan.branches.len()).map(|branch| self.names.way(branch));
        let (declare, shown) = (self.declare(), self.shown_inputs());
        let mutable = (declare.is_some() || shown.is_some()).then(|| quote!(mut));
        let new = self.new_run(&quote! {
            core: #codegen::Core::new(&#plan, self.settings, record),
            steps: self.steps,
            #(#slots: #values,)*
            #(#ways: #codegen::Decision::default(),)*
        });
        quote! {
            fn begin(#mutable self, record: bool) -> #arc<#run<S>>
            #bounds
            {
                #declare
                #shown
                #new
            }
        }
    }

    /// What makes the slot of an input.
    pub(super) fn input_slot(&self, value: &Value) -> TokenStream {
        match value {
            value if value.moved => quote!(input),
            value if value.kept => quote!(kept_input),
            _ => quote!(shared_input),
        }
    }

    /// The slots of what steps give, with or without a report to be made.
    pub(super) fn outcome_slots(&self, record: &TokenStream) -> impl Iterator<Item = TokenStream> {
        let codegen = &self.codegen;
        self.plan.steps.iter().map(move |step| {
            if self.is_moved(step) {
                quote!(#codegen::Slot::empty())
            } else if self.is_copied(step) {
                quote!(#codegen::Slot::still())
            } else if self.is_kept(step) {
                quote!(#codegen::Slot::kept())
            } else {
                quote!(#codegen::Slot::shared(#record))
            }
        })
    }

    /// Tells what the run is given as text, if it is to.
    fn shown_inputs(&self) -> Option<TokenStream> {
        let (codegen, texts) = (&self.codegen, self.texts());
        let fields = self.input_fields();
        let inputs = self.plan.inputs().zip(&fields).enumerate();
        let shown = inputs.map(|(id, (value, field))| {
            let name = value.name.to_string();
            let text = match self.plan.entry_of(ValueId(id)) {
                Some(_) => {
                    quote!(self.#field.as_ref().and_then(|value| #codegen::Shown(value).text()))
                }
                None => quote!(#codegen::Shown(&self.#field).text()),
            };
            quote!(self.settings.show(#name, #text);)
        });
        (self.plan.show && !fields.is_empty()).then(|| {
            quote! {
                if record {
                    #texts
                    #(#shown)*
                }
            }
        })
    }

    fn declare(&self) -> Option<TokenStream> {
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
        (!fields.is_empty()).then(|| quote!(self.settings.declare(#metadata { #(#fields),* });))
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

    /// In which form each piece of metadata waits for the run to begin.
    fn metadata_types(&self) -> Vec<TokenStream> {
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
    fn required(&self) -> Vec<Required<'_>> {
        let mut taken = BTreeSet::from(["S".to_owned()]);
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
}

/// A piece of metadata that a run must be given.
struct Required<'a> {
    field: &'a Metadata,
    /// The parameter of the run's type that tells whether it has been given.
    parameter: Ident,
    /// The trait of that parameter, when it has been.
    gives: Ident,
}
