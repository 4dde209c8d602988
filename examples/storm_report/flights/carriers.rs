//! How each carrier did.

use std::collections::BTreeMap;

use super::classify::{Classified, Status};
use super::csv_text::{CsvText, or_empty, ratio};
use super::rows::Airlines;
use super::tally::Tally;

/// An arrival with less delay than this, in minutes, is on time.
const LATE: i32 = 15;

/// How each carrier did, by its code.
#[derive(Debug)]
pub struct CarrierSummary(BTreeMap<String, Carrier>);

#[derive(Debug)]
pub(super) struct Carrier {
    /// `None` if no airline has the code.
    pub(super) name: Option<String>,
    pub(super) tally: Tally,
    pub(super) arr_delay: i64,
    pub(super) on_time: u32,
}

/// Sums up each carrier's flights.
pub fn carrier_summary(classified: &Classified, airlines: &Airlines) -> CarrierSummary {
    let mut carriers = BTreeMap::<String, Carrier>::new();
    for (flight, status) in classified.flights() {
        carriers
            .entry(flight.carrier.clone())
            .or_insert_with(|| Carrier::new(airlines.0.get(&flight.carrier)))
            .count(status);
    }
    CarrierSummary(carriers)
}

impl Carrier {
    fn new(name: Option<&String>) -> Self {
        Self {
            name: name.cloned(),
            tally: Tally::default(),
            arr_delay: 0,
            on_time: 0,
        }
    }

    fn count(&mut self, status: Status) {
        self.tally.count(status);
        if let Status::Flown { arr_delay, .. } = status {
            self.arr_delay += i64::from(arr_delay);
            self.on_time += u32::from(arr_delay < LATE);
        }
    }
}

impl CarrierSummary {
    pub(super) fn carriers(&self) -> impl Iterator<Item = (&str, &Carrier)> {
        self.0
            .iter()
            .map(|(code, carrier)| (code.as_str(), carrier))
    }

    /// `carrier_summary.csv`; over no flown flights there is neither sum nor mean.
    pub(super) fn to_csv(&self) -> String {
        let mut text = CsvText::new([
            "carrier",
            "name",
            "scheduled",
            "cancelled",
            "diverted",
            "flown",
            "sum_arr_delay",
            "mean_arr_delay",
            "on_time",
        ]);
        for (code, carrier) in self.carriers() {
            let tally = carrier.tally;
            text.row([
                &code,
                &or_empty(carrier.name.as_ref()),
                &tally.scheduled,
                &tally.cancelled,
                &tally.diverted,
                &tally.flown,
                &or_empty((tally.flown > 0).then_some(carrier.arr_delay)),
                &or_empty(ratio(carrier.arr_delay, tally.flown, 6)),
                &carrier.on_time,
            ]);
        }
        text.finish()
    }
}
