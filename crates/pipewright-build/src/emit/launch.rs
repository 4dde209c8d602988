//! What can be said about a run before it is awaited.

use proc_macro2::Ident;
use quote::format_ident;

use super::given::Launched;
use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, debug};
use crate::plan::{TailReading, Value, ValueId};

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
        let (settings, setters) = (self.settings(), self.metadata_setters(&self.launched()));
        let ends = self.ends();
        let doc = format!(" A run of `{}`, to be awaited.", self.plan.name);
        let of = quote!(<S #(, #parameters)*>);
        let debug = debug(Some(of.clone()), &quote!(#launch #of), "Launch");
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

            #debug

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

    /// How a run is awaited, with a report and without one.
    fn ends(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (launch, steps) = (self.names.own("Launch"), self.names.own("Steps"));
        let (outputs, step) = (self.names.own("Outputs"), self.names.own("Step"));
        let run = self.names.own("Run");
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
        let (output, launched) = (self.run_output(), self.launched());
        let lacking = 0..required.len();
        let lacking = lacking.map(|lacks| self.lacking(&launched, &output, &required, lacks));
        let (run_error, number) = (self.names.known("RunError"), self.number_of_chosen());
        quote! {
            impl<S #of_all #(, #parameters)*> #launch<S #(, #parameters)*> {
                /// Awaits the run with the outcome of each step and a report of all that happened.
                pub fn with_report(
                    self,
                ) -> #codegen::RunFuture<::pipewright::Run<#output, #outputs>>
                #of_each
                {
                    #codegen::RunFuture::reported(self.begin(true), #run::outputs)
                }

                /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
                /// skipped, for they were not asked for.
                pub fn only(
                    mut self,
                    steps: impl #into_iterator<Item = #step>,
                ) -> #codegen::RunFuture<#outputs>
                #of_each
                {
                    self.settings.only(steps.into_iter().map(|step| #number));
                    #codegen::RunFuture::only(self.begin(true), #run::outputs)
                }

                #begin
            }

            impl<S: #steps + 'static> #future for #launch<S #(, #given)*> {
                type Output = #result<#output, #run_error>;
                type IntoFuture = #codegen::RunFuture<Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    #codegen::RunFuture::new(self.begin(false))
                }
            }

            #(#lacking)*
        }
    }

    fn begin(&self, bounds: Option<&TokenStream>) -> TokenStream {
        let codegen = &self.codegen;
        let (run, plan) = (self.names.own("Run"), self.names.own("PLAN"));
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
        let declare = self.given_metadata();
        let declare = declare.map(|given| quote!(self.settings.declare(#given);));
        let shown = self.shown_inputs();
        let mutable = (declare.is_some() || shown.is_some()).then(|| quote!(mut));
        let core = self.core();
        quote! {
            /// What all runs have, and what makes the whole of it.
            fn begin(#mutable self, record: bool) -> (#core, impl FnOnce(#core) -> #run<S>)
            #bounds
            {
                #declare
                #shown
                let core = #codegen::Core::new(&#plan, self.settings, record);
                (core, move |core| #run {
                    core,
                    steps: self.steps,
                    #(#slots: #values,)*
                    #(#ways: #codegen::Decision::default(),)*
                })
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
        let (texts, some) = (self.texts(), self.names.known("Some"));
        let fields = self.input_fields();
        let inputs = self.plan.inputs().zip(&fields).enumerate();
        let shown = inputs.map(|(id, (value, field))| {
            let name = value.name.to_string();
            match self.plan.entry_of(ValueId(id)) {
                Some(_) => {
                    let told = self.told(&quote!(value));
                    quote! {
                        if let #some(value) = &self.#field {
                            self.settings.show(#name, #told);
                        }
                    }
                }
                None => {
                    let told = self.told(&quote!(&self.#field));
                    quote!(self.settings.show(#name, #told);)
                }
            }
        });
        (self.plan.show && !fields.is_empty()).then(|| {
            quote! {
                if self.settings.is_told(record) {
                    #texts
                    #(#shown)*
                }
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

    fn launched(&self) -> Launched {
        let fields = ["steps", "settings"].map(|name| format_ident!("{name}"));
        Launched {
            parameter: format_ident!("S"),
            fields: fields.into_iter().chain(self.input_fields()).collect(),
        }
    }

    fn input_fields(&self) -> Vec<Ident> {
        self.plan
            .inputs()
            .map(|input| format_ident!("input_{}", input.name))
            .collect()
    }
}
