//! What became of each flight.

use super::csv_text::CsvText;
use super::rows::{Flight, Flights};
use super::tally::Tally;

/// Every scheduled flight with what became of it.
#[derive(Debug)]
pub struct Classified(Vec<(Flight, Status)>);

/// What became of a flight. Delays are in minutes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Status {
    /// It never left.
    Cancelled,
    /// It left, and did not arrive as planned.
    Diverted,
    /// It left and arrived.
    Flown { dep_delay: i32, arr_delay: i32 },
}

/// Gives each flight its status.
pub fn classify(flights: &Flights) -> Classified {
    let classified = |flight: &Flight| (flight.clone(), status(flight));
    Classified(flights.0.iter().map(classified).collect())
}

fn status(flight: &Flight) -> Status {
    match (flight.dep_delay, flight.arr_delay) {
        (None, _) => Status::Cancelled,
        (Some(_), None) => Status::Diverted,
        (Some(dep_delay), Some(arr_delay)) => Status::Flown {
            dep_delay,
            arr_delay,
        },
    }
}

impl Classified {
    pub(super) fn flights(&self) -> impl Iterator<Item = (&Flight, Status)> {
        self.0.iter().map(|(flight, status)| (flight, *status))
    }

    /// The flown flights, each with its delay on arrival.
    pub(super) fn flown(&self) -> impl Iterator<Item = (&Flight, i32)> {
        self.flights().filter_map(|(flight, status)| match status {
            Status::Flown { arr_delay, .. } => Some((flight, arr_delay)),
            Status::Cancelled | Status::Diverted => None,
        })
    }

    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.flights().for_each(|(_, status)| tally.count(status));
        tally
    }

    /// `status.csv`
    pub(super) fn to_csv(&self) -> String {
        let tally = self.tally();
        let mut text = CsvText::new(["status", "n"]);
        text.row([&"cancelled", &tally.cancelled]);
        text.row([&"diverted", &tally.diverted]);
        text.row([&"flown", &tally.flown]);
        text.finish()
    }
}
