//! The report: seven files for machines, a few headlines for people.

use super::airport_join::FlownAirports;
use super::carriers::CarrierSummary;
use super::classify::Classified;
use super::csv_text::CsvText;
use super::daily::DailyOps;
use super::distances::Distances;
use super::headlines::Headlines;
use super::plane_join::FlownPlanes;
use super::storm::StormDays;
use super::weather_join::FlightWeather;

/// Everything that was found out, from which the report is written.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// What became of each flight.
    pub classified: &'a Classified,
    /// The weather in which they flew.
    pub flight_weather: &'a FlightWeather,
    /// The planes that flew.
    pub flown_planes: &'a FlownPlanes,
    /// The airports between which they flew.
    pub flown_airports: &'a FlownAirports,
    /// How far the routes are.
    pub distances: &'a Distances,
    /// How each carrier did.
    pub carriers: &'a CarrierSummary,
    /// How each day went.
    pub daily_ops: &'a DailyOps,
    /// The days of storm; `None` if there was no storm.
    pub storm_days: Option<&'a StormDays>,
}

/// The finished report.
#[derive(Debug)]
pub struct Report {
    files: [ReportFile; 7],
    headlines: Headlines,
}

/// A file of the report.
#[derive(Debug)]
pub struct ReportFile {
    /// Such as `status.csv`.
    pub name: &'static str,
    /// All of it.
    pub text: String,
}

impl Report {
    /// Writes down what was found out.
    pub fn new(findings: &Findings<'_>) -> Self {
        let file = |name, text| ReportFile { name, text };
        Self {
            files: [
                file("status.csv", findings.classified.to_csv()),
                file("carrier_summary.csv", findings.carriers.to_csv()),
                file("daily_ops.csv", findings.daily_ops.to_csv()),
                file("storm_days.csv", StormDays::to_csv(findings.storm_days)),
                file("quality.csv", quality(findings)),
                file("distance_check.csv", findings.distances.to_csv()),
                file("plane_age.csv", findings.flown_planes.to_csv()),
            ],
            headlines: Headlines::new(findings),
        }
    }

    /// The seven files, each with its name and text.
    pub fn files(&self) -> &[ReportFile] {
        &self.files
    }

    /// The numbers that are worth reading, a line each.
    pub fn headlines(&self) -> &Headlines {
        &self.headlines
    }
}

/// `quality.csv`: how much of the flights the other files know.
fn quality(findings: &Findings<'_>) -> String {
    let mut text = CsvText::new([
        "flights",
        "flown_dest_unknown",
        "flown_plane_unknown",
        "flights_without_weather",
        "tailnum_null",
    ]);
    text.row([
        &findings.classified.tally().scheduled,
        &findings.flown_airports.flown_dest_unknown,
        &findings.flown_planes.flown_plane_unknown,
        &findings.flight_weather.flights_without_weather,
        &findings.flown_planes.without_tailnum,
    ]);
    text.finish()
}
