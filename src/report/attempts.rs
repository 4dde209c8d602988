//! The calls of a step.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::few::Few;
use super::{Report, StepReport};
use crate::error_report::Fault;

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
            wait,
            ..AttemptReport::new(started, started)
        });
    }

    pub(crate) fn end(&mut self, finished: SystemTime, fault: Option<Fault>) {
        if let Some(attempt) = self.last_mut() {
            attempt.end(finished, fault);
        }
    }

    /// Of something that has not ended: the last call, if that has not either.
    pub(crate) fn open(&mut self) -> Option<&mut AttemptReport> {
        self.last_mut().filter(|last| last.error.is_none())
    }
}

impl StepReport {
    /// The step's own calls, or those of one of its elements, if that is told.
    pub(crate) fn calls(&mut self, element: Option<usize>) -> Option<&mut Attempts> {
        let Some(index) = element else {
            return Some(&mut self.attempts);
        };
        let place = self.elements.binary_search_by_key(&index, |one| one.index);
        Some(&mut self.elements[place.ok()?].attempts)
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
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

impl FromIterator<AttemptReport> for Attempts {
    fn from_iter<I: IntoIterator<Item = AttemptReport>>(attempts: I) -> Self {
        let mut all = Self::default();
        attempts.into_iter().for_each(|attempt| all.push(attempt));
        all
    }
}

/// One call of a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttemptReport {
    /// When it began.
    #[serde(with = "super::rfc3339")]
    pub started: SystemTime,
    /// When it ended, or was given up; if neither, when the report was made.
    #[serde(with = "super::rfc3339")]
    pub finished: SystemTime,
    /// Why it was not enough.
    pub error: Option<String>,
    /// What lies behind that, each the cause of the one before it.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub sources: Few<String>,
    /// How long the step waited between the end of the attempt before and the beginning of this one;
    /// in serialised form a number of seconds.
    #[serde(with = "super::seconds")]
    pub wait: Option<Duration>,
    /// What happened in it, if the step runs another pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Box<Report>>,
}

impl AttemptReport {
    /// From when to when it went on, as far as that is known.
    pub(crate) fn new(started: SystemTime, finished: SystemTime) -> Self {
        Self {
            started,
            finished,
            error: None,
            sources: Few::default(),
            wait: None,
            run: None,
        }
    }

    pub(crate) fn end(&mut self, finished: SystemTime, fault: Option<Fault>) {
        self.finished = finished;
        if let Some(fault) = fault {
            self.error = Some(fault.text);
            self.sources = fault.sources.into();
        }
    }
}
