//! Bars that show how far runs have got.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::list::left;
use super::log::Log;
use super::message::Short;
use super::{Emitter, Event, EventKind, Level};
use crate::ids::RunId;
use crate::outcome::BoxError;
use crate::report::OutcomeKind;
use crate::table::one_line;

/// Bars on the standard error stream: one for each run, and below it one for each of its steps that maps the
/// elements of a value, or [says how far it has got](crate::Context::progress). Where the stream is no terminal,
/// lines, as [`Log`] writes them from [`Level::Info`] on.
///
/// A run's bar tells what runs, and what waits for its next attempt, how long, and why. A run inside another has no
/// bar: it is a step of that. Needs the feature `progress`.
///
/// ```text
/// order_processing [==============>         ] 3/5 2s  ship, charge (busy; again in 1.2 s)
///   enrich         [=====>                  ] 240/1000, 2 failed
/// ```
///
/// ```
/// use pipewright::Emitters;
/// use pipewright::emitters::ProgressBars;
///
/// let emitters = Emitters::from(ProgressBars::stderr());
/// # let _ = emitters;
/// ```
pub struct ProgressBars(Shown);

enum Shown {
    Bars(Screen),
    Lines(Log),
}

impl ProgressBars {
    /// On the standard error stream.
    pub fn stderr() -> Self {
        Self(match std::io::stderr().is_terminal() {
            true => Shown::Bars(Screen::new(ProgressDrawTarget::stderr())),
            false => Shown::Lines(Log::stderr().level(Level::Info)),
        })
    }
}

impl Emitter for ProgressBars {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        match &self.0 {
            Shown::Bars(screen) => screen.show(event),
            Shown::Lines(log) => return log.emit(event),
        }
        Ok(())
    }

    fn lost(&self, events: u64) {
        if let Shown::Lines(log) = &self.0 {
            log.lost(events);
        }
    }

    fn flush(&self) -> Result<(), BoxError> {
        match &self.0 {
            Shown::Bars(_) => Ok(()),
            Shown::Lines(log) => log.flush(),
        }
    }
}

impl fmt::Debug for ProgressBars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProgressBars").finish_non_exhaustive()
    }
}

/// The bars of all runs.
struct Screen {
    bars: MultiProgress,
    runs: Mutex<BTreeMap<RunId, RunBars>>,
}

/// The bars of one run.
struct RunBars {
    bar: ProgressBar,
    now: Arc<Mutex<Now>>,
    steps: BTreeMap<String, StepBar>,
}

/// The bar of one step.
struct StepBar {
    bar: ProgressBar,
    failed: u32,
}

/// How often bars are drawn while nothing happens.
const TICK: Duration = Duration::from_millis(100);

impl Screen {
    fn new(target: ProgressDrawTarget) -> Self {
        Self {
            bars: MultiProgress::with_draw_target(target),
            runs: Mutex::default(),
        }
    }

    fn show(&self, event: &Event) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let EventKind::RunStarted { steps } = event.kind
            && event.parent_run.is_none()
        {
            runs.insert(event.run_id, self.run(&event.pipeline, steps));
        } else if let EventKind::RunEnded { .. } = event.kind {
            let run = runs.remove(&event.run_id);
            run.into_iter().for_each(|run| run.end(event));
        } else if let Some(run) = runs.get_mut(&event.run_id) {
            run.show(event, &self.bars);
        }
    }

    fn run(&self, pipeline: &str, steps: Option<usize>) -> RunBars {
        let now = Arc::<Mutex<Now>>::default();
        let told = Arc::clone(&now);
        let (bar, template) = match steps {
            Some(steps) => (ProgressBar::new(steps as u64), BAR),
            None => (ProgressBar::no_length(), SPINNER),
        };
        let style = style(template).with_key("now", move |_: &ProgressState, f: &mut dyn Write| {
            let now = told.lock().unwrap_or_else(PoisonError::into_inner);
            // a bar that cannot be written says nothing
            let _ = write!(f, "{now}");
        });
        let bar = self.bars.add(bar.with_style(style));
        bar.set_prefix(pipeline.to_owned());
        bar.enable_steady_tick(TICK);
        RunBars {
            bar,
            now,
            steps: BTreeMap::new(),
        }
    }
}

const BAR: &str = "{prefix:.bold} [{bar:24.cyan}] {pos}/{len} {elapsed}  {now}";
const SPINNER: &str = "{prefix:.bold} {spinner} {pos} {elapsed}  {now}";
const STEP: &str = "  {prefix} [{bar:24.blue}] {pos}/{len}{msg}";
const OPEN_STEP: &str = "  {prefix} {spinner} {pos}{msg}";
const ENDED: &str = "{prefix:.bold} [{bar:24.cyan}] {pos}/{len} {wide_msg}";

/// A style, of a template that is known to be right.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}

impl RunBars {
    fn show(&mut self, event: &Event, bars: &MultiProgress) {
        let Some(step) = event.step.as_deref() else {
            return;
        };
        let name = match event.element {
            None => Cow::Borrowed(step),
            Some(element) => Cow::Owned(format!("{step}[{element}]")),
        };
        match &event.kind {
            // of elements only those are named with which something is wrong
            EventKind::StepStarted | EventKind::AttemptStarted if event.element.is_some() => {
                self.is_over(&name);
            }
            EventKind::StepStarted | EventKind::AttemptStarted => self.is(&name, Doing::Runs),
            EventKind::AttemptEnded {
                error: Some(error),
                wait: Some(wait),
                ..
            } => {
                let (error, began) = (one_line(error), Instant::now());
                let wait = *wait;
                self.is(&name, Doing::Waits { error, began, wait });
            }
            EventKind::StepEnded { outcome, .. } if event.element.is_some() => {
                self.is_over(&name);
                if let Some(bar) = self.steps.get_mut(step) {
                    bar.element(*outcome);
                }
            }
            EventKind::StepEnded { .. } => {
                self.is_over(&name);
                self.bar.inc(1);
                if let Some(step) = self.steps.remove(step) {
                    step.bar.finish_and_clear();
                }
            }
            EventKind::UndoStarted => self.is(&name, Doing::Undone),
            EventKind::UndoEnded { .. } => self.is_over(&name),
            EventKind::Progress { done, total } if event.element.is_none() => {
                let bar = self.steps.entry(step.to_owned());
                let bar = bar.or_insert_with(|| StepBar::new(step, &self.bar, bars));
                bar.progress(*done, *total);
            }
            _ => {}
        }
    }

    fn is(&self, name: &str, doing: Doing) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.0.insert(name.to_owned(), doing);
    }

    fn is_over(&self, name: &str) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.0.remove(name);
    }

    fn end(self, event: &Event) {
        for step in self.steps.into_values() {
            step.bar.finish_and_clear();
        }
        let text = one_line(&event.to_string());
        let told = text.split_once(": ").map_or(&*text, |(_, told)| told);
        if self.bar.length().is_some() {
            self.bar.set_style(style(ENDED));
        }
        self.bar.abandon_with_message(told.to_owned());
    }
}

impl StepBar {
    fn new(step: &str, below: &ProgressBar, bars: &MultiProgress) -> Self {
        let bar = bars.insert_after(below, ProgressBar::no_length());
        bar.set_style(style(OPEN_STEP));
        bar.set_prefix(step.to_owned());
        Self { bar, failed: 0 }
    }

    fn progress(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total.filter(|total| self.bar.length() != Some(*total)) {
            self.bar.set_style(style(STEP));
            self.bar.set_length(total);
        }
        self.bar.set_position(done);
    }

    fn element(&mut self, outcome: OutcomeKind) {
        if outcome == OutcomeKind::Err {
            self.failed += 1;
            self.bar.set_message(format!(", {} failed", self.failed));
        }
        self.bar.inc(1);
    }
}

/// What steps do at the moment.
#[derive(Default)]
struct Now(BTreeMap<String, Doing>);

enum Doing {
    Runs,
    Waits {
        error: String,
        began: Instant,
        wait: Duration,
    },
    Undone,
}

impl fmt::Display for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// So many are named; those first that wait, because something is wrong with them.
        const NAMED: usize = 4;
        let waits = |doing: &Doing| matches!(doing, Doing::Waits { .. });
        let (waiting, others): (Vec<_>, Vec<_>) =
            self.0.iter().partition(|(_, doing)| waits(doing));
        let all = waiting.into_iter().chain(others);
        for (number, (step, doing)) in all.enumerate().take(NAMED) {
            let lead = if number == 0 { "" } else { ", " };
            write!(f, "{lead}{step}{doing}")?;
        }
        match self.0.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Runs => Ok(()),
            Self::Undone => f.write_str(" (being undone)"),
            Self::Waits { error, began, wait } => {
                let left = left(*wait, *began);
                // a tenth of a second is what one sees
                let left = Duration::from_millis(left.as_millis() as u64 / 100 * 100);
                let error: String = error.chars().take(40).collect();
                write!(f, " ({error}; again in {})", Short(left))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use indicatif::InMemoryTerm;

    use super::*;
    use crate::emitter::{attempt_ended, step_ended};
    use crate::ids::CorrelationId;

    struct Run {
        id: RunId,
        screen: Screen,
        term: InMemoryTerm,
    }

    impl Run {
        fn new() -> Self {
            let term = InMemoryTerm::new(10, 100);
            let target = ProgressDrawTarget::term_like(Box::new(term.clone()));
            let run = Self {
                id: RunId::new(),
                screen: Screen::new(target),
                term,
            };
            let steps = Some(3);
            run.tell(None, None, EventKind::RunStarted { steps });
            run
        }

        fn tell(&self, step: Option<&'static str>, element: Option<usize>, kind: EventKind) {
            self.screen.show(&Event {
                time: SystemTime::now(),
                run_id: self.id,
                correlation_id: CorrelationId::random(),
                parent_run: None,
                pipeline: "batch".into(),
                step: step.map(Into::into),
                element,
                attempt: Some(1),
                kind,
            });
        }

        /// What is seen; without how long it has taken.
        fn seen(&self) -> String {
            let runs = self.screen.runs.lock().unwrap();
            for run in runs.values() {
                run.bar.force_draw();
                run.steps.values().for_each(|step| step.bar.force_draw());
            }
            drop(runs);
            self.term.contents().replace("0s ", "")
        }
    }

    const NO_TIME: Duration = Duration::ZERO;

    fn ended(outcome: OutcomeKind) -> EventKind {
        step_ended(outcome, None, false, NO_TIME)
    }

    #[test]
    fn a_run_and_its_map_have_a_bar_each_and_waits_are_seen() {
        let run = Run::new();
        run.tell(Some("load"), None, EventKind::StepStarted);
        let seen = run.seen();
        assert_eq!(seen, "batch [                        ] 0/3  load");
        run.tell(Some("load"), None, ended(OutcomeKind::Ok));
        run.tell(Some("fetch"), None, EventKind::StepStarted);
        let total = Some(4);
        run.tell(Some("fetch"), None, EventKind::Progress { done: 0, total });
        for element in 0..3 {
            run.tell(Some("fetch"), Some(element), EventKind::StepStarted);
        }
        run.tell(Some("fetch"), Some(0), ended(OutcomeKind::Ok));
        run.tell(Some("fetch"), Some(1), ended(OutcomeKind::Err));
        let busy = attempt_ended(Some("busy".into()), Some(Duration::from_secs(60)), NO_TIME);
        run.tell(Some("fetch"), Some(2), busy);
        let seen = run.seen();
        let lines: Vec<_> = seen.lines().collect();
        let [batch, fetch] = &*lines else {
            panic!("{seen}");
        };
        assert!(
            batch.starts_with("batch [========>               ] 1/3 "),
            "{batch}"
        );
        assert!(
            batch.contains("fetch[2] (busy; again in 59.9 s), fetch"),
            "{batch}"
        );
        assert_eq!(*fetch, "  fetch [============>           ] 2/4, 1 failed");
        run.tell(Some("fetch"), Some(2), EventKind::AttemptStarted);
        run.tell(Some("fetch"), None, ended(OutcomeKind::Ok));
        assert_eq!(run.seen().lines().count(), 1);
        let end = EventKind::RunEnded {
            outcome: OutcomeKind::Err,
            error: Some("pipeline `batch`: step `join` failed:\n\x1b[2Jno".into()),
            cancelled: false,
            took: Duration::from_secs(2),
        };
        run.tell(None, None, end);
        let seen = run.term.contents();
        assert!(
            seen.starts_with("batch [================>       ] 2/3 failed after 2 s: "),
            "{seen}"
        );
        // it is shown, and does nothing
        assert!(seen.ends_with("[2Jno"), "{seen}");
    }

    #[test]
    fn what_runs_inside_another_run_has_no_bar() {
        let run = Run::new();
        run.screen.show(&Event {
            time: SystemTime::now(),
            run_id: RunId::new(),
            correlation_id: CorrelationId::random(),
            parent_run: Some(run.id),
            pipeline: "inner".into(),
            step: None,
            element: None,
            attempt: None,
            kind: EventKind::RunStarted { steps: Some(1) },
        });
        assert_eq!(run.seen().lines().count(), 1);
    }
}
