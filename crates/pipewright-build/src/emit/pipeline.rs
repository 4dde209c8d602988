//! The pipeline's struct: made once, run as often as one likes.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::tokens::{TokenStream, quote};
use super::{Emit, debug, format};
use crate::plan::{Executor, Plan, Step, ValueId};

impl Emit<'_> {
    /// The struct, its constructor, and its typed run function.
    pub(super) fn pipeline_struct(&self) -> TokenStream {
        self.pipeline_struct_of(&self.run_fn(&self.bound()))
    }

    /// The struct with this run function.
    pub(super) fn pipeline_struct_of(&self, run: &TokenStream) -> TokenStream {
        let codegen = &self.codegen;
        let (pipeline, steps) = (
            self.names.own(self.pipeline_name()),
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
        let (new, condition) = (self.new_fn(&bound), self.bound_by_new(&bound));
        let (into_steps, into) = (self.names.own("IntoSteps"), self.made_of());
        let debug = debug(
            Some(quote!(<S>)),
            &quote!(#pipeline<S>),
            self.pipeline_name(),
        );
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
                /// Whom runs tell what happens in them, unless a run says otherwise.
                #[builder(default, setter(into))]
                emit_to: ::pipewright::Emitters,
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
                        emit_to: self.emit_to.clone(),
                        #(#cloned)*
                    }
                }
            }

            #debug

            impl<S: #steps + 'static> #pipeline<S> {
                #new
                #run
            }

            #into
            #condition
        }
    }

    /// `new`, which is enough unless the description names executors to be bound.
    fn new_fn(&self, bound: &[Ident]) -> TokenStream {
        if !bound.is_empty() {
            return self.new_without();
        }
        let (none, into_steps) = (self.names.known("None"), self.names.own("IntoSteps"));
        let limits = (!self.plan.limits.is_empty()).then(|| {
            let (limits, default) = (self.names.own("Limits"), self.names.known("Default"));
            quote!(limits: <#limits as #default>::default(),)
        });
        quote! {
            /// The pipeline with these steps, or with an `Arc` of them.
            pub fn new(steps: impl #into_steps<S>) -> Self {
                Self {
                    steps: steps.into_steps(),
                    executor: #none,
                    max_parallel: #none,
                    deadline: #none,
                    emit_to: ::pipewright::Emitters::none(),
                    #limits
                }
            }
        }
    }

    /// A `new` on a condition that never holds: without it, rustc would not say what there is instead.
    fn new_without(&self) -> TokenStream {
        let (into_steps, bound) = (self.names.own("IntoSteps"), self.names.own("BoundByNew"));
        quote! {
            /// Not to be called: only `builder()` binds the executors that the description names.
            #[doc(hidden)]
            pub fn new(_: impl #into_steps<S>) -> Self
            where
                Self: #bound,
            {
                unreachable!()
            }
        }
    }

    /// The condition, by which rustc tells how executors are bound.
    fn bound_by_new(&self, bound: &[Ident]) -> Option<TokenStream> {
        let (first, more) = bound.split_first()?;
        let pipeline = self.names.own(self.pipeline_name());
        let more: String = more.iter().map(|name| format!(", `{name}`")).collect();
        let message = format!("`{pipeline}::new` binds no executor, and needs `{first}`{more}");
        let setters: String = bound.iter().map(|name| format!(".{name}(…)")).collect();
        let label = format!("write `{pipeline}::builder().steps(…){setters}.build()`");
        let bound = self.names.own("BoundByNew");
        Some(quote! {
            /// Holds of no pipeline whose executors are bound.
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            pub trait #bound {}
        })
    }

    /// What is said of all runs, for one of them.
    pub(super) fn run_settings(&self, bound: &[Ident]) -> TokenStream {
        let codegen = &self.codegen;
        let limits = self.plan.limits.iter().map(|limit| {
            let name = &limit.name;
            quote!(self.limits.#name.clone())
        });
        let limits: Vec<_> = limits.collect();
        let limits = (!limits.is_empty()).then(|| quote!(.limits([#(#limits),*])));
        quote! {
            #codegen::Settings::new(
                [#(self.#bound.clone()),*],
                &self.executor,
                self.max_parallel,
                self.deadline,
                &self.emit_to,
            ) #limits
        }
    }

    /// What a pipeline is made of. `Into` would not do: it cannot tell what an `Arc` is to be shared as.
    pub(super) fn made_of(&self) -> TokenStream {
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

    /// The plan, and the typed run function, or one for each entry.
    fn run_fn(&self, bound: &[Ident]) -> TokenStream {
        let plan = self.names.own("PLAN");
        let runs: TokenStream = match self.plan.entries.is_empty() {
            true => {
                let doc = format::doc(
                    "A run over these inputs: to be awaited, after more has been said about it or not.",
                );
                self.run_from(bound, &format_ident!("run"), &doc, None)
            }
            false => {
                let entries = self.plan.entries.iter().enumerate();
                entries
                    .map(|(number, _)| self.enter_fn(bound, number))
                    .collect()
            }
        };
        quote! {
            /// What a run would do, in which order, and what is decided only on the way.
            pub fn plan(&self) -> ::pipewright::Preview {
                #plan.preview()
            }

            #runs
        }
    }

    /// The run function of an entry.
    fn enter_fn(&self, bound: &[Ident], number: usize) -> TokenStream {
        let entry = &self.plan.entries[number];
        let run = format!(
            "A run that begins with `{}`: to be awaited, after more has been said about it or not.",
            entry.name
        );
        let doc = match &entry.doc {
            Some(own) => format!("{own}\n\n{run}"),
            None => run,
        };
        let doc = self.doc(Some(&doc), "", entry.line);
        self.run_from(bound, &entry.name, &doc, Some(number))
    }

    fn run_from(
        &self,
        bound: &[Ident],
        function: &Ident,
        doc: &TokenStream,
        entry: Option<usize>,
    ) -> TokenStream {
        let settings = self.run_settings(bound);
        let launch = self.names.own("Launch");
        let (some, none) = (self.names.known("Some"), self.names.known("None"));
        let (mut names, mut types, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (id, input) in self.plan.inputs().enumerate() {
            let (name, owner) = (&input.name, self.plan.entry_of(ValueId(id)));
            if owner.is_none() || owner == entry {
                names.push(name);
                types.push(&input.ty);
            }
            values.push(match owner {
                None => quote!(#name),
                owner if owner == entry => quote!(#some(#name)),
                Some(_) => none.clone(),
            });
        }
        let wide = (names.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let fields = self.plan.inputs().zip(values).map(|(input, value)| {
            let field = format_ident!("input_{}", input.name);
            quote!(#field: #value)
        });
        let metadata = self.nothing_given();
        let begins = entry.map(|number| {
            let number = Literal::usize_unsuffixed(number);
            quote!(.entry(#number))
        });
        quote! {
            #doc
            #wide
            pub fn #function(&self, #(#names: #types),*) -> #launch<S> {
                #launch {
                    steps: self.steps.clone(),
                    settings: #settings #begins,
                    #(#fields,)*
                    #(#metadata,)*
                }
            }
        }
    }

    /// The executors that the description names, in order of appearance, then those that only pipelines
    /// inside this one name.
    pub(super) fn bound(&self) -> Vec<Ident> {
        let plan = self.whole().plan;
        let steps = plan.all_steps().into_iter().map(|step| &step.executor);
        let own = steps.chain([&plan.executor]);
        let own = own.filter_map(|executor| match executor {
            Some(Executor::Named(name)) => Some(name),
            _ => None,
        });
        let inner = plan.inner.iter().flat_map(|inner| &inner.bound);
        let mut bound = Vec::new();
        for name in own.chain(inner) {
            if !bound.contains(name) {
                bound.push(name.clone());
            }
        }
        bound
    }
}

impl Plan {
    /// Its steps, and those of its blocks.
    fn all_steps(&self) -> Vec<&Step> {
        let blocks = self.blocks.iter().flat_map(Self::all_steps);
        self.steps.iter().chain(blocks).collect()
    }

    /// The entry that alone has this input.
    pub(super) fn entry_of(&self, input: ValueId) -> Option<usize> {
        let mut entries = self.entries.iter();
        entries.position(|entry| entry.inputs.contains(&input))
    }
}
