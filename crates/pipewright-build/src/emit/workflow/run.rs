//! The state of a run, and what the runtime asks of it.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::super::tokens::{TokenStream, quote};
use super::{EmitWorkflow, output_type, payload_type};
use crate::plan::{Returns, StepId};
use crate::text;
use crate::workflow::plan::{Next, Payload, What, Work};

impl EmitWorkflow<'_> {
    pub(super) fn run_struct(&self) -> TokenStream {
        let emit = &self.emit;
        let (run, arc) = (emit.names.own("Run"), emit.names.known("Arc"));
        let (core, parameter) = (emit.core(), emit.checked_parameter());
        let (queued, ended) = (self.queued_enum(), self.ended_enum());
        let (works, calls) = (self.works(), self.calls());
        let conditions = self.conditions();
        quote! {
            #queued
            #ended

            struct #run<S #parameter> {
                core: #core,
                steps: #arc<S>,
            }

            #works
            #calls
            #conditions
        }
    }

    fn queued_enum(&self) -> TokenStream {
        let queued = self.emit.names.own("Queued");
        let variants = self.ids().map(|id| {
            let variant = self.variant(id);
            let payload = self.work(id).payload.as_ref().map(|payload| {
                let ty = &payload.ty;
                quote!((#ty))
            });
            quote!(#variant #payload)
        });
        quote! {
            /// A step with its payload, as it waits in the queue.
            pub enum #queued { #(#variants),* }
        }
    }

    fn ended_enum(&self) -> TokenStream {
        let (codegen, error) = (&self.emit.codegen, self.emit.error());
        let ended = self.emit.names.own("Ended");
        let variants = self.ids().map(|id| {
            let (variant, work) = (self.variant(id), self.work(id));
            let (payload, output) = (payload_type(work), output_type(work));
            quote!(#variant(#codegen::Done<#payload, #output, #error>))
        });
        quote! {
            /// A step that has ended, before it is decided what follows.
            pub enum #ended { #(#variants),* }
        }
    }

    /// What the runtime asks.
    fn works(&self) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let names = &emit.names;
        let (run, steps, state) = (names.own("Run"), names.own("Steps"), &self.plan.state);
        let (queued, ended) = (names.own("Queued"), names.own("Ended"));
        let (outputs, option) = (names.own("Outputs"), names.known("Option"));
        let (error, arc) = (emit.error(), names.known("Arc"));
        let (core, metadata) = (emit.core(), emit.metadata());
        let concurrency = Literal::u32_unsuffixed(self.plan.concurrency);
        let most = self.plan.max_steps.map(Literal::u32_unsuffixed);
        let most = emit.optional(most.map(|most| quote!(#most)));
        let (execute, decide) = (self.execute(), self.decide());
        let (told, note) = (self.told(), self.note());
        let texts = self.ids().any(|id| self.work(id).show);
        let texts = texts.then(|| emit.texts());
        let (sees, puts) = (self.sees_state(), self.puts());
        let (changed, queue) = (seen_as("state", sees), seen_as("queue", puts));
        let choices = emit.choices();
        let numbers = self.ids().map(|id| self.number(id));
        let waiting = self.ids().map(|id| {
            let (variant, payload) = (self.variant(id), self.work(id).payload.as_ref());
            let payload = payload.map(|_| quote!((_)));
            quote!(#queued::#variant #payload)
        });
        quote! {
            impl<S: #steps + 'static> #codegen::Works for #run<S> {
                type Error = #error;
                type Metadata = #metadata;
                type State = #state;
                type Queued = #queued;
                type Ended = #ended;
                type Outputs = #outputs;

                const CONCURRENCY: usize = #concurrency;
                const MAX_STEPS: #option<u32> = #most;

                fn core(&self) -> &#core {
                    &self.core
                }

                fn as_error(error: &#error) -> #option<&(dyn ::core::error::Error + 'static)> {
                    #[allow(unused_imports)]
                    use #codegen::{AsError as _, IsError as _, NoError as _};
                    #codegen::Seen(error).standard()
                }

                fn step(queued: &#queued) -> u32 {
                    match queued { #(#waiting => #numbers),* }
                }

                async fn execute(run: &#arc<Self>, queued: #queued) -> #ended {
                    match queued { #execute }
                }

                fn decide(
                    &self,
                    #changed: &mut #state,
                    ended: #ended,
                    #queue: &mut #codegen::Queue<#queued>,
                ) -> #codegen::Decided<#error> {
                    match ended { #decide }
                }

                fn told(ended: &#ended, texts: bool) -> #codegen::Summary {
                    #texts
                    match ended { #told }
                }

                fn note(ended: &#ended, outputs: &mut #outputs) {
                    #[allow(unused_imports)]
                    use #codegen::{HasClone as _, NoClone as _};
                    match ended { #note }
                }

                #choices
            }
        }
    }

    /// Whether any decision looks at the state.
    fn sees_state(&self) -> bool {
        self.ids().any(|id| match &self.work(id).next {
            Next::Any(_) => true,
            Next::To(..) => false,
            Next::If(next) => next.sees.iter().any(|sees| sees.what == What::State),
        })
    }

    /// Whether anything follows any step.
    fn puts(&self) -> bool {
        self.ids().any(|id| !self.work(id).next.steps().is_empty())
    }

    /// Each step's execution.
    fn execute(&self) -> TokenStream {
        let codegen = &self.emit.codegen;
        let ended = self.emit.names.own("Ended");
        let arms = self.ids().map(|id| {
            let (variant, number) = (self.variant(id), self.number(id));
            let payload = self.work(id).payload.as_ref().map(|payload| &payload.name);
            let queued = self.queued(id, payload.map(|name| quote!(#name)));
            let given = payload.map_or_else(|| quote!(()), |name| quote!(#name));
            quote! {
                #queued => {
                    let done = #codegen::execute::<_, #number>(run, #given).await;
                    #ended::#variant(done)
                }
            }
        });
        quote!(#(#arms)*)
    }

    /// How each step is called.
    fn calls(&self) -> TokenStream {
        self.ids().map(|id| self.call(id)).collect()
    }

    fn call(&self, id: StepId) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (run, steps) = (emit.names.own("Run"), emit.names.own("Steps"));
        let (context, result) = (emit.names.own("Context"), emit.names.known("Result"));
        let (number, step) = (self.number(id), self.step_name(id));
        let (work, plan) = (self.work(id), &self.plan.base.steps[id.0]);
        let (payload, output) = (payload_type(work), output_type(work));
        let (error, place) = (emit.error(), emit.place(plan.line));
        let (parameter, given) = match &work.payload {
            Some(Payload { name, ty }) => (quote!(#name: &#ty), Some(quote!(#name))),
            None => (quote!((): &()), None),
        };
        let wait = (!plan.blocking).then(|| quote!(.await));
        let call = emit.on_steps(&quote!(&*self.steps), step, &quote!(cx, #given));
        let call = quote!(#call #wait);
        let ok = emit.names.known("Ok");
        let call = match plan.returns {
            Returns::Infallible | Returns::InfallibleSkippable => quote!(#ok(#call)),
            Returns::Fallible | Returns::Skippable => call,
        };
        quote! {
            #place
            impl<S: #steps + 'static> #codegen::Calls<#number> for #run<S> {
                type Payload = #payload;
                type Value = #output;

                async fn call(&self, cx: &#context, #parameter) -> #result<#output, #error> {
                    #call
                }
            }
        }
    }

    fn decide(&self) -> TokenStream {
        let ended = self.emit.names.own("Ended");
        let arms = self.ids().map(|id| {
            let (variant, decided) = (self.variant(id), self.decided(id));
            quote!(#ended::#variant(done) => #decided)
        });
        quote!(#(#arms),*)
    }

    fn told(&self) -> TokenStream {
        let ended = self.emit.names.own("Ended");
        let arms = self.ids().map(|id| {
            let (variant, number) = (self.variant(id), self.number(id));
            let (payload, value) = self.texts(self.work(id));
            quote!(#ended::#variant(done) => done.told(#number, texts, #payload, #value))
        });
        quote!(#(#arms),*)
    }

    /// What is told of a step's payload, at least its type, and of its value.
    fn texts(&self, work: &Work) -> (TokenStream, TokenStream) {
        let (codegen, names) = (&self.emit.codegen, &self.emit.names);
        let (some, none) = (names.known("Some"), names.known("None"));
        let shown = |ty: TokenStream| quote!(|it: &#ty| #codegen::Probe(it).text());
        let payload = match &work.payload {
            Some(_) if work.show => shown(payload_type(work)),
            Some(payload) => {
                let ty = text::of_type(&payload.ty);
                quote!(|_| #some(#ty.into()))
            }
            None => quote!(|()| #none),
        };
        let value = match &work.output {
            Some(_) if work.show => shown(output_type(work)),
            _ => quote!(|_| #none),
        };
        (payload, value)
    }

    fn note(&self) -> TokenStream {
        let (codegen, ended) = (&self.emit.codegen, self.emit.names.own("Ended"));
        let arms = self.ids().map(|id| {
            let (variant, field) = (self.variant(id), self.emit.names.output(id));
            let ty = output_type(self.work(id));
            quote! {
                #ended::#variant(done) => {
                    outputs.#field.note(&done.outcome, |it: &#ty| #codegen::Probe(it).cloned());
                }
            }
        });
        quote!(#(#arms)*)
    }
}

/// A parameter by this name, if it is used.
fn seen_as(name: &str, used: bool) -> Ident {
    match used {
        true => format_ident!("{name}"),
        false => format_ident!("_{name}"),
    }
}
