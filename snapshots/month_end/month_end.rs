/// Closes the books of all regions side by side, and sums up those that there are.
///
#[cfg_attr(doc, doc = include_str!("month_end.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     month(["month: Month"]):::value
///     subgraph 1frame0["fetch_entries for each region"]
///         fetch_entries_eu["fetch_entries_eu"]
///         fetch_entries_us["fetch_entries_us"]
///         fetch_entries_asia["fetch_entries_asia"]
///     end
///     subgraph 1frame1["close for each region"]
///         close_eu[["close_eu<br/>runs close_books"]]
///         close_us[["close_us<br/>runs close_books"]]
///         close_asia[["close_asia<br/>runs close_books"]]
///     end
///     load_rates["load_rates"]
///     sum_up["sum_up"]
///     output(["summary: Summary"]):::value
///     month -->|"&Month"| fetch_entries_eu
///     fetch_entries_eu -->|"Vec#lt;Entry#gt;"| close_eu
///     month -->|"&Month"| fetch_entries_us
///     fetch_entries_us -->|"Vec#lt;Entry#gt;"| close_us
///     month -->|"&Month"| fetch_entries_asia
///     fetch_entries_asia -->|"Vec#lt;Entry#gt;"| close_asia
///     month -->|"&Month"| load_rates
///     month -->|"Month"| sum_up
///     close_eu -->|"Option#lt;&Books#gt;"| sum_up
///     close_us -->|"Option#lt;&Books#gt;"| sum_up
///     close_asia -->|"Option#lt;&Books#gt;"| sum_up
///     load_rates -->|"Option#lt;&Rates#gt;"| sum_up
///     sum_up -->|"Summary"| output
///     class 1frame0,1frame1 frame
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
pub mod month_end {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Launch, MonthEnd, Outputs, Step, Steps, Metadata, Stub, Stubbed,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::ledger::{Balance, Books, Entry, LedgerError, Month, Rates, Summary};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        use super::super::close_books;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<LedgerError>();
            codegen::is_value::<Month>();
            codegen::is_value::<Vec<Entry>>();
            codegen::is_value::<Books>();
            codegen::is_value::<Rates>();
            codegen::is_value::<Summary>();
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

        /// The steps of `month_end`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `month_end`",
            label = "`month_end::Steps` is not implemented for this type",
            note = "implement `month_end::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync + close_books::Steps {
            /// Asks a region for its entries; one that has had no business has none.
            fn fetch_entries<'a>(
                &'a self,
                cx: &'a Context,
                region: &'static str,
                month: &'a Month,
            ) -> impl Future<Output = Result<Option<Vec<Entry>>, LedgerError>> + Send + 'a;

            /// Looks today's rates up; last month's will do.
            fn load_rates<'a>(
                &'a self,
                cx: &'a Context,
                month: &'a Month,
            ) -> impl Future<Output = Result<Rates, LedgerError>> + Send + 'a;

            /// One sum in euros.
            fn sum_up<'a>(
                &'a self,
                cx: &'a Context,
                month: Month,
                books: [Option<&'a Books>; 3],
                rates: Option<&'a Rates>,
            ) -> impl Future<Output = Result<Summary, LedgerError>> + Send + 'a;
        }

        /// Closes the books of all regions side by side, and sums up those that there are.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct MonthEnd<S> {
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

        impl<S> Clone for MonthEnd<S> {
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

        impl<S> ::core::fmt::Debug for MonthEnd<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("MonthEnd").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> MonthEnd<S> {
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
            pub fn run(&self, month: Month) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_month: month,
                    metadata_clerk: codegen::NotGiven::default(),
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `month_end`",
            label = "`month_end::Steps` is not implemented for this type",
            note = "implement `month_end::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `month_end`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S, Clerk = codegen::NotGiven<S>> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_month: Month,
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
                    input_month: self.input_month,
                    metadata_clerk: codegen::Given(clerk.into()),
                }
            }
        }

        impl<S, Clerk> Launch<S, Clerk> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Summary, Outputs>>
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
                    month: codegen::Slot::input(self.input_month),
                    entries_eu: codegen::Slot::empty(),
                    books_eu: codegen::Slot::shared(record),
                    entries_us: codegen::Slot::empty(),
                    books_us: codegen::Slot::shared(record),
                    entries_asia: codegen::Slot::empty(),
                    books_asia: codegen::Slot::shared(record),
                    rates: codegen::Slot::shared(record),
                    summary: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S, codegen::Given<String>> {
            type Output = Result<Summary, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        impl<S> Future for Launch<S, codegen::NotGiven<S>>
        where
            codegen::NotGiven<S>: GivesClerk,
        {
            type Output = Result<Summary, RunError>;

            fn poll(
                self: ::std::pin::Pin<&mut Self>,
                _: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<Self::Output> {
                unreachable!()
            }
        }

        /// The steps of `month_end`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `fetch_entries_eu`: Asks a region for its entries; one that has had no business has none.
            FetchEntriesEu,
            /// `close_eu`
            CloseEu,
            /// `fetch_entries_us`: Asks a region for its entries; one that has had no business has none.
            FetchEntriesUs,
            /// `close_us`
            CloseUs,
            /// `fetch_entries_asia`: Asks a region for its entries; one that has had no business has none.
            FetchEntriesAsia,
            /// `close_asia`
            CloseAsia,
            /// `load_rates`: Looks today's rates up; last month's will do.
            LoadRates,
            /// `sum_up`: One sum in euros.
            SumUp,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::FetchEntriesEu => "fetch_entries_eu",
                    Self::CloseEu => "close_eu",
                    Self::FetchEntriesUs => "fetch_entries_us",
                    Self::CloseUs => "close_us",
                    Self::FetchEntriesAsia => "fetch_entries_asia",
                    Self::CloseAsia => "close_asia",
                    Self::LoadRates => "load_rates",
                    Self::SumUp => "sum_up",
                }
            }
        }

        /// How each step of a run of `month_end` ended.
        pub struct Outputs {
            /// `fetch_entries_eu`: Asks a region for its entries; one that has had no business has none.
            pub fetch_entries_eu: Outcome<Moved, LedgerError>,
            /// `close_eu`
            pub close_eu: Outcome<Books, LedgerError>,
            /// `fetch_entries_us`: Asks a region for its entries; one that has had no business has none.
            pub fetch_entries_us: Outcome<Moved, LedgerError>,
            /// `close_us`
            pub close_us: Outcome<Books, LedgerError>,
            /// `fetch_entries_asia`: Asks a region for its entries; one that has had no business has none.
            pub fetch_entries_asia: Outcome<Moved, LedgerError>,
            /// `close_asia`
            pub close_asia: Outcome<Books, LedgerError>,
            /// `load_rates`: Looks today's rates up; last month's will do.
            pub load_rates: Outcome<Rates, LedgerError>,
            /// `sum_up`: One sum in euros.
            pub sum_up: Outcome<Moved, LedgerError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("fetch_entries_eu", self.fetch_entries_eu.kind()),
                        ("close_eu", self.close_eu.kind()),
                        ("fetch_entries_us", self.fetch_entries_us.kind()),
                        ("close_us", self.close_us.kind()),
                        ("fetch_entries_asia", self.fetch_entries_asia.kind()),
                        ("close_asia", self.close_asia.kind()),
                        ("load_rates", self.load_rates.kind()),
                        ("sum_up", self.sum_up.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core<Metadata>,
            steps: Arc<S>,
            month: codegen::Slot<Month, LedgerError>,
            entries_eu: codegen::Slot<Vec<Entry>, LedgerError>,
            books_eu: codegen::Slot<Books, LedgerError>,
            entries_us: codegen::Slot<Vec<Entry>, LedgerError>,
            books_us: codegen::Slot<Books, LedgerError>,
            entries_asia: codegen::Slot<Vec<Entry>, LedgerError>,
            books_asia: codegen::Slot<Books, LedgerError>,
            rates: codegen::Slot<Rates, LedgerError>,
            summary: codegen::Slot<Summary, LedgerError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    fetch_entries_eu: self.entries_eu.into_moved(),
                    close_eu: self.books_eu.into_outcome(),
                    fetch_entries_us: self.entries_us.into_moved(),
                    close_us: self.books_us.into_outcome(),
                    fetch_entries_asia: self.entries_asia.into_moved(),
                    close_asia: self.books_asia.into_outcome(),
                    load_rates: self.rates.into_outcome(),
                    sum_up: self.summary.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = LedgerError;
            type Metadata = Metadata;
            type Gives = Summary;

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

            fn output(&self) -> Result<Summary, codegen::NoOutput> {
                self.summary.output(&"sum_up")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<LedgerError> {
                match slot {
                    0 => &self.month,
                    1 => &self.entries_eu,
                    2 => &self.books_eu,
                    3 => &self.entries_us,
                    4 => &self.books_us,
                    5 => &self.entries_asia,
                    6 => &self.books_asia,
                    7 => &self.rates,
                    _ => &self.summary,
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
                        let month = run.month.get();
                        let returned = Steps::fetch_entries(&*run.steps, cx, "eu", &month).await;
                        run.entries_eu.keep_any(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        #[allow(unused_imports)]
                        use codegen::{ErrorConverts as _, ErrorPasses as _};
                        let entries_eu = run.entries_eu.take();
                        let inner = close_books::CloseBooks::<S>::new(run.steps.clone())
                            .run("eu", entries_eu)
                            .clerk(cx.metadata().clerk.clone())
                            .inside(run.core.outer(1, cx));
                        let inner = codegen::ended::<LedgerError, _, _, _>(inner).await.settle();
                        run.books_eu.keep_run(cx, inner)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let month = run.month.get();
                        let returned = Steps::fetch_entries(&*run.steps, cx, "us", &month).await;
                        run.entries_us.keep_any(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = {
                        #[allow(unused_imports)]
                        use codegen::{ErrorConverts as _, ErrorPasses as _};
                        let entries_us = run.entries_us.take();
                        let inner = close_books::CloseBooks::<S>::new(run.steps.clone())
                            .run("us", entries_us)
                            .clerk(cx.metadata().clerk.clone())
                            .inside(run.core.outer(3, cx));
                        let inner = codegen::ended::<LedgerError, _, _, _>(inner).await.settle();
                        run.books_us.keep_run(cx, inner)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 4) {
                    let tried = {
                        let month = run.month.get();
                        let returned = Steps::fetch_entries(&*run.steps, cx, "asia", &month).await;
                        run.entries_asia.keep_any(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 5) {
                    let tried = {
                        #[allow(unused_imports)]
                        use codegen::{ErrorConverts as _, ErrorPasses as _};
                        let entries_asia = run.entries_asia.take();
                        let inner = close_books::CloseBooks::<S>::new(run.steps.clone())
                            .run("asia", entries_asia)
                            .clerk(cx.metadata().clerk.clone())
                            .inside(run.core.outer(5, cx));
                        let inner = codegen::ended::<LedgerError, _, _, _>(inner).await.settle();
                        run.books_asia.keep_run(cx, inner)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 6) {
                    let tried = {
                        let month = run.month.get();
                        let returned = Steps::load_rates(&*run.steps, cx, &month).await;
                        run.rates.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 7) {
                    let tried = {
                        let month = run.month.take();
                        let books_eu = run.books_eu.option();
                        let books_us = run.books_us.option();
                        let books_asia = run.books_asia.option();
                        let rates = run.rates.option();
                        let returned = Steps::sum_up(
                            &*run.steps,
                            cx,
                            month,
                            [books_eu.as_deref(), books_us.as_deref(), books_asia.as_deref()],
                            rates.as_deref(),
                        ).await;
                        run.summary.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.books_eu.free();
                    run.books_us.free();
                    run.books_asia.free();
                    run.rates.free();
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "month_end",
            definition: "515cdbfc15ecd03a",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("fetch_entries_eu")
                    .children(&[Step::CloseEu as u32, Step::SumUp as u32])
                    .reads(&[0])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100))),
                codegen::StepPlan::new("close_eu")
                    .parents(&[codegen::Parent::value(Step::FetchEntriesEu as u32)])
                    .children(&[Step::SumUp as u32])
                    .reads(&[1])
                    .timeout(Duration::from_secs(5))
                    .inner(),
                codegen::StepPlan::new("fetch_entries_us")
                    .children(&[Step::CloseUs as u32, Step::SumUp as u32])
                    .reads(&[0])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100))),
                codegen::StepPlan::new("close_us")
                    .parents(&[codegen::Parent::value(Step::FetchEntriesUs as u32)])
                    .children(&[Step::SumUp as u32])
                    .reads(&[3])
                    .timeout(Duration::from_secs(5))
                    .inner(),
                codegen::StepPlan::new("fetch_entries_asia")
                    .children(&[Step::CloseAsia as u32, Step::SumUp as u32])
                    .reads(&[0])
                    .retry(codegen::Retry::new(3, Duration::from_millis(100))),
                codegen::StepPlan::new("close_asia")
                    .parents(&[codegen::Parent::value(Step::FetchEntriesAsia as u32)])
                    .children(&[Step::SumUp as u32])
                    .reads(&[5])
                    .timeout(Duration::from_secs(5))
                    .inner(),
                codegen::StepPlan::new("load_rates")
                    .children(&[Step::SumUp as u32])
                    .reads(&[0])
                    .optional(),
                codegen::StepPlan::new("sum_up")
                    .parents(&[
                        codegen::Parent::order(Step::FetchEntriesEu as u32),
                        codegen::Parent::maybe(Step::CloseEu as u32),
                        codegen::Parent::order(Step::FetchEntriesUs as u32),
                        codegen::Parent::maybe(Step::CloseUs as u32),
                        codegen::Parent::order(Step::FetchEntriesAsia as u32),
                        codegen::Parent::maybe(Step::CloseAsia as u32),
                        codegen::Parent::end(Step::LoadRates as u32),
                        codegen::Parent::order(Step::LoadRates as u32),
                    ])
                    .reads(&[0, 2, 4, 6, 7]),
            ],
            readers: &[5, 1, 1, 1, 1, 1, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `month_end`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("month", "Month")];

            const STEPS: &[codegen::Step] = &[
                table::in_family(
                    table::step(
                        "fetch_entries_eu",
                        Some(table::value("entries_eu", "Vec<Entry>")),
                        None,
                    ),
                    "fetch_entries for each region",
                ),
                table::in_family(
                    table::runs(
                        "close_eu",
                        Some(table::value("books_eu", "Books")),
                        None,
                        "close_books",
                    ),
                    "close for each region",
                ),
                table::in_family(
                    table::step(
                        "fetch_entries_us",
                        Some(table::value("entries_us", "Vec<Entry>")),
                        None,
                    ),
                    "fetch_entries for each region",
                ),
                table::in_family(
                    table::runs(
                        "close_us",
                        Some(table::value("books_us", "Books")),
                        None,
                        "close_books",
                    ),
                    "close for each region",
                ),
                table::in_family(
                    table::step(
                        "fetch_entries_asia",
                        Some(table::value("entries_asia", "Vec<Entry>")),
                        None,
                    ),
                    "fetch_entries for each region",
                ),
                table::in_family(
                    table::runs(
                        "close_asia",
                        Some(table::value("books_asia", "Books")),
                        None,
                        "close_books",
                    ),
                    "close for each region",
                ),
                table::handled(table::step(
                    "load_rates",
                    Some(table::value("rates", "Rates")),
                    None,
                )),
                table::step("sum_up", Some(table::value("summary", "Summary")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&Month"),
                table::data(table::from(0), table::to(1), "Vec<Entry>"),
                table::data(table::input(0), table::to(2), "&Month"),
                table::data(table::from(2), table::to(3), "Vec<Entry>"),
                table::data(table::input(0), table::to(4), "&Month"),
                table::data(table::from(4), table::to(5), "Vec<Entry>"),
                table::data(table::input(0), table::to(6), "&Month"),
                table::data(table::input(0), table::to(7), "Month"),
                table::data(table::from(1), table::to(7), "Option<&Books>"),
                table::data(table::from(3), table::to(7), "Option<&Books>"),
                table::data(table::from(5), table::to(7), "Option<&Books>"),
                table::data(table::from(6), table::to(7), "Option<&Rates>"),
                table::order(table::from(0), table::to(7)),
                table::order(table::from(2), table::to(7)),
                table::order(table::from(4), table::to(7)),
                table::order(table::from(6), table::to(7)),
                table::data(table::from(7), codegen::Target::Output, "Summary"),
            ];
            table::graph(
                "month_end",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("summary", "Summary")),
            )
        };

        /// A test double of the steps of `month_end`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        ///
        /// Put it into a type of yours that implements `Stubbed`, and whatever else the pipeline requires: `Stubbed` of each pipeline that it runs, for one.
        #[derive(Default)]
        pub struct Stub {
            fetch_entries: Option<Box<dyn Fn(
                &Context,
                &'static str,
                &Month,
            ) -> Result<Option<Vec<Entry>>, LedgerError> + Send + Sync>>,
            load_rates: Option<Box<dyn Fn(
                &Context,
                &Month,
            ) -> Result<Rates, LedgerError> + Send + Sync>>,
            sum_up: Option<Box<dyn Fn(
                &Context,
                Month,
                [Option<&Books>; 3],
                Option<&Rates>,
            ) -> Result<Summary, LedgerError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `fetch_entries` does.
            #[must_use]
            pub fn fetch_entries(
                mut self,
                step: impl Fn(
                    &Context,
                    &'static str,
                    &Month,
                ) -> Result<Option<Vec<Entry>>, LedgerError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch_entries = Some(Box::new(step));
                self
            }

            /// What `load_rates` does.
            #[must_use]
            pub fn load_rates(
                mut self,
                step: impl Fn(
                    &Context,
                    &Month,
                ) -> Result<Rates, LedgerError> + Send + Sync + 'static,
            ) -> Self {
                self.load_rates = Some(Box::new(step));
                self
            }

            /// What `sum_up` does.
            #[must_use]
            pub fn sum_up(
                mut self,
                step: impl Fn(
                    &Context,
                    Month,
                    [Option<&Books>; 3],
                    Option<&Rates>,
                ) -> Result<Summary, LedgerError> + Send + Sync + 'static,
            ) -> Self {
                self.sum_up = Some(Box::new(step));
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
        impl<S: Stubbed + close_books::Steps> Steps for S {
            async fn fetch_entries(
                &self,
                cx: &Context,
                region: &'static str,
                month: &Month,
            ) -> Result<Option<Vec<Entry>>, LedgerError> {
                codegen::stubbed("fetch_entries", &Stubbed::stub(self).fetch_entries)(
                    cx,
                    region,
                    month,
                )
            }

            async fn load_rates(&self, cx: &Context, month: &Month) -> Result<Rates, LedgerError> {
                codegen::stubbed("load_rates", &Stubbed::stub(self).load_rates)(cx, month)
            }

            async fn sum_up(
                &self,
                cx: &Context,
                month: Month,
                books: [Option<&Books>; 3],
                rates: Option<&Rates>,
            ) -> Result<Summary, LedgerError> {
                codegen::stubbed("sum_up", &Stubbed::stub(self).sum_up)(cx, month, books, rates)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::month_end::MonthEnd;
