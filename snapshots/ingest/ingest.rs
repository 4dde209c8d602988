/// Makes an index of documents. One that cannot be had does no harm to the others.
///
/// ```mermaid
/// flowchart TD
///     paths(["paths: Vec#lt;String#gt;"]):::value
///     words(["words: usize"]):::value
///     ingest_page[["ingest_page<br/>runs ingest_page<br/>map path: &String"]]
///     file["file"]
///     output(["index: Index"]):::value
///     paths -->|"&Vec#lt;String#gt;"| ingest_page
///     words -->|"usize"| ingest_page
///     paths -->|"&Vec#lt;String#gt;"| file
///     ingest_page -->|"Collected#lt;Document, IngestError#gt;"| file
///     file -->|"Index"| output
///     classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
/// ```
#[allow(
    dead_code,
    unreachable_pub,
    private_interfaces,
    private_bounds,
    nonstandard_style,
    clippy::explicit_auto_deref,
    clippy::style,
    clippy::type_complexity,
    clippy::pedantic,
    clippy::nursery,
    reason = "not every pipeline uses all of it, types may be private, and names and types are the description's"
)]
pub mod ingest {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Ingest, Outputs, Step, Steps, Stub, Stubbed};

    mod generated {
        #[allow(unused_imports)]
        use crate::archive::{Batch, Chunk, Document, Index, IngestError};
        #[allow(unused_imports)]
        use pipewright::Collected;
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        use super::super::ingest_page;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<IngestError>();
            codegen::is_value::<Vec<String>>();
            codegen::is_value::<Collected<Document, IngestError>>();
            codegen::is_value::<Index>();
            codegen::is_value::<String>();
            {
                let _ = |value: &Vec<String>| {
                    codegen::lent::<String, _>(value);
                };
            }
            codegen::collects::<Collected<Document, IngestError>, Result<Document, ::pipewright::StepError<IngestError>>>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `ingest`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `ingest`",
            label = "`ingest::Steps` is not implemented for this type",
            note = "implement `ingest::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync + ingest_page::Steps {
            /// Puts those together that there are, and notes which are missing.
            fn file<'a>(
                &'a self,
                cx: &'a Context,
                paths: &'a Vec<String>,
                documents: Collected<Document, IngestError>,
            ) -> impl Future<Output = Index> + Send + 'a;
        }

        /// Makes an index of documents. One that cannot be had does no harm to the others.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Ingest<S> {
            /// The implementation of the steps, or an `Arc` of it.
            #[builder(setter(transform = |steps: impl IntoSteps<S>| steps.into_steps()))]
            steps: Arc<S>,
            /// Where steps run, unless a run or the step itself says otherwise.
            #[builder(default, setter(into, strip_option))]
            executor: Option<codegen::Place>,
            /// How many attempts run at once, unless a run says otherwise.
            #[builder(default, setter(strip_option))]
            max_parallel: Option<usize>,
            /// How long a run may take, unless it says otherwise.
            #[builder(default, setter(strip_option))]
            deadline: Option<Duration>,
            /// Whom runs tell what happens in them, unless a run says otherwise.
            #[builder(default, setter(into))]
            emit_to: ::pipewright::Emitters,
        }

        impl<S> Clone for Ingest<S> {
            fn clone(&self) -> Self {
                Self {
                    steps: self.steps.clone(),
                    executor: self.executor.clone(),
                    max_parallel: self.max_parallel,
                    deadline: self.deadline,
                    emit_to: self.emit_to.clone(),
                }
            }
        }

        impl<S: Steps + 'static> Ingest<S> {
            /// The pipeline with these steps, or with an `Arc` of them.
            pub fn new(steps: impl IntoSteps<S>) -> Self {
                Self {
                    steps: steps.into_steps(),
                    executor: None,
                    max_parallel: None,
                    deadline: None,
                    emit_to: ::pipewright::Emitters::none(),
                }
            }

            /// What a run would do, in which order, and what is decided only on the way.
            pub fn plan(&self) -> ::pipewright::Preview {
                PLAN.preview()
            }

            /// A run over these inputs: to be awaited, after more has been said about it or not.
            pub fn run(&self, paths: Vec<String>, words: usize) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_paths: paths,
                    input_words: words,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `ingest`",
            label = "`ingest::Steps` is not implemented for this type",
            note = "implement `ingest::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait IntoSteps<S> {
            /// The steps, shared.
            fn into_steps(self) -> Arc<S>;
        }

        #[diagnostic::do_not_recommend]
        impl<S: Steps> IntoSteps<S> for S {
            fn into_steps(self) -> Arc<S> {
                Arc::new(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<S: Steps> IntoSteps<S> for Arc<S> {
            fn into_steps(self) -> Self {
                self
            }
        }

        /// A run of `ingest`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_paths: Vec<String>,
            input_words: usize,
        }

        impl<S> Launch<S> {
            /// Ties the run to others. Without it, it has its parent's id, or one of its own.
            pub fn correlation_id(mut self, id: ::pipewright::CorrelationId) -> Self {
                self.settings.correlation_id(id);
                self
            }

            /// Adds a piece of metadata that the pipeline does not declare.
            pub fn metadata(
                mut self,
                key: impl Into<::std::string::String>,
                value: impl Into<::std::string::String>,
            ) -> Self {
                self.settings.metadata(key.into(), value.into());
                self
            }

            /// Where steps run that do not say so themselves.
            pub fn executor(mut self, place: impl Into<codegen::Place>) -> Self {
                self.settings.executor(place.into());
                self
            }

            /// Runs at most this many attempts at once, at least one.
            pub fn max_parallel(mut self, attempts: usize) -> Self {
                self.settings.max_parallel(attempts);
                self
            }

            /// Ends the run after this time.
            pub fn deadline(mut self, limit: Duration) -> Self {
                self.settings.deadline(limit);
                self
            }

            /// Tells these what happens in the run, and nobody else, whatever is set where the pipeline is built.
            pub fn emit_to(mut self, emitters: impl Into<::pipewright::Emitters>) -> Self {
                self.settings.emit_to(emitters.into());
                self
            }

            /// Tells these too what happens in the run.
            pub fn emit_also_to(mut self, emitters: impl Into<::pipewright::Emitters>) -> Self {
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, IngestError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Index, Outputs>> {
                let run = self.begin(true);
                codegen::RunFuture::reported(run.core.handle(), async move {
                    let ended = codegen::drive(
                        &run,
                        straight(&run, run.core.all(), run.core.first()),
                    ).await;
                    ended.report(&run.core, || run.output(), || run.outputs())
                })
            }

            /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
            /// skipped, for they were not asked for.
            pub fn only(
                mut self,
                steps: impl IntoIterator<Item = Step>,
            ) -> codegen::RunFuture<Outputs> {
                self.settings.only(steps.into_iter().map(|step| step as u32));
                let run = self.begin(true);
                codegen::RunFuture::boxed(run.core.handle(), async move {
                    let ended = codegen::drive(
                        &run,
                        straight(&run, run.core.all(), run.core.first()),
                    ).await;
                    ended.outputs(&run.core, || run.outputs())
                })
            }

            fn begin(self, record: bool) -> Arc<Run<S>> {
                Arc::new_cyclic(|own| Run {
                    own: own.clone(),
                    core: codegen::Core::new(&PLAN, self.settings, record),
                    steps: self.steps,
                    paths: codegen::Slot::shared_input(self.input_paths),
                    words: codegen::Slot::shared_input(self.input_words),
                    documents: codegen::Slot::empty(),
                    index: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Index, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                let run = self.begin(false);
                codegen::RunFuture::new(run.core.handle(), async move {
                    let ended = codegen::drive(
                        &run,
                        straight(&run, run.core.all(), run.core.first()),
                    ).await;
                    ended.output(&run.core, || run.output())
                })
            }
        }

        /// The steps of `ingest`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `ingest_page`: Each document is a run of its own, and waits for no other one between its steps.
            IngestPage,
            /// `file`: Puts those together that there are, and notes which are missing.
            File,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::IngestPage => "ingest_page",
                    Self::File => "file",
                }
            }
        }

        /// How each step of a run of `ingest` ended.
        pub struct Outputs {
            /// `ingest_page`: Each document is a run of its own, and waits for no other one between its steps.
            pub ingest_page: Outcome<Moved, IngestError>,
            /// `file`: Puts those together that there are, and notes which are missing.
            pub file: Outcome<Moved, IngestError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[("ingest_page", self.ingest_page.kind()), ("file", self.file.kind())],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            own: ::std::sync::Weak<Run<S>>,
            core: codegen::Core,
            steps: Arc<S>,
            paths: codegen::Slot<Vec<String>, IngestError>,
            words: codegen::Slot<usize, IngestError>,
            documents: codegen::Slot<Collected<Document, IngestError>, IngestError>,
            index: codegen::Slot<Index, IngestError>,
        }

        impl<S> Run<S> {
            fn output(&self) -> Result<Index, codegen::NoOutput> {
                self.index.output("file")
            }

            fn outputs(&self) -> Outputs {
                Outputs {
                    ingest_page: self.documents.into_moved(),
                    file: self.index.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = IngestError;
            type Metadata = ();

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &IngestError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn own(&self) -> Option<Arc<Self>> {
                self.own.upgrade()
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<IngestError> {
                match slot {
                    0 => &self.paths,
                    1 => &self.words,
                    2 => &self.documents,
                    _ => &self.index,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, IngestError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        async fn straight<S: Steps + 'static>(
            run: &Run<S>,
            walk: codegen::Walk<'_>,
            cx: &Context,
        ) -> codegen::Straight<IngestError> {
            if walk.comes_to(0) {
                let tried = {
                    let paths = run.paths.get();
                    let elements = codegen::lent::<String, _>(&*paths);
                    let all = codegen::map_all::<0, _>(run, elements).await;
                    run.documents.keep_all(cx, all)
                };
                walk.end(tried)?;
            }

            if walk.comes_to(1) {
                let tried = {
                    let paths = run.paths.get();
                    let documents = run.documents.take();
                    let returned = Steps::file(&*run.steps, cx, &paths, documents).await;
                    run.index.keep_value(cx, returned)
                };
                walk.end(tried)?;
                run.paths.free();
            }
            Ok(())
        }

        /// `ingest_page`, for one element.
        impl<S: Steps + 'static> codegen::Each<0> for Run<S> {
            type Element = String;
            type Output = Document;

            async fn each_run(
                &self,
                cx: &Context,
                index_: usize,
                path: codegen::Element<'_, String>,
            ) -> Result<Document, codegen::Missing<IngestError>> {
                let path = path.get();

                #[allow(unused_imports)]
                use codegen::{ErrorConverts as _, ErrorPasses as _};
                let words = *self.words.get();
                let inner = ingest_page::IngestPage::<S>::new(self.steps.clone())
                    .run(<String as Clone>::clone(path), words)
                    .inside(self.core.outer_each(0, index_, cx));
                codegen::ended::<IngestError, _, _, _>(inner).await.settle()
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "ingest",
            definition: "4f473b4a53d84b20",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("ingest_page")
                    .children(&[Step::File as u32])
                    .reads(&[0, 1])
                    .map(&codegen::Map::new(codegen::StepPlan::new("ingest_page").inner())
                        .concurrency(16)
                        .goes_on()),
                codegen::StepPlan::new("file")
                    .parents(&[codegen::Parent::value(Step::IngestPage as u32)])
                    .reads(&[0, 2]),
            ],
            readers: &[2, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
        };

        /// The wiring of `ingest`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("paths", "Vec<String>"),
                table::value("words", "usize"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::runs_each(
                    "ingest_page",
                    Some(table::value("documents", "Collected<Document, IngestError>")),
                    None,
                    "ingest_page",
                    "map path: &String",
                ),
                table::step("file", Some(table::value("index", "Index")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&Vec<String>"),
                table::data(table::input(1), table::to(0), "usize"),
                table::data(table::input(0), table::to(1), "&Vec<String>"),
                table::data(table::from(0), table::to(1), "Collected<Document, IngestError>"),
                table::data(table::from(1), codegen::Target::Output, "Index"),
            ];
            table::graph("ingest", INPUTS, STEPS, WIRES, Some(table::value("index", "Index")))
        };

        /// A test double of the steps of `ingest`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        ///
        /// Put it into a type of yours that implements `Stubbed`, and whatever else the pipeline requires: `Stubbed` of each pipeline that it runs, for one.
        #[derive(Default)]
        pub struct Stub {
            file: Option<Box<dyn Fn(
                &Context,
                &Vec<String>,
                Collected<Document, IngestError>,
            ) -> Index + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `file` does.
            #[must_use]
            pub fn file(
                mut self,
                step: impl Fn(
                    &Context,
                    &Vec<String>,
                    Collected<Document, IngestError>,
                ) -> Index + Send + Sync + 'static,
            ) -> Self {
                self.file = Some(Box::new(step));
                self
            }
        }

        /// What has a `Stub`, and so implements the steps.
        pub trait Stubbed: Send + Sync {
            /// The closures.
            fn stub(&self) -> &Stub;
        }

        impl Stubbed for Stub {
            fn stub(&self) -> &Self {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<S: Stubbed + ingest_page::Steps> Steps for S {
            async fn file(
                &self,
                cx: &Context,
                paths: &Vec<String>,
                documents: Collected<Document, IngestError>,
            ) -> Index {
                codegen::stubbed("file", &Stubbed::stub(self).file)(cx, paths, documents)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::ingest::Ingest;
