//! Flown flights joined with the airports at both ends.

use std::collections::BTreeMap;

use super::classify::Classified;
use super::rows::{Airport, Airports};

/// What the airport file says about the flown flights: the routes between airports that it has,
/// and how many flights went to one that it has not.
#[derive(Debug)]
pub struct FlownAirports {
    pub(super) routes: BTreeMap<Route, Ends>,
    pub(super) flown_dest_unknown: usize,
}

/// A route as it is published, with its distance in miles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Route {
    pub(super) origin: String,
    pub(super) dest: String,
    pub(super) distance: u32,
}

/// Where a route begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) origin: Airport,
    pub(super) dest: Airport,
}

/// Joins each flown flight with its two airports.
pub fn join_airports(classified: &Classified, airports: &Airports) -> FlownAirports {
    let mut joined = FlownAirports {
        routes: BTreeMap::new(),
        flown_dest_unknown: 0,
    };
    for (flight, _) in classified.flown() {
        let Some(&dest) = airports.0.get(&flight.dest) else {
            joined.flown_dest_unknown += 1;
            continue;
        };
        if let Some(&origin) = airports.0.get(&flight.origin) {
            let route = Route {
                origin: flight.origin.clone(),
                dest: flight.dest.clone(),
                distance: flight.distance,
            };
            joined.routes.insert(route, Ends { origin, dest });
        }
    }
    joined
}
