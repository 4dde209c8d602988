//! What a run tells while it goes on: to emitters, and what its steps say, to its report.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::time::Instant;

use super::list::Lines;
use super::show::Shown;
use super::spot::{self, Spot};
use super::{Emission, EventKind, Field, Subject};
use crate::context::RunContext;
use crate::report::{EventReport, InputReport, StepReport};
use crate::run::Plan;

/// There if anybody listens, or there is to be a report.
pub(crate) struct Telling {
    /// The step that the straight way is at.
    at: AtomicU32,
    notes: Option<Notes>,
    pub(super) shown: Arc<Shown>,
    pub(crate) emission: Option<Emission>,
}

/// It is at none.
const NOWHERE: u32 = u32::MAX;

impl Telling {
    pub(crate) fn new(
        plan: &'static Plan,
        lines: Option<Lines>,
        (is_inner, record): (bool, bool),
        inputs: Vec<InputReport>,
    ) -> Option<Box<Self>> {
        (record || lines.is_some()).then(|| {
            let shown = Arc::new(Shown::new(inputs));
            let emission = |lines| Emission::new(plan, lines, is_inner, Arc::clone(&shown));
            Box::new(Self {
                at: AtomicU32::new(NOWHERE),
                notes: record.then(Notes::default),
                emission: lines.map(emission),
                shown,
            })
        })
    }

    /// The straight way comes to a step.
    pub(crate) fn come(&self, step: u32) {
        self.at.store(step, Relaxed);
    }

    /// The straight way has ended.
    pub(crate) fn leave(&self) {
        self.at.store(NOWHERE, Relaxed);
    }

    /// Where the calling code stands.
    pub(crate) fn spot(&self, run: &RunContext) -> Option<Spot> {
        let straight = || {
            let at = self.at.load(Relaxed);
            (at != NOWHERE).then(|| Spot::new(at, 1))
        };
        spot::here(run).or_else(straight)
    }

    /// A step says something.
    pub(crate) fn tell(
        &self,
        spot: Option<Spot>,
        name: Cow<'static, str>,
        fields: BTreeMap<Cow<'static, str>, Field>,
    ) {
        if let (Some(notes), Some(spot)) = (&self.notes, spot) {
            notes.add(spot, name.clone(), fields.clone());
        }
        if let Some(emission) = &self.emission {
            emission.emit(Subject::of(spot), EventKind::Told { name, fields });
        }
    }

    /// A step says how far it has got.
    pub(crate) fn progress(&self, spot: Option<Spot>, done: u64, total: Option<u64>) {
        if let Some(emission) = &self.emission {
            emission.emit(Subject::of(spot), EventKind::Progress { done, total });
        }
    }

    /// The inputs as text, where that is asked for.
    pub(crate) fn inputs(&self) -> Vec<InputReport> {
        self.shown.inputs()
    }

    /// Puts what steps have said, and given, where they are told.
    pub(crate) fn enter(&self, steps: &mut [StepReport]) {
        self.shown.enter(steps);
        let notes = self.notes.iter().flat_map(Notes::take);
        for (step, event) in notes {
            if let Some(step) = steps.get_mut(step as usize) {
                step.events.push(event);
            }
        }
    }
}

/// What steps have said, for a report.
pub(crate) struct Notes {
    wall: SystemTime,
    clock: Instant,
    events: Mutex<Vec<(u32, EventReport)>>,
}

impl Default for Notes {
    fn default() -> Self {
        Self {
            wall: SystemTime::now(),
            clock: Instant::now(),
            events: Mutex::default(),
        }
    }
}

impl Notes {
    fn add(&self, spot: Spot, name: Cow<'static, str>, fields: BTreeMap<Cow<'static, str>, Field>) {
        let event = EventReport {
            time: self.wall + self.clock.elapsed(),
            attempt: spot.attempt,
            element: spot.element,
            name,
            fields,
        };
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push((spot.step, event));
    }

    fn take(&self) -> Vec<(u32, EventReport)> {
        std::mem::take(&mut self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
