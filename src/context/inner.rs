//! What the contexts of a run share, and where it lies: where that of an earlier run was, if there is such a place.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::{AnyArc, RunContext};
use crate::abort::AbortCell;
use crate::current::current;
use crate::emitter::Telling;
use crate::ids::{CorrelationId, RunId};
use crate::metadata::Tell;
use crate::stop::StopSignal;

thread_local! {
    /// The place of the last run that has ended on this thread.
    static SPARE: Cell<Option<Arc<Inner>>> = const { Cell::new(None) };
}

/// What a run begins with.
#[derive(Default)]
pub(crate) struct Start {
    pub(crate) correlation_id: Option<CorrelationId>,
    pub(crate) around: Option<RunContext>,
    pub(crate) declared: Option<AnyArc>,
    /// How to tell what is declared.
    pub(crate) tell: Option<Tell>,
    pub(crate) others: BTreeMap<String, String>,
    pub(crate) telling: Option<Box<Telling>>,
}

pub(super) struct Inner {
    pub(super) pipeline: &'static str,
    pub(super) run_id: OnceLock<RunId>,
    pub(super) correlation_id: OnceLock<CorrelationId>,
    pub(super) parent: Option<RunId>,
    /// The run of which this one is a block: the two have one metadata.
    pub(super) around: Option<RunContext>,
    pub(super) declared: Option<RwLock<AnyArc>>,
    pub(super) tell: Option<Tell>,
    pub(super) others: RwLock<BTreeMap<String, String>>,
    pub(super) stop: StopSignal,
    /// Somebody has cancelled the run, which has not come to it yet.
    pub(super) cancel: AtomicBool,
    /// For each step; made when an attempt goes elsewhere.
    pub(super) cells: OnceLock<Box<[AbortCell]>>,
    /// If anybody listens, or there is to be a report.
    pub(super) telling: Option<Box<Telling>>,
}

impl Inner {
    pub(super) fn new(pipeline: &'static str, start: Start) -> Arc<Self> {
        let outer = current();
        let correlation_id = start
            .correlation_id
            .or_else(|| Some(outer.as_ref()?.correlation_id()));
        Self::shared(Self {
            pipeline,
            run_id: OnceLock::new(),
            correlation_id: correlation_id.map(OnceLock::from).unwrap_or_default(),
            parent: outer.map(|run| run.run_id()),
            around: start.around,
            declared: start.declared.map(RwLock::new),
            tell: start.tell,
            others: RwLock::new(start.others),
            stop: StopSignal::default(),
            cancel: AtomicBool::new(false),
            cells: OnceLock::new(),
            telling: start.telling,
        })
    }

    fn shared(self) -> Arc<Self> {
        let spare = SPARE.try_with(Cell::take).ok().flatten();
        let Some(mut spare) = spare else {
            return Arc::new(self);
        };
        match Arc::get_mut(&mut spare) {
            Some(place) => *place = self,
            None => spare = Arc::new(self),
        }
        spare
    }

    /// The run has ended: the next one has its place, unless somebody still holds it.
    pub(super) fn let_go(mut this: Arc<Self>) {
        if let Some(place) = Arc::get_mut(&mut this) {
            place.clear();
            // a thread that ends keeps nothing
            let _ = SPARE.try_with(|spare| spare.set(Some(this)));
        }
    }

    /// Lets go of all that does not lie in the place itself.
    fn clear(&mut self) {
        self.around = None;
        self.declared = None;
        self.telling = None;
        self.cells = OnceLock::new();
        self.stop = StopSignal::default();
        let others = self.others.get_mut();
        others.unwrap_or_else(PoisonError::into_inner).clear();
    }
}
