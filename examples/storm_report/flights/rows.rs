//! The five input files as typed rows. A row carries what the report reads; the other columns are
//! checked and let go.

use std::collections::BTreeMap;
use std::path::Path;

use super::date::{Date, Month, TimeHour};
use super::error::FlightsError;
use super::table::{self, Row};

/// Every scheduled flight, in the order of the file.
#[derive(Debug)]
pub struct Flights(pub(super) Vec<Flight>);

/// A scheduled flight. `dep_delay` is `None` if it never left, `arr_delay` if it did not arrive as
/// planned; delays are in minutes and negative when early.
#[derive(Debug, Clone)]
pub(super) struct Flight {
    pub(super) date: Date,
    pub(super) carrier: String,
    pub(super) tailnum: Option<String>,
    pub(super) origin: String,
    pub(super) dest: String,
    pub(super) distance: u32,
    /// The hour of the scheduled departure, in UTC: it may be of the day after `date`.
    pub(super) time_hour: String,
    pub(super) dep_delay: Option<i32>,
    pub(super) arr_delay: Option<i32>,
}

/// The weather, hour by hour, at each airport of origin.
#[derive(Debug)]
pub struct Weather(pub(super) Vec<WeatherHour>);

#[derive(Debug)]
pub(super) struct WeatherHour {
    pub(super) origin: String,
    pub(super) date: Date,
    pub(super) time_hour: String,
    pub(super) visib: Option<f64>,
    pub(super) wind_speed: Option<f64>,
    pub(super) precip: Option<f64>,
}

/// The known planes, by tail number.
#[derive(Debug)]
pub struct Planes(pub(super) BTreeMap<String, Plane>);

#[derive(Debug)]
pub(super) struct Plane {
    /// When it was built.
    pub(super) year: Option<i32>,
}

/// The known airports, by FAA code.
#[derive(Debug)]
pub struct Airports(pub(super) BTreeMap<String, Airport>);

/// Where an airport lies, in degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Airport {
    pub(super) lat: f64,
    pub(super) lon: f64,
}

/// The airlines' names, by carrier code.
#[derive(Debug)]
pub struct Airlines(pub(super) BTreeMap<String, String>);

/// Reads `flights.csv`.
pub fn read_flights(file: &Path) -> Result<Flights, FlightsError> {
    const COLUMNS: &[&str] = &[
        "year",
        "month",
        "day",
        "dep_time",
        "sched_dep_time",
        "dep_delay",
        "arr_time",
        "sched_arr_time",
        "arr_delay",
        "carrier",
        "flight",
        "tailnum",
        "origin",
        "dest",
        "air_time",
        "distance",
        "hour",
        "minute",
        "time_hour",
    ];
    table::read(file, COLUMNS, flight).map(Flights)
}

fn flight(row: &Row<'_>) -> Result<Flight, FlightsError> {
    row.check::<u32>(&["sched_dep_time", "arr_time", "sched_arr_time"])?;
    row.check::<u32>(&["flight", "air_time", "hour", "minute"])?;
    let departed = row.maybe::<u32>("dep_time")?.is_some();
    Ok(Flight {
        date: date(row)?,
        carrier: row.get("carrier")?,
        tailnum: row.maybe("tailnum")?,
        origin: row.get("origin")?,
        dest: row.get("dest")?,
        distance: row.get("distance")?,
        time_hour: row.get::<TimeHour>("time_hour")?.0,
        dep_delay: departed.then(|| row.get("dep_delay")).transpose()?,
        arr_delay: row.maybe("arr_delay")?,
    })
}

/// Reads `weather.csv`.
pub fn read_weather(file: &Path) -> Result<Weather, FlightsError> {
    const COLUMNS: &[&str] = &[
        "origin",
        "year",
        "month",
        "day",
        "hour",
        "temp",
        "dewp",
        "humid",
        "wind_dir",
        "wind_speed",
        "wind_gust",
        "precip",
        "pressure",
        "visib",
        "time_hour",
    ];
    table::read(file, COLUMNS, weather_hour).map(Weather)
}

fn weather_hour(row: &Row<'_>) -> Result<WeatherHour, FlightsError> {
    row.check::<u32>(&["hour", "wind_dir"])?;
    row.check::<f64>(&["temp", "dewp", "humid", "wind_gust", "pressure"])?;
    Ok(WeatherHour {
        origin: row.get("origin")?,
        date: date(row)?,
        time_hour: row.get::<TimeHour>("time_hour")?.0,
        visib: row.maybe("visib")?,
        wind_speed: row.maybe("wind_speed")?,
        precip: row.maybe("precip")?,
    })
}

/// Reads `planes.csv`.
pub fn read_planes(file: &Path) -> Result<Planes, FlightsError> {
    const COLUMNS: &[&str] = &[
        "tailnum",
        "year",
        "type",
        "manufacturer",
        "model",
        "engines",
        "seats",
        "speed",
        "engine",
    ];
    let planes = table::read(file, COLUMNS, |row| {
        row.check::<u32>(&["engines", "seats", "speed"])?;
        let year = row.maybe("year")?;
        Ok((row.get("tailnum")?, Plane { year }))
    });
    Ok(Planes(planes?.into_iter().collect()))
}

/// Reads `airports.csv`.
pub fn read_airports(file: &Path) -> Result<Airports, FlightsError> {
    const COLUMNS: &[&str] = &["faa", "name", "lat", "lon", "alt", "tz", "dst", "tzone"];
    let airports = table::read(file, COLUMNS, |row| {
        row.check::<f64>(&["alt", "tz"])?;
        let (lat, lon) = (row.get("lat")?, row.get("lon")?);
        Ok((row.get("faa")?, Airport { lat, lon }))
    });
    Ok(Airports(airports?.into_iter().collect()))
}

/// Reads `airlines.csv`.
pub fn read_airlines(file: &Path) -> Result<Airlines, FlightsError> {
    let airlines = table::read(file, &["carrier", "name"], |row| {
        Ok((row.get("carrier")?, row.get("name")?))
    });
    Ok(Airlines(airlines?.into_iter().collect()))
}

fn date(row: &Row<'_>) -> Result<Date, FlightsError> {
    let (year, Month(month)) = (row.get("year")?, row.get("month")?);
    let days = 1..=Date::days(year, month);
    let day = row.get_if("day", "a day of that month", |day| days.contains(day))?;
    Ok(Date { year, month, day })
}
