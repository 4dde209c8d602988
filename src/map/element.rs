//! One element of a map, from its condition to its end.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::elsewhere::{self, Sent};
use super::record::Course;
use super::{Each, Job};
use crate::context::Context;
use crate::executor::Kind;
use crate::outcome::{Skip, SkipReason, StepError};
use crate::run::{Missing, Tried, caught, no_clock, timed};

/// An element as a call has it.
pub enum Element<'a, T> {
    /// For itself.
    Moved(T),
    /// For as long as it lasts.
    Lent(&'a T),
}

impl<T> Element<'_, T> {
    /// The element, for the only call that there is.
    pub fn take(self) -> T {
        match self {
            Self::Moved(element) => element,
            Self::Lent(_) => panic!("{ONCE}"),
        }
    }

    /// The element, for one of several calls.
    pub fn get(&self) -> &T {
        match self {
            Self::Moved(element) => element,
            Self::Lent(element) => element,
        }
    }
}

/// An element on its way.
pub enum Supply<'x, T> {
    /// It is this map's own.
    Owned(T),
    /// It belongs to a value that is borrowed.
    Lent(&'x T),
}

impl<T> From<T> for Supply<'static, T> {
    fn from(element: T) -> Self {
        Self::Owned(element)
    }
}

impl<'x, T> From<&'x T> for Supply<'x, T> {
    fn from(element: &'x T) -> Self {
        Self::Lent(element)
    }
}

impl<T> Supply<'_, T> {
    fn get(&self) -> &T {
        match self {
            Self::Owned(element) => element,
            Self::Lent(element) => element,
        }
    }
}

/// What becomes of an element: without a value it is left out.
pub(super) type End<T, E> = Result<Option<T>, Failed<E>>;

/// An element has failed.
pub(super) struct Failed<E> {
    pub(super) index: usize,
    pub(super) attempts: u32,
    pub(super) error: StepError<E>,
}

impl<E> From<Failed<E>> for Tried<E> {
    fn from(failed: Failed<E>) -> Self {
        Self::Element {
            index: failed.index,
            attempts: failed.attempts,
            error: failed.error,
        }
    }
}

/// How an attempt ended that gave nothing.
pub(super) enum Trouble<E> {
    /// With an error.
    Returned(Arc<E>),
    /// In a way that allows for another attempt.
    Late(StepError<E>),
    /// In another way.
    Lost(StepError<E>),
    /// It was a run of its own, in which what it was to give was skipped.
    Skipped(Skip),
}

impl<E> Trouble<E> {
    /// With an error that a call has returned.
    pub(super) fn returned(error: E) -> Self {
        Self::Returned(Arc::new(error))
    }

    /// It has taken longer than this.
    pub(super) fn timed_out(limit: Duration) -> Self {
        Self::Late(StepError::TimedOut(limit))
    }
}

impl<E> From<Missing<E>> for Trouble<E> {
    fn from(missing: Missing<E>) -> Self {
        match missing {
            Missing::Skipped(skip) => Self::Skipped(skip),
            Missing::Err(StepError::Failed(error)) => Self::Returned(error),
            Missing::Err(error @ (StepError::Panicked(_) | StepError::Cancelled)) => {
                Self::Lost(error)
            }
            Missing::Err(error) => Self::Late(error),
        }
    }
}

/// Takes an element from its condition to its end.
pub(super) async fn element<const STEP: u32, R: Each<STEP>>(
    job: &Job<'_>,
    run: &R,
    index: usize,
    supply: Supply<'_, R::Element>,
) -> End<R::Output, R::Error> {
    let mut course = Course::new(job, index, R::as_error);
    match caught(|| !job.plan().guarded || run.each_when(supply.get())) {
        Ok(true) => {}
        Ok(false) => {
            course.skipped(&SkipReason::Guard);
            return Ok(None);
        }
        Err(message) => return course.ended(Err(StepError::Panicked(message))),
    }
    let mut holds = Holds::new::<R, STEP>(job, supply);
    loop {
        let Some(right) = right(job).await else {
            return course.ended(Err(no_clock()));
        };
        course.begins();
        let attempt = course.attempts();
        let tried = match job.place {
            Kind::Inline => here(job, run, holds.give(), &course).await,
            _ => elsewhere::call(job, run, holds.send(index), &course).await,
        };
        drop(right);
        let (error, again) = match tried {
            Ok(value) => return course.ended(Ok(value)),
            Err(Trouble::Returned(error)) => judged::<STEP, R>(error),
            Err(Trouble::Late(error)) => (error, Some(None)),
            Err(Trouble::Lost(error)) => (error, None),
            Err(Trouble::Skipped(skip)) => {
                course.skipped(&skip);
                return Ok(None);
            }
        };
        let may_retry = attempt < job.plan().attempts() && !job.is_cut();
        let Some(asked) = again.filter(|_| may_retry) else {
            return course.ended(Err(error));
        };
        let random = || job.random(index, attempt);
        let wait = asked.unwrap_or_else(|| job.plan().wait(attempt, random));
        course.failed(&error, wait);
        match timed(|| sleep(wait)) {
            Some(sleep) => sleep.await,
            None if wait.is_zero() => {}
            None => return course.ended(Err(no_clock())),
        }
    }
}

/// Waits for the right to make a call: by the limit that the step shares with others, and by the run. `None` if there
/// is no clock to tell.
async fn right(job: &Job<'_>) -> Option<impl Sized> {
    let shared = match job.common.limit(job.plan()) {
        Some(limit) => Some(limit.clone().permit().await?),
        None => None,
    };
    let permits = job.common.permits.as_deref();
    // the steps of another run take their own
    let permits = permits.filter(|_| job.plan().takes_permit());
    let own = match permits {
        Some(permits) => permits.permit().await,
        None => None,
    };
    Some((own, shared))
}

/// An error that a call has returned, and whether that is worth another attempt, and after what time, if it says so.
fn judged<const STEP: u32, R: Each<STEP>>(
    error: Arc<R::Error>,
) -> (StepError<R::Error>, Option<Option<Duration>>) {
    let again = || R::retry_when(STEP, &error).then(|| R::retry_after(STEP, &error));
    match caught(again) {
        Ok(again) => (StepError::Failed(error), again),
        Err(message) => (StepError::Panicked(message), None),
    }
}

/// Makes a call in the run's own task.
async fn here<const STEP: u32, R: Each<STEP>>(
    job: &Job<'_>,
    run: &R,
    element: Element<'_, R::Element>,
    course: &Course<'_, R::Error>,
) -> Result<Option<R::Output>, Trouble<R::Error>> {
    let later;
    let cx = match course.attempts() {
        1 => run.core().first(),
        _ => {
            later = Context::here(job.common.context.clone(), course.spot());
            &later
        }
    };
    let mut call = pin!(async {
        match job.plan().inner {
            true => {
                let given = run.each_run(cx, course.index(), element).await;
                given.map(Some).map_err(Trouble::from)
            }
            false => run.each(cx, element).await.map_err(Trouble::returned),
        }
    });
    let mut call = poll_fn(
        |task| match caught(|| course.inside(|| call.as_mut().poll(task))) {
            Ok(polled) => polled.map(Ok),
            Err(message) => Poll::Ready(Err(message)),
        },
    );
    let ended = match job.plan().timeout {
        None => call.await,
        Some(limit) => {
            let timed = timed(|| timeout(limit, &mut call));
            match timed.ok_or_else(|| Trouble::Lost(no_clock()))?.await {
                Ok(ended) => ended,
                // a run may end well after all
                Err(_) if job.common.cancel_attempt(course.attempted()) => match call.await {
                    Ok(Ok(given)) => Ok(Ok(given)),
                    _ => return Err(Trouble::timed_out(limit)),
                },
                Err(_) => return Err(Trouble::timed_out(limit)),
            }
        }
    };
    match ended {
        Ok(given) => given,
        Err(message) => Err(Trouble::Lost(StepError::Panicked(message))),
    }
}

/// Where the element is between calls.
enum Holds<'x, T> {
    /// Here; `None` once a call has taken it.
    Owned(Option<T>, Moves),
    /// Where calls find it that run elsewhere, and may outlive all this.
    Shared(Arc<T>),
    /// In a value that is borrowed.
    Lent(&'x T),
}

/// Whether a call takes the element.
type Moves = bool;

impl<'x, T> Holds<'x, T> {
    fn new<R: Each<STEP, Element = T>, const STEP: u32>(
        job: &Job<'_>,
        supply: Supply<'x, T>,
    ) -> Self {
        let is_here = matches!(job.place, Kind::Inline);
        match supply {
            Supply::Lent(element) => Self::Lent(element),
            Supply::Owned(element) if R::MOVES || is_here => Self::Owned(Some(element), R::MOVES),
            Supply::Owned(element) => Self::Shared(Arc::new(element)),
        }
    }

    /// The element for a call in the run's own task.
    fn give(&mut self) -> Element<'_, T> {
        match self {
            Self::Owned(element, true) => Element::Moved(element.take().expect(ONCE)),
            Self::Owned(element, false) => Element::Lent(element.as_ref().expect(ONCE)),
            Self::Shared(element) => Element::Lent(element),
            Self::Lent(element) => Element::Lent(element),
        }
    }

    /// The element for a call elsewhere.
    fn send(&mut self, index: usize) -> Sent<T> {
        match self {
            Self::Owned(element, _) => Sent::Owned(element.take().expect(ONCE)),
            Self::Shared(element) => Sent::Shared(Arc::clone(element)),
            Self::Lent(_) => Sent::At(index),
        }
    }
}

const ONCE: &str = "an element that is moved is given to one call";
