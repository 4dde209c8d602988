//! From a checked workflow to its Rust code. What it has in common with pipelines is emitted as theirs is.

mod decide;
mod queue;
mod run;
mod stub;

use proc_macro2::{Ident, Literal};
use quote::format_ident;

pub(crate) use self::stub::stub;
use super::over::Replaced;
use super::tokens::{TokenStream, quote};
use super::{Emit, File, file, format};
use crate::names::camel;
use crate::plan::StepId;
use crate::workflow::plan::{Payload, Work, Workflow};

/// What every emitter has at hand.
struct EmitWorkflow<'a> {
    emit: Emit<'a>,
    plan: &'a Workflow,
}

/// The file of one workflow: its module, and its struct re-exported beside it.
pub(crate) fn workflow(plan: &Workflow, graph: &pipewright_graph::Graph) -> File {
    let emit = EmitWorkflow {
        emit: Emit::new(&plan.base, graph),
        plan,
    };
    file(&plan.base, emit.module(), &emit.items())
}

impl EmitWorkflow<'_> {
    fn module(&self) -> TokenStream {
        let queues = self.queue_names();
        let queues = queues.iter().map(String::as_str);
        let double = self.double().map(|_| "Stub");
        let metadata = (!self.emit.plan.metadata.is_empty()).then_some("Metadata");
        let limits = (!self.emit.plan.limits.is_empty()).then_some("Limits");
        let more = [metadata, limits, double].into_iter().flatten();
        self.emit.module_with(queues.chain(more).collect())
    }

    fn items(&self) -> String {
        self.emit.lines([
            self.emit.context(),
            self.steps_trait(),
            self.queues(),
            self.emit.limits().unwrap_or_default(),
            self.emit.pipeline_struct_of(&self.run_fn()),
            self.launch(),
            self.emit.step_enum(),
            self.outputs(),
            self.run_struct(),
            self.emit.calls(),
            self.emit.plan_table(),
            self.emit.graph_table(),
            self.double().unwrap_or_default(),
        ])
    }

    /// The test double.
    fn double(&self) -> Option<TokenStream> {
        self.emit.stub_over(&self.replaced())
    }

    /// All methods of the trait, each decision behind its step.
    fn replaced(&self) -> Vec<Replaced> {
        let methods = self.plan.base.methods.iter().enumerate();
        let methods = methods.flat_map(|(id, method)| {
            let step = self.emit.replaced(method, None);
            std::iter::once(step).chain(self.decision(StepId(id)))
        });
        methods.collect()
    }

    /// The trait: for each step its method, and the one that decides what follows.
    fn steps_trait(&self) -> TokenStream {
        let methods = self.plan.base.methods.iter().enumerate();
        let methods = methods.map(|(id, method)| {
            let (step, decision) = (self.emit.method(method), self.decision_method(StepId(id)));
            quote!(#step #decision)
        });
        self.emit.steps_trait_of(methods.collect())
    }

    /// The typed run function.
    fn run_fn(&self) -> TokenStream {
        let (emit, state) = (&self.emit, &self.plan.state);
        let codegen = &emit.codegen;
        let (launch, run) = (emit.names.own("Launch"), emit.names.own("Run"));
        let settings = emit.run_settings(&emit.bound());
        let plan = emit.names.own("PLAN");
        let start = self
            .plan
            .steps
            .first()
            .and_then(|step| step.payload.as_ref());
        let (parameter, given) = match start {
            Some(Payload { name, ty }) => (Some(quote!(#name: #ty,)), Some(name)),
            None => (None, None),
        };
        let first = self.queued(StepId(0), given.map(|name| quote!(#name)));
        let prepared = emit.of_prepared(quote! {
            #codegen::Prepared::new(settings, move |settings, record| {
                let core = #codegen::Core::new(&#plan, settings, record);
                #codegen::work(#run { core, steps }, first, state)
            })
        });
        let launch = match emit.plan.metadata.is_empty() {
            true => quote!(#launch),
            false => quote!(#launch<#state>),
        };
        quote! {
            /// A run that begins with this step and this state: to be awaited, after more has been said about it
            /// or not.
            pub fn run(&self, #parameter state: #state) -> #launch {
                let first = #first;
                let (steps, settings) = (self.steps.clone(), #settings);
                #prepared
            }
        }
    }

    fn launch(&self) -> TokenStream {
        let emit = &self.emit;
        let (launch, outputs) = (emit.names.own("Launch"), emit.names.own("Outputs"));
        if !emit.plan.metadata.is_empty() {
            return emit.launch_prepared(Some(&quote!(#outputs)));
        }
        let state = &self.plan.state;
        let doc = format!(
            " A run of `{}`, to be awaited: it gives back the state.",
            emit.plan.name
        );
        quote! {
            #[doc = #doc]
            pub type #launch = ::pipewright::Prepared<#state, #outputs>;
        }
    }

    /// How each step ended the last time.
    fn outputs(&self) -> TokenStream {
        let (emit, error) = (&self.emit, self.emit.error());
        let codegen = &emit.codegen;
        let (outputs, default) = (emit.names.own("Outputs"), emit.names.known("Default"));
        let doc = format!(
            " How each step of a run of `{}` ended the last time.",
            emit.plan.name
        );
        let names: Vec<_> = self.ids().map(|id| emit.names.output(id)).collect();
        let docs = emit.plan.steps.iter().map(|step| emit.step_doc(step));
        let types = self.plan.steps.iter().map(output_type);
        let texts = emit.plan.steps.iter().map(|step| step.name.to_string());
        quote! {
            #[doc = #doc]
            #[derive(#default)]
            pub struct #outputs {
                #(#docs pub #names: ::pipewright::Last<#types, #error>,)*
            }

            impl ::core::fmt::Debug for #outputs {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #codegen::debug_times(f, &[#((#texts, self.#names.times())),*])
                }
            }

            impl #codegen::OfWorkflow for #outputs {}
        }
    }

    fn ids(&self) -> impl Iterator<Item = StepId> + use<> {
        (0..self.plan.steps.len()).map(StepId)
    }

    fn work(&self, id: StepId) -> &Work {
        &self.plan.steps[id.0]
    }

    /// A step's name as that of a type.
    fn variant(&self, id: StepId) -> &Ident {
        self.emit.names.variant(id)
    }

    /// A step in the queue, with its payload.
    fn queued(&self, id: StepId, payload: Option<TokenStream>) -> TokenStream {
        let (queued, variant) = (self.emit.names.own("Queued"), self.variant(id));
        match payload {
            Some(payload) => quote!(#queued::#variant(#payload)),
            None => quote!(#queued::#variant),
        }
    }

    /// The step's number.
    fn number(&self, id: StepId) -> Literal {
        Literal::usize_unsuffixed(id.0)
    }

    fn step_name(&self, id: StepId) -> &Ident {
        &self.plan.base.steps[id.0].name
    }

    /// The name of what a decision puts further steps into.
    fn queue_name(&self, id: StepId) -> String {
        let step = self.step_name(id).to_string();
        format!("After{}", camel(&step.replace("r#", "")))
    }

    /// The method that decides what follows a step.
    fn decision_name(&self, id: StepId) -> Ident {
        format_ident!("after_{}", self.step_name(id))
    }

    /// A doc comment.
    fn docs(text: &str) -> TokenStream {
        format::doc(text)
    }
}

/// The type of what a step gives.
fn output_type(work: &Work) -> TokenStream {
    work.output
        .as_ref()
        .map_or_else(|| quote!(()), |ty| quote!(#ty))
}

/// The type of what a step is given.
fn payload_type(work: &Work) -> TokenStream {
    work.payload
        .as_ref()
        .map_or_else(|| quote!(()), |Payload { ty, .. }| quote!(#ty))
}
