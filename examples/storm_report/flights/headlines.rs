//! The few numbers of a fortnight that are worth reading.

use std::fmt;

use super::airport_join::Route;
use super::carriers::{Carrier, CarrierSummary};
use super::daily::Day;
use super::date::Date;
use super::report::Findings;
use super::tally::Tally;

/// The headline numbers; displayed as a line each.
#[derive(Debug)]
pub struct Headlines {
    tally: Tally,
    days: usize,
    worst_day: Option<(Date, Day)>,
    storm: Vec<Date>,
    most_punctual: Option<Punctuality>,
    least_punctual: Option<Punctuality>,
    routes: usize,
    longest_route: Option<(Route, f64)>,
    oldest_plane: Option<i32>,
}

/// How many of a carrier's flown flights were on time.
#[derive(Debug)]
struct Punctuality {
    name: String,
    on_time: u32,
    flown: u32,
}

impl Headlines {
    pub(super) fn new(findings: &Findings<'_>) -> Self {
        let days = findings.daily_ops.days();
        let tally = findings.classified.tally();
        let by_punctuality = by_punctuality(findings.carriers, tally.flown / 100);
        let mut by_punctuality = by_punctuality.into_iter();
        Self {
            tally,
            days: days.len(),
            worst_day: days.into_iter().max_by_key(|(_, day)| day.cancelled),
            storm: findings
                .storm_days
                .iter()
                .flat_map(|it| it.dates())
                .collect(),
            most_punctual: by_punctuality.next_back(),
            least_punctual: by_punctuality.next(),
            routes: findings.distances.len(),
            longest_route: findings.distances.longest().cloned(),
            oldest_plane: findings.flown_planes.oldest(),
        }
    }
}

/// The carriers that flew at least so many flights, and one, the least punctual first.
fn by_punctuality(carriers: &CarrierSummary, at_least: u32) -> Vec<Punctuality> {
    let mut sorted: Vec<Punctuality> = carriers
        .carriers()
        .filter(|(_, carrier)| carrier.tally.flown >= at_least.max(1))
        .map(|(code, carrier)| Punctuality::new(code, carrier))
        .collect();
    sorted.sort_by(|a, b| a.percent().total_cmp(&b.percent()));
    sorted
}

impl Punctuality {
    fn new(code: &str, carrier: &Carrier) -> Self {
        Self {
            name: carrier.name.clone().unwrap_or_else(|| code.to_owned()),
            on_time: carrier.on_time,
            flown: carrier.tally.flown,
        }
    }

    fn percent(&self) -> f64 {
        percent(self.on_time, self.flown)
    }
}

impl fmt::Display for Punctuality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, flown, percent) = (&self.name, self.flown, self.percent());
        write!(f, "{name}, {percent:.1} % of {flown} flights on time")
    }
}

/// Of nothing, zero.
fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

impl fmt::Display for Headlines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            scheduled,
            cancelled,
            diverted,
            flown,
        } = self.tally;
        let share = percent(cancelled, scheduled);
        writeln!(f, "flights         {scheduled} in {} days", self.days)?;
        writeln!(f, "flown           {flown}")?;
        writeln!(f, "diverted        {diverted}")?;
        writeln!(f, "cancelled       {cancelled} ({share:.1} %)")?;
        if let Some((date, day)) = &self.worst_day {
            let share = percent(day.cancelled, day.scheduled);
            let Day {
                scheduled,
                cancelled,
            } = day;
            writeln!(
                f,
                "worst day       {date}, {cancelled} of {scheduled} cancelled ({share:.1} %)"
            )?;
        }
        writeln!(f, "storm           {}", storm(&self.storm))?;
        if let Some(carrier) = &self.most_punctual {
            writeln!(f, "most punctual   {carrier}")?;
        }
        if let Some(carrier) = &self.least_punctual {
            writeln!(f, "least punctual  {carrier}")?;
        }
        if let Some((route, miles)) = &self.longest_route {
            let Route { origin, dest, .. } = route;
            let routes = self.routes;
            writeln!(
                f,
                "longest route   {origin} to {dest}, {miles:.0} miles, of {routes} routes"
            )?;
        }
        if let Some(years) = self.oldest_plane {
            writeln!(f, "oldest plane    {years} years")?;
        }
        Ok(())
    }
}

fn storm(dates: &[Date]) -> String {
    if dates.is_empty() {
        return "none".to_owned();
    }
    let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
    dates.join(", ")
}
