/// What a storm did to a fortnight of flights: five files in, one report out.
///
#[cfg_attr(doc, doc = include_str!("storm_report.html"))]
///
/// <details><summary>The picture as Mermaid</summary>
///
/// ```mermaid
/// flowchart TD
///     data_dir(["data_dir: PathBuf"]):::value
///     load_flights["load_flights"]
///     classify["classify"]
///     load_weather["load_weather"]
///     join_weather["join_weather"]
///     load_planes["load_planes"]
///     join_planes["join_planes"]
///     load_airports["load_airports"]
///     join_airports["join_airports"]
///     distances["distances"]
///     load_airlines["load_airlines"]
///     carrier_summary["carrier_summary"]
///     daily_ops["daily_ops"]
///     storm_days{{"storm_days<br/>when daily_ops.has_storm()"}}
///     report["report"]
///     output(["report: Report"]):::value
///     data_dir -->|"&PathBuf"| load_flights
///     load_flights -->|"&Flights"| classify
///     data_dir -->|"&PathBuf"| load_weather
///     load_flights -->|"&Flights"| join_weather
///     load_weather -->|"&Weather"| join_weather
///     data_dir -->|"&PathBuf"| load_planes
///     classify -->|"&Classified"| join_planes
///     load_planes -->|"&Planes"| join_planes
///     data_dir -->|"&PathBuf"| load_airports
///     classify -->|"&Classified"| join_airports
///     load_airports -->|"&Airports"| join_airports
///     join_airports -->|"&FlownAirports"| distances
///     data_dir -->|"&PathBuf"| load_airlines
///     classify -->|"&Classified"| carrier_summary
///     load_airlines -->|"&Airlines"| carrier_summary
///     classify -->|"&Classified"| daily_ops
///     daily_ops -->|"&DailyOps"| storm_days
///     join_weather -->|"&FlightWeather"| storm_days
///     daily_ops -->|"when"| storm_days
///     classify -->|"&Classified"| report
///     join_weather -->|"&FlightWeather"| report
///     join_planes -->|"&FlownPlanes"| report
///     join_airports -->|"&FlownAirports"| report
///     distances -->|"&Distances"| report
///     carrier_summary -->|"&CarrierSummary"| report
///     daily_ops -->|"&DailyOps"| report
///     storm_days -->|"Option#lt;&StormDays#gt;"| report
///     report -->|"Report"| output
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
pub mod storm_report {
    #[allow(unused_imports)]
    pub use self::generated::{Context, GRAPH, Launch, StormReport, Outputs, Step, Steps, Stub};

    mod generated {
        #[allow(unused_imports)]
        use crate::flights::{Airlines, Airports, Flights, FlightsError, Planes, Weather};
        #[allow(unused_imports)]
        use crate::flights::{CarrierSummary, DailyOps, Distances, Report, StormDays};
        #[allow(unused_imports)]
        use crate::flights::{Classified, FlightWeather, FlownAirports, FlownPlanes};
        #[allow(unused_imports)]
        use std::path::PathBuf;
        use ::pipewright::{Moved, Outcome, RunError, codegen};
        use ::pipewright::codegen::table;
        use ::std::future::{Future, IntoFuture};
        use ::std::sync::Arc;
        use ::std::time::Duration;
        const _: () = codegen::made_for("0.1");

        const CHECKED: bool = {
            codegen::is_error::<FlightsError>();
            codegen::is_value::<PathBuf>();
            codegen::is_value::<Flights>();
            codegen::is_value::<Classified>();
            codegen::is_value::<Weather>();
            codegen::is_value::<FlightWeather>();
            codegen::is_value::<Planes>();
            codegen::is_value::<FlownPlanes>();
            codegen::is_value::<Airports>();
            codegen::is_value::<FlownAirports>();
            codegen::is_value::<Distances>();
            codegen::is_value::<Airlines>();
            codegen::is_value::<CarrierSummary>();
            codegen::is_value::<DailyOps>();
            codegen::is_value::<StormDays>();
            codegen::is_value::<Report>();
            true
        };

        /// What a step can ask of its run.
        pub type Context = ::pipewright::Context;

        /// The steps of `storm_report`, to be implemented.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `storm_report`",
            label = "`storm_report::Steps` is not implemented for this type",
            note = "implement `storm_report::Steps` for `{Self}`, with a method for each step"
        )]
        pub trait Steps: Send + Sync {
            /// Every flight that was planned.
            fn load_flights<'a>(
                &'a self,
                cx: &'a Context,
                data_dir: &'a PathBuf,
            ) -> Result<Flights, FlightsError>;

            /// What became of each flight: cancelled, diverted or flown.
            fn classify<'a>(
                &'a self,
                cx: &'a Context,
                flights: &'a Flights,
            ) -> impl Future<Output = Classified> + Send + 'a;

            /// The weather at the airports of origin, hour by hour.
            fn load_weather<'a>(
                &'a self,
                cx: &'a Context,
                data_dir: &'a PathBuf,
            ) -> Result<Weather, FlightsError>;

            /// Each flight with the hour of its departure, each day with its weather.
            fn join_weather<'a>(
                &'a self,
                cx: &'a Context,
                flights: &'a Flights,
                weather: &'a Weather,
            ) -> impl Future<Output = FlightWeather> + Send + 'a;

            /// The known planes, and when they were built.
            fn load_planes<'a>(
                &'a self,
                cx: &'a Context,
                data_dir: &'a PathBuf,
            ) -> Result<Planes, FlightsError>;

            /// Each flown flight with its plane.
            fn join_planes<'a>(
                &'a self,
                cx: &'a Context,
                classified: &'a Classified,
                planes: &'a Planes,
            ) -> impl Future<Output = FlownPlanes> + Send + 'a;

            /// The known airports, and where they lie.
            fn load_airports<'a>(
                &'a self,
                cx: &'a Context,
                data_dir: &'a PathBuf,
            ) -> Result<Airports, FlightsError>;

            /// Each flown flight with the airports at both ends.
            fn join_airports<'a>(
                &'a self,
                cx: &'a Context,
                classified: &'a Classified,
                airports: &'a Airports,
            ) -> impl Future<Output = FlownAirports> + Send + 'a;

            /// How far each route is on the globe.
            fn distances<'a>(
                &'a self,
                cx: &'a Context,
                flown_airports: &'a FlownAirports,
            ) -> Distances;

            /// The airlines' names.
            fn load_airlines<'a>(
                &'a self,
                cx: &'a Context,
                data_dir: &'a PathBuf,
            ) -> Result<Airlines, FlightsError>;

            /// How each carrier did.
            fn carrier_summary<'a>(
                &'a self,
                cx: &'a Context,
                classified: &'a Classified,
                airlines: &'a Airlines,
            ) -> impl Future<Output = CarrierSummary> + Send + 'a;

            /// How each day went at each airport.
            fn daily_ops<'a>(
                &'a self,
                cx: &'a Context,
                classified: &'a Classified,
            ) -> impl Future<Output = DailyOps> + Send + 'a;

            /// The days on which more than a fifth of the flights were cancelled, with their weather.
            fn storm_days<'a>(
                &'a self,
                cx: &'a Context,
                daily_ops: &'a DailyOps,
                flight_weather: &'a FlightWeather,
            ) -> impl Future<Output = StormDays> + Send + 'a;

            /// Seven files for machines, a few headlines for people.
            #[allow(clippy::too_many_arguments)]
            fn report<'a>(
                &'a self,
                cx: &'a Context,
                classified: &'a Classified,
                flight_weather: &'a FlightWeather,
                flown_planes: &'a FlownPlanes,
                flown_airports: &'a FlownAirports,
                distances: &'a Distances,
                carriers: &'a CarrierSummary,
                daily_ops: &'a DailyOps,
                storm_days: Option<&'a StormDays>,
            ) -> impl Future<Output = Report> + Send + 'a;
        }

        /// What a storm did to a fortnight of flights: five files in, one report out.
        #[derive(codegen::typed_builder::TypedBuilder)]
        #[builder(crate_module_path = ::pipewright::codegen::typed_builder)]
        pub struct StormReport<S> {
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

        impl<S> Clone for StormReport<S> {
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

        impl<S> ::core::fmt::Debug for StormReport<S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("StormReport").finish_non_exhaustive()
            }
        }

        impl<S: Steps + 'static> StormReport<S> {
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
            pub fn run(&self, data_dir: PathBuf) -> Launch<S> {
                Launch {
                    steps: self.steps.clone(),
                    settings: codegen::Settings::new(
                        [],
                        &self.executor,
                        self.max_parallel,
                        self.deadline,
                        &self.emit_to,
                    ),
                    input_data_dir: data_dir,
                }
            }
        }

        /// Steps, or an `Arc` of them.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not implement the steps of the pipeline `storm_report`",
            label = "`storm_report::Steps` is not implemented for this type",
            note = "implement `storm_report::Steps` for `{Self}`, with a method for each step"
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

        /// A run of `storm_report`, to be awaited.
        ///
        /// Awaited, it resolves to the output or to the run's error.
        #[must_use = "a run does nothing until it is awaited"]
        pub struct Launch<S> {
            steps: Arc<S>,
            settings: codegen::Settings,
            input_data_dir: PathBuf,
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
            pub fn inside(mut self, outer: codegen::Outer) -> codegen::Inner<Self, FlightsError> {
                self.settings.inside(outer);
                codegen::Inner::new(self)
            }
        }

        impl<S: Steps + 'static> Launch<S> {
            /// Awaits the run with the outcome of each step and a report of all that happened.
            pub fn with_report(self) -> codegen::RunFuture<::pipewright::Run<Report, Outputs>> {
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
                    data_dir: codegen::Slot::shared_input(self.input_data_dir),
                    flights: codegen::Slot::shared(record),
                    classified: codegen::Slot::shared(record),
                    weather: codegen::Slot::shared(record),
                    flight_weather: codegen::Slot::shared(record),
                    planes: codegen::Slot::shared(record),
                    flown_planes: codegen::Slot::shared(record),
                    airports: codegen::Slot::shared(record),
                    flown_airports: codegen::Slot::shared(record),
                    distances: codegen::Slot::shared(record),
                    airlines: codegen::Slot::shared(record),
                    carriers: codegen::Slot::shared(record),
                    daily_ops: codegen::Slot::shared(record),
                    storm_days: codegen::Slot::shared(record),
                    report: codegen::Slot::empty(),
                })
            }
        }

        impl<S: Steps + 'static> IntoFuture for Launch<S> {
            type Output = Result<Report, RunError>;
            type IntoFuture = codegen::RunFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                codegen::RunFuture::new(self.begin(false))
            }
        }

        /// The steps of `storm_report`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step {
            /// `load_flights`: Every flight that was planned.
            LoadFlights,
            /// `classify`: What became of each flight: cancelled, diverted or flown.
            Classify,
            /// `load_weather`: The weather at the airports of origin, hour by hour.
            LoadWeather,
            /// `join_weather`: Each flight with the hour of its departure, each day with its weather.
            JoinWeather,
            /// `load_planes`: The known planes, and when they were built.
            LoadPlanes,
            /// `join_planes`: Each flown flight with its plane.
            JoinPlanes,
            /// `load_airports`: The known airports, and where they lie.
            LoadAirports,
            /// `join_airports`: Each flown flight with the airports at both ends.
            JoinAirports,
            /// `distances`: How far each route is on the globe.
            Distances,
            /// `load_airlines`: The airlines' names.
            LoadAirlines,
            /// `carrier_summary`: How each carrier did.
            CarrierSummary,
            /// `daily_ops`: How each day went at each airport.
            DailyOps,
            /// `storm_days`: The days on which more than a fifth of the flights were cancelled, with their weather.
            StormDays,
            /// `report`: Seven files for machines, a few headlines for people.
            Report,
        }

        impl Step {
            /// The step's name.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::LoadFlights => "load_flights",
                    Self::Classify => "classify",
                    Self::LoadWeather => "load_weather",
                    Self::JoinWeather => "join_weather",
                    Self::LoadPlanes => "load_planes",
                    Self::JoinPlanes => "join_planes",
                    Self::LoadAirports => "load_airports",
                    Self::JoinAirports => "join_airports",
                    Self::Distances => "distances",
                    Self::LoadAirlines => "load_airlines",
                    Self::CarrierSummary => "carrier_summary",
                    Self::DailyOps => "daily_ops",
                    Self::StormDays => "storm_days",
                    Self::Report => "report",
                }
            }
        }

        /// How each step of a run of `storm_report` ended.
        pub struct Outputs {
            /// `load_flights`: Every flight that was planned.
            pub load_flights: Outcome<Flights, FlightsError>,
            /// `classify`: What became of each flight: cancelled, diverted or flown.
            pub classify: Outcome<Classified, FlightsError>,
            /// `load_weather`: The weather at the airports of origin, hour by hour.
            pub load_weather: Outcome<Weather, FlightsError>,
            /// `join_weather`: Each flight with the hour of its departure, each day with its weather.
            pub join_weather: Outcome<FlightWeather, FlightsError>,
            /// `load_planes`: The known planes, and when they were built.
            pub load_planes: Outcome<Planes, FlightsError>,
            /// `join_planes`: Each flown flight with its plane.
            pub join_planes: Outcome<FlownPlanes, FlightsError>,
            /// `load_airports`: The known airports, and where they lie.
            pub load_airports: Outcome<Airports, FlightsError>,
            /// `join_airports`: Each flown flight with the airports at both ends.
            pub join_airports: Outcome<FlownAirports, FlightsError>,
            /// `distances`: How far each route is on the globe.
            pub distances: Outcome<Distances, FlightsError>,
            /// `load_airlines`: The airlines' names.
            pub load_airlines: Outcome<Airlines, FlightsError>,
            /// `carrier_summary`: How each carrier did.
            pub carrier_summary: Outcome<CarrierSummary, FlightsError>,
            /// `daily_ops`: How each day went at each airport.
            pub daily_ops: Outcome<DailyOps, FlightsError>,
            /// `storm_days`: The days on which more than a fifth of the flights were cancelled, with their weather.
            pub storm_days: Outcome<StormDays, FlightsError>,
            /// `report`: Seven files for machines, a few headlines for people.
            pub report: Outcome<Moved, FlightsError>,
        }

        impl ::core::fmt::Debug for Outputs {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                codegen::debug_outputs(
                    f,
                    &[
                        ("load_flights", self.load_flights.kind()),
                        ("classify", self.classify.kind()),
                        ("load_weather", self.load_weather.kind()),
                        ("join_weather", self.join_weather.kind()),
                        ("load_planes", self.load_planes.kind()),
                        ("join_planes", self.join_planes.kind()),
                        ("load_airports", self.load_airports.kind()),
                        ("join_airports", self.join_airports.kind()),
                        ("distances", self.distances.kind()),
                        ("load_airlines", self.load_airlines.kind()),
                        ("carrier_summary", self.carrier_summary.kind()),
                        ("daily_ops", self.daily_ops.kind()),
                        ("storm_days", self.storm_days.kind()),
                        ("report", self.report.kind()),
                    ],
                )
            }
        }

        struct Run<S, const TYPES: bool = CHECKED> {
            core: codegen::Core,
            steps: Arc<S>,
            data_dir: codegen::Slot<PathBuf, FlightsError>,
            flights: codegen::Slot<Flights, FlightsError>,
            classified: codegen::Slot<Classified, FlightsError>,
            weather: codegen::Slot<Weather, FlightsError>,
            flight_weather: codegen::Slot<FlightWeather, FlightsError>,
            planes: codegen::Slot<Planes, FlightsError>,
            flown_planes: codegen::Slot<FlownPlanes, FlightsError>,
            airports: codegen::Slot<Airports, FlightsError>,
            flown_airports: codegen::Slot<FlownAirports, FlightsError>,
            distances: codegen::Slot<Distances, FlightsError>,
            airlines: codegen::Slot<Airlines, FlightsError>,
            carriers: codegen::Slot<CarrierSummary, FlightsError>,
            daily_ops: codegen::Slot<DailyOps, FlightsError>,
            storm_days: codegen::Slot<StormDays, FlightsError>,
            report: codegen::Slot<Report, FlightsError>,
        }

        impl<S> Run<S> {
            fn outputs(&self) -> Outputs {
                Outputs {
                    load_flights: self.flights.into_outcome(),
                    classify: self.classified.into_outcome(),
                    load_weather: self.weather.into_outcome(),
                    join_weather: self.flight_weather.into_outcome(),
                    load_planes: self.planes.into_outcome(),
                    join_planes: self.flown_planes.into_outcome(),
                    load_airports: self.airports.into_outcome(),
                    join_airports: self.flown_airports.into_outcome(),
                    distances: self.distances.into_outcome(),
                    load_airlines: self.airlines.into_outcome(),
                    carrier_summary: self.carriers.into_outcome(),
                    daily_ops: self.daily_ops.into_outcome(),
                    storm_days: self.storm_days.into_outcome(),
                    report: self.report.into_moved(),
                }
            }
        }

        impl<S: Steps + 'static> codegen::Runs for Run<S> {
            type Error = FlightsError;
            type Metadata = ();
            type Gives = Report;

            fn core(&self) -> &codegen::Core {
                &self.core
            }

            fn as_error(error: &FlightsError) -> Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use codegen::{AsError as _, IsError as _, NoError as _};
                codegen::Seen(error).standard()
            }

            fn straight(&self) -> impl Future<Output = codegen::Straight<FlightsError>> + Send {
                straight(self, self.core.all(), self.core.first())
            }

            fn output(&self) -> Result<Report, codegen::NoOutput> {
                self.report.output(&"report")
            }

            fn slot(&self, slot: u32) -> &dyn codegen::AnySlot<FlightsError> {
                match slot {
                    0 => &self.data_dir,
                    1 => &self.flights,
                    2 => &self.classified,
                    3 => &self.weather,
                    4 => &self.flight_weather,
                    5 => &self.planes,
                    6 => &self.flown_planes,
                    7 => &self.airports,
                    8 => &self.flown_airports,
                    9 => &self.distances,
                    10 => &self.airlines,
                    11 => &self.carriers,
                    12 => &self.daily_ops,
                    13 => &self.storm_days,
                    _ => &self.report,
                }
            }

            fn call<'a>(&'a self, step: u32, cx: &'a Context) -> codegen::Boxed<'a, FlightsError> {
                codegen::boxed(straight(self, codegen::Walk::to(step), cx))
            }

            fn guard(&self, step: u32) -> codegen::Gate {
                match step {
                    12 => self.when_storm_days().into(),
                    _ => codegen::Gate::Open,
                }
            }

            fn retry_when(step: u32, error: &FlightsError) -> bool {
                match step {
                    2 => Self::retry_load_weather_when(error),
                    _ => true,
                }
            }
        }

        /// The steps one after the other, for as long as each ends well and at once; or one of them.
        fn straight<'a, S: Steps + 'static>(
            run: &'a Run<S>,
            walk: codegen::Walk,
            cx: &'a Context,
        ) -> impl Future<Output = codegen::Straight<FlightsError>> + 'a {
            let run: &Run<S> = run;
            async move {
                if walk.leaves(&run.core, 0)? {
                    let tried = {
                        let data_dir = run.data_dir.get();
                        let returned = Steps::load_flights(&*run.steps, cx, &data_dir);
                        run.flights.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 1) {
                    let tried = {
                        let flights = run.flights.get();
                        let returned = Steps::classify(&*run.steps, cx, &flights).await;
                        run.classified.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 2)? {
                    let tried = {
                        let data_dir = run.data_dir.get();
                        let returned = Steps::load_weather(&*run.steps, cx, &data_dir);
                        run.weather.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 3) {
                    let tried = {
                        let flights = run.flights.get();
                        let weather = run.weather.get();
                        let returned = Steps::join_weather(
                            &*run.steps,
                            cx,
                            &flights,
                            &weather,
                        ).await;
                        run.flight_weather.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.flights.free();
                    run.weather.free();
                }

                if walk.leaves(&run.core, 4)? {
                    let tried = {
                        let data_dir = run.data_dir.get();
                        let returned = Steps::load_planes(&*run.steps, cx, &data_dir);
                        run.planes.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 5) {
                    let tried = {
                        let classified = run.classified.get();
                        let planes = run.planes.get();
                        let returned = Steps::join_planes(
                            &*run.steps,
                            cx,
                            &classified,
                            &planes,
                        ).await;
                        run.flown_planes.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.planes.free();
                }

                if walk.leaves(&run.core, 6)? {
                    let tried = {
                        let data_dir = run.data_dir.get();
                        let returned = Steps::load_airports(&*run.steps, cx, &data_dir);
                        run.airports.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 7) {
                    let tried = {
                        let classified = run.classified.get();
                        let airports = run.airports.get();
                        let returned = Steps::join_airports(
                            &*run.steps,
                            cx,
                            &classified,
                            &airports,
                        ).await;
                        run.flown_airports.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.airports.free();
                }

                if walk.leaves(&run.core, 8)? {
                    let tried = {
                        let flown_airports = run.flown_airports.get();
                        let returned = Steps::distances(&*run.steps, cx, &flown_airports);
                        run.distances.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.leaves(&run.core, 9)? {
                    let tried = {
                        let data_dir = run.data_dir.get();
                        let returned = Steps::load_airlines(&*run.steps, cx, &data_dir);
                        run.airlines.keep(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.data_dir.free();
                }

                if walk.comes_to(&run.core, 10) {
                    let tried = {
                        let classified = run.classified.get();
                        let airlines = run.airlines.get();
                        let returned = Steps::carrier_summary(
                            &*run.steps,
                            cx,
                            &classified,
                            &airlines,
                        ).await;
                        run.carriers.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.airlines.free();
                }

                if walk.comes_to(&run.core, 11) {
                    let tried = {
                        let classified = run.classified.get();
                        let returned = Steps::daily_ops(&*run.steps, cx, &classified).await;
                        run.daily_ops.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to_if(&run.core, 12, || run.when_storm_days())? {
                    let tried = {
                        let daily_ops = run.daily_ops.get();
                        let flight_weather = run.flight_weather.get();
                        let returned = Steps::storm_days(
                            &*run.steps,
                            cx,
                            &daily_ops,
                            &flight_weather,
                        ).await;
                        run.storm_days.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                }

                if walk.comes_to(&run.core, 13) {
                    let tried = {
                        let classified = run.classified.get();
                        let flight_weather = run.flight_weather.get();
                        let flown_planes = run.flown_planes.get();
                        let flown_airports = run.flown_airports.get();
                        let distances = run.distances.get();
                        let carriers = run.carriers.get();
                        let daily_ops = run.daily_ops.get();
                        let storm_days = run.storm_days.option();
                        let returned = Steps::report(
                            &*run.steps,
                            cx,
                            &classified,
                            &flight_weather,
                            &flown_planes,
                            &flown_airports,
                            &distances,
                            &carriers,
                            &daily_ops,
                            storm_days.as_deref(),
                        ).await;
                        run.report.keep_value(cx, returned)
                    };
                    walk.end(&run.core, tried)?;
                    run.classified.free();
                    run.flight_weather.free();
                    run.flown_planes.free();
                    run.flown_airports.free();
                    run.distances.free();
                    run.carriers.free();
                    run.daily_ops.free();
                    run.storm_days.free();
                }
                Ok(())
            }
        }

        impl<S: Steps + 'static> Run<S> {
            fn retry_load_weather_when(error: &FlightsError) -> bool {
                error.is_transient()
            }

            fn when_storm_days(&self) -> bool {
                let daily_ops = &*self.daily_ops.get();
                daily_ops.has_storm()
            }
        }

        static PLAN: codegen::Plan = codegen::Plan {
            name: "storm_report",
            definition: "3bf6ed103acaf056",
            graph: &GRAPH,
            steps: &[
                codegen::StepPlan::new("load_flights")
                    .children(&[Step::Classify as u32, Step::JoinWeather as u32])
                    .reads(&[0])
                    .blocking(),
                codegen::StepPlan::new("classify")
                    .parents(&[codegen::Parent::value(Step::LoadFlights as u32)])
                    .children(&[
                        Step::JoinPlanes as u32,
                        Step::JoinAirports as u32,
                        Step::CarrierSummary as u32,
                        Step::DailyOps as u32,
                        Step::Report as u32,
                    ])
                    .reads(&[1]),
                codegen::StepPlan::new("load_weather")
                    .children(&[Step::JoinWeather as u32])
                    .reads(&[0])
                    .retry(codegen::Retry::new(3, Duration::from_millis(50)))
                    .blocking(),
                codegen::StepPlan::new("join_weather")
                    .parents(&[
                        codegen::Parent::value(Step::LoadFlights as u32),
                        codegen::Parent::value(Step::LoadWeather as u32),
                    ])
                    .children(&[Step::StormDays as u32, Step::Report as u32])
                    .reads(&[1, 3]),
                codegen::StepPlan::new("load_planes")
                    .children(&[Step::JoinPlanes as u32])
                    .reads(&[0])
                    .blocking(),
                codegen::StepPlan::new("join_planes")
                    .parents(&[
                        codegen::Parent::value(Step::Classify as u32),
                        codegen::Parent::value(Step::LoadPlanes as u32),
                    ])
                    .children(&[Step::Report as u32])
                    .reads(&[2, 5]),
                codegen::StepPlan::new("load_airports")
                    .children(&[Step::JoinAirports as u32])
                    .reads(&[0])
                    .blocking(),
                codegen::StepPlan::new("join_airports")
                    .parents(&[
                        codegen::Parent::value(Step::Classify as u32),
                        codegen::Parent::value(Step::LoadAirports as u32),
                    ])
                    .children(&[Step::Distances as u32, Step::Report as u32])
                    .reads(&[2, 7]),
                codegen::StepPlan::new("distances")
                    .parents(&[codegen::Parent::value(Step::JoinAirports as u32)])
                    .children(&[Step::Report as u32])
                    .reads(&[8])
                    .blocking(),
                codegen::StepPlan::new("load_airlines")
                    .children(&[Step::CarrierSummary as u32])
                    .reads(&[0])
                    .blocking(),
                codegen::StepPlan::new("carrier_summary")
                    .parents(&[
                        codegen::Parent::value(Step::Classify as u32),
                        codegen::Parent::value(Step::LoadAirlines as u32),
                    ])
                    .children(&[Step::Report as u32])
                    .reads(&[2, 10]),
                codegen::StepPlan::new("daily_ops")
                    .parents(&[codegen::Parent::value(Step::Classify as u32)])
                    .children(&[Step::StormDays as u32, Step::Report as u32])
                    .reads(&[2]),
                codegen::StepPlan::new("storm_days")
                    .parents(&[
                        codegen::Parent::value(Step::JoinWeather as u32),
                        codegen::Parent::value(Step::DailyOps as u32),
                    ])
                    .children(&[Step::Report as u32])
                    .reads(&[4, 12])
                    .guarded(),
                codegen::StepPlan::new("report")
                    .parents(&[
                        codegen::Parent::value(Step::Classify as u32),
                        codegen::Parent::value(Step::JoinWeather as u32),
                        codegen::Parent::value(Step::JoinPlanes as u32),
                        codegen::Parent::value(Step::JoinAirports as u32),
                        codegen::Parent::value(Step::Distances as u32),
                        codegen::Parent::value(Step::CarrierSummary as u32),
                        codegen::Parent::value(Step::DailyOps as u32),
                        codegen::Parent::maybe(Step::StormDays as u32),
                    ])
                    .reads(&[2, 4, 6, 8, 9, 11, 12, 13]),
            ],
            readers: &[5, 2, 5, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1, 1],
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: true,
        };

        /// The wiring of `storm_report`, to be drawn.
        pub static GRAPH: codegen::Graph = {
            const INPUTS: &[codegen::Value] = &[table::value("data_dir", "PathBuf")];

            const STEPS: &[codegen::Step] = &[
                table::step("load_flights", Some(table::value("flights", "Flights")), None),
                table::step("classify", Some(table::value("classified", "Classified")), None),
                table::step("load_weather", Some(table::value("weather", "Weather")), None),
                table::step(
                    "join_weather",
                    Some(table::value("flight_weather", "FlightWeather")),
                    None,
                ),
                table::step("load_planes", Some(table::value("planes", "Planes")), None),
                table::step("join_planes", Some(table::value("flown_planes", "FlownPlanes")), None),
                table::step("load_airports", Some(table::value("airports", "Airports")), None),
                table::step(
                    "join_airports",
                    Some(table::value("flown_airports", "FlownAirports")),
                    None,
                ),
                table::step("distances", Some(table::value("distances", "Distances")), None),
                table::step("load_airlines", Some(table::value("airlines", "Airlines")), None),
                table::step(
                    "carrier_summary",
                    Some(table::value("carriers", "CarrierSummary")),
                    None,
                ),
                table::step("daily_ops", Some(table::value("daily_ops", "DailyOps")), None),
                table::step(
                    "storm_days",
                    Some(table::value("storm_days", "StormDays")),
                    Some("daily_ops.has_storm()"),
                ),
                table::step("report", Some(table::value("report", "Report")), None),
            ];

            const WIRES: &[codegen::Wire] = &[
                table::data(table::input(0), table::to(0), "&PathBuf"),
                table::data(table::from(0), table::to(1), "&Flights"),
                table::data(table::input(0), table::to(2), "&PathBuf"),
                table::data(table::from(0), table::to(3), "&Flights"),
                table::data(table::from(2), table::to(3), "&Weather"),
                table::data(table::input(0), table::to(4), "&PathBuf"),
                table::data(table::from(1), table::to(5), "&Classified"),
                table::data(table::from(4), table::to(5), "&Planes"),
                table::data(table::input(0), table::to(6), "&PathBuf"),
                table::data(table::from(1), table::to(7), "&Classified"),
                table::data(table::from(6), table::to(7), "&Airports"),
                table::data(table::from(7), table::to(8), "&FlownAirports"),
                table::data(table::input(0), table::to(9), "&PathBuf"),
                table::data(table::from(1), table::to(10), "&Classified"),
                table::data(table::from(9), table::to(10), "&Airlines"),
                table::data(table::from(1), table::to(11), "&Classified"),
                table::data(table::from(11), table::to(12), "&DailyOps"),
                table::data(table::from(3), table::to(12), "&FlightWeather"),
                table::guard(table::from(11), table::to(12), "&DailyOps"),
                table::data(table::from(1), table::to(13), "&Classified"),
                table::data(table::from(3), table::to(13), "&FlightWeather"),
                table::data(table::from(5), table::to(13), "&FlownPlanes"),
                table::data(table::from(7), table::to(13), "&FlownAirports"),
                table::data(table::from(8), table::to(13), "&Distances"),
                table::data(table::from(10), table::to(13), "&CarrierSummary"),
                table::data(table::from(11), table::to(13), "&DailyOps"),
                table::data(table::from(12), table::to(13), "Option<&StormDays>"),
                table::data(table::from(13), codegen::Target::Output, "Report"),
            ];
            table::graph(
                "storm_report",
                INPUTS,
                STEPS,
                WIRES,
                Some(table::value("report", "Report")),
            )
        };

        /// A test double of the steps of `storm_report`: closures in their place.
        ///
        /// Guards, wires, retries and spans work as ever. A step that was not set panics, and names itself.
        #[derive(Default)]
        pub struct Stub {
            load_flights: Option<Box<dyn Fn(
                &Context,
                &PathBuf,
            ) -> Result<Flights, FlightsError> + Send + Sync>>,
            classify: Option<Box<dyn Fn(&Context, &Flights) -> Classified + Send + Sync>>,
            load_weather: Option<Box<dyn Fn(
                &Context,
                &PathBuf,
            ) -> Result<Weather, FlightsError> + Send + Sync>>,
            join_weather: Option<Box<dyn Fn(
                &Context,
                &Flights,
                &Weather,
            ) -> FlightWeather + Send + Sync>>,
            load_planes: Option<Box<dyn Fn(
                &Context,
                &PathBuf,
            ) -> Result<Planes, FlightsError> + Send + Sync>>,
            join_planes: Option<Box<dyn Fn(
                &Context,
                &Classified,
                &Planes,
            ) -> FlownPlanes + Send + Sync>>,
            load_airports: Option<Box<dyn Fn(
                &Context,
                &PathBuf,
            ) -> Result<Airports, FlightsError> + Send + Sync>>,
            join_airports: Option<Box<dyn Fn(
                &Context,
                &Classified,
                &Airports,
            ) -> FlownAirports + Send + Sync>>,
            distances: Option<Box<dyn Fn(&Context, &FlownAirports) -> Distances + Send + Sync>>,
            load_airlines: Option<Box<dyn Fn(
                &Context,
                &PathBuf,
            ) -> Result<Airlines, FlightsError> + Send + Sync>>,
            carrier_summary: Option<Box<dyn Fn(
                &Context,
                &Classified,
                &Airlines,
            ) -> CarrierSummary + Send + Sync>>,
            daily_ops: Option<Box<dyn Fn(&Context, &Classified) -> DailyOps + Send + Sync>>,
            storm_days: Option<Box<dyn Fn(
                &Context,
                &DailyOps,
                &FlightWeather,
            ) -> StormDays + Send + Sync>>,
            report: Option<Box<dyn Fn(
                &Context,
                &Classified,
                &FlightWeather,
                &FlownPlanes,
                &FlownAirports,
                &Distances,
                &CarrierSummary,
                &DailyOps,
                Option<&StormDays>,
            ) -> Report + Send + Sync>>,
        }

        impl Stub {
            /// A double of which no step is set.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// What `load_flights` does.
            #[must_use]
            pub fn load_flights(
                mut self,
                step: impl Fn(
                    &Context,
                    &PathBuf,
                ) -> Result<Flights, FlightsError> + Send + Sync + 'static,
            ) -> Self {
                self.load_flights = Some(Box::new(step));
                self
            }

            /// What `classify` does.
            #[must_use]
            pub fn classify(
                mut self,
                step: impl Fn(&Context, &Flights) -> Classified + Send + Sync + 'static,
            ) -> Self {
                self.classify = Some(Box::new(step));
                self
            }

            /// What `load_weather` does.
            #[must_use]
            pub fn load_weather(
                mut self,
                step: impl Fn(
                    &Context,
                    &PathBuf,
                ) -> Result<Weather, FlightsError> + Send + Sync + 'static,
            ) -> Self {
                self.load_weather = Some(Box::new(step));
                self
            }

            /// What `join_weather` does.
            #[must_use]
            pub fn join_weather(
                mut self,
                step: impl Fn(
                    &Context,
                    &Flights,
                    &Weather,
                ) -> FlightWeather + Send + Sync + 'static,
            ) -> Self {
                self.join_weather = Some(Box::new(step));
                self
            }

            /// What `load_planes` does.
            #[must_use]
            pub fn load_planes(
                mut self,
                step: impl Fn(
                    &Context,
                    &PathBuf,
                ) -> Result<Planes, FlightsError> + Send + Sync + 'static,
            ) -> Self {
                self.load_planes = Some(Box::new(step));
                self
            }

            /// What `join_planes` does.
            #[must_use]
            pub fn join_planes(
                mut self,
                step: impl Fn(
                    &Context,
                    &Classified,
                    &Planes,
                ) -> FlownPlanes + Send + Sync + 'static,
            ) -> Self {
                self.join_planes = Some(Box::new(step));
                self
            }

            /// What `load_airports` does.
            #[must_use]
            pub fn load_airports(
                mut self,
                step: impl Fn(
                    &Context,
                    &PathBuf,
                ) -> Result<Airports, FlightsError> + Send + Sync + 'static,
            ) -> Self {
                self.load_airports = Some(Box::new(step));
                self
            }

            /// What `join_airports` does.
            #[must_use]
            pub fn join_airports(
                mut self,
                step: impl Fn(
                    &Context,
                    &Classified,
                    &Airports,
                ) -> FlownAirports + Send + Sync + 'static,
            ) -> Self {
                self.join_airports = Some(Box::new(step));
                self
            }

            /// What `distances` does.
            #[must_use]
            pub fn distances(
                mut self,
                step: impl Fn(&Context, &FlownAirports) -> Distances + Send + Sync + 'static,
            ) -> Self {
                self.distances = Some(Box::new(step));
                self
            }

            /// What `load_airlines` does.
            #[must_use]
            pub fn load_airlines(
                mut self,
                step: impl Fn(
                    &Context,
                    &PathBuf,
                ) -> Result<Airlines, FlightsError> + Send + Sync + 'static,
            ) -> Self {
                self.load_airlines = Some(Box::new(step));
                self
            }

            /// What `carrier_summary` does.
            #[must_use]
            pub fn carrier_summary(
                mut self,
                step: impl Fn(
                    &Context,
                    &Classified,
                    &Airlines,
                ) -> CarrierSummary + Send + Sync + 'static,
            ) -> Self {
                self.carrier_summary = Some(Box::new(step));
                self
            }

            /// What `daily_ops` does.
            #[must_use]
            pub fn daily_ops(
                mut self,
                step: impl Fn(&Context, &Classified) -> DailyOps + Send + Sync + 'static,
            ) -> Self {
                self.daily_ops = Some(Box::new(step));
                self
            }

            /// What `storm_days` does.
            #[must_use]
            pub fn storm_days(
                mut self,
                step: impl Fn(
                    &Context,
                    &DailyOps,
                    &FlightWeather,
                ) -> StormDays + Send + Sync + 'static,
            ) -> Self {
                self.storm_days = Some(Box::new(step));
                self
            }

            /// What `report` does.
            #[must_use]
            pub fn report(
                mut self,
                step: impl Fn(
                    &Context,
                    &Classified,
                    &FlightWeather,
                    &FlownPlanes,
                    &FlownAirports,
                    &Distances,
                    &CarrierSummary,
                    &DailyOps,
                    Option<&StormDays>,
                ) -> Report + Send + Sync + 'static,
            ) -> Self {
                self.report = Some(Box::new(step));
                self
            }
        }

        impl ::core::fmt::Debug for Stub {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Stub").finish_non_exhaustive()
            }
        }

        impl Steps for Stub {
            fn load_flights(
                &self,
                cx: &Context,
                data_dir: &PathBuf,
            ) -> Result<Flights, FlightsError> {
                codegen::stubbed("load_flights", &self.load_flights)(cx, data_dir)
            }

            async fn classify(&self, cx: &Context, flights: &Flights) -> Classified {
                codegen::stubbed("classify", &self.classify)(cx, flights)
            }

            fn load_weather(
                &self,
                cx: &Context,
                data_dir: &PathBuf,
            ) -> Result<Weather, FlightsError> {
                codegen::stubbed("load_weather", &self.load_weather)(cx, data_dir)
            }

            async fn join_weather(
                &self,
                cx: &Context,
                flights: &Flights,
                weather: &Weather,
            ) -> FlightWeather {
                codegen::stubbed("join_weather", &self.join_weather)(cx, flights, weather)
            }

            fn load_planes(
                &self,
                cx: &Context,
                data_dir: &PathBuf,
            ) -> Result<Planes, FlightsError> {
                codegen::stubbed("load_planes", &self.load_planes)(cx, data_dir)
            }

            async fn join_planes(
                &self,
                cx: &Context,
                classified: &Classified,
                planes: &Planes,
            ) -> FlownPlanes {
                codegen::stubbed("join_planes", &self.join_planes)(cx, classified, planes)
            }

            fn load_airports(
                &self,
                cx: &Context,
                data_dir: &PathBuf,
            ) -> Result<Airports, FlightsError> {
                codegen::stubbed("load_airports", &self.load_airports)(cx, data_dir)
            }

            async fn join_airports(
                &self,
                cx: &Context,
                classified: &Classified,
                airports: &Airports,
            ) -> FlownAirports {
                codegen::stubbed("join_airports", &self.join_airports)(cx, classified, airports)
            }

            fn distances(&self, cx: &Context, flown_airports: &FlownAirports) -> Distances {
                codegen::stubbed("distances", &self.distances)(cx, flown_airports)
            }

            fn load_airlines(
                &self,
                cx: &Context,
                data_dir: &PathBuf,
            ) -> Result<Airlines, FlightsError> {
                codegen::stubbed("load_airlines", &self.load_airlines)(cx, data_dir)
            }

            async fn carrier_summary(
                &self,
                cx: &Context,
                classified: &Classified,
                airlines: &Airlines,
            ) -> CarrierSummary {
                codegen::stubbed("carrier_summary", &self.carrier_summary)(cx, classified, airlines)
            }

            async fn daily_ops(&self, cx: &Context, classified: &Classified) -> DailyOps {
                codegen::stubbed("daily_ops", &self.daily_ops)(cx, classified)
            }

            async fn storm_days(
                &self,
                cx: &Context,
                daily_ops: &DailyOps,
                flight_weather: &FlightWeather,
            ) -> StormDays {
                codegen::stubbed("storm_days", &self.storm_days)(cx, daily_ops, flight_weather)
            }

            #[allow(clippy::too_many_arguments)]
            async fn report(
                &self,
                cx: &Context,
                classified: &Classified,
                flight_weather: &FlightWeather,
                flown_planes: &FlownPlanes,
                flown_airports: &FlownAirports,
                distances: &Distances,
                carriers: &CarrierSummary,
                daily_ops: &DailyOps,
                storm_days: Option<&StormDays>,
            ) -> Report {
                codegen::stubbed("report", &self.report)(
                    cx,
                    classified,
                    flight_weather,
                    flown_planes,
                    flown_airports,
                    distances,
                    carriers,
                    daily_ops,
                    storm_days,
                )
            }
        }
    }
}

#[allow(unused_imports, unreachable_pub)]
#[doc(inline)]
pub use self::storm_report::StormReport;
