//! The pipeline's struct: made once, run as often as one likes.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emit, format};
use crate::plan::Executor;

impl Emit<'_> {
    /// The struct, its constructor, and its typed run function.
    pub(super) fn pipeline_struct(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (pipeline, steps) = (
            self.names.own(&self.pipeline_name()),
            self.names.own("Steps"),
        );
        let (arc, option) = (self.names.known("Arc"), self.names.known("Option"));
        let doc = format::doc(self.plan.doc.as_deref().unwrap_or("The pipeline."));
        let bound = self.bound();
        let bound_docs = bound
            .iter()
            .map(|name| format!(" The executor that the description calls `{name}`."));
        let limits = (!self.plan.limits.is_empty()).then(|| self.names.own("Limits"));
        let limits = limits.as_slice();
        let cloned = limits.iter().map(|_| quote!(limits: self.limits.clone(),));
        let clone = self.names.known("Clone");
        let duration = self.names.known("Duration");
        let (new, run) = (self.new_fn(&bound), self.run_fn(&bound));
        let (into_steps, into) = (self.names.own("IntoSteps"), self.made_of());
        quote! {
            #doc
            #[derive(#codegen::typed_builder::TypedBuilder)]
            #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
            pub struct #pipeline<S> {
                /// The implementation of the steps, or an `Arc` of it.
                #[builder(setter(transform = |steps: impl #into_steps<S>| steps.into_steps()))]
                steps: #arc<S>,
                #(
                    #[doc = #bound_docs]
                    #[builder(setter(into))]
                    #bound: #codegen::Place,
                )*
                /// Where steps run, unless a run or the step itself says otherwise.
                #[builder(default, setter(into, strip_option))]
                executor: #option<#codegen::Place>,
                /// How many attempts run at once, unless a run says otherwise.
                #[builder(default, setter(strip_option))]
                max_parallel: #option<usize>,
                /// How long a run may take, unless it says otherwise.
                #[builder(default, setter(strip_option))]
                deadline: #option<#duration>,
                #(
                    /// The limits that its steps share, with other pipelines if these have the same.
                    #[builder(default)]
                    limits: #limits,
                )*
            }

            impl<S> #clone for #pipeline<S> {
                fn clone(&self) -> Self {
                    Self {
                        steps: self.steps.clone(),
                        #(#bound: self.#bound.clone(),)*
                        executor: self.executor.clone(),
                        max_parallel: self.max_parallel,
                        deadline: self.deadline,
                        #(#cloned)*
                    }
                }
            }

            impl<S: #steps + 'static> #pipeline<S> {
                #new
                #run
            }

            #into
        }
    }

    /// `new`, which is enough unless the description names executors to be bound.
    fn new_fn(&self, bound: &[Ident]) -> Option<TokenStream> {
        let (none, into_steps) = (self.names.known("None"), self.names.own("IntoSteps"));
        let limits = (!self.plan.limits.is_empty()).then(|| {
            let (limits, default) = (self.names.own("Limits"), self.names.known("Default"));
            quote!(limits: <#limits as #default>::default(),)
        });
        bound.is_empty().then(|| {
            quote! {
                /// The pipeline with these steps, or with an `Arc` of them.
                pub fn new(steps: impl #into_steps<S>) -> Self {
                    Self {
                        steps: steps.into_steps(),
                        executor: #none,
                        max_parallel: #none,
                        deadline: #none,
                        #limits
                    }
                }
            }
        })
    }

    /// What a pipeline is made of. `Into` would not do: it cannot tell what an `Arc` is to be shared as.
    fn made_of(&self) -> TokenStream {
        let (into_steps, steps) = (self.names.own("IntoSteps"), self.names.own("Steps"));
        let arc = self.names.known("Arc");
        let notes = self.unimplemented();
        quote! {
            /// Steps, or an `Arc` of them.
            #notes
            pub trait #into_steps<S> {
                /// The steps, shared.
                fn into_steps(self) -> #arc<S>;
            }

            #[diagnostic::do_not_recommend]
            impl<S: #steps> #into_steps<S> for S {
                fn into_steps(self) -> #arc<S> {
                    #arc::new(self)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<S: #steps> #into_steps<S> for #arc<S> {
                fn into_steps(self) -> Self {
                    self
                }
            }
        }
    }

    fn run_fn(&self, bound: &[Ident]) -> TokenStream {
        let codegen = &self.codegen;
        let launch = self.names.own("Launch");
        let names: Vec<_> = self.plan.inputs().map(|input| &input.name).collect();
        let types = self.plan.inputs().map(|input| &input.ty);
        let wide = (names.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let fields = names.iter().map(|name| format_ident!("input_{name}"));
        let metadata = self.plan.metadata.iter().map(|field| {
            let name = format_ident!("metadata_{}", field.name);
            match field.default {
                Some(_) => {
                    let none = self.names.known("None");
                    quote!(#name: #none)
                }
                None => quote!(#name: #codegen::NotGiven::default()),
            }
        });
        let plan = self.names.own("PLAN");
        let limits = self.plan.limits.iter().map(|limit| {
            let name = &limit.name;
            quote!(self.limits.#name.clone())
        });
        let limits: Vec<_> = limits.collect();
        let limits = (!limits.is_empty()).then(|| quote!(.limits([#(#limits),*])));
        quote! {
            /// What a run would do, in which order, and what is decided only on the way.
            pub fn plan(&self) -> ::pipewright::Preview {
                #plan.preview()
            }

            /// A run over these inputs: to be awaited, after more has been said about it or not.
            #wide
            pub fn run(&self, #(#names: #types),*) -> #launch<S> {
                #launch {
                    steps: self.steps.clone(),
                    settings: #codegen::Settings::new(
                        [#(self.#bound.clone()),*],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                    ) #limits,
                    #(#fields: #names,)*
                    #(#metadata,)*
                }
            }
        }
    }

    /// The executors that the description names, in order of appearance.
    pub(super) fn bound(&self) -> Vec<Ident> {
        let steps = self.plan.steps.iter().map(|step| &step.executor);
        let mut bound = Vec::new();
        for executor in steps.chain([&self.plan.executor]) {
            if let Some(Executor::Named(name)) = executor
                && !bound.contains(name)
            {
                bound.push(name.clone());
            }
        }
        bound
    }
}
