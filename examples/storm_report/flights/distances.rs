//! How far the routes are on the globe, beside what is published.

use super::airport_join::{Ends, FlownAirports, Route};
use super::csv_text::{CsvText, rounded};

/// The earth's mean radius in statute miles.
const RADIUS: f64 = 3958.7613;

/// The length of every route, in the order of origin, destination and published distance.
#[derive(Debug)]
pub struct Distances(Vec<(Route, f64)>);

/// Measures every route along its great circle.
pub fn distances(airports: &FlownAirports) -> Distances {
    let measured = |(route, ends): (&Route, &Ends)| (route.clone(), great_circle(ends));
    Distances(airports.routes.iter().map(measured).collect())
}

/// The haversine formula, in miles.
fn great_circle(Ends { origin, dest }: &Ends) -> f64 {
    let half_lat = (dest.lat - origin.lat).to_radians() / 2.0;
    let half_lon = (dest.lon - origin.lon).to_radians() / 2.0;
    let cosines = origin.lat.to_radians().cos() * dest.lat.to_radians().cos();
    let haversine = half_lat.sin().powi(2) + cosines * half_lon.sin().powi(2);
    2.0 * RADIUS * haversine.sqrt().min(1.0).asin()
}

impl Distances {
    /// The longest route, with its miles on the globe.
    pub(super) fn longest(&self) -> Option<&(Route, f64)> {
        self.0.iter().max_by(|(_, a), (_, b)| a.total_cmp(b))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// `distance_check.csv`
    pub(super) fn to_csv(&self) -> String {
        let mut text = CsvText::new(["origin", "dest", "distance", "great_circle_mi"]);
        for (route, miles) in &self.0 {
            text.row([
                &route.origin,
                &route.dest,
                &route.distance,
                &rounded(*miles, 3),
            ]);
        }
        text.finish()
    }
}
