//! What a run tells while it goes on: to emitters, and what its steps say, to its report.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::time::Instant;

use super::list::Lines;
use super::show::Values;
use super::spot::{self, Spot};
use super::{Emission, EventKind, Field, Subject};
use crate::context::RunContext;
use crate::report::{EventReport, InputReport, StepReports};
use crate::run::Plan;

/// There if anybody listens, or there is to be a report.
pub(crate) struct Telling {
    #[cfg(feature = "tracing-subscriber")]
    plan: &'static Plan,
    #[cfg(feature = "tracing-subscriber")]
    element: Option<usize>,
    /// The step that the straight way is at.
    at: AtomicU32,
    notes: Option<Notes>,
    /// If anybody is told of values.
    pub(super) shown: Option<Arc<Values>>,
    pub(crate) emission: Option<Emission>,
}

/// Who is there to hear of a run, beside emitters.
pub(crate) struct Hearers {
    /// Another run, which this one is a part of.
    pub(crate) is_inner: bool,
    /// If it is a part of one, the step there.
    pub(crate) step: Option<&'static str>,
    /// If it is for one element of a value, the place of that.
    pub(crate) element: Option<usize>,
    /// Whoever awaits its report.
    pub(crate) record: bool,
    /// Whoever writes a log, and may ask where something was logged.
    pub(crate) logs: bool,
}

/// It is at none.
const NOWHERE: u32 = u32::MAX;

impl Telling {
    pub(crate) fn new(
        plan: &'static Plan,
        lines: Option<Lines>,
        hearers: Hearers,
        inputs: Vec<InputReport>,
    ) -> Option<Box<Self>> {
        let record = hearers.record;
        let is_told = record || lines.is_some();
        (is_told || hearers.logs).then(|| {
            let shown = Arc::new(Values::new(inputs));
            let emission = |lines| Emission::new(plan, lines, &hearers, Arc::clone(&shown));
            Box::new(Self {
                #[cfg(feature = "tracing-subscriber")]
                plan,
                #[cfg(feature = "tracing-subscriber")]
                element: hearers.element,
                at: AtomicU32::new(NOWHERE),
                notes: record.then(Notes::default),
                emission: lines.map(emission),
                shown: is_told.then_some(shown),
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

    /// The step that the calling code belongs to, by name, and which call of it, or of which element.
    #[cfg(feature = "tracing-subscriber")]
    pub(crate) fn step(&self, run: &RunContext) -> Option<(&'static str, Spot)> {
        let spot = self.spot(run)?;
        Some((self.plan.steps[spot.step as usize].name, spot))
    }

    /// If the run is for one element of a value, the place of that.
    #[cfg(feature = "tracing-subscriber")]
    pub(crate) fn element(&self) -> Option<usize> {
        self.element
    }

    /// A step says something.
    pub(crate) fn tell(
        &self,
        spot: Option<Spot>,
        name: Cow<'static, str>,
        fields: BTreeMap<Cow<'static, str>, Field>,
    ) {
        if let (Some(notes), Some(spot)) = (&self.notes, spot) {
            notes.add(Note {
                time: Instant::now(),
                spot,
                name: name.clone(),
                fields: fields.clone(),
            });
        }
        if let Some(emission) = &self.emission {
            emission.emit(Subject::of(spot), EventKind::Said { name, fields });
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
        let shown = self.shown.as_deref();
        shown.map_or_else(Vec::new, Values::inputs)
    }

    /// Puts what steps have said, and given, where they are told.
    pub(crate) fn enter(&self, (wall, clock): (SystemTime, Instant), steps: &mut StepReports) {
        self.shown.iter().for_each(|shown| shown.enter(steps));
        for note in self.notes.iter().flat_map(Notes::take) {
            if let Some(step) = steps.get_mut(note.spot.step as usize) {
                step.events.push(EventReport {
                    time: wall + (note.time - clock),
                    attempt: note.spot.attempt,
                    element: note.spot.element,
                    name: note.name,
                    fields: note.fields,
                });
            }
        }
    }
}

/// What steps have said, for a report.
#[derive(Default)]
struct Notes(Mutex<Vec<Note>>);

struct Note {
    time: Instant,
    spot: Spot,
    name: Cow<'static, str>,
    fields: BTreeMap<Cow<'static, str>, Field>,
}

impl Notes {
    fn add(&self, note: Note) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(note);
    }

    fn take(&self) -> Vec<Note> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
