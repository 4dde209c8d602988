/// Makes thumbnails of pictures on all cores, and a sheet of those that could be read.
///
#[cfg_attr(doc, doc = include_str!("thumbnails.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     files(["files: Vec#lt;File#gt;"]):::value
///     width(["width: u32"]):::value
///     shrink[["shrink<br/>map file: &File"]]
///     place[["place<br/>fold so_far: Sheet, next: &Thumbnail"]]
///     label["label"]
///     output(["labelled: Sheet"]):::value
///     files -->|"&Vec#lt;File#gt;"| shrink
///     width -->|"u32"| shrink
///     shrink -->|"&Collected#lt;Thumbnail, PictureError#gt;"| place
///     place -->|"Sheet"| label
///     files -->|"&Vec#lt;File#gt;"| label
///     shrink -->|"&Collected#lt;Thumbnail, PictureError#gt;"| label
///     label -->|"Sheet"| output
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
pub mod thumbnails {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, Thumbnails, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::pictures::{File, PictureError, Sheet, Thumbnail};
        #[allow(unused_imports)]
        use pipewright::Collected;
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");
        const EMPTY: Sheet = Sheet::EMPTY;

        const CHECKED: bool = {
            codegen::is_error::<PictureError>();
            codegen::is_value::<Vec<File>>();
            codegen::is_value::<Collected<Thumbnail, PictureError>>();
            codegen::is_value::<Sheet>();
            codegen::is_value::<File>();
            codegen::is_value::<Thumbnail>();
            {
                let _ = |value: &Vec<File>| {
                    codegen::lends::<File, _>(value);
                };
            }
            codegen::collects::<Collected<Thumbnail, PictureError>, Result<Thumbnail, ::pipewright::StepError<PictureError>>>();
            {
                let _ = |value: &Collected<Thumbnail, PictureError>| {
                    codegen::lends::<Thumbnail, _>(value.oks());
                };
            }
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `thumbnails`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `thumbnails`",
            label = "`thumbnails::Steps` is not implemented for this type",
            note = "implement `thumbnails::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Shrinks each picture on a thread of its own. One that cannot be read does no harm to the others.
            fn shrink<'a>(
                &'a self,
                cx: &'a Context,
                file: &'a File,
                width: u32,
            ) -> Result<Thumbnail, PictureError>;

            /// Lays those side by side that there are.
            fn place<'a>(
                &'a self,
                cx: &'a Context,
                so_far: Sheet,
                next: &'a Thumbnail,
            ) -> impl Future<Output = Sheet> + Send + 'a;

            /// Writes down which pictures are missing, and why.
            fn label<'a>(
                &'a self,
                cx: &'a Context,
                sheet: Sheet,
                files: &'a Vec<File>,
                thumbnails: &'a Collected<Thumbnail, PictureError>,
            ) -> impl Future<Output = Result<Sheet, PictureError>> + Send + 'a;
        }

        /// Makes thumbnails of pictures on all cores, and a sheet of those that could be read.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct Thumbnails<S> {
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

        impl<S> Clone for Thumbnails<S> {
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

        impl<S> ::core::fmt::Debug for Thumbnails<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Thumbnails").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> Thumbnails<S> {
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
            pub fn run(&self, files: Vec<File>, width: u32) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_files: files,
                    input_width: width,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `thumbnails`",
            label = "`thumbnails::Steps` is not implemented for this type",
            note = "implement `thumbnails::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `thumbnails`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_files: Vec<File>,
            input_width: u32,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, PictureError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Sheet, Outputs>> {
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
                    files: codegen::Slot::shared_input(self.input_files),
                    width: codegen::Slot::shared_input(self.input_width),
                    thumbnails: codegen::Slot::shared(record),
                    sheet: codegen::Slot::empty(),
                    labelled: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Sheet, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `thumbnails`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `shrink`: Shrinks each picture on a thread of its own. One that cannot be read does no harm to the others.
            Shrink,
            /// `place`: Lays those side by side that there are.
            Place,
            /// `label`: Writes down which pictures are missing, and why.
            Label,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Shrink => "shrink",
                    Self::Place => "place",
                    Self::Label => "label",
                }
            }
        }

        /// How each step of a run of `thumbnails` ended.
        pub struct Outputs {
            /// `shrink`: Shrinks each picture on a thread of its own. One that cannot be read does no harm to the others.
            pub shrink: Outcome<Collected<Thumbnail, PictureError>, PictureError>,
            /// `place`: Lays those side by side that there are.
            pub place: Outcome<Moved, PictureError>,
            /// `label`: Writes down which pictures are missing, and why.
            pub label: Outcome<Moved, PictureError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("shrink", self.shrink.kind()),
                        ("place", self.place.kind()),
                        ("label", self.label.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            files: codegen::Slot<Vec<File>, PictureError>,
            width: codegen::Slot<u32, PictureError>,
            thumbnails: codegen::Slot<Collected<Thumbnail, PictureError>, PictureError>,
            sheet: codegen::Slot<Sheet, PictureError>,
            labelled: codegen::Slot<Sheet, PictureError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    shrink: self.thumbnails.into_outcome(),
                    place: self.sheet.into_moved(),
                    label: self.labelled.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = PictureError;
            type Metadata = ();
            type Gives = Sheet;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &PictureError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<PictureError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Sheet, codegen::NoOutput> {
                self.labelled.output(&"label")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<PictureError> {
                match slot {
                    0 => &self.files,
                    1 => &self.width,
                    2 => &self.thumbnails,
                    3 => &self.sheet,
                    _ => &self.labelled,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, PictureError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<PictureError>> + 'a {
            async move {
                if walk.comes_to(&run.core, 0) {
                    let tried = {
                        let files = run.files.get();
                        let elements = codegen::lent::<File, _>(&*files);
                        let all = codegen::map_all::<0, _>(run, elements).await;
                        run.thumbnails.keep_all(cx, all)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let returned = run.fold_place(cx).await;
                        run.sheet.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 2) {
                    let tried = {
                        let sheet = run.sheet.take();
                        let files = run.files.get();
                        let thumbnails = run.thumbnails.get();
                        let returned = Steps::label(
                            &*run.steps,
                            cx,
                            sheet,
                            &files,
                            &thumbnails,
                        ).await;
                        run.labelled.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.files.free();
                    run.thumbnails.free();
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            async fn fold_place(&self, cx: &Context) -> Result<Sheet, PictureError> {
                let thumbnails = self.thumbnails.get();
                let elements = codegen::lent::<Thumbnail, _>(thumbnails.oks());
                let mut elements = ::core::pin::pin!(elements);
                let mut so_far: Sheet = EMPTY;
                while let Some(next) = codegen::next(&mut elements).await {
                    so_far = Steps::place(&*self.steps, cx, so_far, next).await;
                }
                Ok(so_far)
            }
        }

        /// `shrink`, for one element.
        impl<S: Steps + 'static> codegen::Each<0> for Run<S> {
            type Element = File;
            type Output = Thumbnail;

            async fn each(
                &self,
                cx: &Context,
                file: codegen::Element<'_, File>,
            ) -> Result<Option<Thumbnail>, PictureError> {
                let file = file.get();
                let width = self.width.value();
                Steps::shrink(&*self.steps, cx, file, width).map(Some)
            }

            async fn each_at(
                &self,
                cx: &Context,
                index: usize,
            ) -> Result<Option<Thumbnail>, PictureError> {
                let files = self.files.get();
                let file = codegen::lent_at::<File, _>(&*files, index);
                codegen::Each::<0>::each(self, cx, codegen::Element::Lent(file)).await
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "thumbnails",
            definition: "3702c9badda01a0b",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("shrink")
                    .children(&[Step::Place as u32, Step::Label as u32])
                    .reads(&[0, 1])
                    .map(&codegen::Map::new(codegen::StepPlan::new("shrink").blocking()).goes_on()),
                codegen::StepPlan::new("place")
                    .parents(&[codegen::Parent::value(Step::Shrink as u32)])
                    .children(&[Step::Label as u32])
                    .reads(&[2]),
                codegen::StepPlan::new("label")
                    .parents(&[
                        codegen::Parent::value(Step::Shrink as u32),
                        codegen::Parent::value(Step::Place as u32),
                    ])
                    .reads(&[0, 2, 3]),
            ],
            readers: &[2, 1, 2, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `thumbnails`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[
                table::value("files", "Vec<File>"),
                table::value("width", "u32"),
            ];

            const STEPS: &[codegen::Step] = &[
                table::each(
                    "shrink",
                    Some(table::value("thumbnails", "Collected<Thumbnail, PictureError>")),
                    None,
                    "map file: &File",
                ),
                table::each(
                    "place",
                    Some(table::value("sheet", "Sheet")),
                    None,
                    "fold so_far: Sheet, next: &Thumbnail",
                ),
                table::step("label", Some(table::value("labelled", "Sheet")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&Vec<File>"),
                table::data(table::input(1), table::to(0), "u32"),
                table::data(table::from(0), table::to(1), "&Collected<Thumbnail, PictureError>"),
                table::data(table::from(1), table::to(2), "Sheet"),
                table::data(table::input(0), table::to(2), "&Vec<File>"),
                table::data(table::from(0), table::to(2), "&Collected<Thumbnail, PictureError>"),
                table::data(table::from(2), codegen::Target::Output, "Sheet"),
            ];
            table::graph(
                "thumbnails",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("labelled", "Sheet")),
            )
        };

        /// A test double of the steps of `thumbnails`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            shrink: Option<Box<dyn Fn(
                &Context,
                &File,
                u32,
            ) -> Result<Thumbnail, PictureError> + Send + Sync>>,
            place: Option<Box<dyn Fn(&Context, Sheet, &Thumbnail) -> Sheet + Send + Sync>>,
            label: Option<Box<dyn Fn(
                &Context,
                Sheet,
                &Vec<File>,
                &Collected<Thumbnail, PictureError>,
            ) -> Result<Sheet, PictureError> + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `shrink` does.
            #[must_use]
            pub fn shrink(
                mut self,
                step: impl Fn(
                    &Context,
                    &File,
                    u32,
                ) -> Result<Thumbnail, PictureError> + Send + Sync + 'static,
            ) -> Self {
                self.shrink = Some(Box::new(step));
                self
            }

            /// What `place` does.
            #[must_use]
            pub fn place(
                mut self,
                step: impl Fn(&Context, Sheet, &Thumbnail) -> Sheet + Send + Sync + 'static,
            ) -> Self {
                self.place = Some(Box::new(step));
                self
            }

            /// What `label` does.
            #[must_use]
            pub fn label(
                mut self,
                step: impl Fn(
                    &Context,
                    Sheet,
                    &Vec<File>,
                    &Collected<Thumbnail, PictureError>,
                ) -> Result<Sheet, PictureError> + Send + Sync + 'static,
            ) -> Self {
                self.label = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            fn shrink(
                &self,
                cx: &Context,
                file: &File,
                width: u32,
            ) -> Result<Thumbnail, PictureError> {
                codegen::stubbed("shrink", &self.shrink)(cx, file, width)
            }

            async fn place(&self, cx: &Context, so_far: Sheet, next: &Thumbnail) -> Sheet {
                codegen::stubbed("place", &self.place)(cx, so_far, next)
            }

            async fn label(
                &self,
                cx: &Context,
                sheet: Sheet,
                files: &Vec<File>,
                thumbnails: &Collected<Thumbnail, PictureError>,
            ) -> Result<Sheet, PictureError> {
                codegen::stubbed("label", &self.label)(cx, sheet, files, thumbnails)
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::thumbnails::Thumbnails;
