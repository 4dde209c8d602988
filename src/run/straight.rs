//! The straight way through a run: its steps one after the other, for as long as each ends well and at once.
//!
//! A step stands after all that it waits for. So as long as none has to wait, and none ends in another way,
//! the next one is ready, and nobody has to count who is: there is no schedule yet. Generated code goes this
//! way in one future. When that has to wait, it is the attempt of the step that it is at, and no longer
//! anything else: it ends with that step.
//!
//! The same code makes any single attempt of a step, so that each call stands, and is compiled, once.

use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::task::{self, Poll};
use std::time::Duration;

use atomic_refcell::AtomicRefCell;
use pin_project_lite::pin_project;
use tokio::time::Instant;
use tracing::Span;

use super::call::Tried;
use super::core::{Common, Core};
use super::gate::Gate;
use super::record::Recorder;
use super::spans;
use crate::outcome::Skip;

/// How far the straight way went. All of this is written and read by whoever polls the run.
pub(crate) struct Way {
    /// The step that it is at.
    step: AtomicU32,
    /// That step's condition is being asked.
    asks: AtomicBool,
    /// It goes on to the next step.
    goes_on: AtomicBool,
    times: Option<Times>,
    /// The span of the step that it is at, if anybody listens.
    span: AtomicRefCell<Option<Span>>,
}

/// When steps ended, for a report.
struct Times {
    /// When the run was first polled.
    clock: OnceLock<Instant>,
    /// In nanoseconds.
    ends: Box<[AtomicU64]>,
}

/// Why the straight way ends at a step.
pub enum Stop<E> {
    /// The step does not run in the run's own task.
    Ahead,
    /// It may not begin.
    Refused(Skip),
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
            span: AtomicRefCell::default(),
        }
    }

    /// Whether it still goes on.
    #[inline]
    pub(crate) fn goes_on(&self) -> bool {
        self.goes_on.load(Relaxed)
    }

    /// It ends with the step that it is at, which is this one.
    pub(crate) fn halt(&self) -> u32 {
        self.goes_on.store(false, Relaxed);
        self.step.load(Relaxed)
    }

    /// Whether it is at the step's condition.
    pub(crate) fn asks(&self) -> bool {
        self.asks.load(Relaxed)
    }

    /// Notes when each step before this one began and ended, and gives the time at which that one began.
    pub(crate) fn tell(&self, step: usize, recorder: &mut Recorder) -> Option<Duration> {
        let times = self.times.as_ref()?;
        Some(recorder.passed(&times.ends[..step]))
    }

    /// When the run began, which is now if nobody has asked before.
    pub(crate) fn clock(&self) -> Instant {
        let times = self.times.as_ref();
        times.map_or_else(Instant::now, Times::clock)
    }

    #[inline]
    fn come(&self, step: u32) {
        self.step.store(step, Relaxed);
    }

    /// Enters the span of the step that it is at. The step's future is polled together with what comes before
    /// and behind it, so there is no place for a guard.
    fn enter(&self, span: Span) {
        span.with_subscriber(|(id, listener)| listener.enter(id));
        *self.span.borrow_mut() = Some(span);
    }

    /// Leaves it; the step has ended, or the straight way has.
    pub(crate) fn leave(&self) -> Option<Span> {
        let span = self.span.borrow_mut().take()?;
        span.with_subscriber(|(id, listener)| listener.exit(id));
        Some(span)
    }

    fn ask<T>(&self, condition: impl FnOnce() -> T) -> T {
        self.asks.store(true, Relaxed);
        let holds = condition();
        self.asks.store(false, Relaxed);
        holds
    }

    /// Notes when the step that it is at has ended.
    fn note(&self) {
        if let Some(times) = &self.times {
            let time = times.clock().elapsed().as_nanos();
            let step = self.step.load(Relaxed) as usize;
            times.ends[step].store(u64::try_from(time).unwrap_or(u64::MAX), Relaxed);
        }
    }
}

/// One walk along the steps.
#[derive(Clone, Copy)]
pub struct Walk<'a>(Along<'a>);

#[derive(Clone, Copy)]
enum Along<'a> {
    /// All steps.
    All(&'a Way),
    /// All steps, while somebody wants to know of each.
    Watched(&'a Common),
    /// The only step that counts.
    One(u32),
}

impl<M: Send + Sync + 'static> Core<M> {
    /// Walks along all steps.
    pub fn all(&self) -> Walk<'_> {
        let common = &self.common;
        Walk(match common.is_watched() {
            true => Along::Watched(common),
            false => Along::All(&common.way),
        })
    }
}

impl Walk<'static> {
    /// Walks to one step.
    pub fn to(step: u32) -> Self {
        Self(Along::One(step))
    }
}

impl<'a> Walk<'a> {
    /// Whether one of these steps counts: from the one to before the other.
    #[inline]
    pub fn enters(self, from: u32, to: u32) -> bool {
        match self.0 {
            Along::All(_) | Along::Watched(_) => true,
            Along::One(only) => (from..to).contains(&only),
        }
    }

    /// Comes to a step; whether it counts.
    #[inline]
    pub fn comes_to(self, step: u32) -> bool {
        match self.0 {
            Along::All(way) => {
                way.come(step);
                true
            }
            Along::Watched(_) | Along::One(_) => self.comes_watched(step),
        }
    }

    /// The same for all others; a call, so that there is little of it in each step.
    #[inline(never)]
    fn comes_watched(self, step: u32) -> bool {
        match self.0 {
            Along::All(way) => way.come(step),
            Along::Watched(core) => core.come(step),
            Along::One(only) => return only == step,
        }
        true
    }

    /// The way, if it is all steps that count.
    fn way(self) -> Option<&'a Way> {
        match self.0 {
            Along::All(way) => Some(way),
            Along::Watched(core) => Some(&core.way),
            Along::One(_) => None,
        }
    }

    /// Comes to a step that has a condition. On the way to a single step it has been asked.
    ///
    /// # Errors
    ///
    /// The condition is false.
    #[inline]
    pub fn comes_to_if<E, G: Into<Gate>>(
        self,
        step: u32,
        condition: impl FnOnce() -> G,
    ) -> Result<bool, Stop<E>> {
        if let Some(way) = self.way() {
            way.come(step);
            if let Some(skip) = way.ask(condition).into().skip() {
                return Err(Stop::Refused(skip));
            }
        }
        Ok(self.comes_to(step))
    }

    /// Comes to a step that runs elsewhere, or shares a limit.
    ///
    /// # Errors
    ///
    /// The straight way ends here.
    #[inline]
    pub fn leaves<E>(self, step: u32) -> Result<bool, Stop<E>> {
        match self.way() {
            Some(way) => {
                way.come(step);
                Err(Stop::Ahead)
            }
            None => Ok(self.comes_to(step)),
        }
    }

    /// Ends the step.
    ///
    /// # Errors
    ///
    /// It was the only one that counts, or did not end well, or had to wait.
    #[inline]
    pub fn end<E>(self, tried: Tried<E>) -> Straight<E> {
        match (self.0, &tried) {
            (Along::All(way), Tried::Ok) if way.goes_on() => Ok(()),
            _ => self.ends_watched(tried),
        }
    }

    #[inline(never)]
    fn ends_watched<E>(self, tried: Tried<E>) -> Straight<E> {
        match (self.0, tried) {
            (Along::Watched(core), Tried::Ok) if core.way.goes_on() => {
                core.pass();
                Ok(())
            }
            (_, tried) => Err(Stop::Tried(tried)),
        }
    }
}

impl Common {
    /// The straight way comes to a step.
    fn come(&self, step: u32) {
        self.way.come(step);
        if let Some(span) = spans::attempt(self, &self.plan.steps[step as usize], 1) {
            self.way.enter(span);
        }
    }

    /// The step that the straight way is at has ended well.
    fn pass(&self) {
        if self.span.is_some()
            && let Some(span) = self.way.leave()
        {
            spans::end(&span, None);
        }
        self.way.note();
    }
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
