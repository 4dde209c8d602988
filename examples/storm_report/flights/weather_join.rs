//! Flights joined with the weather.

use std::collections::{BTreeMap, BTreeSet};

use super::date::Date;
use super::rows::{Flights, Weather, WeatherHour};

/// What the weather file says about the flights: the weather of each day, and how many flights
/// left in an hour that it does not have.
#[derive(Debug)]
pub struct FlightWeather {
    pub(super) days: BTreeMap<Date, DayWeather>,
    pub(super) flights_without_weather: usize,
}

/// A local day's weather at all origins together. A value is `None` if no hour has it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DayWeather {
    /// The lowest, in miles.
    pub(super) visib: Option<f64>,
    /// The highest, in miles an hour.
    pub(super) wind_speed: Option<f64>,
    /// All of it, in inches.
    pub(super) precip: Option<f64>,
    pub(super) hours: u32,
}

/// Joins each flight with the hour of its departure, and each day with its hours.
pub fn join_weather(flights: &Flights, weather: &Weather) -> FlightWeather {
    let hours: BTreeSet<(&str, &str)> = weather
        .0
        .iter()
        .map(|hour| (hour.origin.as_str(), hour.time_hour.as_str()))
        .collect();
    let unmatched = flights
        .0
        .iter()
        .filter(|flight| !hours.contains(&(flight.origin.as_str(), flight.time_hour.as_str())));
    FlightWeather {
        days: days(weather),
        flights_without_weather: unmatched.count(),
    }
}

fn days(weather: &Weather) -> BTreeMap<Date, DayWeather> {
    let mut days = BTreeMap::<_, DayWeather>::new();
    for hour in &weather.0 {
        days.entry(hour.date).or_default().add(hour);
    }
    days
}

impl DayWeather {
    fn add(&mut self, hour: &WeatherHour) {
        self.visib = merge(self.visib, hour.visib, f64::min);
        self.wind_speed = merge(self.wind_speed, hour.wind_speed, f64::max);
        self.precip = merge(self.precip, hour.precip, |sum, inches| sum + inches);
        self.hours += 1;
    }
}

fn merge(a: Option<f64>, b: Option<f64>, both: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(both(a, b)),
        (one, other) => one.or(other),
    }
}
