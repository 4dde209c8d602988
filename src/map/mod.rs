//! A map: a step that is called for each element of a value.
//!
//! The step has one attempt like any other, in the run's own task. In it elements go their way side by side,
//! each in a lane: its condition, its attempts, its limits. What they give is put in order again.

mod element;
mod elsewhere;
mod gather;
mod lanes;
mod left;
mod record;
mod source;

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::thread::available_parallelism;

use futures_core::Stream;
use tokio::time::sleep;

pub use self::element::Element;
use self::element::Supply;
pub(crate) use self::left::{AllLeft, Call};
pub(crate) use self::record::{Attempt, Record, Records};
pub use self::source::{
    Collects, Iterates, Lends, OfIterator, OfStream, Source, collects, lends, lent, lent_at, next,
    source,
};

use self::element::{End, Failed, element};
use self::gather::Ordered;
use self::lanes::Lanes;
use self::left::Left;
use crate::context::Context;
use crate::emitter::{EventKind, Subject};
use crate::executor::Kind;
use crate::outcome::StepError;
use crate::run::{Common, Map, Missing, OnError, Runs, StepPlan, Tried, no_clock, timed};

/// What generated code says of a map: what it does with one element.
pub trait Each<const STEP: u32>: Runs {
    /// An element, without the `&` of one that is borrowed.
    type Element: Send + Sync + 'static;
    /// What is made of it.
    type Output: Send + Sync + 'static;

    /// Whether a call has the element for itself.
    const MOVES: bool = false;

    /// Makes one call. `None` leaves the element out.
    fn each<'a>(
        &'a self,
        _cx: &'a Context<Self::Metadata>,
        _element: Element<'a, Self::Element>,
    ) -> impl Future<Output = Result<Option<Self::Output>, Self::Error>> + Send + 'a {
        std::future::pending()
    }

    /// Runs another pipeline, where that is what is done with the element of this index.
    fn each_run<'a>(
        &'a self,
        _cx: &'a Context<Self::Metadata>,
        _index: usize,
        _element: Element<'a, Self::Element>,
    ) -> impl Future<Output = Result<Self::Output, Missing<Self::Error>>> + Send + 'a {
        std::future::pending()
    }

    /// Makes one call for the element with this index of a value that is borrowed.
    fn each_at<'a>(
        &'a self,
        _cx: &'a Context<Self::Metadata>,
        _index: usize,
    ) -> impl Future<Output = Result<Option<Self::Output>, Self::Error>> + Send + 'a {
        std::future::pending()
    }

    /// Whether the condition holds for an element.
    fn each_when(&self, _element: &Self::Element) -> bool {
        true
    }
}

/// What all elements of a map have in common.
pub(crate) struct Job<'r> {
    common: &'r Common,
    step: u32,
    map: &'static Map,
    place: Kind,
    /// The calls that executors have, if they have any.
    left: Option<Arc<Left>>,
}

impl<'r> Job<'r> {
    fn new<const STEP: u32>(run: &'r impl Each<STEP>) -> Self {
        let common = &run.core().common;
        let map = common.plan.steps[STEP as usize].map;
        let map = map.expect("generated code maps in steps that say so");
        let place = common.place(&map.element);
        let left = match place {
            Kind::Inline if !map.lends => None,
            _ => Some(common.left.add(STEP)),
        };
        Self {
            common,
            step: STEP,
            map,
            place,
            left,
        }
    }

    /// Waits until executors have let go of what they borrowed, unless others may not have that anyway: a
    /// thread cannot be stopped, and a limit is not to wait for it.
    async fn drain(&self) {
        let plan = self.plan();
        let is_stuck = plan.blocking && plan.is_limited();
        if let Some(left) = self.left.as_ref().filter(|_| !is_stuck) {
            left.wait().await;
        }
    }

    /// Cancels the runs through which elements are on their way; false if there are none.
    fn cancels(&self) -> bool {
        self.plan().inner && self.common.cancel_inner(self.step)
    }

    /// Whether somebody else has done so.
    fn is_cut(&self) -> bool {
        self.plan().inner && self.common.is_cut(self.step)
    }

    fn has_run(&self, index: usize) -> bool {
        self.common.has_run(self.step, index)
    }

    /// What is said of one element, as if that were a step.
    fn plan(&self) -> &'static StepPlan {
        &self.map.element
    }

    /// A number from `0.0..1.0`, for the wait after an attempt.
    fn random(&self, index: usize, attempt: u32) -> f64 {
        // each element has another one, which with a seed is always the same
        let place = (index as u32).wrapping_add(1).wrapping_mul(0x9e37_79b9);
        self.common.random(self.step ^ place, attempt)
    }

    /// How many elements may be on their way at once.
    fn concurrency(&self) -> usize {
        const MANY: usize = 64;
        match self.map.concurrency {
            Some(most) => most as usize,
            None if self.plan().blocking => available_parallelism().map_or(1, usize::from),
            None => MANY,
        }
    }
}

/// Maps the elements of a value. The first error is the end of all of them, unless errors leave elements out.
///
/// # Errors
///
/// That of the element that failed first.
pub async fn map<'x, const STEP: u32, R: Each<STEP>>(
    run: &R,
    elements: impl Stream<Item: Into<Supply<'x, R::Element>>>,
) -> Result<Vec<R::Output>, Tried<R::Error>> {
    let fails = |job: &Job<'_>| job.map.on_error == OnError::Fail;
    each(run, elements, |job, end| match end {
        Ok(value) => ControlFlow::Continue(value),
        Err(failed) if fails(job) => ControlFlow::Break(failed),
        Err(_) => ControlFlow::Continue(None),
    })
    .await
}

/// Maps the elements of a value, where errors are data.
///
/// # Errors
///
/// None.
pub async fn map_all<'x, const STEP: u32, R: Each<STEP>>(
    run: &R,
    elements: impl Stream<Item: Into<Supply<'x, R::Element>>>,
) -> Result<Vec<Result<R::Output, StepError<R::Error>>>, Tried<R::Error>> {
    each(run, elements, |_, end| {
        ControlFlow::Continue(match end {
            Ok(value) => value.map(Ok),
            Err(failed) => Some(Err(failed.error)),
        })
    })
    .await
}

/// Maps the elements of a value; `settle` tells what becomes of the end of each.
async fn each<'x, const STEP: u32, R: Each<STEP>, T>(
    run: &R,
    elements: impl Stream<Item: Into<Supply<'x, R::Element>>>,
    settle: impl Fn(&Job<'_>, End<R::Output, R::Error>) -> ControlFlow<Failed<R::Error>, Option<T>>,
) -> Result<Vec<T>, Tried<R::Error>> {
    let job = Job::new::<STEP>(run);
    let mut elements = pin!(elements);
    let most = match elements.size_hint().1 {
        Some(all) => job.concurrency().min(all).max(1),
        None => job.concurrency(),
    };
    if let (Some(emission), Some(all)) = (job.common.emission(), elements.size_hint().1) {
        let total = Some(all as u64);
        let subject = Subject::step(STEP, None, run.core().first().attempt());
        emission.emit(subject, EventKind::Progress { done: 0, total });
    }
    let mut lanes = Lanes::new(most);
    let mut all = Ordered::new(elements.size_hint().0);
    let start = |index, supply| element::<STEP, R>(&job, run, index, Into::into(supply));
    let mut deadline = match job.plan().deadline {
        Some(limit) => match timed(|| Box::pin(sleep(limit))) {
            None => return Err(Tried::Ended(no_clock())),
            deadline => deadline,
        },
        None => None,
    };
    let mut cut = None;
    let ended = poll_fn(|cx| {
        if job.is_cut() {
            cut.get_or_insert(Tried::Dropped);
        }
        if cut.is_some() {
            ready!(lanes.wind_up(cx, |index| job.has_run(index)));
            return Poll::Ready(cut.take());
        }
        let polled = lanes.poll(elements.as_mut(), &start, cx, |index, end| {
            all.put(index, settle(&job, end)?);
            ControlFlow::Continue(())
        });
        let end = ready!(match (polled, &mut deadline) {
            (Poll::Ready(failed), _) => Poll::Ready(failed.map(Tried::from)),
            (Poll::Pending, Some(deadline)) => {
                let passed = deadline.as_mut().poll(cx);
                passed.map(|()| Some(Tried::Ended(StepError::DeadlineExceeded)))
            }
            (Poll::Pending, None) => Poll::Pending,
        });
        if end.is_none() || !job.cancels() {
            return Poll::Ready(end);
        }
        cut = end;
        lanes
            .wind_up(cx, |index| job.has_run(index))
            .map(|()| cut.take())
    });
    match ended.await {
        None => {
            // an element may have ended without what it left on a thread
            if job.map.lends {
                job.drain().await;
            }
            Ok(all.into_vec())
        }
        Some(failed) => {
            drop(lanes);
            job.drain().await;
            Err(failed)
        }
    }
}
