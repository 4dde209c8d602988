//! The pipeline's struct: made once, run as often as one likes.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emit, format};
use crate::plan::Executor;

impl Emit<'_> {
    /// The struct, its constructor, and its typed run function.
    pub(super) fn pipeline_struct(&self) -> TokenStream {
        self.pipeline_struct_of(&self.run_fn(&self.bound()))
    }

    /// The struct with this run function.
    pub(super) fn pipeline_struct_of(&self, run: &TokenStream) -> TokenStream {
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
        let clone = self.names.known("Clone");
        let duration = self.names.known("Duration");
        let new = self.new_fn(&bound);
        quote! {
            #doc
            #[derive(#codegen::typed_builder::TypedBuilder)]
            #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
            pub struct #pipeline<S> {
                /// The implementation of the steps.
                #[builder(setter(into))]
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
            }

            impl<S> #clone for #pipeline<S> {
                fn clone(&self) -> Self {
                    Self {
                        steps: self.steps.clone(),
                        #(#bound: self.#bound.clone(),)*
                        executor: self.executor.clone(),
                        max_parallel: self.max_parallel,
                        deadline: self.deadline,
                    }
                }
            }

            impl<S: #steps + 'static> #pipeline<S> {
                #new
                #run
            }
        }
    }

    /// `new`, which is enough unless the description names executors to be bound, and the same for steps
    /// that are shared: where several types implement them, `new` cannot tell which of them an `Arc` holds.
    fn new_fn(&self, bound: &[Ident]) -> Option<TokenStream> {
        let (arc, into, none) = (
            self.names.known("Arc"),
            self.names.known("Into"),
            self.names.known("None"),
        );
        bound.is_empty().then(|| {
            quote! {
                /// The pipeline with these steps.
                pub fn new(steps: impl #into<#arc<S>>) -> Self {
                    Self::shared(steps.into())
                }

                /// The pipeline with steps that others have too.
                pub fn shared(steps: #arc<S>) -> Self {
                    Self { steps, executor: #none, max_parallel: #none, deadline: #none }
                }
            }
        })
    }

    /// What is said of all runs, for one of them.
    pub(super) fn run_settings(&self, bound: &[Ident]) -> TokenStream {
        let codegen = &self.codegen;
        quote! {
            #codegen::Settings::new(
                [#(self.#bound.clone()),*],
                &self.executor,
                self.max_parallel,
                self.deadline,
            )
        }
    }

    fn run_fn(&self, bound: &[Ident]) -> TokenStream {
        let settings = self.run_settings(bound);
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
        quote! {
            /// A run over these inputs: to be awaited, after more has been said about it or not.
            #wide
            pub fn run(&self, #(#names: #types),*) -> #launch<S> {
                #launch {
                    steps: self.steps.clone(),
                    settings: #settings,
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
