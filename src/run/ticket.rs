//! Where a step that has begun stands: attempts, limits, waits.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};
use tracing::Span;

use super::board::Board;
use super::plan::StepPlan;
use super::spans;
use crate::abort::{AbortFlag, Aborted};

/// The part of a step's progress that does not depend on types.
#[derive(Default)]
pub(crate) struct Ticket {
    pub(crate) phase: Phase,
    /// How many attempts have begun.
    pub(crate) attempt: u32,
    /// It waits for the right to run.
    pub(crate) queued: bool,
    /// It depends on a time, and there is no tokio runtime to tell it.
    clockless: bool,
    elsewhere: Option<Elsewhere>,
    timers: Option<Box<Timers>>,
    span: Option<Box<Span>>,
}

/// What a step that has begun is about to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Begin an attempt, as soon as it may.
    #[default]
    Start,
    /// End its attempt.
    Attempt,
    /// Let go of an attempt that ran out of time elsewhere; then, perhaps, try again.
    Drain { again: bool },
    /// Begin another attempt after a while.
    Wait,
}

/// A limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Attempt(Duration),
    Step,
    /// There may be one, and no clock to tell.
    NoClock,
}

/// The attempt runs on an executor; if it is forgotten, it is told.
struct Elsewhere {
    flag: Option<Arc<AbortFlag>>,
    /// It was called back while it was at work.
    busy: bool,
}

impl Elsewhere {
    fn call_back(&mut self) -> bool {
        match self.flag.as_ref().map(|flag| flag.abort()) {
            Some(Aborted::Late) => return false,
            Some(aborted) => self.busy = aborted == Aborted::Busy,
            None => {}
        }
        self.flag = None;
        true
    }
}

/// What a step can wait for besides its attempt.
#[derive(Default)]
struct Timers {
    /// The end of its time.
    deadline: Option<Pin<Box<Sleep>>>,
    /// The end of the attempt's time, or of the wait for the next.
    next: Option<Pin<Box<Sleep>>>,
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.call_back();
    }
}

impl Ticket {
    /// The step is ready: its time begins.
    pub(crate) fn begin(&mut self, step: &StepPlan) {
        if let Some(limit) = step.deadline {
            let sleep = self.sleep(limit);
            self.timers().deadline = sleep;
        }
    }

    /// An attempt begins, in this span if anybody listens.
    pub(crate) fn start(&mut self, step: &StepPlan, span: Option<Span>) {
        self.phase = Phase::Attempt;
        self.attempt += 1;
        if let Some(limit) = step.timeout {
            let sleep = self.sleep(limit);
            self.timers().next = sleep;
        }
        self.span = span.map(Box::new);
    }

    /// The attempt's span, if anybody listens.
    pub(crate) fn span(&self) -> Option<&Span> {
        self.span.as_deref()
    }

    /// The attempt goes to an executor, with this flag to call it back.
    pub(crate) fn leave(&mut self) -> Arc<AbortFlag> {
        let flag = Arc::<AbortFlag>::default();
        self.elsewhere = Some(Elsewhere {
            flag: Some(Arc::clone(&flag)),
            busy: false,
        });
        flag
    }

    /// The attempt has ended by itself, so nobody need call it back.
    pub(crate) fn arrived(&mut self) {
        self.elsewhere = None;
    }

    /// Calls the attempt back, wherever it runs; false if its result is there, and its end about to be
    /// told.
    pub(crate) fn call_back(&mut self) -> bool {
        self.elsewhere.as_mut().is_none_or(Elsewhere::call_back)
    }

    /// Whether an attempt that was called back is still at work elsewhere. If its executor has not come
    /// to it yet, it is gone.
    pub(crate) fn is_busy(&self) -> bool {
        self.elsewhere
            .as_ref()
            .is_some_and(|elsewhere| elsewhere.busy)
    }

    /// Waits until the attempt is gone.
    pub(crate) fn drain(&mut self, again: bool) {
        self.phase = Phase::Drain { again };
    }

    /// The attempt is over, in one way or another.
    pub(crate) fn stop(&mut self, error: Option<&str>) {
        if let Some(timers) = &mut self.timers {
            timers.next = None;
        }
        if let Some(span) = self.span.take() {
            spans::end(&span, error);
        }
    }

    /// Whether a failed attempt may be followed by another.
    pub(crate) fn may_retry(&self, board: &Board, step: u32) -> bool {
        self.attempt < board.step(step).attempts() && board.ending.is_none()
    }

    /// Whether a limit has passed.
    pub(crate) fn limit(&mut self, step: &StepPlan, cx: &mut task::Context<'_>) -> Option<Limit> {
        if self.clockless {
            return Some(Limit::NoClock);
        }
        let timers = self.timers.as_mut()?;
        if ready(&mut timers.deadline, cx) {
            return Some(Limit::Step);
        }
        let timeout = step.timeout.filter(|_| self.phase == Phase::Attempt)?;
        ready(&mut timers.next, cx).then_some(Limit::Attempt(timeout))
    }

    /// Whether an attempt runs, here or elsewhere.
    pub(crate) fn is_trying(&self) -> bool {
        matches!(self.phase, Phase::Attempt | Phase::Drain { .. })
    }

    /// Waits this long before the next attempt.
    pub(crate) fn wait(&mut self, time: Duration) {
        self.phase = Phase::Wait;
        if Handle::try_current().is_err() && time.is_zero() {
            self.phase = Phase::Start;
        } else {
            let sleep = self.sleep(time);
            self.timers().next = sleep;
        }
    }

    /// A timer, if there is a tokio runtime to drive it.
    fn sleep(&mut self, time: Duration) -> Option<Pin<Box<Sleep>>> {
        self.clockless |= Handle::try_current().is_err();
        (!self.clockless).then(|| sleep(time))
    }

    /// Whether the wait is over.
    pub(crate) fn waited(&mut self, cx: &mut task::Context<'_>) -> bool {
        let waited = self
            .timers
            .as_mut()
            .is_none_or(|timers| ready(&mut timers.next, cx));
        if waited {
            self.phase = Phase::Start;
        }
        waited
    }

    fn timers(&mut self) -> &mut Timers {
        self.timers.get_or_insert_default()
    }
}

/// A timer, which may go off beyond all clocks.
pub(crate) fn sleep(time: Duration) -> Pin<Box<Sleep>> {
    Box::pin(match Instant::now().checked_add(time) {
        Some(end) => tokio::time::sleep_until(end),
        None => tokio::time::sleep(Duration::MAX),
    })
}

/// Whether a timer has gone off; it is taken away then.
fn ready(timer: &mut Option<Pin<Box<Sleep>>>, cx: &mut task::Context<'_>) -> bool {
    let rang = timer
        .as_mut()
        .is_some_and(|timer| timer.as_mut().poll(cx) == Poll::Ready(()));
    if rang {
        *timer = None;
    }
    rang
}
