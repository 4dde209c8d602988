/// Validate an order, then charge and ship it side by side.
///
#[cfg_attr(doc, doc = include_str!("order_processing.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     order_id(["order_id: OrderId"]):::value
///     validate["validate"]
///     charge["charge"]
///     ship{{"ship<br/>when order.shippable"}}
///     confirm["confirm"]
///     output(["receipt: Receipt"]):::value
///     order_id -->|"&OrderId"| validate
///     validate -->|"&Order"| charge
///     validate -->|"&Order"| ship
///     validate -->|"when"| ship
///     charge -->|"Charge"| confirm
///     ship -->|"Option#lt;&Shipment#gt;"| confirm
///     confirm -->|"Receipt"| output
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
pub mod order_processing {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, OrderProcessing, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::orders::{Charge, Order, OrderError, OrderId, Receipt, Shipment};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<OrderError>();
            codegen::is_value::<OrderId>();
            codegen::is_value::<Order>();
            codegen::is_value::<Charge>();
            codegen::is_value::<Shipment>();
            codegen::is_value::<Receipt>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `order_processing`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `order_processing`",
            label = "`order_processing::Steps` is not implemented for this type",
            note = "implement `order_processing::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Looks the order up and checks it.
            fn validate<'a>(
                &'a self,
                cx: &'a Context,
                order_id: &'a OrderId,
            ) -> impl Future<Output = Result<Order, OrderError>> + Send + 'a;

            /// Charges the customer.
            fn charge<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
            ) -> impl Future<Output = Result<Charge, OrderError>> + Send + 'a;

            /// Hands the goods to the carrier, if there are any.
            fn ship<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
            ) -> impl Future<Output = Result<Shipment, OrderError>> + Send + 'a;

            /// Confirms what was done.
            fn confirm<'a>(
                &'a self,
                cx: &'a Context,
                payment: Charge,
                shipment: Option<&'a Shipment>,
            ) -> impl Future<Output = Result<Receipt, OrderError>> + Send + 'a;
        }

        /// Validate an order, then charge and ship it side by side.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct OrderProcessing<S> {
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

        impl<S> Clone for OrderProcessing<S> {
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

        impl<S> ::core::fmt::Debug for OrderProcessing<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("OrderProcessing").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> OrderProcessing<S> {
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
            pub fn run(&self, order_id: OrderId) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_order_id: order_id,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `order_processing`",
            label = "`order_processing::Steps` is not implemented for this type",
            note = "implement `order_processing::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `order_processing`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_order_id: OrderId,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, OrderError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Receipt, Outputs>> {
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
                    order_id: codegen::Slot::shared_input(self.input_order_id),
                    order: codegen::Slot::shared(record),
                    payment: codegen::Slot::empty(),
                    shipment: codegen::Slot::shared(record),
                    receipt: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Receipt, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `order_processing`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `validate`: Looks the order up and checks it.
            Validate,
            /// `charge`: Charges the customer.
            Charge,
            /// `ship`: Hands the goods to the carrier, if there are any.
            Ship,
            /// `confirm`: Confirms what was done.
            Confirm,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Validate => "validate",
                    Self::Charge => "charge",
                    Self::Ship => "ship",
                    Self::Confirm => "confirm",
                }
            }
        }

        /// How each step of a run of `order_processing` ended.
        pub struct Outputs {
            /// `validate`: Looks the order up and checks it.
            pub validate: Outcome<Order, OrderError>,
            /// `charge`: Charges the customer.
            pub charge: Outcome<Moved, OrderError>,
            /// `ship`: Hands the goods to the carrier, if there are any.
            pub ship: Outcome<Shipment, OrderError>,
            /// `confirm`: Confirms what was done.
            pub confirm: Outcome<Moved, OrderError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("validate", self.validate.kind()),
                        ("charge", self.charge.kind()),
                        ("ship", self.ship.kind()),
                        ("confirm", self.confirm.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            order_id: codegen::Slot<OrderId, OrderError>,
            order: codegen::Slot<Order, OrderError>,
            payment: codegen::Slot<Charge, OrderError>,
            shipment: codegen::Slot<Shipment, OrderError>,
            receipt: codegen::Slot<Receipt, OrderError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    validate: self.order.into_outcome(),
                    charge: self.payment.into_moved(),
                    ship: self.shipment.into_outcome(),
                    confirm: self.receipt.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = OrderError;
            type Metadata = ();
            type Gives = Receipt;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &OrderError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<OrderError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Receipt, codegen::NoOutput> {
                self.receipt.output(&"confirm")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<OrderError> {
                match slot {
                    0 => &self.order_id,
                    1 => &self.order,
                    2 => &self.payment,
                    3 => &self.shipment,
                    _ => &self.receipt,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, OrderError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    2 => self.when_ship().into(),
                    _ => codegen::Gate::Open,
                }
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<OrderError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let order_id = run.order_id.get();
                        let returned = Steps::validate(&*run.steps, cx, &order_id).await;
                        run.order.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.order_id.free();
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let order = run.order.get();
                        let returned = Steps::charge(&*run.steps, cx, &order).await;
                        run.payment.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to_if(&run.core, 2, || run.when_ship())? {
                    let tried = {
                        let order = run.order.get();
                        let returned = Steps::ship(&*run.steps, cx, &order).await;
                        run.shipment.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.order.free();
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = {
                        let payment = run.payment.take();
                        let shipment = run.shipment.option();
                        let returned = Steps::confirm(
                            &*run.steps,
                            cx,
                            payment,
                            shipment.as_deref(),
                        ).await;
                        run.receipt.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.shipment.free();
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            fn when_ship(&self) -> bool {
                let order = &*self.order.get();
                order.shippable
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "order_processing",
            definition: "676dc867dba1fff9",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("validate")
                    .children(&[Step::Charge as u32, Step::Ship as u32])
                    .reads(&[0])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100)))
                    .timeout(Duration::from_secs(5)),
                codegen::StepPlan::new("charge")
                    .parents(&[codegen::Parent::value(Step::Validate as u32)])
                    .children(&[Step::Confirm as u32])
                    .reads(&[1]),
                codegen::StepPlan::new("ship")
                    .parents(&[codegen::Parent::value(Step::Validate as u32)])
                    .children(&[Step::Confirm as u32])
                    .reads(&[1])
                    .guarded(),
                codegen::StepPlan::new("confirm")
                    .parents(&[
                        codegen::Parent::value(Step::Charge as u32),
                        codegen::Parent::maybe(Step::Ship as u32),
                    ])
                    .reads(&[2, 3]),
            ],
            readers: &[1, 2, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `order_processing`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("order_id", "OrderId")];

            const STEPS: &[codegen::Step] = &[
                table::step("validate", Some(table::value("order", "Order")), None),
                table::step("charge", Some(table::value("payment", "Charge")), None),
                table::step(
                    "ship",
                    Some(table::value("shipment", "Shipment")),
                    Some("order.shippable"),
                ),
                table::step("confirm", Some(table::value("receipt", "Receipt")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&OrderId"),
                table::data(table::from(0), table::to(1), "&Order"),
                table::data(table::from(0), table::to(2), "&Order"),
                table::guard(table::from(0), table::to(2), "&Order"),
                table::data(table::from(1), table::to(3), "Charge"),
                table::data(table::from(2), table::to(3), "Option<&Shipment>"),
                table::data(table::from(3), codegen::Target::Output, "Receipt"),
            ];
            table::graph(
                "order_processing",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("receipt", "Receipt")),
            )
        };

        /// A test double of the steps of `order_processing`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            validate: Option<Box<dyn Fn(
                &Context,
                &OrderId,
            ) -> Result<Order, OrderError> + Send + Sync>>,
            charge: Option<Box<dyn Fn(
                &Context,
                &Order,
            ) -> Result<Charge, OrderError> + Send + Sync>>,
            ship: Option<Box<dyn Fn(
                &Context,
                &Order,
            ) -> Result<Shipment, OrderError> + Send + Sync>>,
            confirm: Option<Box<dyn Fn(
                &Context,
                Charge,
                Option<&Shipment>,
            ) -> Result<Receipt, OrderError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `validate` does.
            #[must_use]
            pub fn validate(
                mut self,
                step: impl Fn(
                    &Context,
                    &OrderId,
                ) -> Result<Order, OrderError> + Send + Sync + 'static,
            ) -> Self {
                self.validate = Some(Box::new(step));
                self
            }

            /// What `charge` does.
            #[must_use]
            pub fn charge(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                ) -> Result<Charge, OrderError> + Send + Sync + 'static,
            ) -> Self {
                self.charge = Some(Box::new(step));
                self
            }

            /// What `ship` does.
            #[must_use]
            pub fn ship(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                ) -> Result<Shipment, OrderError> + Send + Sync + 'static,
            ) -> Self {
                self.ship = Some(Box::new(step));
                self
            }

            /// What `confirm` does.
            #[must_use]
            pub fn confirm(
                mut self,
                step: impl Fn(
                    &Context,
                    Charge,
                    Option<&Shipment>,
                ) -> Result<Receipt, OrderError> + Send + Sync + 'static,
            ) -> Self {
                self.confirm = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn validate(
                &self,
                cx: &Context,
                order_id: &OrderId,
            ) -> Result<Order, OrderError> {
                codegen::stubbed("validate", &self.validate)(cx, order_id)
            }

            async fn charge(&self, cx: &Context, order: &Order) -> Result<Charge, OrderError> {
                codegen::stubbed("charge", &self.charge)(cx, order)
            }

            async fn ship(&self, cx: &Context, order: &Order) -> Result<Shipment, OrderError> {
                codegen::stubbed("ship", &self.ship)(cx, order)
            }

            async fn confirm(
                &self,
                cx: &Context,
                payment: Charge,
                shipment: Option<&Shipment>,
            ) -> Result<Receipt, OrderError> {
                codegen::stubbed("confirm", &self.confirm)(cx, payment, shipment)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::order_processing::OrderProcessing;
