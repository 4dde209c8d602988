//! Reports of runs that go on.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::making::Making;
use super::{Emitter, Event, EventKind};
use crate::ids::RunId;
use crate::outcome::BoxError;
use crate::report::Report;

/// Makes the reports of runs while they go on. Clones share what they know.
///
/// In such a report what has not ended is [`Pending`](crate::OutcomeKind::Pending): a step that has begun has
/// attempts, one that has not has none, and a call that goes on ends when the report was made. The page shows open
/// bars.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use pipewright::emitters::Live;
///
/// # let path = std::env::temp_dir().join("pipewright-doc-live.html");
/// let live = Live::new();
/// let mut run = Quickstart::new(Calculator).run(5).emit_to(live.clone()).into_future();
/// let sum = loop {
///     match tokio::time::timeout(Duration::from_secs(1), &mut run).await {
///         Ok(output) => break output?,
///         Err(_) => std::fs::write(&path, live.report().unwrap().html())?,
///     }
/// };
/// # assert_eq!(sum, 15);
/// # assert_eq!(live.report().unwrap().outcome, pipewright::OutcomeKind::Ok);
/// # Ok(())
/// # }
/// ```
///
/// Events that were stored make the same: see [`stored`](Self::stored).
#[derive(Clone, Default)]
pub struct Live(Arc<Mutex<Runs>>);

impl Live {
    /// Knows of no run yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// For events that were stored: no run is forgotten, and one that has not ended goes on until the last of its events.
    /// Each line of [`Log::json`](crate::emitters::Log::json) is one. Only the wiring is not among them;
    /// `cargo pipewright show` finds it where the pipelines are.
    ///
    /// ```
    /// use pipewright::emitters::Live;
    /// use pipewright::{Emitter, OutcomeKind};
    ///
    /// # fn main() -> Result<(), pipewright::BoxError> {
    /// # let lines = r#"{"level":"SYSTEM","time":"2026-11-26T06:20:01Z","run_id":"019abf2e-6d5c-7a50-b5a5-3f8a1c6d9e01","correlation_id":"4bf92f3577b34da6a3ce929d0e0e4736","pipeline":"order_processing","event":"run_started","definition":"9f0e"}"#;
    /// let live = Live::stored();
    /// for line in lines.lines() {
    ///     live.emit(&serde_json::from_str(line)?)?;
    /// }
    /// assert_eq!(live.reports()[0].outcome, OutcomeKind::Pending);
    /// # Ok(())
    /// # }
    /// ```
    pub fn stored() -> Self {
        let runs = Runs {
            stored: true,
            ..Runs::default()
        };
        Self(Arc::new(Mutex::new(runs)))
    }

    /// The run that began last, as far as it has got, or to its end; `None` before one begins. A run inside another
    /// one is told in the report of that.
    pub fn report(&self) -> Option<Report> {
        let runs = self.runs();
        Some(runs.made(*runs.order.last()?))
    }

    /// All runs that go on, in the order in which they began. One that has ended is among them until the next one
    /// begins, and those that were [stored](Self::stored) always are.
    pub fn reports(&self) -> Vec<Report> {
        let runs = self.runs();
        let reports = runs.order.iter().map(|run| runs.made(*run));
        reports.collect()
    }

    fn runs(&self) -> MutexGuard<'_, Runs> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Emitter for Live {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        self.runs().take(event);
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").finish_non_exhaustive()
    }
}

/// All runs that are known.
#[derive(Default)]
struct Runs {
    runs: HashMap<RunId, Making>,
    /// Those that are not inside another one, in the order in which they began.
    order: Vec<RunId>,
    /// What is told has been, and no time passes.
    stored: bool,
}

impl Runs {
    fn take(&mut self, event: &Event) {
        if let EventKind::RunStarted { .. } = event.kind {
            return self.begin(event);
        }
        if let Some(run) = self.runs.get_mut(&event.run_id) {
            run.take(event);
        }
    }

    fn begin(&mut self, event: &Event) {
        if self.runs.contains_key(&event.run_id) {
            return;
        }
        let outer = event.parent_run.and_then(|run| self.runs.get_mut(&run));
        let is_inside = outer.is_some_and(|outer| outer.enter(event));
        if !is_inside {
            if !self.stored {
                self.forget();
            }
            self.order.push(event.run_id);
        }
        self.runs.extend(Making::new(event));
    }

    /// Those that have ended, with all that is inside them.
    fn forget(&mut self) {
        let Self { runs, order, .. } = self;
        let (mut over, on): (Vec<_>, Vec<_>) = order.iter().partition(|run| runs[run].is_over());
        *order = on;
        while let Some(run) = over.pop() {
            over.extend(runs.remove(&run).iter().flat_map(Making::inside));
        }
    }

    /// The report of one that is not inside another.
    fn made(&self, run: RunId) -> Report {
        self.report(run, self.stored.then(|| self.last(run)))
    }

    fn report(&self, run: RunId, then: Option<SystemTime>) -> Report {
        let run = &self.runs[&run];
        run.report(then, &|inner| self.report(inner, then))
    }

    /// When it was told last, or one inside it.
    fn last(&self, run: RunId) -> SystemTime {
        let run = &self.runs[&run];
        let inside = run.inside().map(|inner| self.last(inner));
        inside.fold(run.last(), SystemTime::max)
    }
}
