/// Makes an index of documents. One that cannot be had does no harm to the others.
///
#[cfg_attr(doc, doc = include_str!("ingest.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     paths(["paths: Vec#lt;String#gt;"]):::value
///     words(["words: usize"]):::value
///     subgraph documents["documents · map path: &String"]
///         direction TB
///         path(["path: String"]):::value
///         fetch["fetch"]
///         extract["extract"]
///         chunk["chunk"]
///         embed[["embed<br/>map batch: Batch"]]
///         bind["bind"]
///         output_(["document: Document"]):::value
///         path -->|"&String"| fetch
///         fetch -->|"String"| extract
///         extract -->|"&String"| chunk
///         chunk -->|"Vec#lt;Batch#gt;"| embed
///         path -->|"&String"| bind
///         embed -->|"Vec#lt;Vec#lt;Chunk#gt;#gt;"| bind
///         bind -->|"Document"| output_
///     end
///     file["file"]
///     output(["index: Index"]):::value
///     paths -->|"&Vec#lt;String#gt;"| documents
///     words -->|"usize"| documents
///     paths -->|"&Vec#lt;String#gt;"| file
///     documents -->|"Collected#lt;Document, IngestError#gt;"| file
///     file -->|"Index"| output
///     class documents frame
///     classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
///     classDef frame fill:none,stroke:#64748b,stroke-dasharray:5 4
/// ```
///
/// </details>
#[allow(
    dead_code,
    unreachable_pub,
    private_interfaces,
    private_bounds,
    nonstandard_style,
    clippy::explicit_auto_deref,
    clippy::style,
    clippy::type_complexity,
    clippy::unit_arg,
    clippy::pedantic,
    clippy::nursery,
    reason = "not every pipeline uses all of it, types may be private, and names and types are the description's"
)]
pub mod ingest {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Ingest, Outputs, Step, Steps, Limits, Stub};

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
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<IngestError>();
            codegen::is_value::<Vec<String>>();
            codegen::is_value::<Collected<Document, IngestError>>();
            codegen::is_value::<Index>();
            codegen::is_value::<String>();
            {
                let _ = |value: &Vec<String>| {
                    codegen::lends::<String, _>(value);
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
        pub trait Steps: Send + Sync {
            /// Asks the server, and asks again if it is busy.
            fn fetch<'a>(
                &'a self,
                cx: &'a Context,
                path: &'a String,
            ) -> impl Future<Output = Result<String, IngestError>> + Send + 'a;

            /// Takes the text out of the page, on a core of its own.
            fn extract<'a>(
                &'a self,
                cx: &'a Context,
                html: String,
            ) -> Result<String, IngestError>;

            /// Cuts the text into pieces of so many words, four to a batch.
            fn chunk<'a>(
                &'a self,
                cx: &'a Context,
                text: &'a String,
                words: usize,
            ) -> impl Future<Output = Vec<Batch>> + Send + 'a;

            /// Makes vectors of a batch, no faster than the service allows.
            fn embed<'a>(
                &'a self,
                cx: &'a Context,
                batch: Batch,
            ) -> impl Future<Output = Result<Vec<Chunk>, IngestError>> + Send + 'a;

            /// Puts the batches together again.
            fn bind<'a>(
                &'a self,
                cx: &'a Context,
                path: &'a String,
                embedded: Vec<Vec<Chunk>>,
            ) -> impl Future<Output = Document> + Send + 'a;

            /// Puts those together that there are, and notes which are missing.
            fn file<'a>(
                &'a self,
                cx: &'a Context,
                paths: &'a Vec<String>,
                documents: Collected<Document, IngestError>,
            ) -> impl Future<Output = Index> + Send + 'a;
        }

        /// The limits that steps of `ingest` share.
        ///
        /// All runs of a pipeline and of its clones have the same, and so do those of other pipelines that are
        /// built with a clone of one.
        #[derive(Clone, Debug)]
        pub struct Limits {
            /// `embeddings`: 4 at once, 200 a second, unless it is given another.
            pub embeddings: ::pipewright::Limit,
        }

        impl Default for Limits {
            /// As described.
            fn default() -> Self {
                Self { embeddings: ::pipewright::Limit::permits(4).per_second(200)}
            }
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
            /// The limits that its steps share, with other pipelines if these have the same.
            #[builder(default)]
            limits: Limits,
        }

        impl<S> Clone for Ingest<S> {
            fn clone(&self) -> Self {
                Self {
                    steps: self.steps.clone(),
                    executor: self.executor.clone(),
                    max_parallel: self.max_parallel,
                    deadline: self.deadline,
                    emit_to: self.emit_to.clone(),
                    limits: self.limits.clone(),
                }
            }
        }

        impl<S> ::core::fmt::Debug for Ingest<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Ingest").finish_non_exhaustive()
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
                    limits: <Limits as Default>::default(),
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
                    ).limits([self.limits.embeddings.clone()]),
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

        impl<S> ::core::fmt::Debug for Launch<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Launch").finish_non_exhaustive()
            }
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
                codegen::RunFuture::reported(self.begin(true), Run::outputs)
            }

            /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
            /// skipped, for they were not asked for.
            pub fn only(
                mut self,
                steps: impl IntoIterator<Item = Step>,
            ) -> codegen::RunFuture<Outputs> {
                self.settings.only(steps
                    .into_iter()
                    .map(|step| codegen::outermost(step, Step::within) as u32));
                codegen::RunFuture::only(self.begin(true), Run::outputs)
            }

            /// What all runs have, and what makes the whole of it.
            fn begin(self, record: bool) -> (codegen::Core, impl FnOnce(codegen::Core) -> Run<S>) {
                let core = codegen::Core::new(&PLAN, self.settings, record);
                (core, move |core| Run {
                    core,
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
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `ingest`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `documents`: Each document goes its own way, and waits for no other one between its steps.
            Documents,
            /// `file`: Puts those together that there are, and notes which are missing.
            File,
            /// `fetch`: Asks the server, and asks again if it is busy.
            Fetch,
            /// `extract`: Takes the text out of the page, on a core of its own.
            Extract,
            /// `chunk`: Cuts the text into pieces of so many words, four to a batch.
            Chunk,
            /// `embed`: Makes vectors of a batch, no faster than the service allows.
            Embed,
            /// `bind`: Puts the batches together again.
            Bind,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Documents => "documents",
                    Self::File => "file",
                    Self::Fetch => "fetch",
                    Self::Extract => "extract",
                    Self::Chunk => "chunk",
                    Self::Embed => "embed",
                    Self::Bind => "bind",
                }
            }

            /// The map whose elements come to this step, if it is one of a block.
            pub const fn within(self) -> Option<Self> {
                match self {
                    Self::Fetch | Self::Extract | Self::Chunk | Self::Embed | Self::Bind => Some(
                        Self::Documents
                    ),
                    _ => None,
                }
            }
        }

        /// How each step of a run of `ingest` ended.
        pub struct Outputs {
            /// `documents`: Each document goes its own way, and waits for no other one between its steps.
            pub documents: Outcome<Moved, IngestError>,
            /// `file`: Puts those together that there are, and notes which are missing.
            pub file: Outcome<Moved, IngestError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[("documents", self.documents.kind()), ("file", self.file.kind())],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            paths: codegen::Slot<Vec<String>, IngestError>,
            words: codegen::Slot<usize, IngestError>,
            documents: codegen::Slot<Collected<Document, IngestError>, IngestError>,
            index: codegen::Slot<Index, IngestError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    documents: self.documents.into_moved(),
                    file: self.index.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = IngestError;
            type Metadata = ();
            type Gives = Index;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &IngestError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<IngestError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Index, codegen::NoOutput> {
                self.index.output(&"file")
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
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<IngestError>> + 'a {
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let paths = run.paths.get();
                        let elements = codegen::lent::<String, _>(&*paths);
                        let all = codegen::map_all::<0, _>(run, elements).await;
                        run.documents.keep_all(cx, all)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let paths = run.paths.get();
                        let documents = run.documents.take();
                        let returned = Steps::file(&*run.steps, cx, &paths, documents).await;
                        run.index.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.paths.free();
                }
                Ok(())
            }
        }

        /// `documents`, for one element.
        impl<S: Steps + 'static> codegen::Each<0> for Run<S> {
            type Element = String;
            type Output = Document;

            async fn each_run(
                &self,
                cx: &Context,
                index_: usize,
                _path: codegen::Element<'_, String>,
            ) -> Result<Document, codegen::Missing<IngestError>> {
                through_documents::through(self, index_, cx).await
            }
        }

        /// The steps through which each element of `documents` goes.
        mod through_documents {
            #[allow(unused_imports)]
            use super::*;
            const CHECKED: bool = {
                codegen::is_value::<String>();
                codegen::is_value::<Vec<Batch>>();
                codegen::is_value::<Vec<Vec<Chunk>>>();
                codegen::is_value::<Document>();
                codegen::is_value::<Batch>();
                {
                    #[allow(unused_imports)]
                    use codegen::{OfIterator as _, OfStream as _};
                    let _ = |value: Vec<Batch>| {
                        codegen::source(value).gives::<Batch>();
                    };
                }
                codegen::collects::<Vec<Vec<Chunk>>, Vec<Chunk>>();
                true
            };

            pub async fn through<S: Steps + 'static>(
                around: &super::Run<S>,
                index: usize,
                cx: &Context,
            ) -> Result<Document, codegen::Missing<IngestError>> {
                codegen::through(Run {
                    around: codegen::own(around),
                    index: index,
                    core: around.core.block(&PLAN, 0, index, cx),
                    steps: around.steps.clone(),
                    html: codegen::Slot::empty(),
                    text: codegen::Slot::shared(false),
                    batches: codegen::Slot::empty(),
                    embedded: codegen::Slot::empty(),
                    document: codegen::Slot::empty(),
                }).await
            }

            enum Step {
                Fetch,
                Extract,
                Chunk,
                Embed,
                Bind,
            }

            struct Run<S, const TYPES: bool = CHECKED> {
                around: Arc<super::Run<S>>,
                index: usize,
                core: codegen::Core,
                steps: Arc<S>,
                html: codegen::Slot<String, IngestError>,
                text: codegen::Slot<String, IngestError>,
                batches: codegen::Slot<Vec<Batch>, IngestError>,
                embedded: codegen::Slot<Vec<Vec<Chunk>>, IngestError>,
                document: codegen::Slot<Document, IngestError>,
            }

            impl<S: Steps + 'static> codegen::Runs for Run<S> {
                type Error = IngestError;
                type Metadata = ();
                type Gives = Document;

                fn core(&self) -> &codegen::Core {
                    &self.core
                }

                fn as_error(error: &IngestError) -> Option<&(dyn ::core::error::Error + 'static)> {
                    #[allow(unused_imports)]
                    use codegen::{AsError as _, IsError as _, NoError as _};
                    codegen::Seen(error).standard()
                }

                fn straight(&self) -> impl Future<Output = codegen::Straight<IngestError>> + Send {
                    straight(self, self.core.all(), self.core.first())
                }

                fn output(&self) -> Result<Document, codegen::NoOutput> {
                    self.document.output(&"bind")
                }

                fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<IngestError> {
                    match slot {
                        0 => &self.html,
                        1 => &self.text,
                        2 => &self.batches,
                        3 => &self.embedded,
                        _ => &self.document,
                    }
                }

                fn call<'a>(
                    &'a self,
                    step: u32,
                    cx: &'a Context,
                ) -> codegen::Boxed<'a, IngestError> {
                    codegen::boxed(straight(self, codegen::Walk::to(step), cx))
                }

                fn retry_when(step: u32, error: &IngestError) -> bool {
                    match step {
                        0 => Self::retry_fetch_when(error),
                        _ => true,
                    }
                }
            }

            /// The steps one after the other, for as long as each ends well and at once; or one of them.
            fn straight<'a, S: Steps + 'static>(
                run: &'a Run<S>,
                walk: codegen::Walk,
                cx: &'a Context,
            ) -> impl Future<Output = codegen::Straight<IngestError>> + 'a {
                async move {
                    if walk.comes_to(&run.core, 0) {
                        let tried = {
                            let lent_path = run.around.paths.get();
                            let path = codegen::lent_at::<String, _>(&*lent_path, run.index);
                            let returned = Steps::fetch(&*run.steps, cx, path).await;
                            run.html.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    }

                    if walk.leaves(&run.core, 1)? {
                        let tried = {
                            let html = run.html.take();
                            let returned = Steps::extract(&*run.steps, cx, html);
                            run.text.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    }

                    if walk.comes_to(&run.core, 2) {
                        let tried = {
                            let text = run.text.get();
                            let words = run.around.words.value();
                            let returned = Steps::chunk(&*run.steps, cx, &text, words).await;
                            run.batches.keep_value(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                        run.text.free();
                    }

                    if walk.comes_to(&run.core, 3) {
                        let tried = {
                            #[allow(unused_imports)]
                            use codegen::{OfIterator as _, OfStream as _};
                            let batches = run.batches.take();
                            let elements = codegen::source(batches).elements::<Batch>();
                            let all = codegen::map::<3, _>(run, elements).await;
                            run.embedded.keep_all(cx, all)
                        };
                        walk.end(&run.core, tried)?;
                    }

                    if walk.comes_to(&run.core, 4) {
                        let tried = {
                            let lent_path = run.around.paths.get();
                            let path = codegen::lent_at::<String, _>(&*lent_path, run.index);
                            let embedded = run.embedded.take();
                            let returned = Steps::bind(&*run.steps, cx, path, embedded).await;
                            run.document.keep_value(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    }
                    Ok(())
                }
            }

            impl<S: Steps + 'static> Run<S> {
                fn retry_fetch_when(error: &IngestError) -> bool {
                    error.may_pass()
                }
            }

            /// `embed`, for one element.
            impl<S: Steps + 'static> codegen::Each<3> for Run<S> {
                type Element = Batch;
                type Output = Vec<Chunk>;

                const MOVES: bool = true;

                async fn each(
                    &self,
                    cx: &Context,
                    batch: codegen::Element<'_, Batch>,
                ) -> Result<Option<Vec<Chunk>>, IngestError> {
                    let batch = batch.take();
                    Steps::embed(&*self.steps, cx, batch).await.map(Some)
                }
            }

            static PLAN: codegen::Plan = codegen::Plan {
                name: "ingest::documents",
                definition: "09205f03e1c7a45a::documents",
                graph: &GRAPH,
                steps: &[
                    codegen::StepPlan::new("fetch")
                        .children(&[Step::Extract as u32])
                        .retry(codegen::Retry::new(3, Duration::from_millis(20)))
                        .timeout(Duration::from_secs(5)),
                    codegen::StepPlan::new("extract")
                        .parents(&[codegen::Parent::value(Step::Fetch as u32)])
                        .children(&[Step::Chunk as u32])
                        .reads(&[0])
                        .blocking(),
                    codegen::StepPlan::new("chunk")
                        .parents(&[codegen::Parent::value(Step::Extract as u32)])
                        .children(&[Step::Embed as u32])
                        .reads(&[1]),
                    codegen::StepPlan::new("embed")
                        .parents(&[codegen::Parent::value(Step::Chunk as u32)])
                        .children(&[Step::Bind as u32])
                        .reads(&[2])
                        .map(&codegen::Map::new(codegen::StepPlan::new("embed").limit(0))),
                    codegen::StepPlan::new("bind")
                        .parents(&[codegen::Parent::value(Step::Embed as u32)])
                        .reads(&[3]),
                ],
                readers: &[1, 1, 1, 1, 1],
                fail_fast: false,
                deadline: None,
                executor: None,
                leaves: true,
            };

            /// The wiring of `documents`, to be drawn.
            pub static GRAPH: codegen::Graph = {
                const INPUTS: &[codegen::Value] = &[table::value("path", "String")];

                const STEPS: &[codegen::Step] = &[
                    table::step("fetch", Some(table::value("html", "String")), None),
                    table::step("extract", Some(table::value("text", "String")), None),
                    table::step("chunk", Some(table::value("batches", "Vec<Batch>")), None),
                    table::each(
                        "embed",
                        Some(table::value("embedded", "Vec<Vec<Chunk>>")),
                        None,
                        "map batch: Batch",
                    ),
                    table::step("bind", Some(table::value("document", "Document")), None),
                ];

                const WIRES: &[codegen::Wire] = &[
                    table::data(table::input(0), table::to(0), "&String"),
                    table::data(table::from(0), table::to(1), "String"),
                    table::data(table::from(1), table::to(2), "&String"),
                    table::data(table::from(2), table::to(3), "Vec<Batch>"),
                    table::data(table::input(0), table::to(4), "&String"),
                    table::data(table::from(3), table::to(4), "Vec<Vec<Chunk>>"),
                    table::data(table::from(4), codegen::Target::Output, "Document"),
                ];
                table::graph(
                    "documents",
                    INPUTS,
                    STEPS,
                    WIRES,
                    Some(table::value("document", "Document")),
                )
            };
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "ingest",
            definition: "09205f03e1c7a45a",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("documents")
                    .children(&[Step::File as u32])
                    .reads(&[0, 1])
                    .map(&codegen::Map::new(codegen::StepPlan::new("documents").inner())
                        .concurrency(16)
                        .goes_on()
                        .lends()),
                codegen::StepPlan::new("file")
                    .parents(&[codegen::Parent::value(Step::Documents as u32)])
                    .reads(&[0, 2]),
            ],
            readers: &[2, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `ingest`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("paths", "Vec<String>"),
                table::value("words", "usize"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::through(
                    table::each(
                        "documents",
                        Some(table::value("documents", "Collected<Document, IngestError>")),
                        None,
                        "map path: &String",
                    ),
                    &through_documents::GRAPH,
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
        #[derive(Default)]
        pub struct Stub {
            fetch: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<String, IngestError> + Send + Sync>>,
            extract: Option<Box<dyn Fn(
                &Context,
                String,
            ) -> Result<String, IngestError> + Send + Sync>>,
            chunk: Option<Box<dyn Fn(&Context, &String, usize) -> Vec<Batch> + Send + Sync>>,
            embed: Option<Box<dyn Fn(
                &Context,
                Batch,
            ) -> Result<Vec<Chunk>, IngestError> + Send + Sync>>,
            bind: Option<Box<dyn Fn(&Context, &String, Vec<Vec<Chunk>>) -> Document + Send + Sync>>,
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

            /// What `fetch` does.
            #[must_use]
            pub fn fetch(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<String, IngestError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch = Some(Box::new(step));
                self
            }

            /// What `extract` does.
            #[must_use]
            pub fn extract(
                mut self,
                step: impl Fn(
                    &Context,
                    String,
                ) -> Result<String, IngestError> + Send + Sync + 'static,
            ) -> Self {
                self.extract = Some(Box::new(step));
                self
            }

            /// What `chunk` does.
            #[must_use]
            pub fn chunk(
                mut self,
                step: impl Fn(&Context, &String, usize) -> Vec<Batch> + Send + Sync + 'static,
            ) -> Self {
                self.chunk = Some(Box::new(step));
                self
            }

            /// What `embed` does.
            #[must_use]
            pub fn embed(
                mut self,
                step: impl Fn(
                    &Context,
                    Batch,
                ) -> Result<Vec<Chunk>, IngestError> + Send + Sync + 'static,
            ) -> Self {
                self.embed = Some(Box::new(step));
                self
            }

            /// What `bind` does.
            #[must_use]
            pub fn bind(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                    Vec<Vec<Chunk>>,
                ) -> Document + Send + Sync + 'static,
            ) -> Self {
                self.bind = Some(Box::new(step));
                self
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

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn fetch(&self, cx: &Context, path: &String) -> Result<String, IngestError> {
                codegen::stubbed("fetch", &self.fetch)(cx, path)
            }

            fn extract(&self, cx: &Context, html: String) -> Result<String, IngestError> {
                codegen::stubbed("extract", &self.extract)(cx, html)
            }

            async fn chunk(&self, cx: &Context, text: &String, words: usize) -> Vec<Batch> {
                codegen::stubbed("chunk", &self.chunk)(cx, text, words)
            }

            async fn embed(&self, cx: &Context, batch: Batch) -> Result<Vec<Chunk>, IngestError> {
                codegen::stubbed("embed", &self.embed)(cx, batch)
            }

            async fn bind(
                &self,
                cx: &Context,
                path: &String,
                embedded: Vec<Vec<Chunk>>,
            ) -> Document {
                codegen::stubbed("bind", &self.bind)(cx, path, embedded)
            }

            async fn file(
                &self,
                cx: &Context,
                paths: &Vec<String>,
                documents: Collected<Document, IngestError>,
            ) -> Index {
                codegen::stubbed("file", &self.file)(cx, paths, documents)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::ingest::Ingest;
