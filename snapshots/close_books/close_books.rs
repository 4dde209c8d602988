/// Closes the books of one region.
///
#[cfg_attr(doc, doc = include_str!("close_books.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     region(["region: &'static str"]):::value
///     entries(["entries: Vec#lt;Entry#gt;"]):::value
///     add_up["add_up"]
///     audit["audit"]
///     sign["sign"]
///     output(["books: Books"]):::value
///     entries -->|"&Vec#lt;Entry#gt;"| add_up
///     entries -->|"&Vec#lt;Entry#gt;"| audit
///     region -->|"&'static str"| sign
///     add_up -->|"Balance"| sign
///     audit -.->|"after"| sign
///     sign -->|"Books"| output
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
pub mod close_books {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Launch, CloseBooks, Outputs, Step, Steps, Metadata, Stub, Stubbed,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::ledger::{Balance, Books, Entry, LedgerError, Month, Rates, Summary};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<LedgerError>();
            codegen::is_value::<&'static str>();
            codegen::is_value::<Vec<Entry>>();
            codegen::is_value::<Balance>();
            codegen::is_value::<Books>();
            codegen::is_metadata::<String>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context<Metadata>;

        /// What the pipeline declares to be known of each run.
        #[derive(Clone)]
        pub struct Metadata {
            /// `clerk`, as declared by the pipeline.
            pub clerk: String,
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
                codegen::Pieces::from([("clerk", codegen::Probe(&self.clerk).text())])
            }
        }

        /// The steps of `close_books`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `close_books`",
            label = "`close_books::Steps` is not implemented for this type",
            note = "implement `close_books::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// What all entries come to.
            fn add_up<'a>(
                &'a self,
                cx: &'a Context,
                entries: &'a Vec<Entry>,
            ) -> impl Future<Output = Balance> + Send + 'a;

            /// Looks for entries that cannot be.
            fn audit<'a>(
                &'a self,
                cx: &'a Context,
                entries: &'a Vec<Entry>,
            ) -> impl Future<Output = Result<(), LedgerError>> + Send + 'a;

            /// Signs the books, which nobody changes afterwards.
            fn sign<'a>(
                &'a self,
                cx: &'a Context,
                region: &'static str,
                balance: Balance,
            ) -> impl Future<Output = Result<Books, LedgerError>> + Send + 'a;
        }

        /// Closes the books of one region.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct CloseBooks<S> {
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

        impl<S> Clone for CloseBooks<S> {
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

        impl<S> ::core::fmt::Debug for CloseBooks<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("CloseBooks").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> CloseBooks<S> {
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
            pub fn run(&self, region: &'static str, entries: Vec<Entry>) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_region: region,
                    input_entries: entries,
                    metadata_clerk: codegen::NotGiven::default(),
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `close_books`",
            label = "`close_books::Steps` is not implemented for this type",
            note = "implement `close_books::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `close_books`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S, Clerk = codegen::NotGiven<S>> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_region: &'static str,
            input_entries: Vec<Entry>,
            metadata_clerk: Clerk,
        }

        impl<S, Clerk> ::core::fmt::Debug for Launch<S, Clerk> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Launch").finish_non_exhaustive()
            }
        }

        /// The metadata `clerk`, as a run has been given it.
        #[diagnostic::on_unimplemented(
            message = "the metadata `clerk` of this run is missing",
            label = "call `.clerk(…)` before the run is awaited"
        )]
        pub trait GivesClerk: Send + 'static {
            /// The value.
            fn given(self) -> String;
        }

        impl GivesClerk for codegen::Given<String> {
            fn given(self) -> String {
                self.0
            }
        }

        impl<S, Clerk> Launch<S, Clerk> {
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, LedgerError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }

            /// Sets the metadata `clerk`, without which the run cannot be awaited.
            pub fn clerk(self, clerk: impl Into<String>) -> Launch<S, codegen::Given<String>> {
                Launch {
                    steps: self.steps,
                    settings: self.settings,
                    input_region: self.input_region,
                    input_entries: self.input_entries,
                    metadata_clerk: codegen::Given(clerk.into()),
                }
            }
        }

        impl<S, Clerk> Launch<S, Clerk> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Books, Outputs>>
            where
                S: Steps + 'static,
                Clerk: GivesClerk,
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
                Clerk: GivesClerk,
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
                Clerk: GivesClerk,
            {
                self.settings.declare(Metadata {
                    clerk: self.metadata_clerk.given()
                });
                let core = codegen::Core::new(&PLAN, self.settings, record);
                (core, move |core| Run {
                    core,
                    steps: self.steps,
                    region: codegen::Slot::input(self.input_region),
                    entries: codegen::Slot::shared_input(self.input_entries),
                    balance: codegen::Slot::empty(),
                    audit: codegen::Slot::still(),
                    books: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S, codegen::Given<String>> {
            type Output = Result<Books, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        impl<S> Future for Launch<S, codegen::NotGiven<S>>
        where
            codegen::NotGiven<S>: GivesClerk,
        {
            type Output = Result<Books, RunError>;

            fn poll(
                self: ::std::pin::Pin<&mut Self>,
                _: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<Self::Output> {
                unreachable!()
            }
        }

        /// The steps of `close_books`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `add_up`: What all entries come to.
            AddUp,
            /// `audit`: Looks for entries that cannot be.
            Audit,
            /// `sign`: Signs the books, which nobody changes afterwards.
            Sign,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::AddUp => "add_up",
                    Self::Audit => "audit",
                    Self::Sign => "sign",
                }
            }
        }

        /// How each step of a run of `close_books` ended.
        pub struct Outputs {
            /// `add_up`: What all entries come to.
            pub add_up: Outcome<Moved, LedgerError>,
            /// `audit`: Looks for entries that cannot be.
            pub audit: Outcome<(), LedgerError>,
            /// `sign`: Signs the books, which nobody changes afterwards.
            pub sign: Outcome<Moved, LedgerError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("add_up", self.add_up.kind()),
                        ("audit", self.audit.kind()),
                        ("sign", self.sign.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core<Metadata>,
            steps: Arc<S>,
            region: codegen::Slot<&'static str, LedgerError>,
            entries: codegen::Slot<Vec<Entry>, LedgerError>,
            balance: codegen::Slot<Balance, LedgerError>,
            audit: codegen::Slot<(), LedgerError>,
            books: codegen::Slot<Books, LedgerError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    add_up: self.balance.into_moved(),
                    audit: self.audit.copy(),
                    sign: self.books.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = LedgerError;
            type Metadata = Metadata;
            type Gives = Books;

            fn core(&self) -> &codegen::Core<Metadata> {
                &self.core
            }

            fn as_error(error: &LedgerError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<LedgerError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Books, codegen::NoOutput> {
                self.books.output(&"sign")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<LedgerError> {
                match slot {
                    0 => &self.region,
                    1 => &self.entries,
                    2 => &self.balance,
                    3 => &self.audit,
                    _ => &self.books,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, LedgerError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<LedgerError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let entries = run.entries.get();
                        let returned = Steps::add_up(&*run.steps, cx, &entries).await;
                        run.balance.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let entries = run.entries.get();
                        let returned = Steps::audit(&*run.steps, cx, &entries).await;
                        run.audit.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.entries.free();
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let region = run.region.take();
                        let balance = run.balance.take();
                        let returned = Steps::sign(&*run.steps, cx, region, balance).await;
                        run.books.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "close_books",
            definition: "0c20fbc7679d8307",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("add_up").children(&[Step::Sign as u32]).reads(&[1]),
                codegen::StepPlan::new("audit").children(&[Step::Sign as u32]).reads(&[1]),
                codegen::StepPlan::new("sign")
                    .parents(&[
                        codegen::Parent::value(Step::AddUp as u32),
                        codegen::Parent::no_failure(Step::Audit as u32),
                    ])
                    .reads(&[0, 2]),
            ],
            readers: &[1, 2, 1, 0, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `close_books`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("region", "&'static str"),
                table::value("entries", "Vec<Entry>"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::step("add_up", Some(table::value("balance", "Balance")), None),
                table::step("audit", None, None),
                table::step("sign", Some(table::value("books", "Books")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(1), table::to(0), "&Vec<Entry>"),
                table::data(table::input(1), table::to(1), "&Vec<Entry>"),
                table::data(table::input(0), table::to(2), "&'static str"),
                table::data(table::from(0), table::to(2), "Balance"),
                table::after(table::from(1), table::to(2)),
                table::data(table::from(2), codegen::Target::Output, "Books"),
            ];
            table::graph("close_books", INPUTS, STEPS, WIRES, Some(table::value("books", "Books")))
        };

        /// A test double of the steps of `close_books`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        ///
        /// It can also be one of several stubs in a type of yours that implements `Stubbed`.
        #[derive(Default)]
        pub struct Stub {
            add_up: Option<Box<dyn Fn(&Context, &Vec<Entry>) -> Balance + Send + Sync>>,
            audit: Option<Box<dyn Fn(
                &Context,
                &Vec<Entry>,
            ) -> Result<(), LedgerError> + Send + Sync>>,
            sign: Option<Box<dyn Fn(
                &Context,
                &'static str,
                Balance,
            ) -> Result<Books, LedgerError> + Send + Sync>>,
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
                step: impl Fn(&Context, &Vec<Entry>) -> Balance + Send + Sync + 'static,
            ) -> Self {
                self.add_up = Some(Box::new(step));
                self
            }

            /// What `audit` does.
            #[must_use]
            pub fn audit(
                mut self,
                step: impl Fn(
                    &Context,
                    &Vec<Entry>,
                ) -> Result<(), LedgerError> + Send + Sync + 'static,
            ) -> Self {
                self.audit = Some(Box::new(step));
                self
            }

            /// What `sign` does.
            #[must_use]
            pub fn sign(
                mut self,
                step: impl Fn(
                    &Context,
                    &'static str,
                    Balance,
                ) -> Result<Books, LedgerError> + Send + Sync + 'static,
            ) -> Self {
                self.sign = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        /// What has a `Stub`, and so implements the steps.
        pub trait Stubbed: Send + Sync {
            /// The closures.
            fn stub(&self) -> &Stub;
        }

        impl Stubbed for Stub {
            fn stub(&self) -> &Self {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<S: Stubbed> Steps for S {
            async fn add_up(&self, cx: &Context, entries: &Vec<Entry>) -> Balance {
                codegen::stubbed("add_up", &Stubbed::stub(self).add_up)(cx, entries)
            }

            async fn audit(&self, cx: &Context, entries: &Vec<Entry>) -> Result<(), LedgerError> {
                codegen::stubbed("audit", &Stubbed::stub(self).audit)(cx, entries)
            }

            async fn sign(
                &self,
                cx: &Context,
                region: &'static str,
                balance: Balance,
            ) -> Result<Books, LedgerError> {
                codegen::stubbed("sign", &Stubbed::stub(self).sign)(cx, region, balance)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::close_books::CloseBooks;
