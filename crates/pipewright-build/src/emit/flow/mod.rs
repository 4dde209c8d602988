//! From a checked flow to its Rust code. What it has in common with pipelines is emitted as theirs is.

mod handle;
mod run;
mod stub;

use proc_macro2::{Ident, Literal};
use quote::format_ident;

pub(crate) use self::stub::stub;
use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, File, debug, file, format};
use crate::flow::plan::{Called, Flow};
use crate::names::camel;
use crate::plan::{Method, MethodKind, Param, ParamType, StepId};

/// What every emitter has at hand.
struct EmitFlow<'a> {
    emit: Emit<'a>,
    plan: &'a Flow,
}

/// The file of one flow: its module, and its struct re-exported beside it.
pub(crate) fn flow(plan: &Flow, graph: &pipewright_graph::Graph) -> File {
    let emit = EmitFlow {
        emit: Emit::new(&plan.base, graph),
        plan,
    };
    file(&plan.base, emit.module(), &emit.items())
}

/// The name of the handle that a step makes its calls by.
fn handle_name(step: &Ident) -> String {
    format!("{}Next", camel(&step.to_string().replace("r#", "")))
}

impl EmitFlow<'_> {
    fn module(&self) -> TokenStream {
        let pipeline = self.emit.pipeline_name();
        let handles = self.ids().map(|id| handle_name(self.step_name(id)));
        let handles: Vec<_> = handles.collect();
        let double = self.double().map(|_| "Stub");
        let exports = ["Context", "GRAPH", pipeline, "Step", "Steps"].into_iter();
        let is_declared = !self.emit.plan.metadata.is_empty();
        let metadata = ["Launch", "Metadata"].into_iter().filter(|_| is_declared);
        let exports = exports.chain(metadata).chain(double);
        self.emit
            .module_of(exports.chain(handles.iter().map(String::as_str)))
    }

    fn items(&self) -> String {
        self.emit.lines([
            self.emit.context(),
            self.steps_trait(),
            self.handles(),
            self.flow_struct(),
            self.launch(),
            self.emit.step_enum(),
            self.run_struct(),
            self.emit.plan_table(),
            self.emit.graph_table(),
            self.double().unwrap_or_default(),
        ])
    }

    /// The test double.
    fn double(&self) -> Option<TokenStream> {
        let methods = self.plan.base.methods.iter();
        let replaced = methods.map(|method| {
            let handle = self.emit.names.own(&handle_name(&method.name));
            let next = (format_ident!("next"), quote!(#handle<'_>));
            self.emit.replaced(method, Some(next))
        });
        self.emit.stub_over(&replaced.collect::<Vec<_>>())
    }

    /// The trait: each method has the handle that it makes its calls by.
    fn steps_trait(&self) -> TokenStream {
        let methods = self.plan.base.methods.iter().map(|method| {
            let handle = self.emit.names.own(&handle_name(&method.name));
            let next = Param {
                name: format_ident!("next"),
                ty: ParamType::Owned(syn::parse_quote!(#handle<'a>)),
            };
            let params = std::iter::once(next).chain(method.params.iter().cloned());
            self.emit.method(&Method {
                params: params.collect(),
                ..method.clone()
            })
        });
        self.emit.steps_trait_of(methods.collect())
    }

    /// The flow's struct, with a run function for each entry.
    fn flow_struct(&self) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (flow, steps) = (
            emit.names.own(emit.pipeline_name()),
            emit.names.own("Steps"),
        );
        let (arc, option) = (emit.names.known("Arc"), emit.names.known("Option"));
        let (into_steps, into) = (emit.names.own("IntoSteps"), emit.made_of());
        let clone = emit.names.known("Clone");
        let (duration, none) = (emit.names.known("Duration"), emit.names.known("None"));
        let doc = format::doc(emit.plan.doc.as_deref().unwrap_or("The flow."));
        let debug = debug(Some(quote!(<S>)), &quote!(#flow<S>), emit.pipeline_name());
        let entries = self.ids().filter(|id| self.called(*id).entry);
        let entries = entries.map(|id| self.entry(id));
        quote! {
            #doc
            #[derive(#codegen::typed_builder::TypedBuilder)]
            #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
            pub struct #flow<S> {
                /// The implementation of the steps, or an `Arc` of it.
                #[builder(setter(transform = |steps: impl #into_steps<S>| steps.into_steps()))]
                steps: #arc<S>,
                /// How long a run may take, unless it says otherwise.
                #[builder(default, setter(strip_option))]
                deadline: #option<#duration>,
                /// Whom runs tell what happens in them, unless a run says otherwise.
                #[builder(default, setter(into))]
                emit_to: ::pipewright::Emitters,
            }

            impl<S> #clone for #flow<S> {
                fn clone(&self) -> Self {
                    Self {
                        steps: self.steps.clone(),
                        deadline: self.deadline,
                        emit_to: self.emit_to.clone(),
                    }
                }
            }

            #debug

            impl<S: #steps + 'static> #flow<S> {
                /// The flow with these steps, or with an `Arc` of them.
                pub fn new(steps: impl #into_steps<S>) -> Self {
                    Self {
                        steps: steps.into_steps(),
                        deadline: #none,
                        emit_to: ::pipewright::Emitters::none(),
                    }
                }

                #(#entries)*
            }

            #into
        }
    }

    /// The builder of a run, where that is more than the runtime has for all flows.
    fn launch(&self) -> TokenStream {
        match self.emit.plan.metadata.is_empty() {
            true => TokenStream::new(),
            false => self.emit.launch_prepared(None),
        }
    }

    /// The run function of an entry.
    fn entry(&self, id: StepId) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (run, plan) = (emit.names.own("Run"), emit.names.own("PLAN"));
        let handle = emit.names.own(&handle_name(self.step_name(id)));
        let (name, number) = (self.step_name(id), self.number(id));
        let method = &self.plan.base.methods[id.0];
        let inputs = self.inputs(method);
        let names: Vec<_> = method.params.iter().map(|param| &param.name).collect();
        let bundled = (!names.is_empty()).then(|| quote!(let inputs = (#(#names,)*);));
        let output = self.output(id);
        let none = emit.names.known("None");
        let doc = format!(
            " A run that begins with `{name}`: to be awaited, after more has been said about it or not."
        );
        let places = (0..names.len()).map(Literal::usize_unsuffixed);
        let args = quote!(run.core.first(), next, #(inputs.#places),*);
        let call = emit.on_steps(&quote!(&*run.steps), name, &args);
        let call = self.awaited(method, call);
        let given = self.given(method, call);
        let prepared = emit.of_prepared(quote! {
            #codegen::Prepared::new(settings, move |settings, record| {
                let core = #codegen::FlowCore::new(&#plan, settings, record);
                #codegen::flow(#run { core, steps }, #number, move |run, call| async move {
                    let next = #handle { run: &*run, call };
                    #given
                })
            })
        });
        let launch = match emit.plan.metadata.is_empty() {
            true => quote!(::pipewright::Prepared<#output>),
            false => {
                let launch = emit.names.own("Launch");
                quote!(#launch<#output>)
            }
        };
        quote! {
            #[doc = #doc]
            pub fn #name(&self, #inputs) -> #launch {
                #bundled
                let steps = self.steps.clone();
                let settings = #codegen::Settings::new([], &#none, #none, self.deadline, &self.emit_to);
                #prepared
            }
        }
    }

    /// The parameters of a function of this method's inputs.
    fn inputs(&self, method: &Method) -> TokenStream {
        let inputs = method.params.iter().map(|Param { name, ty }| {
            let ty = match ty {
                ParamType::Borrowed(ty) => quote!(&#ty),
                other => other.of().to_token_stream(),
            };
            quote!(#name: #ty)
        });
        quote!(#(#inputs),*)
    }

    /// A call, awaited if it has to be.
    fn awaited(&self, method: &Method, call: TokenStream) -> TokenStream {
        match method.kind {
            MethodKind::Step { blocking: true, .. } => call,
            _ => quote!(#call.await),
        }
    }

    /// What a call gives, as a `Result`.
    fn given(&self, method: &Method, call: TokenStream) -> TokenStream {
        match is_infallible(method) {
            true => {
                let ok = self.emit.names.known("Ok");
                quote!(#ok(#call))
            }
            false => call,
        }
    }

    fn ids(&self) -> impl Iterator<Item = StepId> + use<> {
        (0..self.plan.steps.len()).map(StepId)
    }

    fn called(&self, id: StepId) -> &Called {
        &self.plan.steps[id.0]
    }

    /// The type of what a step gives.
    fn output(&self, id: StepId) -> TokenStream {
        let output = self.called(id).output.as_ref();
        output.map_or_else(|| quote!(()), ToTokens::to_token_stream)
    }

    fn number(&self, id: StepId) -> Literal {
        Literal::usize_unsuffixed(id.0)
    }

    fn step_name(&self, id: StepId) -> &Ident {
        &self.plan.base.steps[id.0].name
    }
}

fn is_infallible(method: &Method) -> bool {
    use crate::plan::Returns::{Infallible, InfallibleSkippable};
    let MethodKind::Step { returns, .. } = &method.kind else {
        return false;
    };
    matches!(returns, Infallible | InfallibleSkippable)
}

fn is_blocking(method: &Method) -> bool {
    matches!(method.kind, MethodKind::Step { blocking: true, .. })
}
