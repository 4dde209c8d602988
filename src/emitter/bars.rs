//! Bars that show how far runs have got.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::log::{Log, is_colored};
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
///
/// Whatever else writes to the same terminal meanwhile breaks the bars. So a log goes to a file, or is that of the
/// bars themselves: [`lines`](Self::lines).
pub struct ProgressBars {
    /// On a terminal.
    screen: Option<Screen>,
    log: Option<Log>,
}

impl ProgressBars {
    /// On the standard error stream.
    pub fn stderr() -> Self {
        match io::stderr().is_terminal() {
            true => Self {
                screen: Some(Screen::new(ProgressDrawTarget::stderr())),
                log: None,
            },
            false => Self {
                screen: None,
                log: Some(Log::stderr().level(Level::Info)),
            },
        }
    }

    /// Lines stand above the bars, as [`Log`] writes them, of what matters at least so much. Where there are only
    /// lines, it is these.
    ///
    /// ```
    /// use pipewright::Level;
    /// use pipewright::emitters::ProgressBars;
    ///
    /// let bars = ProgressBars::stderr().lines(Level::Warn);
    /// # let _ = bars;
    /// ```
    #[must_use]
    pub fn lines(self, level: Level) -> Self {
        let log = match &self.screen {
            Some(screen) => screen.log(),
            None => Log::stderr(),
        };
        Self {
            log: Some(log.level(level)),
            ..self
        }
    }
}

impl Emitter for ProgressBars {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        if let Some(screen) = &self.screen {
            screen.show(event);
        }
        self.log.as_ref().map_or(Ok(()), |log| log.emit(event))
    }

    fn lost(&self, events: u64) {
        if let Some(log) = &self.log {
            log.lost(events);
        }
    }

    fn flush(&self) -> Result<(), BoxError> {
        self.log.as_ref().map_or(Ok(()), Log::flush)
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

/// Whole lines above the bars.
struct Above {
    bars: MultiProgress,
    lines: Vec<u8>,
}

impl io::Write for Above {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let lines = std::mem::take(&mut self.lines);
        match String::from_utf8_lossy(&lines).trim_end() {
            "" => Ok(()),
            lines => self.bars.println(lines),
        }
    }
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

    /// Writes above the bars.
    fn log(&self) -> Log {
        Log::to(Above {
            bars: self.bars.clone(),
            lines: Vec::new(),
        })
        .color(is_colored(true, std::env::var_os("NO_COLOR")))
    }

    fn show(&self, event: &Event) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let EventKind::RunStarted { steps, .. } = event.kind
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
        let style =
            style(template).with_key("now", move |_: &ProgressState, f: &mut dyn fmt::Write| {
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
                let left = wait.saturating_sub(began.elapsed());
                // a tenth of a second is what one sees
                let left = Duration::from_millis(left.as_millis() as u64 / 100 * 100);
                let error: String = error.chars().take(40).collect();
                write!(f, " ({error}; again in {})", Short(left))
            }
        }
    }
}

#[cfg(test)]
mod tests;
