//! The flights that left New York in a fortnight, and what a storm did to them.
//!
//! Five files are read into typed rows (`rows`), each flight gets a status (`classify`), three
//! joins bring in weather, planes and airports, and the summaries become a [`Report`] of seven
//! CSV files and a few headlines. Nothing here knows that a pipeline calls it.

mod airport_join;
mod carriers;
mod classify;
mod csv_text;
mod daily;
mod date;
mod distances;
mod error;
mod headlines;
mod plane_join;
mod report;
mod rows;
mod storm;
mod table;
mod tally;
mod weather_join;

pub use airport_join::{FlownAirports, join_airports};
pub use carriers::{CarrierSummary, carrier_summary};
pub use classify::{Classified, classify};
pub use daily::{DailyOps, daily_ops};
pub use distances::{Distances, distances};
pub use error::FlightsError;
pub use plane_join::{FlownPlanes, join_planes};
pub use report::{Findings, Report};
pub use rows::{
    Airlines, Airports, Flights, Planes, Weather, read_airlines, read_airports, read_flights,
    read_planes, read_weather,
};
pub use storm::{StormDays, storm_days};
pub use weather_join::{FlightWeather, join_weather};
