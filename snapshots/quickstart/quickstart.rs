/// Doubles a number and adds it to itself: two steps, one wire between them.
///
#[cfg_attr(doc, doc = include_str!("quickstart.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     x(["x: i64"]):::value
///     double["double"]
///     add["add"]
///     output(["answer: i64"]):::value
///     x -->|"i64"| double
///     x -->|"i64"| add
///     double -->|"i64"| add
///     add -->|"i64"| output
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
pub mod quickstart {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Quickstart, Outputs, Step, Steps, Stub};

    mod generated {
        use ::pipewright::{BoxError, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `quickstart`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `quickstart`",
            label = "`quickstart::Steps` is not implemented for this type",
            note = "implement `quickstart::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Twice the number.
            fn double<'a>(
                &'a self,
                cx: &'a Context,
                x: i64,
            ) -> impl Future<Output = i64> + Send + 'a;

            /// The number and its double together.
            fn add<'a>(
                &'a self,
                cx: &'a Context,
                x: i64,
                d: i64,
            ) -> impl Future<Output = i64> + Send + 'a;
        }

        /// Doubles a number and adds it to itself: two steps, one wire between them.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Quickstart<S> {
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

        impl<S> Clone for Quickstart<S> {
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

        impl<S> ::core::fmt::Debug for Quickstart<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Quickstart").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Quickstart<S> {
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
            pub fn run(&self, x: i64) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_x: x,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `quickstart`",
            label = "`quickstart::Steps` is not implemented for this type",
            note = "implement `quickstart::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `quickstart`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_x: i64,
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
                    x: codegen::Slot::shared_input(self.input_x),
                    d: codegen::Slot::still(),
                    answer: codegen::Slot::still(),
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

        /// The steps of `quickstart`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `double`: Twice the number.
            Double,
            /// `add`: The number and its double together.
            Add,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Double => "double",
                    Self::Add => "add",
                }
            }
        }

        /// How each step of a run of `quickstart` ended.
        pub struct Outputs {
            /// `double`: Twice the number.
            pub double: Outcome<i64, BoxError>,
            /// `add`: The number and its double together.
            pub add: Outcome<i64, BoxError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[("double", self.double.kind()), ("add", self.add.kind())],
                )
            }
        }

        struct Run<S> {
            core: codegen::Core,
            steps: Arc<S>,
            x: codegen::Slot<i64, BoxError>,
            d: codegen::Slot<i64, BoxError>,
            answer: codegen::Slot<i64, BoxError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    double: self.d.copy(),
                    add: self.answer.copy(),
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
                self.answer.copied().output(&"add")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<BoxError> {
                match slot {
                    0 => &self.x,
                    1 => &self.d,
                    _ => &self.answer,
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
                        let x = run.x.value();
                        let returned = Steps::double(&*run.steps, cx, x).await;
                        run.d.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let x = run.x.value();
                        let d = run.d.value();
                        let returned = Steps::add(&*run.steps, cx, x, d).await;
                        run.answer.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "quickstart",
            definition: "ac52008753f6a8d1",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("double").children(&[Step::Add as u32]).reads(&[0]),
                codegen::StepPlan::new("add")
                    .parents(&[codegen::Parent::value(Step::Double as u32)])
                    .reads(&[0, 1]),
            ],
            readers: &[2, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `quickstart`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("x", "i64")];

            const STEPS: &[codegen::Step] = &[
                table::step("double", Some(table::value("d", "i64")), None),
                table::step("add", Some(table::value("answer", "i64")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "i64"),
                table::data(table::input(0), table::to(1), "i64"),
                table::data(table::from(0), table::to(1), "i64"),
                table::data(table::from(1), codegen::Target::Output, "i64"),
            ];
            table::graph("quickstart", INPUTS, STEPS, WIRES, Some(table::value("answer", "i64")))
        };

        /// A test double of the steps of `quickstart`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            double: Option<Box<dyn Fn(&Context, i64) -> i64 + Send + Sync>>,
            add: Option<Box<dyn Fn(&Context, i64, i64) -> i64 + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
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

            /// What `add` does.
            #[must_use]
            pub fn add(
                mut self,
                step: impl Fn(&Context, i64, i64) -> i64 + Send + Sync + 'static,
            ) -> Self {
                self.add = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn double(&self, cx: &Context, x: i64) -> i64 {
                codegen::stubbed("double", &self.double)(cx, x)
            }

            async fn add(&self, cx: &Context, x: i64, d: i64) -> i64 {
                codegen::stubbed("add", &self.add)(cx, x, d)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::quickstart::Quickstart;
