//! What a storm did to a fortnight of flights: five files in, one report out.

use std::path::PathBuf;

use crate::flights::{Airlines, Airports, Flights, FlightsError, Planes, Weather};
use crate::flights::{CarrierSummary, DailyOps, Distances, Report, StormDays};
use crate::flights::{Classified, FlightWeather, FlownAirports, FlownPlanes};

#[pipeline(error = FlightsError)]
fn storm_report(data_dir: PathBuf) -> Report {
    // Five files, read side by side. A loader is synchronous, so it has a thread of its own.

    /// Every flight that was planned.
    #[step(blocking)]
    let flights: Flights = load_flights(&data_dir);

    /// The weather at the airports of origin, hour by hour.
    #[step(blocking, retry(attempts = 3, delay = "50ms", when = error.is_transient()))]
    let weather: Weather = load_weather(&data_dir);

    /// The known planes, and when they were built.
    #[step(blocking)]
    let planes: Planes = load_planes(&data_dir);

    /// The known airports, and where they lie.
    #[step(blocking)]
    let airports: Airports = load_airports(&data_dir);

    /// The airlines' names.
    #[step(blocking)]
    let airlines: Airlines = load_airlines(&data_dir);

    /// What became of each flight: cancelled, diverted or flown.
    #[step(infallible)]
    let classified: Classified = classify(&flights);

    // Three joins.

    /// Each flight with the hour of its departure, each day with its weather.
    #[step(infallible)]
    let flight_weather: FlightWeather = join_weather(&flights, &weather);

    /// Each flown flight with its plane.
    #[step(infallible)]
    let flown_planes: FlownPlanes = join_planes(&classified, &planes);

    /// Each flown flight with the airports at both ends.
    #[step(infallible)]
    let flown_airports: FlownAirports = join_airports(&classified, &airports);

    // What follows from them.

    /// How far each route is on the globe.
    #[step(blocking, infallible)]
    let distances: Distances = distances(&flown_airports);

    /// How each carrier did.
    #[step(infallible)]
    let carriers: CarrierSummary = carrier_summary(&classified, &airlines);

    /// How each day went at each airport.
    #[step(infallible)]
    let daily_ops: DailyOps = daily_ops(&classified);

    /// The days on which more than a fifth of the flights were cancelled, with their weather.
    #[step(when = daily_ops.has_storm(), infallible)]
    let storm_days: StormDays = storm_days(&daily_ops, &flight_weather);

    /// Seven files for machines, a few headlines for people.
    #[step(infallible)]
    let report: Report = report(
        &classified,
        &flight_weather,
        &flown_planes,
        &flown_airports,
        &distances,
        &carriers,
        &daily_ops,
        storm_days.maybe(),
    );

    report
}
