//! The straight way through a run: its steps one after the other, for as long as each ends well and at once.
//!
//! A step stands after all that it waits for. So as long as none has to wait, and none ends in another way,
//! the next one is ready, and nobody has to count who is: there is no schedule yet. Generated code goes this
//! way in one future. When that has to wait, and something else may run meanwhile, it is the attempt of the step that
//! it is at, and no longer anything else: it ends with that step. Steps in arms that are not taken are passed over.
//!
//! The same code makes any single attempt of a step, so that each call stands, and is compiled, once.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll};
use std::time::Duration;

use atomic_refcell::AtomicRefCell;
use pin_project_lite::pin_project;
use tokio::time::Instant;

use super::attempt::{AttemptEnd, caught};
use super::call::Tried;
use super::core::Common;
use super::narrow::Narrows;
use super::progress::{Began, Halt};
use super::record::Reporter;
use super::runs::ErasedRun;
use super::spans::Traced;
use super::watch::Watch;
use crate::outcome::SkipReason;

/// How far the straight way went. All of this is written and read by whoever polls the run.
pub(crate) struct Way {
    /// The step that it is at.
    step: AtomicU32,
    /// That step's condition is being asked.
    asks: AtomicBool,
    /// It goes on to the next step.
    goes_on: AtomicBool,
    times: Option<Times>,
    /// The steps whose arms are not taken.
    passed_over: AtomicRefCell<Vec<u32>>,
    /// The spans of the step that it is at, if anybody listens.
    traced: AtomicRefCell<Option<Traced>>,
}

/// When steps ended, for a report.
struct Times {
    /// When the run was first polled.
    clock: OnceLock<Instant>,
    /// In nanoseconds since then.
    ends: Arc<[AtomicU64]>,
}

/// Why the straight way ends at a step.
pub enum Stop<E> {
    /// The step does not run in the run's own task.
    Ahead,
    /// It may not begin, for this reason. Every call returns one of these, so they are small.
    Refused(SkipReason),
    /// Its attempt has ended: not well, or not at once.
    Tried(Tried<E>),
}

/// What generated code returns from the straight way: whether it went through.
pub type Straight<E> = Result<(), Stop<E>>;

impl Times {
    fn clock(&self) -> Instant {
        *self.clock.get_or_init(Instant::now)
    }
}

impl Way {
    /// It goes on for as long as it can, unless it may not even begin.
    pub(crate) fn new(begins: bool, steps: usize, record: bool) -> Self {
        let times = || Times {
            clock: OnceLock::new(),
            ends: (0..steps).map(|_| AtomicU64::new(0)).collect(),
        };
        Self {
            step: AtomicU32::new(0),
            asks: AtomicBool::new(false),
            goes_on: AtomicBool::new(begins),
            times: (begins && record).then(times),
            passed_over: AtomicRefCell::default(),
            traced: AtomicRefCell::default(),
        }
    }

    /// Whether it still goes on.
    #[inline]
    pub(crate) fn goes_on(&self) -> bool {
        self.goes_on.load(Relaxed)
    }

    /// The step that it is at.
    pub(crate) fn step(&self) -> u32 {
        self.step.load(Relaxed)
    }

    /// It ends with the step that it is at, which is this one.
    pub(crate) fn halt(&self) -> u32 {
        self.goes_on.store(false, Relaxed);
        self.step()
    }

    /// Whether it is at the step's condition.
    pub(crate) fn asks(&self) -> bool {
        self.asks.load(Relaxed)
    }

    /// Notes when each step before this one began and ended, and gives the time at which that one began.
    pub(crate) fn tell(&self, step: usize, reporter: &mut Reporter) -> Option<Duration> {
        let times = self.times.as_ref()?;
        let began = reporter.passed(&times.ends, step);
        let passed_over = self.passed_over.borrow();
        passed_over
            .iter()
            .for_each(|step| reporter.passed_over(*step));
        Some(began)
    }

    /// Passes over the step that it is at.
    pub(super) fn pass_over(&self, step: u32) {
        self.passed_over.borrow_mut().push(step);
        self.note();
    }

    /// The steps that it has passed over, in their order.
    pub(super) fn over(&self) -> Vec<u32> {
        self.passed_over.borrow().clone()
    }

    /// When the run began, which is now if nobody has asked before.
    pub(crate) fn clock(&self) -> Instant {
        let times = self.times.as_ref();
        times.map_or_else(Instant::now, Times::clock)
    }

    /// It comes to a step.
    #[inline]
    pub(super) fn come(&self, step: u32) {
        self.step.store(step, Relaxed);
    }

    /// Enters the spans of the step that it is at. The step's future is polled together with what comes before
    /// and behind it, so there is no place for a guard.
    #[inline]
    pub(super) fn enter(&self, traced: Traced) {
        traced
            .span()
            .with_subscriber(|(id, listener)| listener.enter(id));
        *self.traced.borrow_mut() = Some(traced);
    }

    /// Leaves the spans, and gives them.
    #[inline]
    pub(super) fn leave(&self) -> Option<Traced> {
        let traced = self.traced.borrow_mut().take()?;
        traced
            .span()
            .with_subscriber(|(id, listener)| listener.exit(id));
        Some(traced)
    }

    pub(super) fn ask<T>(&self, condition: impl FnOnce() -> T) -> T {
        self.asks.store(true, Relaxed);
        let holds = condition();
        self.asks.store(false, Relaxed);
        holds
    }

    /// Notes when the step that it is at has ended.
    pub(super) fn note(&self) {
        if let Some(times) = &self.times {
            let time = Instant::now().duration_since(times.clock());
            times.ends[self.step() as usize].store(nanos(time), Relaxed);
        }
    }
}

/// So many nanoseconds: in numbers of 64 bits, which suffice for five hundred years, since it is asked for each step.
fn nanos(time: Duration) -> u64 {
    let whole = time.as_secs().saturating_mul(1_000_000_000);
    whole.saturating_add(u64::from(time.subsec_nanos()))
}

pin_project! {
    /// The future that goes the straight way, until nobody needs it any longer.
    pub(crate) struct StraightFuture<F> {
        #[pin]
        pub(crate) future: Option<F>,
    }
}

/// The same without its type.
pub(crate) trait GoStraight<E>: Send {
    /// Goes on.
    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Straight<E>>;

    /// Lets go of the attempt that it has become.
    fn stop(self: Pin<&mut Self>);
}

impl<E, F: Future<Output = Straight<E>> + Send> GoStraight<E> for StraightFuture<F> {
    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Straight<E>> {
        match self.project().future.as_pin_mut() {
            Some(future) => future.poll(cx),
            None => Poll::Ready(Err(Stop::Tried(Tried::Dropped))),
        }
    }

    fn stop(self: Pin<&mut Self>) {
        self.project().future.set(None);
    }
}

/// How far the straight way went when it was polled, or with which message it panicked.
pub(super) type Polled<E> = Result<Poll<Straight<E>>, Arc<str>>;

/// Goes the straight way.
pub(super) fn poll_straight<E>(
    core: &Common,
    straight: Pin<&mut dyn GoStraight<E>>,
    cx: &mut task::Context<'_>,
) -> Polled<E> {
    match core.way.goes_on() {
        true => caught(|| straight.poll(cx)),
        false if core.plan.steps.is_empty() => Ok(Poll::Ready(Ok(()))),
        false => Ok(Poll::Ready(Err(Stop::Ahead))),
    }
}

impl Common {
    /// Whether the straight way waits where it is, since nothing else can run meanwhile. Where somebody listens, the
    /// schedule leaves the span of the step and enters it again.
    pub(super) fn waits(&self, narrows: &mut Narrows) -> bool {
        let last = |step| self.plan.last_before(step);
        self.span.is_none() && narrows.holds(self.plan.steps, self.way.step(), last)
    }
}

/// The straight way has ended; `None` if it went through, and otherwise where it ended, and how, unless that is just
/// before the step.
pub(super) fn end_straight<E>(
    run: &dyn ErasedRun<E>,
    watch: &mut Option<Box<Watch>>,
    straight: Pin<&mut dyn GoStraight<E>>,
    polled: Polled<E>,
) -> Option<(u32, Option<Halt<E>>)> {
    let core = run.common();
    let done = match polled {
        Ok(Poll::Ready(Ok(()))) => core.plan.steps.len() as u32,
        _ => core.way.halt(),
    };
    let reporter = watch.as_mut().and_then(|watch| watch.report.as_mut());
    let began = Began {
        after: reporter.and_then(|reporter| core.way.tell(done as usize, reporter)),
        traced: core.leave().map(Box::new),
    };
    if let Some(telling) = core.telling() {
        telling.leave();
    }
    let halt = match polled {
        Ok(Poll::Ready(Ok(()))) => return None,
        Ok(Poll::Pending) => return Some((done, Some(Halt::Waits(began)))),
        Ok(Poll::Ready(Err(Stop::Ahead))) => None,
        Ok(Poll::Ready(Err(Stop::Refused(reason)))) => Some(Halt::Refused(reason)),
        Ok(Poll::Ready(Err(Stop::Tried(tried)))) => {
            let told = AttemptEnd::of(run, done, Ok(tried));
            Some(Halt::Tried(began, told))
        }
        Err(message) if core.way.asks() => Some(Halt::Unsure(message)),
        Err(message) => Some(Halt::Tried(began, AttemptEnd::Panicked(message))),
    };
    straight.stop();
    Some((done, halt))
}
