//! Flights joined with the planes that flew them.

use std::collections::BTreeMap;

use super::classify::Classified;
use super::csv_text::CsvText;
use super::rows::Planes;

/// What the plane file says about the flights: the flown ones by the age of their plane, and how
/// many have no plane to look up.
#[derive(Debug)]
pub struct FlownPlanes {
    by_age: BTreeMap<i32, AgeGroup>,
    /// Of all flights.
    pub(super) without_tailnum: usize,
    /// Flown without a tail number, or with one that no plane has.
    pub(super) flown_plane_unknown: usize,
}

#[derive(Debug, Default)]
struct AgeGroup {
    flown: u32,
    arr_delay: i64,
}

/// Joins each flown flight with its plane.
pub fn join_planes(classified: &Classified, planes: &Planes) -> FlownPlanes {
    let mut by_age = BTreeMap::<_, AgeGroup>::new();
    let mut flown_plane_unknown = 0;
    for (flight, arr_delay) in classified.flown() {
        let plane = flight.tailnum.as_ref().and_then(|it| planes.0.get(it));
        let Some(plane) = plane else {
            flown_plane_unknown += 1;
            continue;
        };
        if let Some(built) = plane.year {
            let group = by_age.entry(flight.date.year - built).or_default();
            group.flown += 1;
            group.arr_delay += i64::from(arr_delay);
        }
    }
    FlownPlanes {
        by_age,
        without_tailnum: classified
            .flights()
            .filter(|(flight, _)| flight.tailnum.is_none())
            .count(),
        flown_plane_unknown,
    }
}

impl FlownPlanes {
    /// The age of the oldest plane that flew, in years.
    pub(super) fn oldest(&self) -> Option<i32> {
        self.by_age.last_key_value().map(|(age, _)| *age)
    }

    /// `plane_age.csv`
    pub(super) fn to_csv(&self) -> String {
        let mut text = CsvText::new(["age_years", "flown", "sum_arr_delay"]);
        for (age, group) in &self.by_age {
            text.row([age, &group.flown, &group.arr_delay]);
        }
        text.finish()
    }
}
