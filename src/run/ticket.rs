//! Where a step that has begun stands: attempts, limits, waits.

use std::pin::Pin;
use std::task::{self, Poll, Waker};
use std::time::Duration;

use tokio::time::{Sleep, sleep};
use tracing::Span;

use super::board::Board;
use super::clock::timed;
use super::permits::Queued;
use super::plan::StepPlan;
use super::right::Right;
use super::spans::{End, Traced};
use crate::abort::Aborted;
use crate::limit::Permit;

/// The part of a step's progress that does not depend on types.
#[derive(Default)]
pub(crate) struct Ticket {
    pub(crate) phase: Phase,
    /// How many attempts have begun.
    pub(crate) attempt: u32,
    /// It waits for the right to run.
    pub(crate) queued: Queued,
    /// The same by a limit that it shares.
    pub(crate) right: Right,
    /// It depends on a time, and there is no tokio runtime to tell it.
    clockless: bool,
    recall: Recall,
    timers: Option<Box<Timers>>,
    /// Its spans, if anybody listens.
    traced: Option<Box<Traced>>,
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

/// An attempt that an executor is to run.
pub(crate) struct Departure {
    pub(crate) step: u32,
    pub(crate) attempt: u32,
    pub(crate) span: Option<Box<Span>>,
    /// Given back when the attempt is gone.
    #[allow(dead_code, reason = "it is there to be dropped")]
    pub(crate) permit: Option<Permit>,
}

/// What has become of an attempt that went to an executor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Recall {
    /// There is none, or it has ended by itself.
    #[default]
    No,
    /// Nobody has called it back.
    Away,
    /// It was called back before it began.
    Gone,
    /// It was called back while it was at work.
    Busy,
}

/// What a step can wait for besides its attempt.
#[derive(Default)]
struct Timers {
    /// The end of its time.
    deadline: Option<Pin<Box<Sleep>>>,
    /// The end of the attempt's time, or of the wait for the next.
    next: Option<Pin<Box<Sleep>>>,
}

impl Ticket {
    /// The step is ready: its time begins.
    #[inline]
    pub(crate) fn begin(&mut self, step: &StepPlan) {
        if let Some(limit) = step.deadline {
            let sleep = self.sleep(limit);
            self.timers().deadline = sleep;
        }
    }

    /// An attempt begins; the first one in these spans, if anybody listens.
    #[inline]
    pub(crate) fn start(&mut self, step: &StepPlan, first: impl FnOnce() -> Option<Box<Traced>>) {
        self.phase = Phase::Attempt;
        self.attempt += 1;
        if let Some(limit) = step.timeout {
            let sleep = self.sleep(limit);
            self.timers().next = sleep;
        }
        match &mut self.traced {
            Some(traced) => traced.again(step.name, self.attempt),
            None => self.traced = first(),
        }
    }

    /// The attempt's span, if anybody listens.
    #[inline]
    pub(crate) fn span(&self) -> Option<&Span> {
        Some(self.traced.as_ref()?.span())
    }

    /// Whether each attempt has a span of its own.
    pub(crate) fn has_attempts(&self) -> bool {
        let traced = self.traced.as_ref();
        traced.is_some_and(|traced| traced.has_attempts())
    }

    /// The spans of a step that has ended.
    #[inline]
    pub(crate) fn take_traced(&mut self) -> Option<Box<Traced>> {
        self.traced.take()
    }

    /// The attempt goes to an executor.
    pub(crate) fn leave(&mut self, step: u32) -> Departure {
        self.recall = Recall::Away;
        Departure {
            step,
            attempt: self.attempt,
            span: self.span().cloned().map(Box::new),
            permit: self.right.take(),
        }
    }

    /// The attempt has ended by itself, so nobody need call it back.
    #[inline]
    pub(crate) fn arrived(&mut self) {
        self.recall = Recall::No;
    }

    /// Calls the attempt back, wherever it runs; false if its result is there, and its end about to be
    /// told. The task that is to notice it is among those called.
    #[inline]
    pub(crate) fn call_back(
        &mut self,
        abort: impl FnOnce(u32) -> Aborted,
        called: &mut Vec<Waker>,
    ) -> bool {
        if self.recall != Recall::Away {
            return true;
        }
        self.recall = match abort(self.attempt) {
            Aborted::Late => return false,
            Aborted::Idle => Recall::Gone,
            Aborted::Busy(waker) => {
                called.extend(waker);
                Recall::Busy
            }
        };
        true
    }

    /// Whether an attempt that was called back is still at work elsewhere. If its executor has not come
    /// to it yet, it is gone.
    #[inline]
    pub(crate) fn is_busy(&self) -> bool {
        self.recall == Recall::Busy
    }

    /// Waits until the attempt is gone.
    pub(crate) fn drain(&mut self, again: bool) {
        self.phase = Phase::Drain { again };
    }

    /// The attempt is over, in one way or another.
    #[inline]
    pub(crate) fn stop(&mut self, end: impl FnOnce() -> End) {
        self.right = Right::No;
        if let Some(timers) = &mut self.timers {
            timers.next = None;
        }
        if let Some(traced) = &mut self.traced {
            traced.attempt_ended(&end());
        }
    }

    /// Whether a failed attempt may be followed by another.
    pub(crate) fn may_retry(&self, board: &Board, step: u32) -> bool {
        self.attempt < board.step(step).attempts() && board.ending.is_none()
    }

    /// Whether there may be a limit that has passed.
    #[inline]
    pub(crate) fn is_limited(&self) -> bool {
        self.clockless || self.timers.is_some()
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
        if time.is_zero() {
            self.phase = Phase::Start;
        } else {
            self.phase = Phase::Wait;
            let sleep = self.sleep(time);
            self.timers().next = sleep;
        }
    }

    /// A timer, if there is a tokio runtime to drive it.
    fn sleep(&mut self, time: Duration) -> Option<Pin<Box<Sleep>>> {
        let sleep = timed(|| Box::pin(sleep(time)));
        self.clockless |= sleep.is_none();
        sleep
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
