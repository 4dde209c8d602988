//! How each day went.

use std::collections::BTreeMap;

use super::classify::{Classified, Status};
use super::csv_text::{CsvText, or_empty};
use super::date::Date;
use super::tally::Tally;

/// How each day went at each airport of origin.
#[derive(Debug)]
pub struct DailyOps(BTreeMap<(Date, String), Operations>);

#[derive(Debug, Default)]
struct Operations {
    tally: Tally,
    dep_delay: i64,
}

/// How many flights were planned on a day, at all origins together, and did not leave.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Day {
    pub(super) scheduled: u32,
    pub(super) cancelled: u32,
}

/// Sums up the flights of each day and origin.
pub fn daily_ops(classified: &Classified) -> DailyOps {
    let mut operations = BTreeMap::<_, Operations>::new();
    for (flight, status) in classified.flights() {
        let key = (flight.date, flight.origin.clone());
        operations.entry(key).or_default().count(status);
    }
    DailyOps(operations)
}

impl Operations {
    fn count(&mut self, status: Status) {
        self.tally.count(status);
        if let Status::Flown { dep_delay, .. } = status {
            self.dep_delay += i64::from(dep_delay);
        }
    }
}

impl Day {
    /// More than a fifth of what was planned did not leave.
    pub(super) fn is_storm(self) -> bool {
        self.cancelled * 5 > self.scheduled
    }
}

impl DailyOps {
    /// Whether there was a day of storm at all.
    pub fn has_storm(&self) -> bool {
        self.days().into_values().any(Day::is_storm)
    }

    pub(super) fn days(&self) -> BTreeMap<Date, Day> {
        let mut days = BTreeMap::<_, Day>::new();
        for ((date, _), Operations { tally, .. }) in &self.0 {
            let day = days.entry(*date).or_default();
            day.scheduled += tally.scheduled;
            day.cancelled += tally.cancelled;
        }
        days
    }

    /// `daily_ops.csv`; over no flown flights there is no sum.
    pub(super) fn to_csv(&self) -> String {
        let mut text = CsvText::new([
            "month",
            "day",
            "origin",
            "scheduled",
            "cancelled",
            "flown",
            "sum_dep_delay",
        ]);
        for ((date, origin), Operations { tally, dep_delay }) in &self.0 {
            text.row([
                &date.month,
                &date.day,
                origin,
                &tally.scheduled,
                &tally.cancelled,
                &tally.flown,
                &or_empty((tally.flown > 0).then_some(dep_delay)),
            ]);
        }
        text.finish()
    }
}
