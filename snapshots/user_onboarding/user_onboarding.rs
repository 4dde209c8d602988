/// Welcomes a new user: two services are asked side by side, then an e-mail goes out.
///
#[cfg_attr(doc, doc = include_str!("user_onboarding.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     user_id(["user_id: UserId"]):::value
///     fetch_user["fetch_user"]
///     fetch_settings["fetch_settings"]
///     email_user["email_user"]
///     output(["delivery: Delivery"]):::value
///     user_id -->|"&UserId"| fetch_user
///     user_id -->|"&UserId"| fetch_settings
///     fetch_user -->|"&User"| email_user
///     fetch_settings -->|"&Settings"| email_user
///     email_user -->|"Delivery"| output
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
pub mod user_onboarding {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, UserOnboarding, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::onboarding::{Delivery, OnboardingError, Settings, User, UserId};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<OnboardingError>();
            codegen::is_value::<UserId>();
            codegen::is_value::<User>();
            codegen::is_value::<Settings>();
            codegen::is_value::<Delivery>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `user_onboarding`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `user_onboarding`",
            label = "`user_onboarding::Steps` is not implemented for this type",
            note = "implement `user_onboarding::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Who it is.
            fn fetch_user<'a>(
                &'a self,
                cx: &'a Context,
                user_id: &'a UserId,
            ) -> impl Future<Output = Result<User, OnboardingError>> + Send + 'a;

            /// How they want to be addressed.
            fn fetch_settings<'a>(
                &'a self,
                cx: &'a Context,
                user_id: &'a UserId,
            ) -> impl Future<Output = Result<Settings, OnboardingError>> + Send + 'a;

            /// Says hello in the user's language.
            fn email_user<'a>(
                &'a self,
                cx: &'a Context,
                user: &'a User,
                settings: &'a Settings,
            ) -> impl Future<Output = Result<Delivery, OnboardingError>> + Send + 'a;
        }

        /// Welcomes a new user: two services are asked side by side, then an e-mail goes out.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct UserOnboarding<S> {
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

        impl<S> Clone for UserOnboarding<S> {
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

        impl<S> ::core::fmt::Debug for UserOnboarding<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("UserOnboarding").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> UserOnboarding<S> {
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
            pub fn run(&self, user_id: UserId) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_user_id: user_id,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `user_onboarding`",
            label = "`user_onboarding::Steps` is not implemented for this type",
            note = "implement `user_onboarding::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `user_onboarding`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_user_id: UserId,
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
            pub fn inside(
                mut self,
                outer: codegen::Outer,
            ) -> codegen::Inner<Self, OnboardingError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Delivery, Outputs>> {
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
                    user_id: codegen::Slot::shared_input(self.input_user_id),
                    user: codegen::Slot::shared(record),
                    settings: codegen::Slot::shared(record),
                    delivery: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Delivery, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `user_onboarding`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `fetch_user`: Who it is.
            FetchUser,
            /// `fetch_settings`: How they want to be addressed.
            FetchSettings,
            /// `email_user`: Says hello in the user's language.
            EmailUser,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::FetchUser => "fetch_user",
                    Self::FetchSettings => "fetch_settings",
                    Self::EmailUser => "email_user",
                }
            }
        }

        /// How each step of a run of `user_onboarding` ended.
        pub struct Outputs {
            /// `fetch_user`: Who it is.
            pub fetch_user: Outcome<User, OnboardingError>,
            /// `fetch_settings`: How they want to be addressed.
            pub fetch_settings: Outcome<Settings, OnboardingError>,
            /// `email_user`: Says hello in the user's language.
            pub email_user: Outcome<Moved, OnboardingError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("fetch_user", self.fetch_user.kind()),
                        ("fetch_settings", self.fetch_settings.kind()),
                        ("email_user", self.email_user.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            user_id: codegen::Slot<UserId, OnboardingError>,
            user: codegen::Slot<User, OnboardingError>,
            settings: codegen::Slot<Settings, OnboardingError>,
            delivery: codegen::Slot<Delivery, OnboardingError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    fetch_user: self.user.into_outcome(),
                    fetch_settings: self.settings.into_outcome(),
                    email_user: self.delivery.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = OnboardingError;
            type Metadata = ();
            type Gives = Delivery;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &OnboardingError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<OnboardingError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Delivery, codegen::NoOutput> {
                self.delivery.output(&"email_user")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<OnboardingError> {
                match slot {
                    0 => &self.user_id,
                    1 => &self.user,
                    2 => &self.settings,
                    _ => &self.delivery,
                }
            }

            fn call<'a>(
                &'a self,
                step: u32,
                cx: &'a Context,
            ) -> codegen::Boxed<'a, OnboardingError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<OnboardingError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let user_id = run.user_id.get();
                        let returned = Steps::fetch_user(&*run.steps, cx, &user_id).await;
                        run.user.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let user_id = run.user_id.get();
                        let returned = Steps::fetch_settings(&*run.steps, cx, &user_id).await;
                        run.settings.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.user_id.free();
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let user = run.user.get();
                        let settings = run.settings.get();
                        let returned = Steps::email_user(&*run.steps, cx, &user, &settings).await;
                        run.delivery.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.user.free();
                    run.settings.free();
                }
                Ok(())
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "user_onboarding",
            definition: "b4ab33166b7d9d51",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("fetch_user")
                    .children(&[Step::EmailUser as u32])
                    .reads(&[0])
                    .timeout(Duration::from_secs(2)),
                codegen::StepPlan::new("fetch_settings")
                    .children(&[Step::EmailUser as u32])
                    .reads(&[0])
                    .timeout(Duration::from_millis(500)),
                codegen::StepPlan::new("email_user")
                    .parents(&[
                        codegen::Parent::value(Step::FetchUser as u32),
                        codegen::Parent::value(Step::FetchSettings as u32),
                    ])
                    .reads(&[1, 2]),
            ],
            readers: &[2, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `user_onboarding`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("user_id", "UserId")];

            const STEPS: &[codegen::Step] = &[
                table::step("fetch_user", Some(table::value("user", "User")), None),
                table::step("fetch_settings", Some(table::value("settings", "Settings")), None),
                table::step("email_user", Some(table::value("delivery", "Delivery")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&UserId"),
                table::data(table::input(0), table::to(1), "&UserId"),
                table::data(table::from(0), table::to(2), "&User"),
                table::data(table::from(1), table::to(2), "&Settings"),
                table::data(table::from(2), codegen::Target::Output, "Delivery"),
            ];
            table::graph(
                "user_onboarding",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("delivery", "Delivery")),
            )
        };

        /// A test double of the steps of `user_onboarding`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            fetch_user: Option<Box<dyn Fn(
                &Context,
                &UserId,
            ) -> Result<User, OnboardingError> + Send + Sync>>,
            fetch_settings: Option<Box<dyn Fn(
                &Context,
                &UserId,
            ) -> Result<Settings, OnboardingError> + Send + Sync>>,
            email_user: Option<Box<dyn Fn(
                &Context,
                &User,
                &Settings,
            ) -> Result<Delivery, OnboardingError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `fetch_user` does.
            #[must_use]
            pub fn fetch_user(
                mut self,
                step: impl Fn(
                    &Context,
                    &UserId,
                ) -> Result<User, OnboardingError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch_user = Some(Box::new(step));
                self
            }

            /// What `fetch_settings` does.
            #[must_use]
            pub fn fetch_settings(
                mut self,
                step: impl Fn(
                    &Context,
                    &UserId,
                ) -> Result<Settings, OnboardingError> + Send + Sync + 'static,
            ) -> Self {
                self.fetch_settings = Some(Box::new(step));
                self
            }

            /// What `email_user` does.
            #[must_use]
            pub fn email_user(
                mut self,
                step: impl Fn(
                    &Context,
                    &User,
                    &Settings,
                ) -> Result<Delivery, OnboardingError> + Send + Sync + 'static,
            ) -> Self {
                self.email_user = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn fetch_user(
                &self,
                cx: &Context,
                user_id: &UserId,
            ) -> Result<User, OnboardingError> {
                codegen::stubbed("fetch_user", &self.fetch_user)(cx, user_id)
            }

            async fn fetch_settings(
                &self,
                cx: &Context,
                user_id: &UserId,
            ) -> Result<Settings, OnboardingError> {
                codegen::stubbed("fetch_settings", &self.fetch_settings)(cx, user_id)
            }

            async fn email_user(
                &self,
                cx: &Context,
                user: &User,
                settings: &Settings,
            ) -> Result<Delivery, OnboardingError> {
                codegen::stubbed("email_user", &self.email_user)(cx, user, settings)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::user_onboarding::UserOnboarding;
