/// Packs a delivery, urgent goods first, and writes a manifest when all of it is packed.
///
#[cfg_attr(doc, doc = include_str!("batch.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     delivery(["delivery: Delivery"]):::value
///     load["load"]
///     process["process"]
///     collect["collect"]
///     finalize["finalize"]
///     delivery -->|"Delivery"| load
///     load -->|"Goods"| process
///     process -->|"Packed"| collect
///     process -->|"Goods"| process
///     collect -->|"Vec#lt;String#gt;"| finalize
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
pub mod batch {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Launch, Batch, Outputs, Step, Steps, AfterLoad, AfterProcess, AfterCollect,
        Stub,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::packing::{Delivery, Goods, Manifest, PackError, Packed, Warehouse};
        use ::pipewright::{Outcome, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::Future;
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<PackError>();
            codegen::is_value::<Delivery>();
            codegen::is_value::<Goods>();
            codegen::is_value::<Manifest>();
            codegen::is_value::<Packed>();
            codegen::is_value::<Vec<Goods>>();
            codegen::is_value::<Vec<String>>();
            codegen::is_value::<Warehouse>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `batch`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `batch`",
            label = "`batch::Steps` is not implemented for this type",
            note = "implement `batch::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Reads what there is to be packed.
            fn load<'a>(
                &'a self,
                cx: &'a Context,
                delivery: &'a Delivery,
            ) -> impl Future<Output = Result<Vec<Goods>, PackError>> + Send + 'a;

            /// Decides what follows `load`. An error ends the run.
            fn after_load(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                delivery: Delivery,
                outcome: Outcome<Vec<Goods>, PackError>,
                queue: &mut AfterLoad,
            ) -> Result<(), PackError>;

            /// Packs one piece; the machine jams now and then.
            fn process<'a>(
                &'a self,
                cx: &'a Context,
                goods: &'a Goods,
            ) -> impl Future<Output = Result<Packed, PackError>> + Send + 'a;

            /// Decides what follows `process`. An error ends the run.
            fn after_process(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                goods: Goods,
                outcome: Outcome<Packed, PackError>,
                queue: &mut AfterProcess,
            ) -> Result<(), PackError>;

            /// Puts a packet on the pallet.
            fn collect<'a>(
                &'a self,
                cx: &'a Context,
                packed: &'a Packed,
            ) -> impl Future<Output = u32> + Send + 'a;

            /// Decides what follows `collect`. An error ends the run.
            fn after_collect(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                packed: Packed,
                outcome: Outcome<u32, PackError>,
                queue: &mut AfterCollect,
            ) -> Result<(), PackError>;

            /// Writes down what is on the pallet.
            fn finalize<'a>(
                &'a self,
                cx: &'a Context,
                pallet: &'a Vec<String>,
            ) -> impl Future<Output = Result<Manifest, PackError>> + Send + 'a;

            /// Takes note of how `finalize` ended. An error ends the run.
            fn after_finalize(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                pallet: Vec<String>,
                outcome: Outcome<Manifest, PackError>,
            ) -> Result<(), PackError>;
        }

        /// The queue, as `after_load` has it: it puts further steps there.
        ///
        /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
        pub struct AfterLoad(codegen::Queue<Queued>);

        impl ::core::fmt::Debug for AfterLoad {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("AfterLoad").finish_non_exhaustive()
            }
        }

        impl AfterLoad {
            /// The step that is put next goes before all that waits.
            #[must_use = "say which step"]
            pub fn head(&mut self) -> &mut Self {
                self.0.head();
                self
            }

            /// The step that is put next goes after all that waits.
            #[must_use = "say which step"]
            pub fn tail(&mut self) -> &mut Self {
                self.0.tail();
                self
            }

            /// The step that is put next goes to its place after this time.
            #[must_use = "say which step"]
            pub fn delay(&mut self, time: Duration) -> &mut Self {
                self.0.delay(time);
                self
            }

            /// Puts `process` there.
            pub fn process(&mut self, goods: Goods) {
                self.0.put(Queued::Process(goods));
            }
        }

        /// The queue, as `after_process` has it: it puts further steps there.
        ///
        /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
        pub struct AfterProcess(codegen::Queue<Queued>);

        impl ::core::fmt::Debug for AfterProcess {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("AfterProcess").finish_non_exhaustive()
            }
        }

        impl AfterProcess {
            /// The step that is put next goes before all that waits.
            #[must_use = "say which step"]
            pub fn head(&mut self) -> &mut Self {
                self.0.head();
                self
            }

            /// The step that is put next goes after all that waits.
            #[must_use = "say which step"]
            pub fn tail(&mut self) -> &mut Self {
                self.0.tail();
                self
            }

            /// The step that is put next goes to its place after this time.
            #[must_use = "say which step"]
            pub fn delay(&mut self, time: Duration) -> &mut Self {
                self.0.delay(time);
                self
            }

            /// Puts `collect` there.
            pub fn collect(&mut self, packed: Packed) {
                self.0.put(Queued::Collect(packed));
            }

            /// Puts `process` there.
            pub fn process(&mut self, goods: Goods) {
                self.0.put(Queued::Process(goods));
            }
        }

        /// The queue, as `after_collect` has it: it puts further steps there.
        ///
        /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
        pub struct AfterCollect(codegen::Queue<Queued>);

        impl ::core::fmt::Debug for AfterCollect {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("AfterCollect").finish_non_exhaustive()
            }
        }

        impl AfterCollect {
            /// The step that is put next goes before all that waits.
            #[must_use = "say which step"]
            pub fn head(&mut self) -> &mut Self {
                self.0.head();
                self
            }

            /// The step that is put next goes after all that waits.
            #[must_use = "say which step"]
            pub fn tail(&mut self) -> &mut Self {
                self.0.tail();
                self
            }

            /// The step that is put next goes to its place after this time.
            #[must_use = "say which step"]
            pub fn delay(&mut self, time: Duration) -> &mut Self {
                self.0.delay(time);
                self
            }

            /// Puts `finalize` there.
            pub fn finalize(&mut self, pallet: Vec<String>) {
                self.0.put(Queued::Finalize(pallet));
            }
        }

        /// Packs a delivery, urgent goods first, and writes a manifest when all of it is packed.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Batch<S> {
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

        impl<S> Clone for Batch<S> {
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

        impl<S> ::core::fmt::Debug for Batch<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Batch").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Batch<S> {
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

            /// A run that begins with this step and this state: to be awaited, after more has been said about it
            /// or not.
            pub fn run(&self, delivery: Delivery, state: Warehouse) -> Launch {
                let first = Queued::Load(delivery);
                let (steps, settings) = (
                    self.steps.clone(),
                    codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                );
                codegen::Prepared::new(settings, move |settings, record| {
                    let core = codegen::Core::new(&PLAN, settings, record);
                    codegen::work(Run { core, steps }, first, state)
                })
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `batch`",
            label = "`batch::Steps` is not implemented for this type",
            note = "implement `batch::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `batch`, to be awaited: it gives back the state.
        pub type Launch = ::pipewright::Prepared<Warehouse, Outputs>;

        /// The steps of `batch`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `load`: Reads what there is to be packed.
            Load,
            /// `process`: Packs one piece; the machine jams now and then.
            Process,
            /// `collect`: Puts a packet on the pallet.
            Collect,
            /// `finalize`: Writes down what is on the pallet.
            Finalize,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Load => "load",
                    Self::Process => "process",
                    Self::Collect => "collect",
                    Self::Finalize => "finalize",
                }
            }
        }

        /// How each step of a run of `batch` ended the last time.
        #[derive(Default)]
        pub struct Outputs {
            /// `load`: Reads what there is to be packed.
            pub load: ::pipewright::Last<Vec<Goods>, PackError>,
            /// `process`: Packs one piece; the machine jams now and then.
            pub process: ::pipewright::Last<Packed, PackError>,
            /// `collect`: Puts a packet on the pallet.
            pub collect: ::pipewright::Last<u32, PackError>,
            /// `finalize`: Writes down what is on the pallet.
            pub finalize: ::pipewright::Last<Manifest, PackError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_times(
                    f,
                    &[
                        ("load", self.load.times()),
                        ("process", self.process.times()),
                        ("collect", self.collect.times()),
                        ("finalize", self.finalize.times()),
                    ],
                )
            }
        }

        impl codegen::OfWorkflow for Outputs {}
        /// A step with its payload, as it waits in the queue.
        pub enum Queued {
            Load(Delivery),
            Process(Goods),
            Collect(Packed),
            Finalize(Vec<String>),
        }

        /// A step that has ended, before it is decided what follows.
        pub enum Ended {
            Load(codegen::Done<Delivery, Vec<Goods>, PackError>),
            Process(codegen::Done<Goods, Packed, PackError>),
            Collect(codegen::Done<Packed, u32, PackError>),
            Finalize(codegen::Done<Vec<String>, Manifest, PackError>),
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
        }

        impl<S: Steps + 'static> codegen::Works for Run<S> {
            type Error = PackError;
            type Metadata = ();
            type State = Warehouse;
            type Queued = Queued;
            type Ended = Ended;
            type Outputs = Outputs;

            const CONCURRENCY: usize = 1;
            const MAX_STEPS: Option<u32> = Some(1000);

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &PackError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn step(queued: &Queued) -> u32 {
                match queued {
                    Queued::Load(_) => 0,
                    Queued::Process(_) => 1,
                    Queued::Collect(_) => 2,
                    Queued::Finalize(_) => 3,
                }
            }

            async fn execute(run: &Arc<Self>, queued: Queued) -> Ended {
                match queued {
                    Queued::Load(delivery) => {
                        let done = codegen::execute::<_, 0>(run, delivery).await;
                        Ended::Load(done)
                    }
                    Queued::Process(goods) => {
                        let done = codegen::execute::<_, 1>(run, goods).await;
                        Ended::Process(done)
                    }
                    Queued::Collect(packed) => {
                        let done = codegen::execute::<_, 2>(run, packed).await;
                        Ended::Collect(done)
                    }
                    Queued::Finalize(pallet) => {
                        let done = codegen::execute::<_, 3>(run, pallet).await;
                        Ended::Finalize(done)
                    }
                }
            }

            fn decide(
                &self,
                state: &mut Warehouse,
                ended: Ended,
                queue: &mut codegen::Queue<Queued>,
            ) -> codegen::Decided<PackError> {
                match ended {
                    Ended::Load(done) => {
                        let mut after = AfterLoad(::std::mem::take(queue));
                        let decided = Steps::after_load(
                            &*self.steps,
                            self.core.first(),
                            state,
                            done.payload,
                            done.outcome,
                            &mut after,
                        );
                        *queue = after.0;
                        decided.map_err(codegen::Undecided::Decision)
                    },
                    Ended::Process(done) => {
                        let mut after = AfterProcess(::std::mem::take(queue));
                        let decided = Steps::after_process(
                            &*self.steps,
                            self.core.first(),
                            state,
                            done.payload,
                            done.outcome,
                            &mut after,
                        );
                        *queue = after.0;
                        decided.map_err(codegen::Undecided::Decision)
                    },
                    Ended::Collect(done) => {
                        let mut after = AfterCollect(::std::mem::take(queue));
                        let decided = Steps::after_collect(
                            &*self.steps,
                            self.core.first(),
                            state,
                            done.payload,
                            done.outcome,
                            &mut after,
                        );
                        *queue = after.0;
                        decided.map_err(codegen::Undecided::Decision)
                    },
                    Ended::Finalize(done) => Steps::after_finalize(
                        &*self.steps,
                        self.core.first(),
                        state,
                        done.payload,
                        done.outcome,
                    ).map_err(codegen::Undecided::Decision),
                }
            }

            fn told(ended: &Ended, texts: bool) -> codegen::Summary {
                match ended {
                    Ended::Load(done) => done.told(0, texts, |_| Some("Delivery".into()), |_| None),
                    Ended::Process(done) => done.told(1, texts, |_| Some("Goods".into()), |_| None),
                    Ended::Collect(done) => done.told(
                        2,
                        texts,
                        |_| Some("Packed".into()),
                        |_| None,
                    ),
                    Ended::Finalize(done) => done.told(
                        3,
                        texts,
                        |_| Some("Vec<String>".into()),
                        |_| None,
                    ),
                }
            }

            fn note(ended: &Ended, outputs: &mut Outputs) {
                #[allow(unused_imports)]
                use codegen::{HasClone as _, NoClone as _};
                match ended {
                    Ended::Load(done) => {
                        outputs.load.note(
                            &done.outcome,
                            |it: &Vec<Goods>| codegen::Probe(it).cloned(),
                        );
                    }
                    Ended::Process(done) => {
                        outputs.process.note(
                            &done.outcome,
                            |it: &Packed| codegen::Probe(it).cloned(),
                        );
                    }
                    Ended::Collect(done) => {
                        outputs.collect.note(&done.outcome, |it: &u32| codegen::Probe(it).cloned());
                    }
                    Ended::Finalize(done) => {
                        outputs.finalize.note(
                            &done.outcome,
                            |it: &Manifest| codegen::Probe(it).cloned(),
                        );
                    }
                }
            }
        }

        impl<S: Steps + 'static> codegen::Calls<0> for Run<S> {
            type Payload = Delivery;
            type Value = Vec<Goods>;

            async fn call(
                &self,
                cx: &Context,
                delivery: &Delivery,
            ) -> Result<Vec<Goods>, PackError> {
                Steps::load(&*self.steps, cx, delivery).await
            }
        }

        impl<S: Steps + 'static> codegen::Calls<1> for Run<S> {
            type Payload = Goods;
            type Value = Packed;

            async fn call(&self, cx: &Context, goods: &Goods) -> Result<Packed, PackError> {
                Steps::process(&*self.steps, cx, goods).await
            }
        }

        impl<S: Steps + 'static> codegen::Calls<2> for Run<S> {
            type Payload = Packed;
            type Value = u32;

            async fn call(&self, cx: &Context, packed: &Packed) -> Result<u32, PackError> {
                Ok(Steps::collect(&*self.steps, cx, packed).await)
            }
        }

        impl<S: Steps + 'static> codegen::Calls<3> for Run<S> {
            type Payload = Vec<String>;
            type Value = Manifest;

            async fn call(
                &self,
                cx: &Context,
                pallet: &Vec<String>,
            ) -> Result<Manifest, PackError> {
                Steps::finalize(&*self.steps, cx, pallet).await
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "batch",
            definition: "7f27df7892a0dab9",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("load"),
                codegen::StepPlan::new("process").timeout(Duration::from_secs(2)),
                codegen::StepPlan::new("collect"),
                codegen::StepPlan::new("finalize"),
            ],
            readers: &[0, 0, 0, 0],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `batch`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("delivery", "Delivery")];

            const STEPS: &[codegen::Step] = &[
                table::handled(table::step(
                    "load",
                    Some(table::value("output", "Vec<Goods>")),
                    None,
                )),
                table::handled(table::step("process", Some(table::value("output", "Packed")), None)),
                table::handled(table::step("collect", Some(table::value("output", "u32")), None)),
                table::handled(table::step(
                    "finalize",
                    Some(table::value("output", "Manifest")),
                    None,
                )),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "Delivery"),
                table::next(table::from(0), table::to(1), "Goods"),
                table::next(table::from(1), table::to(2), "Packed"),
                table::next(table::from(1), table::to(1), "Goods"),
                table::next(table::from(2), table::to(3), "Vec<String>"),
            ];
            table::graph("batch", INPUTS, STEPS, WIRES, None)
        };

        /// A test double of the steps of `batch`: closures in the place of methods.
        ///
        /// What is not set is left to another implementation, if the double is over one; otherwise it panics, and
        /// names itself. All else works as ever.
        pub struct Stub<S = Unset> {
            others: S,
            load: Option<Box<dyn Fn(
                &Context,
                &Delivery,
            ) -> Result<Vec<Goods>, PackError> + Send + Sync>>,
            after_load: Option<Box<dyn Fn(
                &Context,
                &mut Warehouse,
                Delivery,
                Outcome<Vec<Goods>, PackError>,
                &mut AfterLoad,
            ) -> Result<(), PackError> + Send + Sync>>,
            process: Option<Box<dyn Fn(
                &Context,
                &Goods,
            ) -> Result<Packed, PackError> + Send + Sync>>,
            after_process: Option<Box<dyn Fn(
                &Context,
                &mut Warehouse,
                Goods,
                Outcome<Packed, PackError>,
                &mut AfterProcess,
            ) -> Result<(), PackError> + Send + Sync>>,
            collect: Option<Box<dyn Fn(&Context, &Packed) -> u32 + Send + Sync>>,
            after_collect: Option<Box<dyn Fn(
                &Context,
                &mut Warehouse,
                Packed,
                Outcome<u32, PackError>,
                &mut AfterCollect,
            ) -> Result<(), PackError> + Send + Sync>>,
            finalize: Option<Box<dyn Fn(
                &Context,
                &Vec<String>,
            ) -> Result<Manifest, PackError> + Send + Sync>>,
            after_finalize: Option<Box<dyn Fn(
                &Context,
                &mut Warehouse,
                Vec<String>,
                Outcome<Manifest, PackError>,
            ) -> Result<(), PackError> + Send + Sync>>,
        }

        impl<S> Stub<S> {
            /// A double of these steps, of which those are replaced that are set.
            pub fn over(steps: S) -> Self {
                Self {
                    others: steps,
                    load: None,
                    after_load: None,
                    process: None,
                    after_process: None,
                    collect: None,
                    after_collect: None,
                    finalize: None,
                    after_finalize: None,
                }
            }

            /// What `load` does.
            #[must_use]
            pub fn load(
                mut self,
                step: impl Fn(
                    &Context,
                    &Delivery,
                ) -> Result<Vec<Goods>, PackError> + Send + Sync + 'static,
            ) -> Self {
                self.load = Some(Box::new(step));
                self
            }

            /// What `after_load` does.
            #[must_use]
            pub fn after_load(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Warehouse,
                    Delivery,
                    Outcome<Vec<Goods>, PackError>,
                    &mut AfterLoad,
                ) -> Result<(), PackError> + Send + Sync + 'static,
            ) -> Self {
                self.after_load = Some(Box::new(step));
                self
            }

            /// What `process` does.
            #[must_use]
            pub fn process(
                mut self,
                step: impl Fn(
                    &Context,
                    &Goods,
                ) -> Result<Packed, PackError> + Send + Sync + 'static,
            ) -> Self {
                self.process = Some(Box::new(step));
                self
            }

            /// What `after_process` does.
            #[must_use]
            pub fn after_process(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Warehouse,
                    Goods,
                    Outcome<Packed, PackError>,
                    &mut AfterProcess,
                ) -> Result<(), PackError> + Send + Sync + 'static,
            ) -> Self {
                self.after_process = Some(Box::new(step));
                self
            }

            /// What `collect` does.
            #[must_use]
            pub fn collect(
                mut self,
                step: impl Fn(&Context, &Packed) -> u32 + Send + Sync + 'static,
            ) -> Self {
                self.collect = Some(Box::new(step));
                self
            }

            /// What `after_collect` does.
            #[must_use]
            pub fn after_collect(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Warehouse,
                    Packed,
                    Outcome<u32, PackError>,
                    &mut AfterCollect,
                ) -> Result<(), PackError> + Send + Sync + 'static,
            ) -> Self {
                self.after_collect = Some(Box::new(step));
                self
            }

            /// What `finalize` does.
            #[must_use]
            pub fn finalize(
                mut self,
                step: impl Fn(
                    &Context,
                    &Vec<String>,
                ) -> Result<Manifest, PackError> + Send + Sync + 'static,
            ) -> Self {
                self.finalize = Some(Box::new(step));
                self
            }

            /// What `after_finalize` does.
            #[must_use]
            pub fn after_finalize(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Warehouse,
                    Vec<String>,
                    Outcome<Manifest, PackError>,
                ) -> Result<(), PackError> + Send + Sync + 'static,
            ) -> Self {
                self.after_finalize = Some(Box::new(step));
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
            async fn load(
                &self,
                cx: &Context,
                delivery: &Delivery,
            ) -> Result<Vec<Goods>, PackError> {
                match &self.load {
                    Some(closure) => closure(cx, delivery),
                    None => Steps::load(&self.others, cx, delivery).await,
                }
            }

            fn after_load(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                delivery: Delivery,
                outcome: Outcome<Vec<Goods>, PackError>,
                queue: &mut AfterLoad,
            ) -> Result<(), PackError> {
                match &self.after_load {
                    Some(closure) => closure(cx, state, delivery, outcome, queue),
                    None => Steps::after_load(&self.others, cx, state, delivery, outcome, queue),
                }
            }

            async fn process(&self, cx: &Context, goods: &Goods) -> Result<Packed, PackError> {
                match &self.process {
                    Some(closure) => closure(cx, goods),
                    None => Steps::process(&self.others, cx, goods).await,
                }
            }

            fn after_process(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                goods: Goods,
                outcome: Outcome<Packed, PackError>,
                queue: &mut AfterProcess,
            ) -> Result<(), PackError> {
                match &self.after_process {
                    Some(closure) => closure(cx, state, goods, outcome, queue),
                    None => Steps::after_process(&self.others, cx, state, goods, outcome, queue),
                }
            }

            async fn collect(&self, cx: &Context, packed: &Packed) -> u32 {
                match &self.collect {
                    Some(closure) => closure(cx, packed),
                    None => Steps::collect(&self.others, cx, packed).await,
                }
            }

            fn after_collect(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                packed: Packed,
                outcome: Outcome<u32, PackError>,
                queue: &mut AfterCollect,
            ) -> Result<(), PackError> {
                match &self.after_collect {
                    Some(closure) => closure(cx, state, packed, outcome, queue),
                    None => Steps::after_collect(&self.others, cx, state, packed, outcome, queue),
                }
            }

            async fn finalize(
                &self,
                cx: &Context,
                pallet: &Vec<String>,
            ) -> Result<Manifest, PackError> {
                match &self.finalize {
                    Some(closure) => closure(cx, pallet),
                    None => Steps::finalize(&self.others, cx, pallet).await,
                }
            }

            fn after_finalize(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                pallet: Vec<String>,
                outcome: Outcome<Manifest, PackError>,
            ) -> Result<(), PackError> {
                match &self.after_finalize {
                    Some(closure) => closure(cx, state, pallet, outcome),
                    None => Steps::after_finalize(&self.others, cx, state, pallet, outcome),
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
            async fn load(
                &self,
                cx: &Context,
                delivery: &Delivery,
            ) -> Result<Vec<Goods>, PackError> {
                codegen::unset("load")
            }

            fn after_load(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                delivery: Delivery,
                outcome: Outcome<Vec<Goods>, PackError>,
                queue: &mut AfterLoad,
            ) -> Result<(), PackError> {
                codegen::unset("after_load")
            }

            async fn process(&self, cx: &Context, goods: &Goods) -> Result<Packed, PackError> {
                codegen::unset("process")
            }

            fn after_process(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                goods: Goods,
                outcome: Outcome<Packed, PackError>,
                queue: &mut AfterProcess,
            ) -> Result<(), PackError> {
                codegen::unset("after_process")
            }

            async fn collect(&self, cx: &Context, packed: &Packed) -> u32 {
                codegen::unset("collect")
            }

            fn after_collect(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                packed: Packed,
                outcome: Outcome<u32, PackError>,
                queue: &mut AfterCollect,
            ) -> Result<(), PackError> {
                codegen::unset("after_collect")
            }

            async fn finalize(
                &self,
                cx: &Context,
                pallet: &Vec<String>,
            ) -> Result<Manifest, PackError> {
                codegen::unset("finalize")
            }

            fn after_finalize(
                &self,
                cx: &Context,
                state: &mut Warehouse,
                pallet: Vec<String>,
                outcome: Outcome<Manifest, PackError>,
            ) -> Result<(), PackError> {
                codegen::unset("after_finalize")
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::batch::Batch;
