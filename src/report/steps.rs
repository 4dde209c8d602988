//! The steps of a report, made when somebody looks at them.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{AttemptReport, OutcomeKind, StepReport};
use crate::run::Plan;

/// What happened to each step, in an order in which they could have run one after the other: a slice of
/// [`StepReport`]s. Where they have simply ended well, one after the other, a report keeps only when, and they are made
/// when somebody looks here first.
///
/// ```
/// use pipewright::{OutcomeKind, StepReports};
///
/// fn skipped(steps: &StepReports) -> usize {
///     steps.iter().filter(|step| step.outcome == OutcomeKind::Skipped).count()
/// }
/// ```
#[derive(Clone, Default)]
pub struct StepReports {
    made: OnceLock<Vec<StepReport>>,
    passed: Option<Passed>,
}

/// The first steps of a run: each has ended well after one attempt, which began when the one before it had ended.
#[derive(Clone)]
pub(crate) struct Passed {
    pub(crate) plan: &'static Plan,
    /// When the run began.
    pub(crate) started: SystemTime,
    /// For each step of the plan, how many nanoseconds after that it ended.
    pub(crate) ends: Arc<[AtomicU64]>,
    /// How many steps these are.
    pub(crate) count: usize,
}

impl Passed {
    fn steps(&self) -> Vec<StepReport> {
        let mut started = self.started;
        let steps = self.plan.steps.iter().zip(&*self.ends);
        let steps = steps.take(self.count).map(|(step, end)| {
            let finished = self.started + Duration::from_nanos(end.load(Relaxed));
            let attempt = AttemptReport::new(started, finished);
            started = finished;
            StepReport::new(step.name, OutcomeKind::Ok, Some(attempt))
        });
        let mut all = Vec::with_capacity(self.plan.steps.len());
        all.extend(steps);
        all
    }
}

impl StepReports {
    /// Of a run of which nothing else is known yet.
    pub(crate) fn passed(passed: Passed) -> Self {
        Self {
            made: OnceLock::new(),
            passed: Some(passed),
        }
    }

    pub(crate) fn push(&mut self, step: StepReport) {
        self.all_mut().push(step);
    }

    fn all(&self) -> &Vec<StepReport> {
        let make = || self.passed.as_ref().map_or_else(Vec::new, Passed::steps);
        self.made.get_or_init(make)
    }

    fn all_mut(&mut self) -> &mut Vec<StepReport> {
        self.all();
        self.made.get_mut().expect("made just now")
    }
}

impl Deref for StepReports {
    type Target = [StepReport];

    fn deref(&self) -> &[StepReport] {
        self.all()
    }
}

impl DerefMut for StepReports {
    fn deref_mut(&mut self) -> &mut [StepReport] {
        self.all_mut()
    }
}

impl From<Vec<StepReport>> for StepReports {
    fn from(all: Vec<StepReport>) -> Self {
        Self {
            made: all.into(),
            passed: None,
        }
    }
}

impl IntoIterator for StepReports {
    type Item = StepReport;
    type IntoIter = std::vec::IntoIter<StepReport>;

    fn into_iter(mut self) -> Self::IntoIter {
        std::mem::take(self.all_mut()).into_iter()
    }
}

impl<'a> IntoIterator for &'a StepReports {
    type Item = &'a StepReport;
    type IntoIter = std::slice::Iter<'a, StepReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut StepReports {
    type Item = &'a mut StepReport;
    type IntoIter = std::slice::IterMut<'a, StepReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl fmt::Debug for StepReports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Serialize for StepReports {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for StepReports {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}
