//! The days on which a storm kept the planes on the ground.

use super::csv_text::{CsvText, decimal, or_empty, ratio, rounded};
use super::daily::{DailyOps, Day};
use super::date::Date;
use super::weather_join::{DayWeather, FlightWeather};

/// The days of storm, in order.
#[derive(Debug)]
pub struct StormDays(Vec<StormDay>);

#[derive(Debug)]
struct StormDay {
    date: Date,
    day: Day,
    weather: DayWeather,
}

/// Joins each day of storm with its weather.
pub fn storm_days(daily_ops: &DailyOps, weather: &FlightWeather) -> StormDays {
    let days = daily_ops.days().into_iter();
    let storm = days.filter(|(_, day)| day.is_storm());
    StormDays(
        storm
            .map(|(date, day)| StormDay {
                date,
                day,
                weather: weather.days.get(&date).copied().unwrap_or_default(),
            })
            .collect(),
    )
}

impl StormDays {
    pub(super) fn dates(&self) -> impl Iterator<Item = Date> {
        self.0.iter().map(|storm| storm.date)
    }

    /// `storm_days.csv`; a fortnight without a storm has the header alone.
    pub(super) fn to_csv(storm: Option<&Self>) -> String {
        let mut text = CsvText::new([
            "month",
            "day",
            "scheduled",
            "cancelled",
            "pct",
            "min_visib",
            "max_wind",
            "precip_in",
            "n_hours",
        ]);
        for StormDay { date, day, weather } in storm.iter().flat_map(|storm| &storm.0) {
            text.row([
                &date.month,
                &date.day,
                &day.scheduled,
                &day.cancelled,
                &or_empty(ratio(100 * i64::from(day.cancelled), day.scheduled, 4)),
                &or_empty(weather.visib.map(decimal)),
                &or_empty(weather.wind_speed.map(decimal)),
                &or_empty(weather.precip.map(|inches| rounded(inches, 4))),
                &weather.hours,
            ]);
        }
        text.finish()
    }
}
