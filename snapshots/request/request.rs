/// Answers the requests of a web shop; what each step may call is declared, and what it calls is traced.
///
#[cfg_attr(doc, doc = include_str!("request.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     basket(["basket: Basket"]):::value
///     order_id(["order_id: OrderId"]):::value
///     receive_order["receive_order"]
///     validate["validate"]
///     price["price"]
///     reserve["reserve"]
///     charge["charge"]
///     return_goods["return_goods"]
///     find["find"]
///     basket -->|"Basket"| receive_order
///     order_id -->|"OrderId"| return_goods
///     receive_order --> validate
///     receive_order --> reserve
///     receive_order --> charge
///     validate --> price
///     reserve --> reserve
///     return_goods --> find
///     return_goods --> charge
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
pub mod request {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Request, Step, Steps, Stub, ReceiveOrderNext, ValidateNext, PriceNext,
        ReserveNext, ChargeNext, ReturnGoodsNext, FindNext,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::shop_floor::{Basket, Order, OrderId, Receipt, Refund, ShopError};
        use ::pipewright::codegen;
        use ::pipewright::codegen::table;
        use ::std::future::Future;
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<ShopError>();
            codegen::is_value::<Basket>();
            codegen::is_value::<Option<Order>>();
            codegen::is_value::<Order>();
            codegen::is_value::<OrderId>();
            codegen::is_value::<Receipt>();
            codegen::is_value::<Refund>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `request`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `request`",
            label = "`request::Steps` is not implemented for this type",
            note = "implement `request::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Takes an order.
            fn receive_order<'a>(
                &'a self,
                cx: &'a Context,
                next: ReceiveOrderNext<'a>,
                basket: Basket,
            ) -> impl Future<Output = Result<Receipt, ShopError>> + Send + 'a;

            /// Looks at what is in the basket.
            fn validate<'a>(
                &'a self,
                cx: &'a Context,
                next: ValidateNext<'a>,
                basket: &'a Basket,
            ) -> Result<Order, ShopError>;

            /// What one thing costs.
            fn price<'a>(&'a self, cx: &'a Context, next: PriceNext<'a>, article: &'a str) -> u32;

            /// Puts the goods aside; what consists of parts is reserved part by part.
            fn reserve<'a>(
                &'a self,
                cx: &'a Context,
                next: ReserveNext<'a>,
                article: &'a str,
            ) -> impl Future<Output = Result<u32, ShopError>> + Send + 'a;

            /// Asks the bank.
            fn charge<'a>(
                &'a self,
                cx: &'a Context,
                next: ChargeNext<'a>,
                order: &'a Order,
                amount: i64,
            ) -> impl Future<Output = Result<OrderId, ShopError>> + Send + 'a;

            /// Takes goods back.
            fn return_goods<'a>(
                &'a self,
                cx: &'a Context,
                next: ReturnGoodsNext<'a>,
                order_id: OrderId,
            ) -> impl Future<Output = Result<Refund, ShopError>> + Send + 'a;

            /// Looks an order up.
            fn find<'a>(
                &'a self,
                cx: &'a Context,
                next: FindNext<'a>,
                order_id: OrderId,
            ) -> impl Future<Output = Option<Order>> + Send + 'a;
        }

        /// What `receive_order` makes its calls by.
        #[derive(Clone, Copy)]
        pub struct ReceiveOrderNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for ReceiveOrderNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ReceiveOrderNext").finish_non_exhaustive()
            }
        }

        impl ReceiveOrderNext<'_> {
            /// Calls `validate`: Looks at what is in the basket.
            pub fn validate(&self, basket: &Basket) -> Result<Order, ShopError> {
                let make = |call| {
                    let next = ValidateNext {
                        run: self.run,
                        call,
                    };
                    self.run.validate(next, basket)
                };
                self.run.core().call_blocking(1, self.call, make)
            }

            /// Calls `reserve`: Puts the goods aside; what consists of parts is reserved part by part.
            pub async fn reserve(&self, article: &str) -> Result<u32, ShopError> {
                let make = |call| {
                    let next = ReserveNext {
                        run: self.run,
                        call,
                    };
                    self.run.reserve(next, article)
                };
                self.run.core().call(3, self.call, make).await
            }

            /// Calls `charge`: Asks the bank.
            pub async fn charge(&self, order: &Order, amount: i64) -> Result<OrderId, ShopError> {
                let make = |call| {
                    let next = ChargeNext {
                        run: self.run,
                        call,
                    };
                    self.run.charge(next, order, amount)
                };
                self.run.core().call(4, self.call, make).await
            }
        }

        /// What `validate` makes its calls by.
        #[derive(Clone, Copy)]
        pub struct ValidateNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for ValidateNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ValidateNext").finish_non_exhaustive()
            }
        }

        impl ValidateNext<'_> {
            /// Calls `price`: What one thing costs.
            pub fn price(&self, article: &str) -> u32 {
                let make = |call| {
                    let next = PriceNext {
                        run: self.run,
                        call,
                    };
                    self.run.price(next, article)
                };
                self.run.core().call_blocking_infallible(2, self.call, make)
            }
        }

        /// `price` calls nothing; this says that it was called by its flow.
        #[derive(Clone, Copy)]
        pub struct PriceNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for PriceNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("PriceNext").finish_non_exhaustive()
            }
        }

        /// What `reserve` makes its calls by.
        #[derive(Clone, Copy)]
        pub struct ReserveNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for ReserveNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ReserveNext").finish_non_exhaustive()
            }
        }

        impl ReserveNext<'_> {
            /// Calls `reserve`: Puts the goods aside; what consists of parts is reserved part by part.
            pub async fn reserve(&self, article: &str) -> Result<u32, ShopError> {
                let make = |call| {
                    let next = ReserveNext {
                        run: self.run,
                        call,
                    };
                    self.run.reserve(next, article)
                };
                self.run.core().call(3, self.call, make).await
            }
        }

        /// `charge` calls nothing; this says that it was called by its flow.
        #[derive(Clone, Copy)]
        pub struct ChargeNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for ChargeNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ChargeNext").finish_non_exhaustive()
            }
        }

        /// What `return_goods` makes its calls by.
        #[derive(Clone, Copy)]
        pub struct ReturnGoodsNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for ReturnGoodsNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ReturnGoodsNext").finish_non_exhaustive()
            }
        }

        impl ReturnGoodsNext<'_> {
            /// Calls `find`: Looks an order up.
            pub async fn find(&self, order_id: OrderId) -> Option<Order> {
                let make = |call| {
                    let next = FindNext {
                        run: self.run,
                        call,
                    };
                    self.run.find(next, order_id)
                };
                self.run.core().call_infallible(6, self.call, make).await
            }

            /// Calls `charge`: Asks the bank.
            pub async fn charge(&self, order: &Order, amount: i64) -> Result<OrderId, ShopError> {
                let make = |call| {
                    let next = ChargeNext {
                        run: self.run,
                        call,
                    };
                    self.run.charge(next, order, amount)
                };
                self.run.core().call(4, self.call, make).await
            }
        }

        /// `find` calls nothing; this says that it was called by its flow.
        #[derive(Clone, Copy)]
        pub struct FindNext<'a> {
            run: &'a dyn Calls,
            call: u32,
        }

        impl ::core::fmt::Debug for FindNext<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("FindNext").finish_non_exhaustive()
            }
        }

        /// Answers the requests of a web shop; what each step may call is declared, and what it calls is traced.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Request<S> {
            /// The implementation of the steps, or an `Arc` of it.
            #[builder(setter(transform = |steps: impl IntoSteps<S>| steps.into_steps()))]
            steps: Arc<S>,
            /// How long a run may take, unless it says otherwise.
            #[builder(default, setter(strip_option))]
            deadline: Option<Duration>,
            /// Whom runs tell what happens in them, unless a run says otherwise.
            #[builder(default, setter(into))]
            emit_to: ::pipewright::Emitters,
        }

        impl<S> Clone for Request<S> {
            fn clone(&self) -> Self {
                Self {
                    steps: self.steps.clone(),
                    deadline: self.deadline,
                    emit_to: self.emit_to.clone(),
                }
            }
        }

        impl<S> ::core::fmt::Debug for Request<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Request").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Request<S> {
            /// The flow with these steps, or with an `Arc` of them.
            pub fn new(steps: impl IntoSteps<S>) -> Self {
                Self {
                    steps: steps.into_steps(),
                    deadline: None,
                    emit_to: ::pipewright::Emitters::none(),
                }
            }

            /// A run that begins with `receive_order`: to be awaited, after more has been said about it or not.
            pub fn receive_order(&self, basket: Basket) -> ::pipewright::Prepared<Receipt> {
                let inputs = (basket,);
                let steps = self.steps.clone();
                let settings = codegen::Settings::new(
                    [],
                    &None,
                    None,
                    self.deadline,
                    &self.emit_to,
                );
                codegen::Prepared::new(settings, move |settings, record| {
                    let core = codegen::FlowCore::new(&PLAN, settings, record);
                    codegen::flow(Run { core, steps }, 0, move |run, call| async move {
                        let next = ReceiveOrderNext { run: &*run, call };
                        Steps::receive_order(&*run.steps, run.core.first(), next, inputs.0).await
                    })
                })
            }

            /// A run that begins with `return_goods`: to be awaited, after more has been said about it or not.
            pub fn return_goods(&self, order_id: OrderId) -> ::pipewright::Prepared<Refund> {
                let inputs = (order_id,);
                let steps = self.steps.clone();
                let settings = codegen::Settings::new(
                    [],
                    &None,
                    None,
                    self.deadline,
                    &self.emit_to,
                );
                codegen::Prepared::new(settings, move |settings, record| {
                    let core = codegen::FlowCore::new(&PLAN, settings, record);
                    codegen::flow(Run { core, steps }, 5, move |run, call| async move {
                        let next = ReturnGoodsNext { run: &*run, call };
                        Steps::return_goods(&*run.steps, run.core.first(), next, inputs.0).await
                    })
                })
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `request`",
            label = "`request::Steps` is not implemented for this type",
            note = "implement `request::Steps` for `{Self}`, with a method for each step"
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

        /// The steps of `request`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `receive_order`: Takes an order.
            ReceiveOrder,
            /// `validate`: Looks at what is in the basket.
            Validate,
            /// `price`: What one thing costs.
            Price,
            /// `reserve`: Puts the goods aside; what consists of parts is reserved part by part.
            Reserve,
            /// `charge`: Asks the bank.
            Charge,
            /// `return_goods`: Takes goods back.
            ReturnGoods,
            /// `find`: Looks an order up.
            Find,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::ReceiveOrder => "receive_order",
                    Self::Validate => "validate",
                    Self::Price => "price",
                    Self::Reserve => "reserve",
                    Self::Charge => "charge",
                    Self::ReturnGoods => "return_goods",
                    Self::Find => "find",
                }
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::FlowCore,
            steps: Arc<S>,
        }

        impl<S: Steps + 'static> codegen::Flows for Run<S> {
            type Error = ShopError;
            type Metadata = ();

            fn core(&self) -> &codegen::FlowCore {
                &self.core
            }

            fn as_error(error: &ShopError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }
        }

        /// What a handle sees of a run. Calls are boxed, so that steps may call each other in circles.
        trait Calls: Send + Sync {
            fn core(&self) -> &codegen::FlowCore;

            fn validate<'a>(
                &'a self,
                next: ValidateNext<'a>,
                basket: &'a Basket,
            ) -> Result<Order, ShopError>;

            fn price<'a>(&'a self, next: PriceNext<'a>, article: &'a str) -> u32;

            fn reserve<'a>(
                &'a self,
                next: ReserveNext<'a>,
                article: &'a str,
            ) -> codegen::BoxedCall<'a, Result<u32, ShopError>>;

            fn charge<'a>(
                &'a self,
                next: ChargeNext<'a>,
                order: &'a Order,
                amount: i64,
            ) -> codegen::BoxedCall<'a, Result<OrderId, ShopError>>;

            fn find<'a>(
                &'a self,
                next: FindNext<'a>,
                order_id: OrderId,
            ) -> codegen::BoxedCall<'a, Option<Order>>;
        }

        impl<S: Steps + 'static> Calls for Run<S> {
            fn core(&self) -> &codegen::FlowCore {
                &self.core
            }

            fn validate<'a>(
                &'a self,
                next: ValidateNext<'a>,
                basket: &'a Basket,
            ) -> Result<Order, ShopError> {
                Steps::validate(&*self.steps, self.core.first(), next, basket)
            }

            fn price<'a>(&'a self, next: PriceNext<'a>, article: &'a str) -> u32 {
                Steps::price(&*self.steps, self.core.first(), next, article)
            }

            fn reserve<'a>(
                &'a self,
                next: ReserveNext<'a>,
                article: &'a str,
            ) -> codegen::BoxedCall<'a, Result<u32, ShopError>> {
                Box::pin(Steps::reserve(&*self.steps, self.core.first(), next, article))
            }

            fn charge<'a>(
                &'a self,
                next: ChargeNext<'a>,
                order: &'a Order,
                amount: i64,
            ) -> codegen::BoxedCall<'a, Result<OrderId, ShopError>> {
                Box::pin(Steps::charge(&*self.steps, self.core.first(), next, order, amount))
            }

            fn find<'a>(
                &'a self,
                next: FindNext<'a>,
                order_id: OrderId,
            ) -> codegen::BoxedCall<'a, Option<Order>> {
                Box::pin(Steps::find(&*self.steps, self.core.first(), next, order_id))
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "request",
            definition: "b6c033eab09fd769",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("receive_order"),
                codegen::StepPlan::new("validate").blocking(),
                codegen::StepPlan::new("price").blocking(),
                codegen::StepPlan::new("reserve"),
                codegen::StepPlan::new("charge"),
                codegen::StepPlan::new("return_goods"),
                codegen::StepPlan::new("find"),
            ],
            readers: &[0, 0, 0, 0, 0, 0, 0],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `request`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("basket", "Basket"),
                table::value("order_id", "OrderId"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::step("receive_order", Some(table::value("output", "Receipt")), None),
                table::handled(table::step("validate", Some(table::value("output", "Order")), None)),
                table::handled(table::step("price", Some(table::value("output", "u32")), None)),
                table::handled(table::step("reserve", Some(table::value("output", "u32")), None)),
                table::handled(table::step("charge", Some(table::value("output", "OrderId")), None)),
                table::step("return_goods", Some(table::value("output", "Refund")), None),
                table::handled(table::step(
                    "find",
                    Some(table::value("output", "Option<Order>")),
                    None,
                )),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "Basket"),
                table::data(table::input(1), table::to(5), "OrderId"),
                table::call(table::from(0), table::to(1)),
                table::call(table::from(0), table::to(3)),
                table::call(table::from(0), table::to(4)),
                table::call(table::from(1), table::to(2)),
                table::call(table::from(3), table::to(3)),
                table::call(table::from(5), table::to(6)),
                table::call(table::from(5), table::to(4)),
            ];
            table::graph("request", INPUTS, STEPS, WIRES, None)
        };

        /// A test double of the steps of `request`: closures in the place of methods.
        ///
        /// What is not set is left to another implementation, if the double is over one; otherwise it panics, and
        /// names itself. All else works as ever.
        pub struct Stub<S = Unset> {
            others: S,
            receive_order: Option<Box<dyn Fn(
                &Context,
                Basket,
            ) -> Result<Receipt, ShopError> + Send + Sync>>,
            validate: Option<Box<dyn Fn(
                &Context,
                &Basket,
            ) -> Result<Order, ShopError> + Send + Sync>>,
            price: Option<Box<dyn Fn(&Context, &str) -> u32 + Send + Sync>>,
            reserve: Option<Box<dyn Fn(&Context, &str) -> Result<u32, ShopError> + Send + Sync>>,
            charge: Option<Box<dyn Fn(
                &Context,
                &Order,
                i64,
            ) -> Result<OrderId, ShopError> + Send + Sync>>,
            return_goods: Option<Box<dyn Fn(
                &Context,
                OrderId,
            ) -> Result<Refund, ShopError> + Send + Sync>>,
            find: Option<Box<dyn Fn(&Context, OrderId) -> Option<Order> + Send + Sync>>,
        }

        impl<S> Stub<S> {
            /// A double of these steps, of which those are replaced that are set.
            pub fn over(steps: S) -> Self {
                Self {
                    others: steps,
                    receive_order: None,
                    validate: None,
                    price: None,
                    reserve: None,
                    charge: None,
                    return_goods: None,
                    find: None,
                }
            }

            /// What `receive_order` does.
            #[must_use]
            pub fn receive_order(
                mut self,
                step: impl Fn(
                    &Context,
                    Basket,
                ) -> Result<Receipt, ShopError> + Send + Sync + 'static,
            ) -> Self {
                self.receive_order = Some(Box::new(step));
                self
            }

            /// What `validate` does.
            #[must_use]
            pub fn validate(
                mut self,
                step: impl Fn(
                    &Context,
                    &Basket,
                ) -> Result<Order, ShopError> + Send + Sync + 'static,
            ) -> Self {
                self.validate = Some(Box::new(step));
                self
            }

            /// What `price` does.
            #[must_use]
            pub fn price(
                mut self,
                step: impl Fn(&Context, &str) -> u32 + Send + Sync + 'static,
            ) -> Self {
                self.price = Some(Box::new(step));
                self
            }

            /// What `reserve` does.
            #[must_use]
            pub fn reserve(
                mut self,
                step: impl Fn(&Context, &str) -> Result<u32, ShopError> + Send + Sync + 'static,
            ) -> Self {
                self.reserve = Some(Box::new(step));
                self
            }

            /// What `charge` does.
            #[must_use]
            pub fn charge(
                mut self,
                step: impl Fn(
                    &Context,
                    &Order,
                    i64,
                ) -> Result<OrderId, ShopError> + Send + Sync + 'static,
            ) -> Self {
                self.charge = Some(Box::new(step));
                self
            }

            /// What `return_goods` does.
            #[must_use]
            pub fn return_goods(
                mut self,
                step: impl Fn(
                    &Context,
                    OrderId,
                ) -> Result<Refund, ShopError> + Send + Sync + 'static,
            ) -> Self {
                self.return_goods = Some(Box::new(step));
                self
            }

            /// What `find` does.
            #[must_use]
            pub fn find(
                mut self,
                step: impl Fn(&Context, OrderId) -> Option<Order> + Send + Sync + 'static,
            ) -> Self {
                self.find = Some(Box::new(step));
                self
            }
        }

        impl<S> ::core::fmt::Debug for Stub<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<S: Steps> Steps for Stub<S> {
            async fn receive_order(
                &self,
                cx: &Context,
                next: ReceiveOrderNext<'_>,
                basket: Basket,
            ) -> Result<Receipt, ShopError> {
                match &self.receive_order {
                    Some(closure) => closure(cx, basket),
                    None => Steps::receive_order(&self.others, cx, next, basket).await,
                }
            }

            fn validate(
                &self,
                cx: &Context,
                next: ValidateNext<'_>,
                basket: &Basket,
            ) -> Result<Order, ShopError> {
                match &self.validate {
                    Some(closure) => closure(cx, basket),
                    None => Steps::validate(&self.others, cx, next, basket),
                }
            }

            fn price(&self, cx: &Context, next: PriceNext<'_>, article: &str) -> u32 {
                match &self.price {
                    Some(closure) => closure(cx, article),
                    None => Steps::price(&self.others, cx, next, article),
                }
            }

            async fn reserve(
                &self,
                cx: &Context,
                next: ReserveNext<'_>,
                article: &str,
            ) -> Result<u32, ShopError> {
                match &self.reserve {
                    Some(closure) => closure(cx, article),
                    None => Steps::reserve(&self.others, cx, next, article).await,
                }
            }

            async fn charge(
                &self,
                cx: &Context,
                next: ChargeNext<'_>,
                order: &Order,
                amount: i64,
            ) -> Result<OrderId, ShopError> {
                match &self.charge {
                    Some(closure) => closure(cx, order, amount),
                    None => Steps::charge(&self.others, cx, next, order, amount).await,
                }
            }

            async fn return_goods(
                &self,
                cx: &Context,
                next: ReturnGoodsNext<'_>,
                order_id: OrderId,
            ) -> Result<Refund, ShopError> {
                match &self.return_goods {
                    Some(closure) => closure(cx, order_id),
                    None => Steps::return_goods(&self.others, cx, next, order_id).await,
                }
            }

            async fn find(
                &self,
                cx: &Context,
                next: FindNext<'_>,
                order_id: OrderId,
            ) -> Option<Order> {
                match &self.find {
                    Some(closure) => closure(cx, order_id),
                    None => Steps::find(&self.others, cx, next, order_id).await,
                }
            }
        }

        impl Stub {
            /// A double of which nothing is set.
            pub fn new() -> Self {
                Self::over(Unset)
            }
        }

        /// What a double is over that is over nothing.
        pub struct Unset;

        #[allow(unused_variables)]
        #[diagnostic::do_not_recommend]
        impl Steps for Unset {
            async fn receive_order(
                &self,
                cx: &Context,
                next: ReceiveOrderNext<'_>,
                basket: Basket,
            ) -> Result<Receipt, ShopError> {
                codegen::unset("receive_order")
            }

            fn validate(
                &self,
                cx: &Context,
                next: ValidateNext<'_>,
                basket: &Basket,
            ) -> Result<Order, ShopError> {
                codegen::unset("validate")
            }

            fn price(&self, cx: &Context, next: PriceNext<'_>, article: &str) -> u32 {
                codegen::unset("price")
            }

            async fn reserve(
                &self,
                cx: &Context,
                next: ReserveNext<'_>,
                article: &str,
            ) -> Result<u32, ShopError> {
                codegen::unset("reserve")
            }

            async fn charge(
                &self,
                cx: &Context,
                next: ChargeNext<'_>,
                order: &Order,
                amount: i64,
            ) -> Result<OrderId, ShopError> {
                codegen::unset("charge")
            }

            async fn return_goods(
                &self,
                cx: &Context,
                next: ReturnGoodsNext<'_>,
                order_id: OrderId,
            ) -> Result<Refund, ShopError> {
                codegen::unset("return_goods")
            }

            async fn find(
                &self,
                cx: &Context,
                next: FindNext<'_>,
                order_id: OrderId,
            ) -> Option<Order> {
                codegen::unset("find")
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::request::Request;
