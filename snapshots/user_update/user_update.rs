/// A change to an account, asked for by its owner or made by an administrator.
///
#[cfg_attr(doc, doc = include_str!("user_update.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     action(["action: AdminAction"]):::value
///     request(["request: ApiRequest"]):::value
///     admin_action["admin_action"]
///     count_request["count_request"]
///     api_request["api_request"]
///     change["change"]
///     validate["validate"]
///     persist["persist"]
///     notify["notify"]
///     audit_log["audit_log"]
///     output(["audit: Audit"]):::value
///     action -->|"AdminAction"| admin_action
///     request -->|"&ApiRequest"| count_request
///     request -->|"ApiRequest"| api_request
///     count_request -.->|"before move"| api_request
///     admin_action -->|"Change"| change
///     api_request -->|"Change"| change
///     change -->|"Change"| validate
///     validate -->|"&Change"| persist
///     validate -->|"&Change"| notify
///     validate -->|"Change"| audit_log
///     persist -->|"Stored"| audit_log
///     notify -->|"Option#lt;&Sent#gt;"| audit_log
///     audit_log -->|"Audit"| output
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
pub mod user_update {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, UserUpdate, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::accounts::{AccountError, AdminAction, ApiRequest, Audit, Change, Sent, Stored};
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<AccountError>();
            codegen::is_value::<AdminAction>();
            codegen::is_value::<ApiRequest>();
            codegen::is_value::<Change>();
            codegen::is_value::<Stored>();
            codegen::is_value::<Sent>();
            codegen::is_value::<Audit>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `user_update`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `user_update`",
            label = "`user_update::Steps` is not implemented for this type",
            note = "implement `user_update::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// What an administrator does.
            fn admin_action<'a>(
                &'a self,
                cx: &'a Context,
                action: AdminAction,
            ) -> impl Future<Output = Change> + Send + 'a;

            /// Limits how often an owner may do this.
            fn count_request<'a>(
                &'a self,
                cx: &'a Context,
                request: &'a ApiRequest,
            ) -> impl Future<Output = Result<(), AccountError>> + Send + 'a;

            /// What the owner asks for.
            fn api_request<'a>(
                &'a self,
                cx: &'a Context,
                request: ApiRequest,
            ) -> impl Future<Output = Result<Change, AccountError>> + Send + 'a;

            /// Nobody else is to be called so.
            fn validate<'a>(
                &'a self,
                cx: &'a Context,
                change: Change,
            ) -> impl Future<Output = Result<Change, AccountError>> + Send + 'a;

            /// The change is in the database.
            fn persist<'a>(
                &'a self,
                cx: &'a Context,
                valid: &'a Change,
            ) -> impl Future<Output = Result<Stored, AccountError>> + Send + 'a;

            /// Tells the owner, unless the mail server is down.
            fn notify<'a>(
                &'a self,
                cx: &'a Context,
                valid: &'a Change,
            ) -> impl Future<Output = Result<Sent, AccountError>> + Send + 'a;

            /// What was done, for the records.
            fn audit_log<'a>(
                &'a self,
                cx: &'a Context,
                valid: Change,
                stored: Stored,
                sent: Option<&'a Sent>,
            ) -> impl Future<Output = Audit> + Send + 'a;
        }

        /// A change to an account, asked for by its owner or made by an administrator.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct UserUpdate<S> {
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

        impl<S> Clone for UserUpdate<S> {
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

        impl<S> ::core::fmt::Debug for UserUpdate<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("UserUpdate").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> UserUpdate<S> {
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

            /// What an administrator does.
            ///
            /// A run that begins with `admin_action`: to be awaited, after more has been said about it or not.
            pub fn admin_action(&self, action: AdminAction) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ).entry(0),
                    input_action: Some(action),
                    input_request: None,
                }
            }

            /// What the owner asks for.
            ///
            /// A run that begins with `api_request`: to be awaited, after more has been said about it or not.
            pub fn api_request(&self, request: ApiRequest) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ).entry(1),
                    input_action: None,
                    input_request: Some(request),
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `user_update`",
            label = "`user_update::Steps` is not implemented for this type",
            note = "implement `user_update::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `user_update`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_action: Option<AdminAction>,
            input_request: Option<ApiRequest>,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, AccountError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Audit, Outputs>> {
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
                    action: codegen::Slot::entry_input(self.input_action),
                    request: codegen::Slot::entry_input(self.input_request),
                    admin_action: codegen::Slot::empty(),
                    count_request: codegen::Slot::still(),
                    api_request: codegen::Slot::empty(),
                    change: codegen::Slot::empty(),
                    valid: codegen::Slot::empty(),
                    stored: codegen::Slot::empty(),
                    sent: codegen::Slot::shared(record),
                    audit: codegen::Slot::empty(),
                    way_to_change: codegen::Decision::default(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Audit, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `user_update`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `admin_action`: What an administrator does.
            AdminAction,
            /// `count_request`: Limits how often an owner may do this.
            CountRequest,
            /// `api_request`: What the owner asks for.
            ApiRequest,
            /// `change`
            Change,
            /// `validate`: Nobody else is to be called so.
            Validate,
            /// `persist`: The change is in the database.
            Persist,
            /// `notify`: Tells the owner, unless the mail server is down.
            Notify,
            /// `audit_log`: What was done, for the records.
            AuditLog,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::AdminAction => "admin_action",
                    Self::CountRequest => "count_request",
                    Self::ApiRequest => "api_request",
                    Self::Change => "change",
                    Self::Validate => "validate",
                    Self::Persist => "persist",
                    Self::Notify => "notify",
                    Self::AuditLog => "audit_log",
                }
            }
        }

        /// How each step of a run of `user_update` ended.
        pub struct Outputs {
            /// `admin_action`: What an administrator does.
            pub admin_action: Outcome<Moved, AccountError>,
            /// `count_request`: Limits how often an owner may do this.
            pub count_request: Outcome<(), AccountError>,
            /// `api_request`: What the owner asks for.
            pub api_request: Outcome<Moved, AccountError>,
            /// `change`
            pub change: Outcome<Moved, AccountError>,
            /// `validate`: Nobody else is to be called so.
            pub validate: Outcome<Moved, AccountError>,
            /// `persist`: The change is in the database.
            pub persist: Outcome<Moved, AccountError>,
            /// `notify`: Tells the owner, unless the mail server is down.
            pub notify: Outcome<Sent, AccountError>,
            /// `audit_log`: What was done, for the records.
            pub audit_log: Outcome<Moved, AccountError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("admin_action", self.admin_action.kind()),
                        ("count_request", self.count_request.kind()),
                        ("api_request", self.api_request.kind()),
                        ("change", self.change.kind()),
                        ("validate", self.validate.kind()),
                        ("persist", self.persist.kind()),
                        ("notify", self.notify.kind()),
                        ("audit_log", self.audit_log.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            action: codegen::Slot<AdminAction, AccountError>,
            request: codegen::Slot<ApiRequest, AccountError>,
            admin_action: codegen::Slot<(), AccountError>,
            count_request: codegen::Slot<(), AccountError>,
            api_request: codegen::Slot<(), AccountError>,
            change: codegen::Slot<Change, AccountError>,
            valid: codegen::Slot<Change, AccountError>,
            stored: codegen::Slot<Stored, AccountError>,
            sent: codegen::Slot<Sent, AccountError>,
            audit: codegen::Slot<Audit, AccountError>,
            way_to_change: codegen::Decision,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    admin_action: self.admin_action.into_moved(),
                    count_request: self.count_request.copy(),
                    api_request: self.api_request.into_moved(),
                    change: self.change.into_moved(),
                    validate: self.valid.into_moved(),
                    persist: self.stored.into_moved(),
                    notify: self.sent.into_outcome(),
                    audit_log: self.audit.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = AccountError;
            type Metadata = ();
            type Gives = Audit;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &AccountError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<AccountError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Audit, codegen::NoOutput> {
                self.audit.output(&"audit_log")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<AccountError> {
                match slot {
                    0 => &self.action,
                    1 => &self.request,
                    2 => &self.admin_action,
                    3 => &self.count_request,
                    4 => &self.api_request,
                    5 => &self.change,
                    6 => &self.valid,
                    7 => &self.stored,
                    8 => &self.sent,
                    _ => &self.audit,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, AccountError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    0 => self.arm_admin_action(),
                    1 => self.arm_count_request(),
                    2 => self.arm_api_request(),
                    _ => codegen::Gate::Open,
                }
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<AccountError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if let Some(taken) = walk.comes_to_arm(&run.core, 0, || run.arm_admin_action())? {
                    if taken {
                        let tried = {
                            let action = run.action.take();
                            let returned = Steps::admin_action(&*run.steps, cx, action).await;
                            run.change.keep_value(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.admin_action.not_taken();
                    }
                    run.action.free();
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 1, || run.arm_count_request())? {
                    if taken {
                        let tried = {
                            let request = run.request.get();
                            let returned = Steps::count_request(&*run.steps, cx, &request).await;
                            run.count_request.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.count_request.not_taken();
                    }
                }

                if let Some(taken) = walk.comes_to_arm(&run.core, 2, || run.arm_api_request())? {
                    if taken {
                        let tried = {
                            let request = run.request.take();
                            let returned = Steps::api_request(&*run.steps, cx, request).await;
                            run.change.keep(cx, returned)
                        };
                        walk.end(&run.core, tried)?;
                    } else {
                        run.api_request.not_taken();
                    }
                    run.request.free();
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = run.change.merged();
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 4) {
                    let tried = {
                        let change = run.change.take();
                        let returned = Steps::validate(&*run.steps, cx, change).await;
                        run.valid.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 5) {
                    let tried = {
                        let valid = run.valid.get();
                        let returned = Steps::persist(&*run.steps, cx, &valid).await;
                        run.stored.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 6) {
                    let tried = {
                        let valid = run.valid.get();
                        let returned = Steps::notify(&*run.steps, cx, &valid).await;
                        run.sent.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 7) {
                    let tried = {
                        let valid = run.valid.take();
                        let stored = run.stored.take();
                        let sent = run.sent.option();
                        let returned = Steps::audit_log(
                            &*run.steps,
                            cx,
                            valid,
                            stored,
                            sent.as_deref(),
                        ).await;
                        run.audit.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.sent.free();
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            #[allow(unused_variables)]
            fn way_to_change(&self) -> u32 {
                self.way_to_change.way(|| {
                    self.core.entry()
                })
            }

            fn arm_admin_action(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_change() == 0)
            }

            fn arm_count_request(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_change() == 1)
            }

            fn arm_api_request(&self) -> codegen::Gate {
                codegen::Gate::arm(self.way_to_change() == 1)
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "user_update",
            definition: "df024c1dfbc67e5b",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("admin_action")
                    .children(&[Step::Change as u32])
                    .reads(&[0])
                    .guarded(),
                codegen::StepPlan::new("count_request")
                    .children(&[Step::ApiRequest as u32])
                    .reads(&[1])
                    .guarded(),
                codegen::StepPlan::new("api_request")
                    .parents(&[codegen::Parent::order(Step::CountRequest as u32)])
                    .children(&[Step::Change as u32])
                    .reads(&[1])
                    .timeout(Duration::from_secs(1))
                    .guarded(),
                codegen::StepPlan::new("change")
                    .parents(&[
                        codegen::Parent::arm(Step::AdminAction as u32),
                        codegen::Parent::arm(Step::ApiRequest as u32),
                    ])
                    .children(&[Step::Validate as u32]),
                codegen::StepPlan::new("validate")
                    .parents(&[codegen::Parent::value(Step::Change as u32)])
                    .children(&[Step::Persist as u32, Step::Notify as u32, Step::AuditLog as u32])
                    .reads(&[5]),
                codegen::StepPlan::new("persist")
                    .parents(&[codegen::Parent::value(Step::Validate as u32)])
                    .children(&[Step::AuditLog as u32])
                    .reads(&[6]),
                codegen::StepPlan::new("notify")
                    .parents(&[codegen::Parent::value(Step::Validate as u32)])
                    .children(&[Step::AuditLog as u32])
                    .reads(&[6])
                    .optional(),
                codegen::StepPlan::new("audit_log")
                    .parents(&[
                        codegen::Parent::value(Step::Validate as u32),
                        codegen::Parent::value(Step::Persist as u32),
                        codegen::Parent::order(Step::Persist as u32),
                        codegen::Parent::end(Step::Notify as u32),
                        codegen::Parent::order(Step::Notify as u32),
                    ])
                    .reads(&[6, 7, 8]),
            ],
            readers: &[1, 2, 0, 0, 0, 1, 3, 1, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };

        /// The wiring of `user_update`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("action", "AdminAction"),
                table::value("request", "ApiRequest"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::entered(table::step("admin_action", None, None), "admin_action"),
                table::entered(table::step("count_request", None, None), "api_request"),
                table::entered(table::step("api_request", None, None), "api_request"),
                table::step("change", Some(table::value("change", "Change")), None),
                table::step("validate", Some(table::value("valid", "Change")), None),
                table::step("persist", Some(table::value("stored", "Stored")), None),
                table::handled(table::step("notify", Some(table::value("sent", "Sent")), None)),
                table::step("audit_log", Some(table::value("audit", "Audit")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "AdminAction"),
                table::data(table::input(1), table::to(1), "&ApiRequest"),
                table::data(table::input(1), table::to(2), "ApiRequest"),
                table::order(table::from(1), table::to(2)),
                table::data(table::from(0), table::to(3), "Change"),
                table::data(table::from(2), table::to(3), "Change"),
                table::data(table::from(3), table::to(4), "Change"),
                table::data(table::from(4), table::to(5), "&Change"),
                table::data(table::from(4), table::to(6), "&Change"),
                table::data(table::from(4), table::to(7), "Change"),
                table::data(table::from(5), table::to(7), "Stored"),
                table::data(table::from(6), table::to(7), "Option<&Sent>"),
                table::order(table::from(5), table::to(7)),
                table::order(table::from(6), table::to(7)),
                table::data(table::from(7), codegen::Target::Output, "Audit"),
            ];
            table::graph("user_update", INPUTS, STEPS, WIRES, Some(table::value("audit", "Audit")))
        };

        /// A test double of the steps of `user_update`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            admin_action: Option<Box<dyn Fn(&Context, AdminAction) -> Change + Send + Sync>>,
            count_request: Option<Box<dyn Fn(
                &Context,
                &ApiRequest,
            ) -> Result<(), AccountError> + Send + Sync>>,
            api_request: Option<Box<dyn Fn(
                &Context,
                ApiRequest,
            ) -> Result<Change, AccountError> + Send + Sync>>,
            validate: Option<Box<dyn Fn(
                &Context,
                Change,
            ) -> Result<Change, AccountError> + Send + Sync>>,
            persist: Option<Box<dyn Fn(
                &Context,
                &Change,
            ) -> Result<Stored, AccountError> + Send + Sync>>,
            notify: Option<Box<dyn Fn(
                &Context,
                &Change,
            ) -> Result<Sent, AccountError> + Send + Sync>>,
            audit_log: Option<Box<dyn Fn(
                &Context,
                Change,
                Stored,
                Option<&Sent>,
            ) -> Audit + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `admin_action` does.
            #[must_use]
            pub fn admin_action(
                mut self,
                step: impl Fn(&Context, AdminAction) -> Change + Send + Sync + 'static,
            ) -> Self {
                self.admin_action = Some(Box::new(step));
                self
            }

            /// What `count_request` does.
            #[must_use]
            pub fn count_request(
                mut self,
                step: impl Fn(
                    &Context,
                    &ApiRequest,
                ) -> Result<(), AccountError> + Send + Sync + 'static,
            ) -> Self {
                self.count_request = Some(Box::new(step));
                self
            }

            /// What `api_request` does.
            #[must_use]
            pub fn api_request(
                mut self,
                step: impl Fn(
                    &Context,
                    ApiRequest,
                ) -> Result<Change, AccountError> + Send + Sync + 'static,
            ) -> Self {
                self.api_request = Some(Box::new(step));
                self
            }

            /// What `validate` does.
            #[must_use]
            pub fn validate(
                mut self,
                step: impl Fn(
                    &Context,
                    Change,
                ) -> Result<Change, AccountError> + Send + Sync + 'static,
            ) -> Self {
                self.validate = Some(Box::new(step));
                self
            }

            /// What `persist` does.
            #[must_use]
            pub fn persist(
                mut self,
                step: impl Fn(
                    &Context,
                    &Change,
                ) -> Result<Stored, AccountError> + Send + Sync + 'static,
            ) -> Self {
                self.persist = Some(Box::new(step));
                self
            }

            /// What `notify` does.
            #[must_use]
            pub fn notify(
                mut self,
                step: impl Fn(
                    &Context,
                    &Change,
                ) -> Result<Sent, AccountError> + Send + Sync + 'static,
            ) -> Self {
                self.notify = Some(Box::new(step));
                self
            }

            /// What `audit_log` does.
            #[must_use]
            pub fn audit_log(
                mut self,
                step: impl Fn(
                    &Context,
                    Change,
                    Stored,
                    Option<&Sent>,
                ) -> Audit + Send + Sync + 'static,
            ) -> Self {
                self.audit_log = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            async fn admin_action(&self, cx: &Context, action: AdminAction) -> Change {
                codegen::stubbed("admin_action", &self.admin_action)(cx, action)
            }

            async fn count_request(
                &self,
                cx: &Context,
                request: &ApiRequest,
            ) -> Result<(), AccountError> {
                codegen::stubbed("count_request", &self.count_request)(cx, request)
            }

            async fn api_request(
                &self,
                cx: &Context,
                request: ApiRequest,
            ) -> Result<Change, AccountError> {
                codegen::stubbed("api_request", &self.api_request)(cx, request)
            }

            async fn validate(&self, cx: &Context, change: Change) -> Result<Change, AccountError> {
                codegen::stubbed("validate", &self.validate)(cx, change)
            }

            async fn persist(&self, cx: &Context, valid: &Change) -> Result<Stored, AccountError> {
                codegen::stubbed("persist", &self.persist)(cx, valid)
            }

            async fn notify(&self, cx: &Context, valid: &Change) -> Result<Sent, AccountError> {
                codegen::stubbed("notify", &self.notify)(cx, valid)
            }

            async fn audit_log(
                &self,
                cx: &Context,
                valid: Change,
                stored: Stored,
                sent: Option<&Sent>,
            ) -> Audit {
                codegen::stubbed("audit_log", &self.audit_log)(cx, valid, stored, sent)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::user_update::UserUpdate;
