//! The steps of the pipeline, by the functions of `flights`.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use pipewright::Context;

use crate::flights::{
    self, Airlines, Airports, CarrierSummary, Classified, DailyOps, Distances, Findings,
    FlightWeather, Flights, FlightsError, FlownAirports, FlownPlanes, Planes, Report, StormDays,
    Weather,
};
use crate::storm_report::Steps;

/// Reads the weather from a share that sleeps: whoever opens it first meets a stale handle.
#[derive(Default)]
pub struct Analyst {
    share_is_awake: AtomicBool,
}

impl Steps for Analyst {
    fn load_flights(&self, _cx: &Context, data_dir: &PathBuf) -> Result<Flights, FlightsError> {
        flights::read_flights(&data_dir.join("flights.csv"))
    }

    fn load_weather(&self, _cx: &Context, data_dir: &PathBuf) -> Result<Weather, FlightsError> {
        let file = data_dir.join("weather.csv");
        if !self.share_is_awake.swap(true, Ordering::Relaxed) {
            let cause = io::ErrorKind::StaleNetworkFileHandle.into();
            return Err(FlightsError::Unreadable(file, cause));
        }
        flights::read_weather(&file)
    }

    fn load_planes(&self, _cx: &Context, data_dir: &PathBuf) -> Result<Planes, FlightsError> {
        flights::read_planes(&data_dir.join("planes.csv"))
    }

    fn load_airports(&self, _cx: &Context, data_dir: &PathBuf) -> Result<Airports, FlightsError> {
        flights::read_airports(&data_dir.join("airports.csv"))
    }

    fn load_airlines(&self, _cx: &Context, data_dir: &PathBuf) -> Result<Airlines, FlightsError> {
        flights::read_airlines(&data_dir.join("airlines.csv"))
    }

    async fn classify(&self, _cx: &Context, flights: &Flights) -> Classified {
        flights::classify(flights)
    }

    async fn join_weather(
        &self,
        _cx: &Context,
        flights: &Flights,
        weather: &Weather,
    ) -> FlightWeather {
        flights::join_weather(flights, weather)
    }

    async fn join_planes(
        &self,
        _cx: &Context,
        classified: &Classified,
        planes: &Planes,
    ) -> FlownPlanes {
        flights::join_planes(classified, planes)
    }

    async fn join_airports(
        &self,
        _cx: &Context,
        classified: &Classified,
        airports: &Airports,
    ) -> FlownAirports {
        flights::join_airports(classified, airports)
    }

    fn distances(&self, _cx: &Context, flown_airports: &FlownAirports) -> Distances {
        flights::distances(flown_airports)
    }

    async fn carrier_summary(
        &self,
        _cx: &Context,
        classified: &Classified,
        airlines: &Airlines,
    ) -> CarrierSummary {
        flights::carrier_summary(classified, airlines)
    }

    async fn daily_ops(&self, _cx: &Context, classified: &Classified) -> DailyOps {
        flights::daily_ops(classified)
    }

    async fn storm_days(
        &self,
        _cx: &Context,
        daily_ops: &DailyOps,
        flight_weather: &FlightWeather,
    ) -> StormDays {
        flights::storm_days(daily_ops, flight_weather)
    }

    async fn report(
        &self,
        _cx: &Context,
        classified: &Classified,
        flight_weather: &FlightWeather,
        flown_planes: &FlownPlanes,
        flown_airports: &FlownAirports,
        distances: &Distances,
        carriers: &CarrierSummary,
        daily_ops: &DailyOps,
        storm_days: Option<&StormDays>,
    ) -> Report {
        Report::new(&Findings {
            classified,
            flight_weather,
            flown_planes,
            flown_airports,
            distances,
            carriers,
            daily_ops,
            storm_days,
        })
    }
}
