//! A local calendar day and an hour of the world's clock, as the files write them.

use std::fmt;

use super::table::Value;

/// A day in New York's local time; days sort in calendar order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    pub(super) year: i32,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Date {
    /// How many days this month has.
    pub(super) fn days(year: i32, month: u32) -> u32 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year}-{month:02}-{day:02}")
    }
}

/// A month, from 1.
pub(super) struct Month(pub(super) u32);

impl Value for Month {
    const EXPECTED: &'static str = "a month from 1 to 12";

    fn parse(text: &str) -> Option<Self> {
        let month = text.parse().ok().filter(|month| (1..=12).contains(month));
        month.map(Self)
    }
}

/// An hour in UTC, in the form that all files share: `2013-02-04T10:00:00Z`.
pub(super) struct TimeHour(pub(super) String);

impl Value for TimeHour {
    const EXPECTED: &'static str = "an hour such as `2013-02-04T10:00:00Z`";

    fn parse(text: &str) -> Option<Self> {
        let (date, hour) = text.strip_suffix(":00:00Z")?.split_once('T')?;
        let mut parts = date.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            part.parse::<u32>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let days = Date::days(i32::try_from(year).ok()?, month);
        let hour = hour.parse::<u32>().ok().filter(|_| hour.len() == 2)?;
        let is_right = (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24;
        (is_right && parts.next().is_none()).then(|| Self(text.to_owned()))
    }
}
