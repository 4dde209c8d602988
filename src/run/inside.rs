//! The runs inside a run: which are on their way, and how the others have ended.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeBounds;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::core::Common;
use crate::context::RunContext;
use crate::emitter::{Emission, Lines};
use crate::error::{Failure, RunError};
use crate::map::Call;
use crate::report::Report;

/// The way from a run to the one that it is a part of.
pub(crate) struct WayOut {
    runs: Arc<InnerRuns>,
    from: Attempted,
    step: &'static str,
    record: bool,
    /// For as long as the run may look at what it has borrowed of the other one.
    _lent: Option<Call>,
    /// To the emitters of that run.
    pub(crate) lines: Option<Lines>,
}

/// Which attempt a run is, of a step or of an element that it maps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Attempted {
    pub(crate) step: u32,
    pub(crate) element: Option<usize>,
    pub(crate) attempt: u32,
}

impl WayOut {
    /// Whether that run keeps what a report needs.
    pub(crate) fn is_recorded(&self) -> bool {
        self.record
    }

    /// The name of the step that the run is.
    pub(crate) fn step(&self) -> &'static str {
        self.step
    }

    /// The element that the run is for, by its place.
    pub(crate) fn element(&self) -> Option<usize> {
        self.from.element
    }

    /// The run begins.
    pub(crate) fn begin(&self, run: &RunContext) {
        self.runs.begins(self.from, run.clone());
    }

    /// The run has ended, and this is all that is left of it.
    pub(crate) fn tell(&self, error: Option<RunError>, report: Option<Report>) {
        self.runs.ends(self.from, InnerEnd { error, report });
    }
}

/// The runs inside a run.
#[derive(Default)]
pub(crate) struct InnerRuns(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    /// Those that have not ended.
    live: BTreeMap<Attempted, Live>,
    /// The steps that have been cut short while runs were on their way.
    cut: HashSet<u32>,
    /// How the others have ended.
    ends: BTreeMap<Attempted, InnerEnd>,
    /// What those that were cut short could not undo.
    undo: Vec<Failure>,
}

struct Live {
    run: RunContext,
    /// It is cancelled, and its attempt ends for another reason.
    is_cut: bool,
}

struct InnerEnd {
    error: Option<RunError>,
    report: Option<Report>,
}

impl InnerRuns {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The error of the run that an attempt was.
    fn error(&self, of: Attempted) -> Option<RunError> {
        self.lock().ends.get(&of)?.error.clone()
    }

    fn begins(&self, from: Attempted, run: RunContext) {
        let is_cut = false;
        self.lock().live.insert(from, Live { run, is_cut });
    }

    fn ends(&self, from: Attempted, mut end: InnerEnd) {
        let mut inside = self.lock();
        if inside.live.remove(&from).is_some_and(|live| live.is_cut)
            && let Some(error) = end.error.take()
        {
            inside.undo.extend_from_slice(error.undo_failures());
        }
        if end.error.is_some() || end.report.is_some() {
            inside.ends.insert(from, end);
        }
    }

    /// Cancels all runs of a step; false if there are none.
    fn cancel(&self, step: u32) -> bool {
        let mut inside = self.lock();
        let mut has_any = false;
        for (_, live) in inside.live.range_mut(all_of(step)) {
            live.cut_short();
            has_any = true;
        }
        has_any && {
            inside.cut.insert(step);
            true
        }
    }

    /// Cancels one run; false if it is not there.
    fn cancel_one(&self, of: Attempted) -> bool {
        let mut inside = self.lock();
        let live = inside.live.get_mut(&of);
        live.map(Live::cut_short).is_some()
    }

    /// What the runs that were cut short could not undo.
    pub(crate) fn take_undo(&self) -> Vec<Failure> {
        std::mem::take(&mut self.lock().undo)
    }

    /// Puts each report where its attempt is.
    pub(crate) fn enter(&self, report: &mut Report) {
        let ends = std::mem::take(&mut self.lock().ends);
        for (from, mut end) in ends {
            if let Some(inner) = &mut end.report {
                report.graphs.take(&mut inner.graphs);
            }
            let step = report.steps.get_mut(from.step as usize);
            // an element that was dropped with the others has ended too late to be told
            let calls = step.and_then(|step| step.calls(from.element));
            let number = from.attempt as usize - 1;
            if let Some(attempt) = calls.and_then(|calls| calls.get_mut(number)) {
                attempt.run = end.report.map(Box::new);
            }
        }
    }
}

impl Live {
    fn cut_short(&mut self) {
        self.is_cut = true;
        self.run.cancel();
    }
}

/// Whatever is an attempt of a step, or of one of its elements.
fn all_of(step: u32) -> impl RangeBounds<Attempted> {
    let (element, attempt) = (None, 0);
    let first = |step| Attempted {
        step,
        element,
        attempt,
    };
    first(step)..first(step + 1)
}

impl Common {
    /// The way here for the run that this attempt is.
    pub(super) fn way_out(&self, from: Attempted, lent: Option<Call>) -> WayOut {
        WayOut {
            runs: Arc::clone(self.inner.get_or_init(Arc::default)),
            from,
            step: self.plan.steps[from.step as usize].name,
            record: self.record,
            _lent: lent,
            lines: self.emission().map(Emission::lines),
        }
    }

    /// The error of the run that an attempt was, if it was one.
    pub(crate) fn inner_error(&self, of: Attempted) -> Option<RunError> {
        self.inner.get()?.error(of)
    }

    /// Cancels the runs that a step consists of, because it is cut short; false if there are none. They undo what
    /// they have done before they end.
    pub(crate) fn cancel_inner(&self, step: u32) -> bool {
        self.inner.get().is_some_and(|runs| runs.cancel(step))
    }

    /// Cancels the run that an attempt is, because that is cut short; false if it is none.
    pub(crate) fn cancel_attempt(&self, of: Attempted) -> bool {
        self.inner.get().is_some_and(|runs| runs.cancel_one(of))
    }

    /// Whether a step was cut short while it consisted of runs.
    pub(crate) fn is_cut(&self, step: u32) -> bool {
        let runs = self.inner.get();
        runs.is_some_and(|runs| runs.lock().cut.contains(&step))
    }

    /// Whether an element is on its way through a run.
    pub(crate) fn has_run(&self, step: u32, element: usize) -> bool {
        let first = Attempted {
            step,
            element: Some(element),
            attempt: 0,
        };
        let last = Attempted {
            attempt: u32::MAX,
            ..first
        };
        let runs = self.inner.get();
        runs.is_some_and(|runs| runs.lock().live.range(first..=last).next().is_some())
    }
}
