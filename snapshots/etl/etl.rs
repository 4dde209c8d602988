/// Extracts a number, transforms it in two ways side by side, and loads what they make together.
///
#[cfg_attr(doc, doc = include_str!("etl.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     extract["extract"]
///     double["double"]
///     add_five["add_five"]
///     combine["combine"]
///     load["load"]
///     output(["total: i64"]):::value
///     extract -->|"i64"| double
///     extract -->|"i64"| add_five
///     double -->|"i64"| combine
///     add_five -->|"i64"| combine
///     combine -->|"i64"| load
///     combine -->|"i64"| output
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
pub mod etl {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Etl, Outputs, Step, Steps, Stub};

    mod generated {
        use ::pipewright::{BoxError, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `etl`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `etl`",
            label = "`etl::Steps` is not implemented for this type",
            note = "implement `etl::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Where the data come from.
            fn extract<'a>(&'a self, cx: &'a Context) -> impl Future<Output = i64> + Send + 'a;

            /// 10 × 2 = 20
            fn double<'a>(
                &'a self,
                cx: &'a Context,
                raw: i64,
            ) -> impl Future<Output = i64> + Send + 'a;

            /// 10 + 5 = 15
            fn add_five<'a>(
                &'a self,
                cx: &'a Context,
                raw: i64,
            ) -> impl Future<Output = i64> + Send + 'a;

            /// 20 + 15 = 35
            fn combine<'a>(
                &'a self,
                cx: &'a Context,
                doubled: i64,
                raised: i64,
            ) -> impl Future<Output = i64> + Send + 'a;

            /// Where the result goes; a step need not return anything.
            fn load<'a>(
                &'a self,
                cx: &'a Context,
                total: i64,
            ) -> impl Future<Output = Result<(), BoxError>> + Send + 'a;
        }

        /// Extracts a number, transforms it in two ways side by side, and loads what they make together.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Etl<S> {
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

        impl<S> Clone for Etl<S> {
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

        impl<S> ::core::fmt::Debug for Etl<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Etl").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Etl<S> {
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
            pub fn run(&self) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `etl`",
            label = "`etl::Steps` is not implemented for this type",
            note = "implement `etl::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `etl`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, BoxError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<i64, Outputs>> {
                codegen::RunFuture::reported(self.begin(true), Run::outputs)
            }

            /// Runs these steps and what they need, and nothing else: awaits how each ended. The others are
            /// skipped, for they were not asked for.
            pub fn only(
                mut self,
                steps: impl IntoIterator<Item = Step>,
            ) -> codegen::RunFuture<Outputs> {
                self.settings.only(steps.into_iter().map(|step| step as u32));
                codegen::RunFuture::only(self.begin(true), Run::outputs)
            }

            /// What all runs have, and what makes the whole of it.
            fn begin(self, record: bool) -> (codegen::Core, impl FnOnce(codegen::Core) -> Run<S>) {
                let core = codegen::Core::new(&PLAN, self.settings, record);
                (core, move |core| Run {
                    core,
                    steps: self.steps,
                    raw: codegen::Slot::still(),
                    doubled: codegen::Slot::still(),
                    raised: codegen::Slot::still(),
                    total: codegen::Slot::still(),
                    load: codegen::Slot::still(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<i64, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `etl`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `extract`: Where the data come from.
            Extract,
            /// `double`: 10 × 2 = 20
            Double,
            /// `add_five`: 10 + 5 = 15
            AddFive,
            /// `combine`: 20 + 15 = 35
            Combine,
            /// `load`: Where the result goes; a step need not return anything.
            Load,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Extract => "extract",
                    Self::Double => "double",
                    Self::AddFive => "add_five",
                    Self::Combine => "combine",
                    Self::Load => "load",
                }
            }
        }

        /// How each step of a run of `etl` ended.
        pub struct Outputs {
            /// `extract`: Where the data come from.
            pub extract: Outcome<i64, BoxError>,
            /// `double`: 10 × 2 = 20
            pub double: Outcome<i64, BoxError>,
            /// `add_five`: 10 + 5 = 15
            pub add_five: Outcome<i64, BoxError>,
            /// `combine`: 20 + 15 = 35
            pub combine: Outcome<i64, BoxError>,
            /// `load`: Where the result goes; a step need not return anything.
            pub load: Outcome<(), BoxError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("extract", self.extract.kind()),
                        ("double", self.double.kind()),
                        ("add_five", self.add_five.kind()),
                        ("combine", self.combine.kind()),
                        ("load", self.load.kind()),
                    ],
                )
            }
        }

        struct Run<S> {
            core: codegen::Core,
            steps: Arc<S>,
            raw: codegen::Slot<i64, BoxError>,
            doubled: codegen::Slot<i64, BoxError>,
            raised: codegen::Slot<i64, BoxError>,
            total: codegen::Slot<i64, BoxError>,
            load: codegen::Slot<(), BoxError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    extract: self.raw.copy(),
                    double: self.doubled.copy(),
                    add_five: self.raised.copy(),
                    combine: self.total.copy(),
                    load: self.load.copy(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = BoxError;
            type Metadata = ();
            type Gives = i64;

            fn core(&self) -> &codegen::Core {
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

            fn output(&self) -> Result<i64, codegen::NoOutput> {
                self.total.copied().output(&"combine")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<BoxError> {
                match slot {
                    0 => &self.raw,
                    1 => &self.doubled,
                    2 => &self.raised,
                    3 => &self.total,
                    _ => &self.load,
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
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let returned = Steps::extract(&*run.steps, cx).await;
                        run.raw.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let raw = run.raw.value();
                        let returned = Steps::double(&*run.steps, cx, raw).await;
                        run.doubled.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let raw = run.raw.value();
                        let returned = Steps::add_five(&*run.steps, cx, raw).await;
                        run.raised.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = {
                        let doubled = run.doubled.value();
                        let raised = run.raised.value();
                        let returned = Steps::combine(&*run.steps, cx, doubled, raised).await;
                        run.total.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 4) {
                    let tried = {
                        let total = run.total.value();
                        let returned = Steps::load(&*run.steps, cx, total).await;
                        run.load.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "etl",
            definition: "041f0aff02bb755b",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("extract").children(&[
                    Step::Double as u32,
                    Step::AddFive as u32,
                ]),
                codegen::StepPlan::new("double")
                    .parents(&[codegen::Parent::value(Step::Extract as u32)])
                    .children(&[Step::Combine as u32])
                    .reads(&[0]),
                codegen::StepPlan::new("add_five")
                    .parents(&[codegen::Parent::value(Step::Extract as u32)])
                    .children(&[Step::Combine as u32])
                    .reads(&[0]),
                codegen::StepPlan::new("combine")
                    .parents(&[
                        codegen::Parent::value(Step::Double as u32),
                        codegen::Parent::value(Step::AddFive as u32),
                    ])
                    .children(&[Step::Load as u32])
                    .reads(&[1, 2]),
                codegen::StepPlan::new("load")
                    .parents(&[codegen::Parent::value(Step::Combine as u32)])
                    .reads(&[3]),
            ],
            readers: &[2, 1, 1, 2, 0],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `etl`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[];

            const STEPS: &[codegen::Step] = &[
                table::step("extract", Some(table::value("raw", "i64")), None),
                table::step("double", Some(table::value("doubled", "i64")), None),
                table::step("add_five", Some(table::value("raised", "i64")), None),
                table::step("combine", Some(table::value("total", "i64")), None),
                table::step("load", None, None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::from(0), table::to(1), "i64"),
                table::data(table::from(0), table::to(2), "i64"),
                table::data(table::from(1), table::to(3), "i64"),
                table::data(table::from(2), table::to(3), "i64"),
                table::data(table::from(3), table::to(4), "i64"),
                table::data(table::from(3), codegen::Target::Output, "i64"),
            ];
            table::graph("etl", INPUTS, STEPS, WIRES, Some(table::value("total", "i64")))
        };

        /// A test double of the steps of `etl`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            extract: Option<Box<dyn Fn(&Context) -> i64 + Send + Sync>>,
            double: Option<Box<dyn Fn(&Context, i64) -> i64 + Send + Sync>>,
            add_five: Option<Box<dyn Fn(&Context, i64) -> i64 + Send + Sync>>,
            combine: Option<Box<dyn Fn(&Context, i64, i64) -> i64 + Send + Sync>>,
            load: Option<Box<dyn Fn(&Context, i64) -> Result<(), BoxError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `extract` does.
            #[must_use]
            pub fn extract(
                mut self,
                step: impl Fn(&Context) -> i64 + Send + Sync + 'static,
            ) -> Self {
                self.extract = Some(Box::new(step));
                self
            }

            /// What `double` does.
            #[must_use]
            pub fn double(
                mut self,
                step: impl Fn(&Context, i64) -> i64 + Send + Sync + 'static,
            ) -> Self {
                self.double = Some(Box::new(step));
                self
            }

            /// What `add_five` does.
            #[must_use]
            pub fn add_five(
                mut self,
                step: impl Fn(&Context, i64) -> i64 + Send + Sync + 'static,
            ) -> Self {
                self.add_five = Some(Box::new(step));
                self
            }

            /// What `combine` does.
            #[must_use]
            pub fn combine(
                mut self,
                step: impl Fn(&Context, i64, i64) -> i64 + Send + Sync + 'static,
            ) -> Self {
                self.combine = Some(Box::new(step));
                self
            }

            /// What `load` does.
            #[must_use]
            pub fn load(
                mut self,
                step: impl Fn(&Context, i64) -> Result<(), BoxError> + Send + Sync + 'static,
            ) -> Self {
                self.load = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn extract(&self, cx: &Context) -> i64 {
                codegen::stubbed("extract", &self.extract)(cx)
            }

            async fn double(&self, cx: &Context, raw: i64) -> i64 {
                codegen::stubbed("double", &self.double)(cx, raw)
            }

            async fn add_five(&self, cx: &Context, raw: i64) -> i64 {
                codegen::stubbed("add_five", &self.add_five)(cx, raw)
            }

            async fn combine(&self, cx: &Context, doubled: i64, raised: i64) -> i64 {
                codegen::stubbed("combine", &self.combine)(cx, doubled, raised)
            }

            async fn load(&self, cx: &Context, total: i64) -> Result<(), BoxError> {
                codegen::stubbed("load", &self.load)(cx, total)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::etl::Etl;
