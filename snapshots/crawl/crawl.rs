/// Follows the links of a site until all of its pages have been read, eight at a time.
///
#[cfg_attr(doc, doc = include_str!("crawl.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     link(["link: Link"]):::value
///     fetch["fetch"]
///     read["read"]
///     link -->|"Link"| fetch
///     fetch -->|"Page"| read
///     read -->|"Link"| fetch
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
pub mod crawl {
    #[allow(unused_imports)]
    pub use self::generated::{
        Context, GRAPH, Launch, Crawl, Outputs, Step, Steps, AfterFetch, AfterRead, Stub,
    };

    mod generated {
        #[allow(unused_imports)]
        use crate::spider::{FetchError, Found, Link, Page};
        use ::pipewright::{Outcome, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::Future;
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<FetchError>();
            codegen::is_value::<Found>();
            codegen::is_value::<Link>();
            codegen::is_value::<Page>();
            codegen::is_value::<Vec<Link>>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `crawl`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `crawl`",
            label = "`crawl::Steps` is not implemented for this type",
            note = "implement `crawl::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Asks the server for a page.
            fn fetch<'a>(
                &'a self,
                cx: &'a Context,
                link: &'a Link,
            ) -> impl Future<Output = Result<Page, FetchError>> + Send + 'a;

            /// Decides what follows `fetch`. An error ends the run.
            fn after_fetch(
                &self,
                cx: &Context,
                state: &mut Found,
                link: Link,
                outcome: Outcome<Page, FetchError>,
                queue: &mut AfterFetch,
            ) -> Result<(), FetchError>;

            /// Finds the links of a page.
            fn read<'a>(&'a self, cx: &'a Context, page: &'a Page) -> Vec<Link>;

            /// Decides what follows `read`. An error ends the run.
            fn after_read(
                &self,
                cx: &Context,
                state: &mut Found,
                page: Page,
                outcome: Outcome<Vec<Link>, FetchError>,
                queue: &mut AfterRead,
            ) -> Result<(), FetchError>;
        }

        /// The queue, as `after_fetch` has it: it puts further steps there.
        ///
        /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
        pub struct AfterFetch(codegen::Queue<Queued>);

        impl ::core::fmt::Debug for AfterFetch {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("AfterFetch").finish_non_exhaustive()
            }
        }

        impl AfterFetch {
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

            /// Puts `read` there.
            pub fn read(&mut self, page: Page) {
                self.0.put(Queued::Read(page));
            }
        }

        /// The queue, as `after_read` has it: it puts further steps there.
        ///
        /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
        pub struct AfterRead(codegen::Queue<Queued>);

        impl ::core::fmt::Debug for AfterRead {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("AfterRead").finish_non_exhaustive()
            }
        }

        impl AfterRead {
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

            /// Puts `fetch` there.
            pub fn fetch(&mut self, link: Link) {
                self.0.put(Queued::Fetch(link));
            }
        }

        /// Follows the links of a site until all of its pages have been read, eight at a time.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Crawl<S> {
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

        impl<S> Clone for Crawl<S> {
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

        impl<S> ::core::fmt::Debug for Crawl<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Crawl").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Crawl<S> {
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
            pub fn run(&self, link: Link, state: Found) -> Launch {
                let first = Queued::Fetch(link);
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
            message = "`{Self}` does not implement the steps of the pipeline `crawl`",
            label = "`crawl::Steps` is not implemented for this type",
            note = "implement `crawl::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `crawl`, to be awaited: it gives back the state.
        pub type Launch = ::pipewright::Prepared<Found, Outputs>;

        /// The steps of `crawl`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `fetch`: Asks the server for a page.
            Fetch,
            /// `read`: Finds the links of a page.
            Read,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Fetch => "fetch",
                    Self::Read => "read",
                }
            }
        }

        /// How each step of a run of `crawl` ended the last time.
        #[derive(Default)]
        pub struct Outputs {
            /// `fetch`: Asks the server for a page.
            pub fetch: ::pipewright::Last<Page, FetchError>,
            /// `read`: Finds the links of a page.
            pub read: ::pipewright::Last<Vec<Link>, FetchError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_times(
                    f,
                    &[("fetch", self.fetch.times()), ("read", self.read.times())],
                )
            }
        }

        impl codegen::OfWorkflow for Outputs {}
        /// A step with its payload, as it waits in the queue.
        pub enum Queued {
            Fetch(Link),
            Read(Page),
        }

        /// A step that has ended, before it is decided what follows.
        pub enum Ended {
            Fetch(codegen::Done<Link, Page, FetchError>),
            Read(codegen::Done<Page, Vec<Link>, FetchError>),
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
        }

        impl<S: Steps + 'static> codegen::Works for Run<S> {
            type Error = FetchError;
            type Metadata = ();
            type State = Found;
            type Queued = Queued;
            type Ended = Ended;
            type Outputs = Outputs;

            const CONCURRENCY: usize = 8;
            const MAX_STEPS: Option<u32> = Some(1000);

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &FetchError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn step(queued: &Queued) -> u32 {
                match queued {
                    Queued::Fetch(_) => 0,
                    Queued::Read(_) => 1,
                }
            }

            async fn execute(run: &Arc<Self>, queued: Queued) -> Ended {
                match queued {
                    Queued::Fetch(link) => {
                        let done = codegen::execute::<_, 0>(run, link).await;
                        Ended::Fetch(done)
                    }
                    Queued::Read(page) => {
                        let done = codegen::execute::<_, 1>(run, page).await;
                        Ended::Read(done)
                    }
                }
            }

            fn decide(
                &self,
                state: &mut Found,
                ended: Ended,
                queue: &mut codegen::Queue<Queued>,
            ) -> codegen::Decided<FetchError> {
                match ended {
                    Ended::Fetch(done) => {
                        let mut after = AfterFetch(::std::mem::take(queue));
                        let decided = Steps::after_fetch(
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
                    Ended::Read(done) => {
                        let mut after = AfterRead(::std::mem::take(queue));
                        let decided = Steps::after_read(
                            &*self.steps,
                            self.core.first(),
                            state,
                            done.payload,
                            done.outcome,
                            &mut after,
                        );
                        *queue = after.0;
                        decided.map_err(codegen::Undecided::Decision)
                    }
                }
            }

            fn told(ended: &Ended, texts: bool) -> codegen::Summary {
                match ended {
                    Ended::Fetch(done) => done.told(0, texts, |_| Some("Link".into()), |_| None),
                    Ended::Read(done) => done.told(1, texts, |_| Some("Page".into()), |_| None),
                }
            }

            fn note(ended: &Ended, outputs: &mut Outputs) {
                #[allow(unused_imports)]
                use codegen::{HasClone as _, NoClone as _};
                match ended {
                    Ended::Fetch(done) => {
                        outputs.fetch.note(&done.outcome, |it: &Page| codegen::Probe(it).cloned());
                    }
                    Ended::Read(done) => {
                        outputs.read.note(
                            &done.outcome,
                            |it: &Vec<Link>| codegen::Probe(it).cloned(),
                        );
                    }
                }
            }

            fn retry_when(step: u32, error: &FetchError) -> bool {
                match step {
                    0 => Self::retry_fetch_when(error),
                    _ => true,
                }
            }
        }

        impl<S: Steps + 'static> codegen::Calls<0> for Run<S> {
            type Payload = Link;
            type Value = Page;

            async fn call(&self, cx: &Context, link: &Link) -> Result<Page, FetchError> {
                Steps::fetch(&*self.steps, cx, link).await
            }
        }

        impl<S: Steps + 'static> codegen::Calls<1> for Run<S> {
            type Payload = Page;
            type Value = Vec<Link>;

            async fn call(&self, cx: &Context, page: &Page) -> Result<Vec<Link>, FetchError> {
                Ok(Steps::read(&*self.steps, cx, page))
            }
        }

        impl<S: Steps + 'static> Run<S> {
            fn retry_fetch_when(error: &FetchError) -> bool {
                error.may_pass()
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "crawl",
            definition: "a12c35b8334f68b7",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("fetch")
                    .retry(codegen::Retry::new(3, Duration::from_millis(10)))
                    .timeout(Duration::from_secs(5)),
                codegen::StepPlan::new("read").blocking(),
            ],
            readers: &[0, 0],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `crawl`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("link", "Link")];

            const STEPS: &[codegen::Step] = &[
                table::handled(table::step("fetch", Some(table::value("output", "Page")), None)),
                table::handled(table::step("read", Some(table::value("output", "Vec<Link>")), None)),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "Link"),
                table::next(table::from(0), table::to(1), "Page"),
                table::next(table::from(1), table::to(0), "Link"),
            ];
            table::graph("crawl", INPUTS, STEPS, WIRES, None)
        };

        /// A test double of the steps of `crawl`: closures in the place of methods.
        ///
        /// What is not set is left to another implementation, if the double is over one; otherwise it panics, and
        /// names itself. All else works as ever.
        pub struct Stub<S = Unset> {
            others: S,
            fetch: Option<Box<dyn Fn(&Context, &Link) -> Result<Page, FetchError> + Send + Sync>>,
            after_fetch: Option<Box<dyn Fn(
                &Context,
                &mut Found,
                Link,
                Outcome<Page, FetchError>,
                &mut AfterFetch,
            ) -> Result<(), FetchError> + Send + Sync>>,
            read: Option<Box<dyn Fn(&Context, &Page) -> Vec<Link> + Send + Sync>>,
            after_read: Option<Box<dyn Fn(
                &Context,
                &mut Found,
                Page,
                Outcome<Vec<Link>, FetchError>,
                &mut AfterRead,
            ) -> Result<(), FetchError> + Send + Sync>>,
        }

        impl<S> Stub<S> {
            /// A double of these steps, of which those are replaced that are set.
            pub fn over(steps: S) -> Self {
                Self {
                    others: steps,
                    fetch: None,
                    after_fetch: None,
                    read: None,
                    after_read: None,
                }
            }

            /// What `fetch` does.
            #[must_use]
            pub fn fetch(
                mut self,
                step: impl Fn(&Context, &Link) -> Result<Page, FetchError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch = Some(Box::new(step));
                self
            }

            /// What `after_fetch` does.
            #[must_use]
            pub fn after_fetch(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Found,
                    Link,
                    Outcome<Page, FetchError>,
                    &mut AfterFetch,
                ) -> Result<(), FetchError> + Send + Sync + 'static,
            ) -> Self {
                self.after_fetch = Some(Box::new(step));
                self
            }

            /// What `read` does.
            #[must_use]
            pub fn read(
                mut self,
                step: impl Fn(&Context, &Page) -> Vec<Link> + Send + Sync + 'static,
            ) -> Self {
                self.read = Some(Box::new(step));
                self
            }

            /// What `after_read` does.
            #[must_use]
            pub fn after_read(
                mut self,
                step: impl Fn(
                    &Context,
                    &mut Found,
                    Page,
                    Outcome<Vec<Link>, FetchError>,
                    &mut AfterRead,
                ) -> Result<(), FetchError> + Send + Sync + 'static,
            ) -> Self {
                self.after_read = Some(Box::new(step));
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
            async fn fetch(&self, cx: &Context, link: &Link) -> Result<Page, FetchError> {
                match &self.fetch {
                    Some(closure) => closure(cx, link),
                    None => Steps::fetch(&self.others, cx, link).await,
                }
            }

            fn after_fetch(
                &self,
                cx: &Context,
                state: &mut Found,
                link: Link,
                outcome: Outcome<Page, FetchError>,
                queue: &mut AfterFetch,
            ) -> Result<(), FetchError> {
                match &self.after_fetch {
                    Some(closure) => closure(cx, state, link, outcome, queue),
                    None => Steps::after_fetch(&self.others, cx, state, link, outcome, queue),
                }
            }

            fn read(&self, cx: &Context, page: &Page) -> Vec<Link> {
                match &self.read {
                    Some(closure) => closure(cx, page),
                    None => Steps::read(&self.others, cx, page),
                }
            }

            fn after_read(
                &self,
                cx: &Context,
                state: &mut Found,
                page: Page,
                outcome: Outcome<Vec<Link>, FetchError>,
                queue: &mut AfterRead,
            ) -> Result<(), FetchError> {
                match &self.after_read {
                    Some(closure) => closure(cx, state, page, outcome, queue),
                    None => Steps::after_read(&self.others, cx, state, page, outcome, queue),
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
            async fn fetch(&self, cx: &Context, link: &Link) -> Result<Page, FetchError> {
                codegen::unset("fetch")
            }

            fn after_fetch(
                &self,
                cx: &Context,
                state: &mut Found,
                link: Link,
                outcome: Outcome<Page, FetchError>,
                queue: &mut AfterFetch,
            ) -> Result<(), FetchError> {
                codegen::unset("after_fetch")
            }

            fn read(&self, cx: &Context, page: &Page) -> Vec<Link> {
                codegen::unset("read")
            }

            fn after_read(
                &self,
                cx: &Context,
                state: &mut Found,
                page: Page,
                outcome: Outcome<Vec<Link>, FetchError>,
                queue: &mut AfterRead,
            ) -> Result<(), FetchError> {
                codegen::unset("after_read")
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::crawl::Crawl;
