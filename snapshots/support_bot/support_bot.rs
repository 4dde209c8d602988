/// Answers a message to support: by a tool, from the handbook, by a person, or not at all.
///
#[cfg_attr(doc, doc = include_str!("support_bot.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     message(["message: String"]):::value
///     understand["understand"]
///     subgraph 1frame0["one of 5 ways"]
///         calculate["calculate"]
///         search["search"]
///         quote["quote"]
///         call_back["call_back"]
///         apologise["apologise"]
///         branch_0{"match &intent"}
///     end
///     answer["answer"]
///     send["send"]
///     output(["sent: Sent"]):::value
///     understand --> branch_0
///     message --> branch_0
///     branch_0 -->|"Intent::Calculate(sum)"| calculate
///     branch_0 -->|"Intent::Question { topic }"| search
///     branch_0 -->|"Intent::Complaint if message.contains('!')"| call_back
///     branch_0 -->|"Intent::Complaint"| apologise
///     branch_0 -->|"Intent::Spam"| answer
///     message -->|"&String"| understand
///     message -->|"&String"| quote
///     search -->|"Vec#lt;Page#gt;"| quote
///     message -->|"&String"| call_back
///     message -->|"&String"| apologise
///     calculate -->|"Answer"| answer
///     quote -->|"Answer"| answer
///     call_back -->|"Answer"| answer
///     apologise -->|"Answer"| answer
///     answer -->|"Answer"| send
///     send -->|"Sent"| output
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
pub mod support_bot {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, SupportBot, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::bot::{Answer, BotError, Calculation, Intent, Page, Sent};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        #[allow(unused_variables)]
        const WAY_TO_ANSWER: fn(&Intent, &String) -> u32 = |intent, message| {
            match &intent {
                Intent::Calculate(sum) => 0,
                Intent::Question { topic } => 1,
                Intent::Complaint if message.contains('!') => 2,
                Intent::Complaint => 3,
                Intent::Spam => 4,
            }
        };

        const CHECKED: bool = {
            codegen::is_error::<BotError>();
            codegen::is_value::<String>();
            codegen::is_value::<Intent>();
            codegen::is_value::<Vec<Page>>();
            codegen::is_value::<Answer>();
            codegen::is_value::<Sent>();
            let _ = WAY_TO_ANSWER;
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `support_bot`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `support_bot`",
            label = "`support_bot::Steps` is not implemented for this type",
            note = "implement `support_bot::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// What the customer wants.
            fn understand<'a>(
                &'a self,
                cx: &'a Context,
                message: &'a String,
            ) -> impl Future<Output = Result<Intent, BotError>> + Send + 'a;

            /// The step `calculate`.
            fn calculate<'a>(
                &'a self,
                cx: &'a Context,
                sum: &'a Calculation,
            ) -> impl Future<Output = Answer> + Send + 'a;

            /// What the handbook says of the topic.
            fn search<'a>(
                &'a self,
                cx: &'a Context,
                topic: &'a String,
            ) -> impl Future<Output = Result<Vec<Page>, BotError>> + Send + 'a;

            /// The step `quote`.
            fn quote<'a>(
                &'a self,
                cx: &'a Context,
                message: &'a String,
                pages: Vec<Page>,
            ) -> impl Future<Output = Result<Answer, BotError>> + Send + 'a;

            /// The step `call_back`.
            fn call_back<'a>(
                &'a self,
                cx: &'a Context,
                message: &'a String,
            ) -> impl Future<Output = Result<Answer, BotError>> + Send + 'a;

            /// The step `apologise`.
            fn apologise<'a>(
                &'a self,
                cx: &'a Context,
                message: &'a String,
            ) -> impl Future<Output = Result<Answer, BotError>> + Send + 'a;

            /// Sends the answer, unless there is nothing to say.
            fn send<'a>(
                &'a self,
                cx: &'a Context,
                answer: Answer,
            ) -> impl Future<Output = Result<Sent, BotError>> + Send + 'a;
        }

        /// Answers a message to support: by a tool, from the handbook, by a person, or not at all.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct SupportBot<S> {
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

        impl<S> Clone for SupportBot<S> {
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

        impl<S> ::core::fmt::Debug for SupportBot<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("SupportBot").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> SupportBot<S> {
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
            pub fn run(&self, message: String) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_message: message,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `support_bot`",
            label = "`support_bot::Steps` is not implemented for this type",
            note = "implement `support_bot::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `support_bot`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_message: String,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, BotError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Sent, Outputs>> {
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
                    message: codegen::Slot::shared_input(self.input_message),
                    intent: codegen::Slot::shared(record),
                    calculate: codegen::Slot::empty(),
                    pages: codegen::Slot::empty(),
                    quote: codegen::Slot::empty(),
                    call_back: codegen::Slot::empty(),
                    apologise: codegen::Slot::empty(),
                    answer: codegen::Slot::empty(),
                    sent: codegen::Slot::empty(),
                    way_to_answer: codegen::Decision::default(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Sent, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `support_bot`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `understand`: What the customer wants.
            Understand,
            /// `calculate`
            Calculate,
            /// `search`: What the handbook says of the topic.
            Search,
            /// `quote`
            Quote,
            /// `call_back`
            CallBack,
            /// `apologise`
            Apologise,
            /// `answer`: Each intent has its own way to an answer.
            Answer,
            /// `send`: Sends the answer, unless there is nothing to say.
            Send,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Understand => "understand",
                    Self::Calculate => "calculate",
                    Self::Search => "search",
                    Self::Quote => "quote",
                    Self::CallBack => "call_back",
                    Self::Apologise => "apologise",
                    Self::Answer => "answer",
                    Self::Send => "send",
                }
            }
        }

        /// How each step of a run of `support_bot` ended.
        pub struct Outputs {
            /// `understand`: What the customer wants.
            pub understand: Outcome<Intent, BotError>,
            /// `calculate`
            pub calculate: Outcome<Moved, BotError>,
            /// `search`: What the handbook says of the topic.
            pub search: Outcome<Moved, BotError>,
            /// `quote`
            pub quote: Outcome<Moved, BotError>,
            /// `call_back`
            pub call_back: Outcome<Moved, BotError>,
            /// `apologise`
            pub apologise: Outcome<Moved, BotError>,
            /// `answer`: Each intent has its own way to an answer.
            pub answer: Outcome<Moved, BotError>,
            /// `send`: Sends the answer, unless there is nothing to say.
            pub send: Outcome<Moved, BotError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("understand", self.understand.kind()),
                        ("calculate", self.calculate.kind()),
                        ("search", self.search.kind()),
                        ("quote", self.quote.kind()),
                        ("call_back", self.call_back.kind()),
                        ("apologise", self.apologise.kind()),
                        ("answer", self.answer.kind()),
                        ("send", self.send.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            message: codegen::Slot<String, BotError>,
            intent: codegen::Slot<Intent, BotError>,
            calculate: codegen::Slot<(), BotError>,
            pages: codegen::Slot<Vec<Page>, BotError>,
            quote: codegen::Slot<(), BotError>,
            call_back: codegen::Slot<(), BotError>,
            apologise: codegen::Slot<(), BotError>,
            answer: codegen::Slot<Answer, BotError>,
            sent: codegen::Slot<Sent, BotError>,
            way_to_answer: codegen::Decision,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    understand: self.intent.into_outcome(),
                    calculate: self.calculate.into_moved(),
                    search: self.pages.into_moved(),
                    quote: self.quote.into_moved(),
                    call_back: self.call_back.into_moved(),
                    apologise: self.apologise.into_moved(),
                    answer: self.answer.into_moved(),
                    send: self.sent.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = BotError;
            type Metadata = ();
            type Gives = Sent;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &BotError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<BotError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Sent, codegen::NoOutput> {
                self.sent.output(&"send")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<BotError> {
                match slot {
                    0 => &self.message,
                    1 => &self.intent,
                    2 => &self.calculate,
                    3 => &self.pages,
                    4 => &self.quote,
                    5 => &self.call_back,
                    6 => &self.apologise,
                    7 => &self.answer,
                    _ => &self.sent,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, BotError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    1 => self.arm_calculate(),
                    2 => self.arm_search(),
                    3 => self.arm_quote(),
                    4 => self.arm_call_back(),
                    5 => self.arm_apologise(),
                    _ => codegen::Gate::Open,
                }
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<BotError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let message = run.message.get();
                        let returned = Steps::understand(&*run.steps, cx, &message).await;
                        run.intent.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 1, || run.arm_calculate())? {
                    if taken {
                        let tried = {
                            let intent = &*run.intent.get();

                            #[allow(unused_variables, irrefutable_let_patterns)]
                            let Intent::Calculate(sum) = &intent else {
                                unreachable!("this arm was taken")
                            };
                            let returned = Steps::calculate(&*run.steps, cx, sum).await;
                            run.answer.keep_value(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.calculate.not_taken();
                    }
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 2, || run.arm_search())? {
                    if taken {
                        let tried = {
                            let intent = &*run.intent.get();

                            #[allow(unused_variables, irrefutable_let_patterns)]
                            let Intent::Question { topic } = &intent else {
                                unreachable!("this arm was taken")
                            };
                            let returned = Steps::search(&*run.steps, cx, topic).await;
                            run.pages.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.pages.not_taken();
                    }
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 3, || run.arm_quote())? {
                    if taken {
                        let tried = {
                            let message = run.message.get();
                            let pages = run.pages.take();
                            let returned = Steps::quote(&*run.steps, cx, &message, pages).await;
                            run.answer.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.quote.not_taken();
                    }
                    run.pages.free();
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 4, || run.arm_call_back())? {
                    if taken {
                        let tried = {
                            let message = run.message.get();
                            let returned = Steps::call_back(&*run.steps, cx, &message).await;
                            run.answer.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.call_back.not_taken();
                    }
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 5, || run.arm_apologise())? {
                    if taken {
                        let tried = {
                            let message = run.message.get();
                            let returned = Steps::apologise(&*run.steps, cx, &message).await;
                            run.answer.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.apologise.not_taken();
                    }
                }

                if walk.comes_to(&run.core, 6) {
                    let tried = if run.way_to_answer() == 4 {
                        run.answer.keep_value(cx, Answer::Silence)
                    } else {
                        run.answer.merged()
                    };
                    walk.end(&run.core, tried)?;
                    run.message.free();
                    run.intent.free();
                }

                if walk.comes_to(&run.core, 7) {
                    let tried = {
                        let answer = run.answer.take();
                        let returned = Steps::send(&*run.steps, cx, answer).await;
                        run.sent.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            #[allow(unused_variables)]
            fn way_to_answer(&self) -> u32 {
                self.way_to_answer.way(|| {
                    let intent = &*self.intent.get();
                    let message = &*self.message.get();
                    WAY_TO_ANSWER(intent, message)
                })
            }

            fn arm_calculate(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_answer() == 0)
            }

            fn arm_search(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_answer() == 1)
            }

            fn arm_quote(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_answer() == 1)
            }

            fn arm_call_back(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_answer() == 2)
            }

            fn arm_apologise(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_answer() == 3)
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "support_bot",
            definition: "6d287970b5917fd4",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("understand")
                    .children(&[
                        Step::Calculate as u32,
                        Step::Search as u32,
                        Step::Quote as u32,
                        Step::CallBack as u32,
                        Step::Apologise as u32,
                        Step::Answer as u32,
                    ])
                    .reads(&[0]),
                codegen::StepPlan::new("calculate")
                    .parents(&[codegen::Parent::value(Step::Understand as u32)])
                    .children(&[Step::Answer as u32])
                    .reads(&[0, 1])
                    .guarded(),
                codegen::StepPlan::new("search")
                    .parents(&[codegen::Parent::value(Step::Understand as u32)])
                    .children(&[Step::Quote as u32])
                    .reads(&[0, 1])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100)))
                    .timeout(Duration::from_secs(5))
                    .guarded(),
                codegen::StepPlan::new("quote")
                    .parents(&[
                        codegen::Parent::value(Step::Understand as u32),
                        codegen::Parent::value(Step::Search as u32),
                    ])
                    .children(&[Step::Answer as u32])
                    .reads(&[0, 1, 3])
                    .guarded(),
                codegen::StepPlan::new("call_back")
                    .parents(&[codegen::Parent::value(Step::Understand as u32)])
                    .children(&[Step::Answer as u32])
                    .reads(&[0, 1])
                    .guarded(),
                codegen::StepPlan::new("apologise")
                    .parents(&[codegen::Parent::value(Step::Understand as u32)])
                    .children(&[Step::Answer as u32])
                    .reads(&[0, 1])
                    .guarded(),
                codegen::StepPlan::new("answer")
                    .parents(&[
                        codegen::Parent::value(Step::Understand as u32),
                        codegen::Parent::arm(Step::Calculate as u32),
                        codegen::Parent::arm(Step::Quote as u32),
                        codegen::Parent::arm(Step::CallBack as u32),
                        codegen::Parent::arm(Step::Apologise as u32),
                    ])
                    .children(&[Step::Send as u32])
                    .reads(&[0, 1]),
                codegen::StepPlan::new("send")
                    .parents(&[codegen::Parent::value(Step::Answer as u32)])
                    .reads(&[7]),
            ],
            readers: &[7, 6, 0, 1, 0, 0, 0, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `support_bot`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("message", "String")];

            const STEPS: &[codegen::Step] = &[
                table::step("understand", Some(table::value("intent", "Intent")), None),
                table::in_way(table::step("calculate", None, None), 0, 0),
                table::in_way(
                    table::step("search", Some(table::value("pages", "Vec<Page>")), None),
                    0,
                    1,
                ),
                table::in_way(table::step("quote", None, None), 0, 1),
                table::in_way(table::step("call_back", None, None), 0, 2),
                table::in_way(table::step("apologise", None, None), 0, 3),
                table::step("answer", Some(table::value("answer", "Answer")), None),
                table::step("send", Some(table::value("sent", "Sent")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&String"),
                table::decides(table::from(0), table::to(1)),
                table::decides(table::input(0), table::to(1)),
                table::decides(table::from(0), table::to(2)),
                table::decides(table::input(0), table::to(2)),
                table::data(table::input(0), table::to(3), "&String"),
                table::data(table::from(2), table::to(3), "Vec<Page>"),
                table::decides(table::from(0), table::to(3)),
                table::decides(table::input(0), table::to(3)),
                table::data(table::input(0), table::to(4), "&String"),
                table::decides(table::from(0), table::to(4)),
                table::decides(table::input(0), table::to(4)),
                table::data(table::input(0), table::to(5), "&String"),
                table::decides(table::from(0), table::to(5)),
                table::decides(table::input(0), table::to(5)),
                table::data(table::from(1), table::to(6), "Answer"),
                table::data(table::from(3), table::to(6), "Answer"),
                table::data(table::from(4), table::to(6), "Answer"),
                table::data(table::from(5), table::to(6), "Answer"),
                table::data(table::from(6), table::to(7), "Answer"),
                table::data(table::from(7), codegen::Target::Output, "Sent"),
            ];

            const WAYS_0: &[codegen::Text] = &[
                table::way("Intent::Calculate(sum)"),
                table::way("Intent::Question { topic }"),
                table::way("Intent::Complaint if message.contains('!')"),
                table::way("Intent::Complaint"),
                table::way("Intent::Spam"),
            ];

            const BRANCHES: &[codegen::Branch] = &[table::branch(
                "&intent",
                WAYS_0,
                &[table::from(0), table::input(0)],
                &[table::constant(4, 6)],
            )];
            table::branching(
                "support_bot",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("sent", "Sent")),
                BRANCHES,
            )
        };

        /// A test double of the steps of `support_bot`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            understand: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Intent, BotError> + Send + Sync>>,
            calculate: Option<Box<dyn Fn(&Context, &Calculation) -> Answer + Send + Sync>>,
            search: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Vec<Page>, BotError> + Send + Sync>>,
            quote: Option<Box<dyn Fn(
                &Context,
                &String,
                Vec<Page>,
            ) -> Result<Answer, BotError> + Send + Sync>>,
            call_back: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Answer, BotError> + Send + Sync>>,
            apologise: Option<Box<dyn Fn(
                &Context,
                &String,
            ) -> Result<Answer, BotError> + Send + Sync>>,
            send: Option<Box<dyn Fn(&Context, Answer) -> Result<Sent, BotError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `understand` does.
            #[must_use]
            pub fn understand(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Intent, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.understand = Some(Box::new(step));
                self
            }

            /// What `calculate` does.
            #[must_use]
            pub fn calculate(
                mut self,
                step: impl Fn(&Context, &Calculation) -> Answer + Send + Sync + 'static,
            ) -> Self {
                self.calculate = Some(Box::new(step));
                self
            }

            /// What `search` does.
            #[must_use]
            pub fn search(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Vec<Page>, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.search = Some(Box::new(step));
                self
            }

            /// What `quote` does.
            #[must_use]
            pub fn quote(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                    Vec<Page>,
                ) -> Result<Answer, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.quote = Some(Box::new(step));
                self
            }

            /// What `call_back` does.
            #[must_use]
            pub fn call_back(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Answer, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.call_back = Some(Box::new(step));
                self
            }

            /// What `apologise` does.
            #[must_use]
            pub fn apologise(
                mut self,
                step: impl Fn(
                    &Context,
                    &String,
                ) -> Result<Answer, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.apologise = Some(Box::new(step));
                self
            }

            /// What `send` does.
            #[must_use]
            pub fn send(
                mut self,
                step: impl Fn(&Context, Answer) -> Result<Sent, BotError> + Send + Sync + 'static,
            ) -> Self {
                self.send = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn understand(&self, cx: &Context, message: &String) -> Result<Intent, BotError> {
                codegen::stubbed("understand", &self.understand)(cx, message)
            }

            async fn calculate(&self, cx: &Context, sum: &Calculation) -> Answer {
                codegen::stubbed("calculate", &self.calculate)(cx, sum)
            }

            async fn search(&self, cx: &Context, topic: &String) -> Result<Vec<Page>, BotError> {
                codegen::stubbed("search", &self.search)(cx, topic)
            }

            async fn quote(
                &self,
                cx: &Context,
                message: &String,
                pages: Vec<Page>,
            ) -> Result<Answer, BotError> {
                codegen::stubbed("quote", &self.quote)(cx, message, pages)
            }

            async fn call_back(&self, cx: &Context, message: &String) -> Result<Answer, BotError> {
                codegen::stubbed("call_back", &self.call_back)(cx, message)
            }

            async fn apologise(&self, cx: &Context, message: &String) -> Result<Answer, BotError> {
                codegen::stubbed("apologise", &self.apologise)(cx, message)
            }

            async fn send(&self, cx: &Context, answer: Answer) -> Result<Sent, BotError> {
                codegen::stubbed("send", &self.send)(cx, answer)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::support_bot::SupportBot;
