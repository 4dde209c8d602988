//! Reads a fortnight of flights and writes what a storm did to them: five files in, seven out.
//!
//! `cargo run --release --example storm_report -- [DATA_DIR] [OUT_DIR]`
//!
//! The pipeline is described in `pipelines/storm_report.toml`, the work is done in `flights`, and
//! the `impl` below joins the two. Without arguments it reads the fortnight in `examples/data`.

pub mod flights;
mod print;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs, io};

use flights::{
    Airlines, Airports, CarrierSummary, Classified, DailyOps, Distances, Findings, FlightWeather,
    Flights, FlightsError, FlownAirports, FlownPlanes, Planes, Report, StormDays, Weather,
};
use pipewright::Context;

pipewright::include_pipelines!("storm_report");

const DATA_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/flights");
const OUT_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/storm_report");

/// Reads the weather from a share that sleeps: whoever opens it first meets a stale handle.
#[derive(Default)]
struct Analyst {
    share_is_awake: AtomicBool,
}

impl storm_report::Steps for Analyst {
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

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let data_dir = arguments.next().unwrap_or_else(|| DATA_DIR.into());
    let out_dir = arguments.next().unwrap_or_else(|| OUT_DIR.into());
    match run(data_dir, &out_dir).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(data_dir: PathBuf, out_dir: &Path) -> Result<(), String> {
    let pipeline = StormReport::new(Analyst::default());
    let run = pipeline.run(data_dir).with_report().await;
    let report = run.output.map_err(|error| print::failures(&error))?;
    write(&report, out_dir)?;
    print::steps(&run.report);
    println!("\n{}", report.headlines());
    println!("{}", storm_report::GRAPH.text());
    println!("The report is in {}", out_dir.display());
    Ok(())
}

fn write(report: &Report, out_dir: &Path) -> Result<(), String> {
    let cannot_write = |path: &Path, error| format!("{}: cannot write: {error}", path.display());
    fs::create_dir_all(out_dir).map_err(|error| cannot_write(out_dir, error))?;
    for file in report.files() {
        let path = out_dir.join(file.name);
        fs::write(&path, &file.text).map_err(|error| cannot_write(&path, error))?;
    }
    Ok(())
}
