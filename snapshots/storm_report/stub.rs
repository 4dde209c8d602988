use crate::flights::{Airlines, Airports, Flights, FlightsError, Planes, Weather};
use crate::flights::{CarrierSummary, DailyOps, Distances, Report, StormDays};
use crate::flights::{Classified, FlightWeather, FlownAirports, FlownPlanes};
use std::path::PathBuf;
use storm_report::Context;

/// What the steps need: clients, pools, settings.
struct StormReportSteps;

impl storm_report::Steps for StormReportSteps {
    /// Every flight that was planned.
    fn load_flights(&self, cx: &Context, data_dir: &PathBuf) -> Result<Flights, FlightsError> {
        todo!()
    }

    /// What became of each flight: cancelled, diverted or flown.
    async fn classify(&self, cx: &Context, flights: &Flights) -> Classified {
        todo!()
    }

    /// The weather at the airports of origin, hour by hour.
    fn load_weather(&self, cx: &Context, data_dir: &PathBuf) -> Result<Weather, FlightsError> {
        todo!()
    }

    /// Each flight with the hour of its departure, each day with its weather.
    async fn join_weather(
        &self,
        cx: &Context,
        flights: &Flights,
        weather: &Weather,
    ) -> FlightWeather {
        todo!()
    }

    /// The known planes, and when they were built.
    fn load_planes(&self, cx: &Context, data_dir: &PathBuf) -> Result<Planes, FlightsError> {
        todo!()
    }

    /// Each flown flight with its plane.
    async fn join_planes(
        &self,
        cx: &Context,
        classified: &Classified,
        planes: &Planes,
    ) -> FlownPlanes {
        todo!()
    }

    /// The known airports, and where they lie.
    fn load_airports(&self, cx: &Context, data_dir: &PathBuf) -> Result<Airports, FlightsError> {
        todo!()
    }

    /// Each flown flight with the airports at both ends.
    async fn join_airports(
        &self,
        cx: &Context,
        classified: &Classified,
        airports: &Airports,
    ) -> FlownAirports {
        todo!()
    }

    /// How far each route is on the globe.
    fn distances(&self, cx: &Context, flown_airports: &FlownAirports) -> Distances {
        todo!()
    }

    /// The airlines' names.
    fn load_airlines(&self, cx: &Context, data_dir: &PathBuf) -> Result<Airlines, FlightsError> {
        todo!()
    }

    /// How each carrier did.
    async fn carrier_summary(
        &self,
        cx: &Context,
        classified: &Classified,
        airlines: &Airlines,
    ) -> CarrierSummary {
        todo!()
    }

    /// How each day went at each airport.
    async fn daily_ops(&self, cx: &Context, classified: &Classified) -> DailyOps {
        todo!()
    }

    /// The days on which more than a fifth of the flights were cancelled, with their weather.
    async fn storm_days(
        &self,
        cx: &Context,
        daily_ops: &DailyOps,
        flight_weather: &FlightWeather,
    ) -> StormDays {
        todo!()
    }

    /// Seven files for machines, a few headlines for people.
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
        todo!()
    }
}
