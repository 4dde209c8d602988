/// Who asked, and on whose behalf: what a run knows follows it wherever its work goes.
///
#[cfg_attr(doc, doc = include_str!("context.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     page(["page: String"]):::value
///     authorise["authorise"]
///     fetch["fetch"]
///     render["render"]
///     collect["collect"]
///     output(["trail: Trail"]):::value
///     page -->|"&String"| authorise
///     page -->|"&String"| fetch
///     authorise -.->|"after"| fetch
///     page -->|"&String"| render
///     authorise -.->|"after"| render
///     authorise -->|"Sighting"| collect
///     fetch -->|"Sighting"| collect
///     render -->|"Sighting"| collect
///     collect -->|"Trail"| output
///     classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
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
pub mod context {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Launch, ContextPipeline, Outputs, Step, Steps, Metadata, Stub,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::sightings::{Sighting, Trail};
        use ::pipewright::{BoxError, Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_value::<String>();
            codegen::is_value::<Sighting>();
            codegen::is_value::<Trail>();
            codegen::is_metadata::<String>();
            codegen::is_metadata::<String>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context<Metadata>;

        /// What the pipeline declares to be known of each run.
        #[derive(Clone)]
        pub struct Metadata {
            /// `source`, as declared by the pipeline.
            pub source: String,
            /// `user`, as declared by the pipeline.
            pub user: String,
        }

        impl Metadata {
            fn default_source() -> String {
                "api".into()
            }
        }

        impl ::core::fmt::Debug for Metadata {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Metadata").finish_non_exhaustive()
            }
        }

        impl codegen::Declared for Metadata {
            fn told(&self) -> codegen::Pieces {
                #[allow(unused_imports)]
                use codegen::{HasText as _, NoText as _};
                codegen::Pieces::from([
                    ("source", codegen::Probe(&self.source).text()),
                    ("user", codegen::Probe(&self.user).text()),
                ])
            }
        }

        /// The steps of `context`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `context`",
            label = "`context::Steps` is not implemented for this type",
            note = "implement `context::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Reads the metadata that the pipeline declares, and adds some that it does not.
            fn authorise<'a>(
                &'a self,
                cx: &'a Context,
                page: &'a String,
            ) -> impl Future<Output = Result<Sighting, BoxError>> + Send + 'a;

            /// Spawns work of its own through its context.
            fn fetch<'a>(
                &'a self,
                cx: &'a Context,
                page: &'a String,
            ) -> impl Future<Output = Result<Sighting, BoxError>> + Send + 'a;

            /// Blocks a thread, and asks there for the current run.
            fn render<'a>(
                &'a self,
                cx: &'a Context,
                page: &'a String,
            ) -> Result<Sighting, BoxError>;

            /// All that was seen on the way.
            fn collect<'a>(
                &'a self,
                cx: &'a Context,
                authorised: Sighting,
                fetched: Sighting,
                rendered: Sighting,
            ) -> impl Future<Output = Trail> + Send + 'a;
        }

        /// Who asked, and on whose behalf: what a run knows follows it wherever its work goes.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct ContextPipeline<S> {
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

        impl<S> Clone for ContextPipeline<S> {
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

        impl<S> ::core::fmt::Debug for ContextPipeline<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ContextPipeline").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> ContextPipeline<S> {
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
            pub fn run(&self, page: String) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_page: page,
                    metadata_source: None,
                    metadata_user: codegen::NotGiven::default(),
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `context`",
            label = "`context::Steps` is not implemented for this type",
            note = "implement `context::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `context`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S, User = codegen::NotGiven<S>> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_page: String,
            metadata_source: Option<String>,
            metadata_user: User,
        }

        impl<S, User> ::core::fmt::Debug for Launch<S, User> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Launch").finish_non_exhaustive()
            }
        }

        /// The metadata `user`, as a run has been given it.
        #[diagnostic::on_unimplemented(
            message = "the metadata `user` of this run is missing",
            label = "call `.user(…)` before the run is awaited"
        )]
        pub trait GivesUser: Send + 'static {
            /// The value.
            fn given(self) -> String;
        }

        impl GivesUser for codegen::Given<String> {
            fn given(self) -> String {
                self.0
            }
        }

        impl<S, User> Launch<S, User> {
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, BoxError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }

            /// Sets the metadata `source`, which has a default.
            pub fn source(mut self, source: impl Into<String>) -> Self {
                self.metadata_source = Some(source.into());
                self
            }

            /// Sets the metadata `user`, without which the run cannot be awaited.
            pub fn user(self, user: impl Into<String>) -> Launch<S, codegen::Given<String>> {
                Launch {
                    steps: self.steps,
                    settings: self.settings,
                    input_page: self.input_page,
                    metadata_source: self.metadata_source,
                    metadata_user: codegen::Given(user.into()),
                }
            }
        }

        impl<S, User> Launch<S, User> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Trail, Outputs>>
            where
                S: Steps + 'static,
                User: GivesUser,
            {
                codegen::RunFuture::reported(self.begin(true), Run::outputs)
            }

            /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
            /// skipped, for they were not asked for.
            pub fn only(
                mut self,
                steps: impl IntoIterator<Item = Step>,
            ) -> codegen::RunFuture<Outputs>
            where
                S: Steps + 'static,
                User: GivesUser,
            {
                self.settings.only(steps.into_iter().map(|step| step as u32));
                codegen::RunFuture::only(self.begin(true), Run::outputs)
            }

            /// What all runs have, and what makes the whole of it.
            fn begin(
                mut self,
                record: bool,
            ) -> (codegen::Core<Metadata>, impl FnOnce(codegen::Core<Metadata>) -> Run<S>)
            where
                S: Steps + 'static,
                User: GivesUser,
            {
                self.settings.declare(Metadata {
                    source: self.metadata_source.unwrap_or_else(Metadata::default_source),
                    user: self.metadata_user.given(),
                });
                let core = codegen::Core::new(&PLAN, self.settings, record);
                (core, move |core| Run {
                    core,
                    steps: self.steps,
                    page: codegen::Slot::shared_input(self.input_page),
                    authorised: codegen::Slot::empty(),
                    fetched: codegen::Slot::empty(),
                    rendered: codegen::Slot::empty(),
                    trail: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S, codegen::Given<String>> {
            type Output = Result<Trail, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        impl<S> Future for Launch<S, codegen::NotGiven<S>>
        where
            codegen::NotGiven<S>: GivesUser,
        {
            type Output = Result<Trail, RunError>;

            fn poll(
                self: ::std::pin::Pin<&mut Self>,
                _: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<Self::Output> {
                unreachable!()
            }
        }

        /// The steps of `context`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `authorise`: Reads the metadata that the pipeline declares, and adds some that it does not.
            Authorise,
            /// `fetch`: Spawns work of its own through its context.
            Fetch,
            /// `render`: Blocks a thread, and asks there for the current run.
            Render,
            /// `collect`: All that was seen on the way.
            Collect,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Authorise => "authorise",
                    Self::Fetch => "fetch",
                    Self::Render => "render",
                    Self::Collect => "collect",
                }
            }
        }

        /// How each step of a run of `context` ended.
        pub struct Outputs {
            /// `authorise`: Reads the metadata that the pipeline declares, and adds some that it does not.
            pub authorise: Outcome<Moved, BoxError>,
            /// `fetch`: Spawns work of its own through its context.
            pub fetch: Outcome<Moved, BoxError>,
            /// `render`: Blocks a thread, and asks there for the current run.
            pub render: Outcome<Moved, BoxError>,
            /// `collect`: All that was seen on the way.
            pub collect: Outcome<Moved, BoxError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("authorise", self.authorise.kind()),
                        ("fetch", self.fetch.kind()),
                        ("render", self.render.kind()),
                        ("collect", self.collect.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core<Metadata>,
            steps: Arc<S>,
            page: codegen::Slot<String, BoxError>,
            authorised: codegen::Slot<Sighting, BoxError>,
            fetched: codegen::Slot<Sighting, BoxError>,
            rendered: codegen::Slot<Sighting, BoxError>,
            trail: codegen::Slot<Trail, BoxError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    authorise: self.authorised.into_moved(),
                    fetch: self.fetched.into_moved(),
                    render: self.rendered.into_moved(),
                    collect: self.trail.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = BoxError;
            type Metadata = Metadata;
            type Gives = Trail;

            fn core(&self) -> &codegen::Core<Metadata> {
                &self.core
            }

            fn as_error(error: &BoxError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<BoxError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Trail, codegen::NoOutput> {
                self.trail.output(&"collect")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<BoxError> {
                match slot {
                    0 => &self.page,
                    1 => &self.authorised,
                    2 => &self.fetched,
                    3 => &self.rendered,
                    _ => &self.trail,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, BoxError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<BoxError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let page = run.page.get();
                        let returned = Steps::authorise(&*run.steps, cx, &page).await;
                        run.authorised.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let page = run.page.get();
                        let returned = Steps::fetch(&*run.steps, cx, &page).await;
                        run.fetched.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 2)? {
                    let tried = {
                        let page = run.page.get();
                        let returned = Steps::render(&*run.steps, cx, &page);
                        run.rendered.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.page.free();
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = {
                        let authorised = run.authorised.take();
                        let fetched = run.fetched.take();
                        let rendered = run.rendered.take();
                        let returned = Steps::collect(
                            &*run.steps,
                            cx,
                            authorised,
                            fetched,
                            rendered,
                        ).await;
                        run.trail.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "context",
            definition: "f503b7b94cff280f",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("authorise")
                    .children(&[Step::Fetch as u32, Step::Render as u32, Step::Collect as u32])
                    .reads(&[0]),
                codegen::StepPlan::new("fetch")
                    .parents(&[codegen::Parent::no_failure(Step::Authorise as u32)])
                    .children(&[Step::Collect as u32])
                    .reads(&[0]),
                codegen::StepPlan::new("render")
                    .parents(&[codegen::Parent::no_failure(Step::Authorise as u32)])
                    .children(&[Step::Collect as u32])
                    .reads(&[0])
                    .blocking(),
                codegen::StepPlan::new("collect")
                    .parents(&[
                        codegen::Parent::value(Step::Authorise as u32),
                        codegen::Parent::value(Step::Fetch as u32),
                        codegen::Parent::value(Step::Render as u32),
                    ])
                    .reads(&[1, 2, 3]),
            ],
            readers: &[3, 1, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `context`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("page", "String")];

            const STEPS: &[codegen::Step] = &[
                table::step("authorise", Some(table::value("authorised", "Sighting")), None),
                table::step("fetch", Some(table::value("fetched", "Sighting")), None),
                table::step("render", Some(table::value("rendered", "Sighting")), None),
                table::step("collect", Some(table::value("trail", "Trail")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&String"),
                table::data(table::input(0), table::to(1), "&String"),
                table::after(table::from(0), table::to(1)),
                table::data(table::input(0), table::to(2), "&String"),
                table::after(table::from(0), table::to(2)),
                table::data(table::from(0), table::to(3), "Sighting"),
                table::data(table::from(1), table::to(3), "Sighting"),
                table::data(table::from(2), table::to(3), "Sighting"),
                table::data(table::from(3), codegen::Target::Output, "Trail"),
            ];
            table::graph("context", INPUTS, STEPS, WIRES, Some(table::value("trail", "Trail")))
        };

        /// A test double of the steps of `context`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            authorise: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Sighting, BoxError> + Send + Sync>>,
            fetch: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Sighting, BoxError> + Send + Sync>>,
            render: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Sighting, BoxError> + Send + Sync>>,
            collect: Option<Box<dyn Fn(
                &Context,
                Sighting,
                Sighting,
                Sighting,
            ) -> Trail + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `authorise` does.
            #[must_use]
            pub fn authorise(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Sighting, BoxError> + Send + Sync + 'static,
            ) -> Self {
                self.authorise = Some(Box::new(step));
                self
            }

            /// What `fetch` does.
            #[must_use]
            pub fn fetch(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Sighting, BoxError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch = Some(Box::new(step));
                self
            }

            /// What `render` does.
            #[must_use]
            pub fn render(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Sighting, BoxError> + Send + Sync + 'static,
            ) -> Self {
                self.render = Some(Box::new(step));
                self
            }

            /// What `collect` does.
            #[must_use]
            pub fn collect(
                mut self,
                step: impl Fn(
                    &Context,
                    Sighting,
                    Sighting,
                    Sighting,
                ) -> Trail + Send + Sync + 'static,
            ) -> Self {
                self.collect = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn authorise(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
                codegen::stubbed("authorise", &self.authorise)(cx, page)
            }

            async fn fetch(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
                codegen::stubbed("fetch", &self.fetch)(cx, page)
            }

            fn render(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
                codegen::stubbed("render", &self.render)(cx, page)
            }

            async fn collect(
                &self,
                cx: &Context,
                authorised: Sighting,
                fetched: Sighting,
                rendered: Sighting,
            ) -> Trail {
                codegen::stubbed("collect", &self.collect)(cx, authorised, fetched, rendered)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::context::ContextPipeline;
