/// Orders what needs nobody's approval. What does waits for a person, outside this pipeline.
///
#[cfg_attr(doc, doc = include_str!("approval_strict.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     request(["request: Request"]):::value
///     add_up["add_up"]
///     approve{{"approve<br/>when total #lt;= LIMIT"}}
///     place_order["place_order"]
///     output(["order: Order"]):::value
///     request -->|"&Request"| add_up
///     add_up -->|"u32"| approve
///     add_up -->|"when"| approve
///     request -->|"Request"| place_order
///     approve -->|"&Approval"| place_order
///     place_order -->|"Order"| output
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
pub mod approval_strict {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, ApprovalStrict, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::purchases::{Approval, Order, Request};
        use ::pipewright::{BoxError, Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");
        const LIMIT: u32 = 2_500;

        const CHECKED: bool = {
            codegen::is_value::<Request>();
            codegen::is_value::<Approval>();
            codegen::is_value::<Order>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `approval_strict`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `approval_strict`",
            label = "`approval_strict::Steps` is not implemented for this type",
            note = "implement `approval_strict::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// The price of all pieces.
            fn add_up<'a>(
                &'a self,
                cx: &'a Context,
                request: &'a Request,
            ) -> impl Future<Output = u32> + Send + 'a;

            /// What costs little is approved at once.
            fn approve<'a>(
                &'a self,
                cx: &'a Context,
                total: u32,
            ) -> impl Future<Output = Approval> + Send + 'a;

            /// Orders what was approved.
            fn place_order<'a>(
                &'a self,
                cx: &'a Context,
                request: Request,
                automatic: &'a Approval,
            ) -> impl Future<Output = Result<Order, BoxError>> + Send + 'a;
        }

        /// Orders what needs nobody's approval. What does waits for a person, outside this pipeline.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct ApprovalStrict<S> {
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

        impl<S> Clone for ApprovalStrict<S> {
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

        impl<S> ::core::fmt::Debug for ApprovalStrict<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ApprovalStrict").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> ApprovalStrict<S> {
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
            pub fn run(&self, request: Request) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_request: request,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `approval_strict`",
            label = "`approval_strict::Steps` is not implemented for this type",
            note = "implement `approval_strict::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `approval_strict`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_request: Request,
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
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Order, Outputs>> {
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
                    request: codegen::Slot::input(self.input_request),
                    total: codegen::Slot::still(),
                    automatic: codegen::Slot::shared(record),
                    order: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Order, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `approval_strict`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `add_up`: The price of all pieces.
            AddUp,
            /// `approve`: What costs little is approved at once.
            Approve,
            /// `place_order`: Orders what was approved.
            PlaceOrder,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::AddUp => "add_up",
                    Self::Approve => "approve",
                    Self::PlaceOrder => "place_order",
                }
            }
        }

        /// How each step of a run of `approval_strict` ended.
        pub struct Outputs {
            /// `add_up`: The price of all pieces.
            pub add_up: Outcome<u32, BoxError>,
            /// `approve`: What costs little is approved at once.
            pub approve: Outcome<Approval, BoxError>,
            /// `place_order`: Orders what was approved.
            pub place_order: Outcome<Moved, BoxError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("add_up", self.add_up.kind()),
                        ("approve", self.approve.kind()),
                        ("place_order", self.place_order.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            request: codegen::Slot<Request, BoxError>,
            total: codegen::Slot<u32, BoxError>,
            automatic: codegen::Slot<Approval, BoxError>,
            order: codegen::Slot<Order, BoxError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    add_up: self.total.copy(),
                    approve: self.automatic.into_outcome(),
                    place_order: self.order.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = BoxError;
            type Metadata = ();
            type Gives = Order;

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

            fn output(&self) -> Result<Order, codegen::NoOutput> {
                self.order.output(&"place_order")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<BoxError> {
                match slot {
                    0 => &self.request,
                    1 => &self.total,
                    2 => &self.automatic,
                    _ => &self.order,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, BoxError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    1 => self.when_approve().into(),
                    _ => codegen::Gate::Open,
                }
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
                        let request = run.request.get();
                        let returned = Steps::add_up(&*run.steps, cx, &request).await;
                        run.total.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to_if(&run.core, 1, || run.when_approve())? {
                    let tried = {
                        let total = run.total.value();
                        let returned = Steps::approve(&*run.steps, cx, total).await;
                        run.automatic.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let request = run.request.take();
                        let automatic = run.automatic.get();
                        let returned = Steps::place_order(
                            &*run.steps,
                            cx,
                            request,
                            &automatic,
                        ).await;
                        run.order.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.automatic.free();
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            fn when_approve(&self) -> bool {
                let total = self.total.value();
                total <= LIMIT
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "approval_strict",
            definition: "3f800e70c7ea5c78",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("add_up")
                    .children(&[Step::Approve as u32, Step::PlaceOrder as u32])
                    .reads(&[0]),
                codegen::StepPlan::new("approve")
                    .parents(&[codegen::Parent::value(Step::AddUp as u32)])
                    .children(&[Step::PlaceOrder as u32])
                    .reads(&[1])
                    .guarded(),
                codegen::StepPlan::new("place_order")
                    .parents(&[
                        codegen::Parent::order(Step::AddUp as u32),
                        codegen::Parent::value(Step::Approve as u32),
                    ])
                    .reads(&[0, 2]),
            ],
            readers: &[2, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `approval_strict`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("request", "Request")];

            const STEPS: &[codegen::Step] = &[
                table::step("add_up", Some(table::value("total", "u32")), None),
                table::step(
                    "approve",
                    Some(table::value("automatic", "Approval")),
                    Some("total <= LIMIT"),
                ),
                table::step("place_order", Some(table::value("order", "Order")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&Request"),
                table::data(table::from(0), table::to(1), "u32"),
                table::guard(table::from(0), table::to(1), "u32"),
                table::data(table::input(0), table::to(2), "Request"),
                table::data(table::from(1), table::to(2), "&Approval"),
                table::order(table::from(0), table::to(2)),
                table::data(table::from(2), codegen::Target::Output, "Order"),
            ];
            table::graph(
                "approval_strict",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("order", "Order")),
            )
        };

        /// A test double of the steps of `approval_strict`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            add_up: Option<Box<dyn Fn(&Context, &Request) -> u32 + Send + Sync>>,
            approve: Option<Box<dyn Fn(&Context, u32) -> Approval + Send + Sync>>,
            place_order: Option<Box<dyn Fn(
                &Context,
                Request,
                &Approval,
            ) -> Result<Order, BoxError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `add_up` does.
            #[must_use]
            pub fn add_up(
                mut self,
                step: impl Fn(&Context, &Request) -> u32 + Send + Sync + 'static,
            ) -> Self {
                self.add_up = Some(Box::new(step));
                self
            }

            /// What `approve` does.
            #[must_use]
            pub fn approve(
                mut self,
                step: impl Fn(&Context, u32) -> Approval + Send + Sync + 'static,
            ) -> Self {
                self.approve = Some(Box::new(step));
                self
            }

            /// What `place_order` does.
            #[must_use]
            pub fn place_order(
                mut self,
                step: impl Fn(
                    &Context,
                    Request,
                    &Approval,
                ) -> Result<Order, BoxError> + Send + Sync + 'static,
            ) -> Self {
                self.place_order = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn add_up(&self, cx: &Context, request: &Request) -> u32 {
                codegen::stubbed("add_up", &self.add_up)(cx, request)
            }

            async fn approve(&self, cx: &Context, total: u32) -> Approval {
                codegen::stubbed("approve", &self.approve)(cx, total)
            }

            async fn place_order(
                &self,
                cx: &Context,
                request: Request,
                automatic: &Approval,
            ) -> Result<Order, BoxError> {
                codegen::stubbed("place_order", &self.place_order)(cx, request, automatic)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::approval_strict::ApprovalStrict;
