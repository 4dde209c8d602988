//! The calls of one step, in a report.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::report::AttemptReport;

/// The calls of a step, in order: a slice of [`AttemptReport`]s. Most steps are called once, so the first
/// has a place in here.
#[derive(Clone, Default)]
pub struct Attempts(Calls);

#[derive(Clone, Default)]
enum Calls {
    #[default]
    None,
    One(AttemptReport),
    Many(Vec<AttemptReport>),
}

impl Attempts {
    pub(crate) fn of(only: AttemptReport) -> Self {
        Self(Calls::One(only))
    }

    pub(crate) fn elapsed(&self) -> Duration {
        let (Some(first), Some(last)) = (self.first(), self.last()) else {
            return Duration::ZERO;
        };
        let elapsed = last.finished.duration_since(first.started);
        elapsed.unwrap_or_default()
    }

    pub(crate) fn push(&mut self, attempt: AttemptReport) {
        self.0 = match std::mem::take(&mut self.0) {
            Calls::None => Calls::One(attempt),
            Calls::One(first) => Calls::Many(vec![first, attempt]),
            Calls::Many(mut all) => {
                all.push(attempt);
                Calls::Many(all)
            }
        };
    }

    pub(crate) fn begin(&mut self, started: SystemTime) {
        let since = |last: &AttemptReport| started.duration_since(last.finished);
        let wait = self.last().map(|last| since(last).unwrap_or_default());
        self.push(AttemptReport {
            started,
            finished: started,
            error: None,
            wait,
            run: None,
        });
    }

    pub(crate) fn end(&mut self, finished: SystemTime, error: Option<String>) {
        if let Some(attempt) = self.last_mut() {
            attempt.finished = finished;
            attempt.error = error;
        }
    }
}

impl Deref for Attempts {
    type Target = [AttemptReport];

    fn deref(&self) -> &[AttemptReport] {
        match &self.0 {
            Calls::None => &[],
            Calls::One(only) => std::slice::from_ref(only),
            Calls::Many(all) => all,
        }
    }
}

impl DerefMut for Attempts {
    fn deref_mut(&mut self) -> &mut [AttemptReport] {
        match &mut self.0 {
            Calls::None => &mut [],
            Calls::One(only) => std::slice::from_mut(only),
            Calls::Many(all) => all,
        }
    }
}

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<'a> IntoIterator for &'a Attempts {
    type Item = &'a AttemptReport;
    type IntoIter = std::slice::Iter<'a, AttemptReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Attempts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Attempts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Vec::deserialize(deserializer)?;
        Ok(Self(match all.len() {
            0 | 1 => all.pop().map_or(Calls::None, Calls::One),
            _ => Calls::Many(all),
        }))
    }
}
