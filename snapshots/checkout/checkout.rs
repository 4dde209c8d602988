/// Takes an order: keeps the goods for it and looks for fraud side by side, takes the money as the risk allows,
/// and ships. If anything fails, what was done is undone.
///
#[cfg_attr(doc, doc = include_str!("checkout.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     order(["order: Order"]):::value
///     reserve["reserve<br/>undo release(&reservation)"]
///     look_for_fraud["look_for_fraud"]
///     subgraph 1frame0["one of 3 ways"]
///         charge["charge<br/>undo refund(&order)"]
///         ask_bank["ask_bank"]
///         charge_with["charge_with<br/>undo refund(&order)"]
///         refuse["refuse"]
///         branch_0{"match &risk"}
///     end
///     payment["payment"]
///     ship["ship"]
///     notify["notify"]
///     output(["parcel: Parcel"]):::value
///     look_for_fraud --> branch_0
///     branch_0 -->|"Risk::Low"| charge
///     branch_0 -->|"Risk::Unclear(points)"| ask_bank
///     branch_0 -->|"Risk::High(points)"| refuse
///     order -->|"&Order"| reserve
///     order -->|"&Order"| look_for_fraud
///     order -->|"&Order"| charge
///     reserve -->|"&Reservation"| charge
///     order -->|"&Order"| ask_bank
///     order -->|"&Order"| charge_with
///     reserve -->|"&Reservation"| charge_with
///     ask_bank -->|"&Consent"| charge_with
///     charge -->|"Charge"| payment
///     charge_with -->|"Charge"| payment
///     refuse -->|"Charge"| payment
///     order -->|"&Order"| ship
///     reserve -->|"&Reservation"| ship
///     payment -->|"&Charge"| ship
///     ship -->|"&Parcel"| notify
///     ship -->|"Parcel"| output
///     class 1frame0 frame
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
pub mod checkout {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Checkout, Outputs, Step, Steps, Limits, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::till::{Charge, CheckoutError, Consent, Order, Parcel, Reservation, Risk};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        #[allow(unused_variables)]
        const WAY_TO_PAYMENT: fn(&Risk) -> u32 = |risk| {
            match &risk {
                Risk::Low => 0,
                Risk::Unclear(points) => 1,
                Risk::High(points) => 2,
            }
        };

        const CHECKED: bool = {
            codegen::is_error::<CheckoutError>();
            codegen::is_value::<Order>();
            codegen::is_value::<Reservation>();
            codegen::is_value::<Risk>();
            codegen::is_value::<Consent>();
            codegen::is_value::<Charge>();
            codegen::is_value::<Parcel>();
            let _ = WAY_TO_PAYMENT;
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `checkout`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `checkout`",
            label = "`checkout::Steps` is not implemented for this type",
            note = "implement `checkout::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Keeps the goods for this order.
            fn reserve<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
            ) -> impl Future<Output = Result<Reservation, CheckoutError>> + Send + 'a;

            /// Undoes `reserve`, if the run fails.
            fn release<'a>(
                &'a self,
                cx: &'a Context,
                reservation: &'a Reservation,
            ) -> impl Future<Output = Result<(), CheckoutError>> + Send + 'a;

            /// How likely it is that the order is a fraud.
            fn look_for_fraud<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
            ) -> impl Future<Output = Result<Risk, CheckoutError>> + Send + 'a;

            /// The step `charge`.
            fn charge<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
                reservation: &'a Reservation,
            ) -> impl Future<Output = Result<Charge, CheckoutError>> + Send + 'a;

            /// Undoes `charge`, if the run fails.
            fn refund<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
            ) -> impl Future<Output = Result<(), CheckoutError>> + Send + 'a;

            /// Asks the bank, which takes its time.
            fn ask_bank<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
                points: &'a u8,
            ) -> impl Future<Output = Result<Consent, CheckoutError>> + Send + 'a;

            /// The step `charge_with`.
            fn charge_with<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
                reservation: &'a Reservation,
                consent: &'a Consent,
            ) -> impl Future<Output = Result<Charge, CheckoutError>> + Send + 'a;

            /// The step `refuse`.
            fn refuse<'a>(
                &'a self,
                cx: &'a Context,
                points: &'a u8,
            ) -> impl Future<Output = Result<Charge, CheckoutError>> + Send + 'a;

            /// Hands the goods to the carrier.
            fn ship<'a>(
                &'a self,
                cx: &'a Context,
                order: &'a Order,
                reservation: &'a Reservation,
                payment: &'a Charge,
            ) -> impl Future<Output = Result<Parcel, CheckoutError>> + Send + 'a;

            /// Tells the customer, who gets the parcel all the same.
            fn notify<'a>(
                &'a self,
                cx: &'a Context,
                parcel: &'a Parcel,
            ) -> impl Future<Output = Result<(), CheckoutError>> + Send + 'a;
        }

        /// The limits that steps of `checkout` share.
        ///
        /// All runs of a pipeline and of its clones have the same, and so do those of other pipelines that are
        /// built with a clone of one.
        #[derive(Clone, Debug)]
        pub struct Limits {
            /// `bank`: 2 at once, 20 a second, unless it is given another.
            pub bank: ::pipewright::Limit,
        }

        impl Default for Limits {
            /// As described.
            fn default() -> Self {
                Self { bank: ::pipewright::Limit::permits(2).per_second(20)}
            }
        }

        /// Takes an order: keeps the goods for it and looks for fraud side by side, takes the money as the risk allows,
        /// and ships. If anything fails, what was done is undone.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Checkout<S> {
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

        impl<S> Clone for Checkout<S> {
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

        impl<S> ::core::fmt::Debug for Checkout<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Checkout").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Checkout<S> {
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
            pub fn run(&self, order: Order) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ).limits([self.limits.bank.clone()]),
                    input_order: order,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `checkout`",
            label = "`checkout::Steps` is not implemented for this type",
            note = "implement `checkout::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `checkout`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_order: Order,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, CheckoutError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Parcel, Outputs>> {
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
                    order: codegen::Slot::kept_input(self.input_order),
                    reservation: codegen::Slot::kept(),
                    risk: codegen::Slot::shared(record),
                    charge: codegen::Slot::empty(),
                    consent: codegen::Slot::shared(record),
                    charge_with: codegen::Slot::empty(),
                    refuse: codegen::Slot::empty(),
                    payment: codegen::Slot::shared(record),
                    parcel: codegen::Slot::empty(),
                    notify: codegen::Slot::still(),
                    way_to_payment: codegen::Decision::default(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Parcel, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `checkout`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `reserve`: Keeps the goods for this order.
            Reserve,
            /// `look_for_fraud`: How likely it is that the order is a fraud.
            LookForFraud,
            /// `charge`
            Charge,
            /// `ask_bank`: Asks the bank, which takes its time.
            AskBank,
            /// `charge_with`
            ChargeWith,
            /// `refuse`
            Refuse,
            /// `payment`: A low risk is charged at once, another one with the bank's consent or not at all.
            Payment,
            /// `ship`: Hands the goods to the carrier.
            Ship,
            /// `notify`: Tells the customer, who gets the parcel all the same.
            Notify,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Reserve => "reserve",
                    Self::LookForFraud => "look_for_fraud",
                    Self::Charge => "charge",
                    Self::AskBank => "ask_bank",
                    Self::ChargeWith => "charge_with",
                    Self::Refuse => "refuse",
                    Self::Payment => "payment",
                    Self::Ship => "ship",
                    Self::Notify => "notify",
                }
            }
        }

        /// How each step of a run of `checkout` ended.
        pub struct Outputs {
            /// `reserve`: Keeps the goods for this order.
            pub reserve: Outcome<Reservation, CheckoutError>,
            /// `look_for_fraud`: How likely it is that the order is a fraud.
            pub look_for_fraud: Outcome<Risk, CheckoutError>,
            /// `charge`
            pub charge: Outcome<Moved, CheckoutError>,
            /// `ask_bank`: Asks the bank, which takes its time.
            pub ask_bank: Outcome<Consent, CheckoutError>,
            /// `charge_with`
            pub charge_with: Outcome<Moved, CheckoutError>,
            /// `refuse`
            pub refuse: Outcome<Moved, CheckoutError>,
            /// `payment`: A low risk is charged at once, another one with the bank's consent or not at all.
            pub payment: Outcome<Charge, CheckoutError>,
            /// `ship`: Hands the goods to the carrier.
            pub ship: Outcome<Moved, CheckoutError>,
            /// `notify`: Tells the customer, who gets the parcel all the same.
            pub notify: Outcome<(), CheckoutError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("reserve", self.reserve.kind()),
                        ("look_for_fraud", self.look_for_fraud.kind()),
                        ("charge", self.charge.kind()),
                        ("ask_bank", self.ask_bank.kind()),
                        ("charge_with", self.charge_with.kind()),
                        ("refuse", self.refuse.kind()),
                        ("payment", self.payment.kind()),
                        ("ship", self.ship.kind()),
                        ("notify", self.notify.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            order: codegen::Slot<Order, CheckoutError>,
            reservation: codegen::Slot<Reservation, CheckoutError>,
            risk: codegen::Slot<Risk, CheckoutError>,
            charge: codegen::Slot<(), CheckoutError>,
            consent: codegen::Slot<Consent, CheckoutError>,
            charge_with: codegen::Slot<(), CheckoutError>,
            refuse: codegen::Slot<(), CheckoutError>,
            payment: codegen::Slot<Charge, CheckoutError>,
            parcel: codegen::Slot<Parcel, CheckoutError>,
            notify: codegen::Slot<(), CheckoutError>,
            way_to_payment: codegen::Decision,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    reserve: self.reservation.into_outcome(),
                    look_for_fraud: self.risk.into_outcome(),
                    charge: self.charge.into_moved(),
                    ask_bank: self.consent.into_outcome(),
                    charge_with: self.charge_with.into_moved(),
                    refuse: self.refuse.into_moved(),
                    payment: self.payment.into_outcome(),
                    ship: self.parcel.into_moved(),
                    notify: self.notify.copy(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = CheckoutError;
            type Metadata = ();
            type Gives = Parcel;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &CheckoutError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<CheckoutError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Parcel, codegen::NoOutput> {
                self.parcel.output(&"ship")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<CheckoutError> {
                match slot {
                    0 => &self.order,
                    1 => &self.reservation,
                    2 => &self.risk,
                    3 => &self.charge,
                    4 => &self.consent,
                    5 => &self.charge_with,
                    6 => &self.refuse,
                    7 => &self.payment,
                    8 => &self.parcel,
                    _ => &self.notify,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, CheckoutError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    2 => self.arm_charge(),
                    3 => self.arm_ask_bank(),
                    4 => self.arm_charge_with(),
                    5 => self.arm_refuse(),
                    _ => codegen::Gate::Open,
                }
            }

            fn undo<'a>(
                &'a self,
                step: u32,
                cx: &'a Context,
            ) -> codegen::Undoing<'a, CheckoutError> {
                match step {
                    0 => codegen::undoing(self.undo_reserve(cx)),
                    2 => codegen::undoing(self.undo_charge(cx)),
                    4 => codegen::undoing(self.undo_charge_with(cx)),
                    _ => unreachable!("it cannot be undone"),
                }
            }

            fn lacks_output(&self) -> bool {
                self.parcel.lacks()
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<CheckoutError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let order = run.order.get();
                        let returned = Steps::reserve(&*run.steps, cx, &order).await;
                        run.reservation.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let order = run.order.get();
                        let returned = Steps::look_for_fraud(&*run.steps, cx, &order).await;
                        run.risk.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 2)? {
                    let tried = {
                        let order = run.order.get();
                        let reservation = run.reservation.get();
                        let returned = Steps::charge(&*run.steps, cx, &order, &reservation).await;
                        run.payment.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 3)? {
                    let tried = {
                        let risk = &*run.risk.get();

                        #[allow(unused_variables, irrefutable_let_patterns)]
                        let Risk::Unclear(points) = &risk else {
                            unreachable!("this arm was taken")
                        };
                        let order = run.order.get();
                        let returned = Steps::ask_bank(&*run.steps, cx, &order, points).await;
                        run.consent.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 4)? {
                    let tried = {
                        let order = run.order.get();
                        let reservation = run.reservation.get();
                        let consent = run.consent.get();
                        let returned = Steps::charge_with(
                            &*run.steps,
                            cx,
                            &order,
                            &reservation,
                            &consent,
                        ).await;
                        run.payment.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.consent.free();
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 5, || run.arm_refuse())? {
                    if taken {
                        let tried = {
                            let risk = &*run.risk.get();

                            #[allow(unused_variables, irrefutable_let_patterns)]
                            let Risk::High(points) = &risk else {
                                unreachable!("this arm was taken")
                            };
                            let returned = Steps::refuse(&*run.steps, cx, points).await;
                            run.payment.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.refuse.not_taken();
                    }
                    run.risk.free();
                }

                if walk.comes_to(&run.core, 6) {
                    let tried = run.payment.merged();
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 7) {
                    let tried = {
                        let order = run.order.get();
                        let reservation = run.reservation.get();
                        let payment = run.payment.get();
                        let returned = Steps::ship(
                            &*run.steps,
                            cx,
                            &order,
                            &reservation,
                            &payment,
                        ).await;
                        run.parcel.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.payment.free();
                }

                if walk.comes_to(&run.core, 8) {
                    let tried = {
                        let parcel = run.parcel.get();
                        let returned = Steps::notify(&*run.steps, cx, &parcel).await;
                        run.notify.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            #[allow(unused_variables)]
            fn way_to_payment(&self) -> u32 {
                self.way_to_payment.way(|| {
                    let risk = &*self.risk.get();
                    WAY_TO_PAYMENT(risk)
                })
            }

            async fn undo_reserve(&self, cx: &Context) -> Result<(), CheckoutError> {
                let reservation = self.reservation.get();
                Steps::release(&*self.steps, cx, &reservation).await
            }

            fn arm_charge(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_payment() == 0)
            }

            async fn undo_charge(&self, cx: &Context) -> Result<(), CheckoutError> {
                let order = self.order.get();
                Steps::refund(&*self.steps, cx, &order).await
            }

            fn arm_ask_bank(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_payment() == 1)
            }

            fn arm_charge_with(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_payment() == 1)
            }

            async fn undo_charge_with(&self, cx: &Context) -> Result<(), CheckoutError> {
                let order = self.order.get();
                Steps::refund(&*self.steps, cx, &order).await
            }

            fn arm_refuse(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_payment() == 2)
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "checkout",
            definition: "1ed0eb6eb543a2a6",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("reserve")
                    .children(&[Step::Charge as u32, Step::ChargeWith as u32, Step::Ship as u32])
                    .reads(&[0])
                    .undo(&codegen::Undo::new()
                        .retry(codegen::Retry::new(3, Duration::from_millis(200)))
                        .timeout(Duration::from_secs(2))),
                codegen::StepPlan::new("look_for_fraud")
                    .children(&[
                        Step::Charge as u32,
                        Step::AskBank as u32,
                        Step::ChargeWith as u32,
                        Step::Refuse as u32,
                    ])
                    .reads(&[0]),
                codegen::StepPlan::new("charge")
                    .parents(&[
                        codegen::Parent::value(Step::Reserve as u32),
                        codegen::Parent::value(Step::LookForFraud as u32),
                    ])
                    .children(&[Step::Payment as u32])
                    .reads(&[0, 1, 2])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100)))
                    .limit(0)
                    .guarded()
                    .undo(&codegen::Undo::new()),
                codegen::StepPlan::new("ask_bank")
                    .parents(&[codegen::Parent::value(Step::LookForFraud as u32)])
                    .children(&[Step::ChargeWith as u32])
                    .reads(&[0, 2])
                    .timeout(Duration::from_secs(10))
                    .limit(0)
                    .guarded(),
                codegen::StepPlan::new("charge_with")
                    .parents(&[
                        codegen::Parent::value(Step::Reserve as u32),
                        codegen::Parent::value(Step::LookForFraud as u32),
                        codegen::Parent::value(Step::AskBank as u32),
                    ])
                    .children(&[Step::Payment as u32])
                    .reads(&[0, 1, 2, 4])
                    .limit(0)
                    .guarded()
                    .undo(&codegen::Undo::new()),
                codegen::StepPlan::new("refuse")
                    .parents(&[codegen::Parent::value(Step::LookForFraud as u32)])
                    .children(&[Step::Payment as u32])
                    .reads(&[2])
                    .guarded(),
                codegen::StepPlan::new("payment")
                    .parents(&[
                        codegen::Parent::arm(Step::Charge as u32),
                        codegen::Parent::arm(Step::ChargeWith as u32),
                        codegen::Parent::arm(Step::Refuse as u32),
                    ])
                    .children(&[Step::Ship as u32]),
                codegen::StepPlan::new("ship")
                    .parents(&[
                        codegen::Parent::value(Step::Reserve as u32),
                        codegen::Parent::value(Step::Payment as u32),
                    ])
                    .children(&[Step::Notify as u32])
                    .reads(&[0, 1, 7]),
                codegen::StepPlan::new("notify")
                    .parents(&[codegen::Parent::value(Step::Ship as u32)])
                    .reads(&[8])
                    .optional(),
            ],
            readers: &[6, 3, 4, 0, 1, 0, 0, 1, 2, 0],
            fail_fast: false,
            deadline: Some(Duration::from_secs(30)),
            executor: None,
            leaves: false,
        };

        /// The wiring of `checkout`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("order", "Order")];

            const STEPS: &[codegen::Step] = &[
                table::undone(
                    table::step("reserve", Some(table::value("reservation", "Reservation")), None),
                    "release(&reservation)",
                ),
                table::step("look_for_fraud", Some(table::value("risk", "Risk")), None),
                table::in_way(
                    table::undone(table::step("charge", None, None), "refund(&order)"),
                    0,
                    0,
                ),
                table::in_way(
                    table::step("ask_bank", Some(table::value("consent", "Consent")), None),
                    0,
                    1,
                ),
                table::in_way(
                    table::undone(table::step("charge_with", None, None), "refund(&order)"),
                    0,
                    1,
                ),
                table::in_way(table::step("refuse", None, None), 0, 2),
                table::step("payment", Some(table::value("payment", "Charge")), None),
                table::step("ship", Some(table::value("parcel", "Parcel")), None),
                table::handled(table::step("notify", None, None)),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&Order"),
                table::data(table::input(0), table::to(1), "&Order"),
                table::data(table::input(0), table::to(2), "&Order"),
                table::data(table::from(0), table::to(2), "&Reservation"),
                table::decides(table::from(1), table::to(2)),
                table::data(table::input(0), table::to(3), "&Order"),
                table::decides(table::from(1), table::to(3)),
                table::data(table::input(0), table::to(4), "&Order"),
                table::data(table::from(0), table::to(4), "&Reservation"),
                table::data(table::from(3), table::to(4), "&Consent"),
                table::decides(table::from(1), table::to(4)),
                table::decides(table::from(1), table::to(5)),
                table::data(table::from(2), table::to(6), "Charge"),
                table::data(table::from(4), table::to(6), "Charge"),
                table::data(table::from(5), table::to(6), "Charge"),
                table::data(table::input(0), table::to(7), "&Order"),
                table::data(table::from(0), table::to(7), "&Reservation"),
                table::data(table::from(6), table::to(7), "&Charge"),
                table::data(table::from(7), table::to(8), "&Parcel"),
                table::data(table::from(7), codegen::Target::Output, "Parcel"),
            ];

            const WAYS_0: &[codegen::Text] = &[
                table::way("Risk::Low"),
                table::way("Risk::Unclear(points)"),
                table::way("Risk::High(points)"),
            ];

            const BRANCHES: &[codegen::Branch] = &[table::branch(
                "&risk",
                WAYS_0,
                &[table::from(1)],
                &[],
            )];
            table::branching(
                "checkout",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("parcel", "Parcel")),
                BRANCHES,
            )
        };

        /// A test double of the steps of `checkout`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            reserve: Option<Box<dyn Fn(
                &Context,
                &Order,
            ) -> Result<Reservation, CheckoutError> + Send + Sync>>,
            release: Option<Box<dyn Fn(
                &Context,
                &Reservation,
            ) -> Result<(), CheckoutError> + Send + Sync>>,
            look_for_fraud: Option<Box<dyn Fn(
                &Context,
                &Order,
            ) -> Result<Risk, CheckoutError> + Send + Sync>>,
            charge: Option<Box<dyn Fn(
                &Context,
                &Order,
                &Reservation,
            ) -> Result<Charge, CheckoutError> + Send + Sync>>,
            refund: Option<Box<dyn Fn(
                &Context,
                &Order,
            ) -> Result<(), CheckoutError> + Send + Sync>>,
            ask_bank: Option<Box<dyn Fn(
                &Context,
                &Order,
                &u8,
            ) -> Result<Consent, CheckoutError> + Send + Sync>>,
            charge_with: Option<Box<dyn Fn(
                &Context,
                &Order,
                &Reservation,
                &Consent,
            ) -> Result<Charge, CheckoutError> + Send + Sync>>,
            refuse: Option<Box<dyn Fn(
                &Context,
                &u8,
            ) -> Result<Charge, CheckoutError> + Send + Sync>>,
            ship: Option<Box<dyn Fn(
                &Context,
                &Order,
                &Reservation,
                &Charge,
            ) -> Result<Parcel, CheckoutError> + Send + Sync>>,
            notify: Option<Box<dyn Fn(
                &Context,
                &Parcel,
            ) -> Result<(), CheckoutError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `reserve` does.
            #[must_use]
            pub fn reserve(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                ) -> Result<Reservation, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.reserve = Some(Box::new(step));
                self
            }

            /// What `release` does.
            #[must_use]
            pub fn release(
                mut self,
                step: impl Fn(
                    &Context,
                    &Reservation,
                ) -> Result<(), CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.release = Some(Box::new(step));
                self
            }

            /// What `look_for_fraud` does.
            #[must_use]
            pub fn look_for_fraud(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                ) -> Result<Risk, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.look_for_fraud = Some(Box::new(step));
                self
            }

            /// What `charge` does.
            #[must_use]
            pub fn charge(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                    &Reservation,
                ) -> Result<Charge, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.charge = Some(Box::new(step));
                self
            }

            /// What `refund` does.
            #[must_use]
            pub fn refund(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                ) -> Result<(), CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.refund = Some(Box::new(step));
                self
            }

            /// What `ask_bank` does.
            #[must_use]
            pub fn ask_bank(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                    &u8,
                ) -> Result<Consent, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.ask_bank = Some(Box::new(step));
                self
            }

            /// What `charge_with` does.
            #[must_use]
            pub fn charge_with(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                    &Reservation,
                    &Consent,
                ) -> Result<Charge, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.charge_with = Some(Box::new(step));
                self
            }

            /// What `refuse` does.
            #[must_use]
            pub fn refuse(
                mut self,
                step: impl Fn(
                    &Context,
                    &u8,
                ) -> Result<Charge, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.refuse = Some(Box::new(step));
                self
            }

            /// What `ship` does.
            #[must_use]
            pub fn ship(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                    &Reservation,
                    &Charge,
                ) -> Result<Parcel, CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.ship = Some(Box::new(step));
                self
            }

            /// What `notify` does.
            #[must_use]
            pub fn notify(
                mut self,
                step: impl Fn(
                    &Context,
                    &Parcel,
                ) -> Result<(), CheckoutError> + Send + Sync + 'static,
            ) -> Self {
                self.notify = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn reserve(
                &self,
                cx: &Context,
                order: &Order,
            ) -> Result<Reservation, CheckoutError> {
                codegen::stubbed("reserve", &self.reserve)(cx, order)
            }

            async fn release(
                &self,
                cx: &Context,
                reservation: &Reservation,
            ) -> Result<(), CheckoutError> {
                codegen::stubbed("release", &self.release)(cx, reservation)
            }

            async fn look_for_fraud(
                &self,
                cx: &Context,
                order: &Order,
            ) -> Result<Risk, CheckoutError> {
                codegen::stubbed("look_for_fraud", &self.look_for_fraud)(cx, order)
            }

            async fn charge(
                &self,
                cx: &Context,
                order: &Order,
                reservation: &Reservation,
            ) -> Result<Charge, CheckoutError> {
                codegen::stubbed("charge", &self.charge)(cx, order, reservation)
            }

            async fn refund(&self, cx: &Context, order: &Order) -> Result<(), CheckoutError> {
                codegen::stubbed("refund", &self.refund)(cx, order)
            }

            async fn ask_bank(
                &self,
                cx: &Context,
                order: &Order,
                points: &u8,
            ) -> Result<Consent, CheckoutError> {
                codegen::stubbed("ask_bank", &self.ask_bank)(cx, order, points)
            }

            async fn charge_with(
                &self,
                cx: &Context,
                order: &Order,
                reservation: &Reservation,
                consent: &Consent,
            ) -> Result<Charge, CheckoutError> {
                codegen::stubbed("charge_with", &self.charge_with)(cx, order, reservation, consent)
            }

            async fn refuse(&self, cx: &Context, points: &u8) -> Result<Charge, CheckoutError> {
                codegen::stubbed("refuse", &self.refuse)(cx, points)
            }

            async fn ship(
                &self,
                cx: &Context,
                order: &Order,
                reservation: &Reservation,
                payment: &Charge,
            ) -> Result<Parcel, CheckoutError> {
                codegen::stubbed("ship", &self.ship)(cx, order, reservation, payment)
            }

            async fn notify(&self, cx: &Context, parcel: &Parcel) -> Result<(), CheckoutError> {
                codegen::stubbed("notify", &self.notify)(cx, parcel)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::checkout::Checkout;
