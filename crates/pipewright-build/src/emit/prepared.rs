//! A run of a workflow or a flow before it is awaited, where metadata is declared. Otherwise it is what the runtime
//! has for all of them.

use quote::format_ident;

use super::given::Launched;
use super::tokens::{TokenStream, quote};
use super::{Emit, debug};

impl Emit<'_> {
    /// What makes a run of such a `Prepared`.
    pub(super) fn of_prepared(&self, prepared: TokenStream) -> TokenStream {
        let (launch, metadata) = (self.names.own("Launch"), self.nothing_given());
        match metadata.is_empty() {
            true => prepared,
            false => quote!(#launch { prepared: #prepared, #(#metadata),* }),
        }
    }

    /// The builder of such a run. `outputs` are those of a workflow, of which more can be said.
    pub(super) fn launch_prepared(&self, outputs: Option<&TokenStream>) -> TokenStream {
        let (launch, codegen) = (self.names.own("Launch"), &self.codegen);
        let required = self.required();
        let parameters: Vec<_> = required.iter().map(|given| &given.parameter).collect();
        let traits = required.iter().map(|given| self.gives(given));
        let (fields, types) = (self.metadata_fields(), self.metadata_types());
        let run = Launched {
            parameter: format_ident!("T"),
            fields: vec![format_ident!("prepared")],
        };
        let forwards = self.forwards(outputs.is_some());
        let setters = self.metadata_setters(&run);
        let prepared = match outputs {
            Some(outputs) => quote!(::pipewright::Prepared<T, #outputs>),
            None => quote!(::pipewright::Prepared<T>),
        };
        let outputs = outputs.cloned().unwrap_or_else(|| quote!(()));
        let ends = self.prepared_ends(&run, &prepared, &outputs);
        let send = self.names.known("Send");
        let doc = format!(" A run of `{}`, to be awaited.", self.plan.name);
        let of = quote!(<T #(, #parameters)*>);
        let debug = debug(Some(of.clone()), &quote!(#launch #of), "Launch");
        quote! {
            #[doc = #doc]
            ///
            /// Awaited, it resolves to what it gives back, or to the run's error.
            #[must_use = "a run does nothing until it is awaited"]
            pub struct #launch<T #(, #parameters = #codegen::NotGiven<T>)*> {
                prepared: #prepared,
                #(#fields: #types,)*
            }

            #debug

            #(#traits)*

            impl<T: #send + 'static #(, #parameters)*> #launch<T #(, #parameters)*> {
                #forwards
                #setters
            }

            #ends
        }
    }

    /// What can be said of such a run besides.
    fn forwards(&self, is_workflow: bool) -> TokenStream {
        let (codegen, into) = (&self.codegen, self.names.known("Into"));
        let (text, duration) = (
            quote!(impl #into<::std::string::String>),
            self.names.known("Duration"),
        );
        let emitters = quote!(impl #into<::pipewright::Emitters>);
        let of_all = [
            self.forward(
                " Ties the run to others. Without it, it has its parent's id, or one of its own.",
                "correlation_id",
                &[("id", quote!(::pipewright::CorrelationId))],
            ),
            self.forward(
                " Adds a piece of metadata that is not declared.",
                "metadata",
                &[("key", text.clone()), ("value", text)],
            ),
            self.forward(" Ends the run after this time.", "deadline", &[("limit", duration)]),
            self.forward(
                " Tells these what happens in the run, and nobody else, whatever is set where it was built.",
                "emit_to",
                &[("emitters", emitters.clone())],
            ),
            self.forward(
                " Tells these too what happens in the run.",
                "emit_also_to",
                &[("emitters", emitters)],
            ),
        ];
        let of_workflows = is_workflow.then(|| {
            [
                self.forward(
                    " Where steps run that do not say so themselves.",
                    "executor",
                    &[("place", quote!(impl #into<#codegen::Place>))],
                ),
                self.forward(
                    " Runs at most this many steps at once, at least one, and no more than the description says.",
                    "max_parallel",
                    &[("steps", quote!(usize))],
                ),
                self.forward(
                    " Makes the random part of retries' delays repeatable.",
                    "seed",
                    &[("seed", quote!(u64))],
                ),
            ]
        });
        let all = of_all.into_iter().chain(of_workflows.into_iter().flatten());
        all.collect()
    }

    fn forward(&self, doc: &str, name: &str, params: &[(&str, TokenStream)]) -> TokenStream {
        let name = format_ident!("{name}");
        let names: Vec<_> = params
            .iter()
            .map(|(name, _)| format_ident!("{name}"))
            .collect();
        let types = params.iter().map(|(_, ty)| ty);
        quote! {
            #[doc = #doc]
            pub fn #name(mut self, #(#names: #types),*) -> Self {
                self.prepared = self.prepared.#name(#(#names),*);
                self
            }
        }
    }

    /// How such a run is awaited, with a report and without one.
    fn prepared_ends(
        &self,
        run: &Launched,
        prepared: &TokenStream,
        outputs: &TokenStream,
    ) -> TokenStream {
        let (launch, codegen) = (self.names.own("Launch"), &self.codegen);
        let required = self.required();
        let parameters: Vec<_> = required.iter().map(|given| &given.parameter).collect();
        let gives = required.iter().map(|given| &given.gives);
        let bounds = (!required.is_empty()).then(|| quote!(where #(#parameters: #gives),*));
        let types = required.iter().map(|given| &given.field.ty);
        let given: Vec<_> = types.map(|ty| quote!(#codegen::Given<#ty>)).collect();
        let (result, future) = (self.names.known("Result"), self.names.known("IntoFuture"));
        let (send, error) = (self.names.known("Send"), self.names.known("RunError"));
        let (metadata, output) = (self.given_metadata(), quote!(T));
        let lacking = 0..required.len();
        let lacking = lacking.map(|lacks| self.lacking(run, &output, &required, lacks));
        quote! {
            impl<T: #send + 'static #(, #parameters)*> #launch<T #(, #parameters)*> {
                /// Awaits the run with the outcome of each step and a report of all that happened.
                pub fn with_report(self) -> #codegen::RunFuture<::pipewright::Run<T, #outputs>>
                #bounds
                {
                    self.declared().with_report()
                }

                fn declared(self) -> #prepared
                #bounds
                {
                    self.prepared.declare(#metadata)
                }
            }

            impl<T: #send + 'static> #future for #launch<T #(, #given)*> {
                type Output = #result<T, #error>;
                type IntoFuture = #codegen::RunFuture<Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    self.declared().into_future()
                }
            }

            #(#lacking)*
        }
    }
}
