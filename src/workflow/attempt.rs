//! One execution of a step: its attempts, limits and waits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};
use tracing::Span;

use super::works::{Calls, Done, Works};
use crate::abort::{AbortCell, AbortFlag, Aborted};
use crate::context::Context;
use crate::emitter::{EventKind, Spot, Subject, at, attempt_ended};
use crate::errand::Errand;
use crate::error_report::Fault;
use crate::executor::Kind;
use crate::limit::Permit;
use crate::outcome::{Outcome, StepError};
use crate::run::spans::{End, Traced};
use crate::run::{Common, StepPlan, caught, in_span, no_clock, sleep};

/// Executes a step with its payload, as often as it may be tried. The payload is handed back.
///
/// Most steps are called once, in the run's own task, and need nothing beside their own future. All else has a
/// place of its own, so that the future of those is small.
pub async fn execute<R: Calls<STEP>, const STEP: u32>(
    run: &Arc<R>,
    payload: R::Payload,
) -> Done<R::Payload, R::Value, R::Error> {
    if !run.core().common.is_plain(STEP) {
        return Box::pin(tried(run, Arc::new(payload), 0)).await;
    }
    let first = async {
        let mut call = pin!(Some(run.call(run.core().first(), &payload)));
        let place = run.core().common.context.place(Spot::new(STEP, 1));
        poll_fn(|cx| at(place, || poll_caught(call.as_mut(), cx))).await
    };
    match ended(first.await) {
        Ok(value) => Done {
            payload,
            outcome: Outcome::Ok(value),
            attempts: 1,
        },
        Err(error) => Box::pin(retried(run, payload, error)).await,
    }
}

/// Polls a call; a panic is how it ends, and so is one of what it has left behind.
fn poll_caught<F: Future>(
    mut future: Pin<&mut Option<F>>,
    cx: &mut task::Context<'_>,
) -> Poll<Result<F::Output, Arc<str>>> {
    let poll = || match future.as_mut().as_pin_mut() {
        Some(future) => future.poll(cx),
        None => Poll::Pending,
    };
    match caught(poll) {
        Ok(polled) => polled.map(Ok),
        Err(message) => Poll::Ready(Err(message)),
    }
}

/// How a call has ended.
fn ended<T, E>(given: Result<Result<T, E>, Arc<str>>) -> Result<T, StepError<E>> {
    match given {
        Ok(given) => given.map_err(|error| StepError::Failed(Arc::new(error))),
        Err(message) => Err(StepError::Panicked(message)),
    }
}

/// Makes one attempt after the other, so many of which have been made.
async fn tried<R: Calls<STEP>, const STEP: u32>(
    run: &Arc<R>,
    payload: Arc<R::Payload>,
    mut attempts: u32,
) -> Done<R::Payload, R::Value, R::Error> {
    let core = &run.core().common;
    let mut traced: Option<Traced> = None;
    let deadline = core.plan.steps[STEP as usize].deadline;
    let deadline = deadline.and_then(|limit| Instant::now().checked_add(limit));
    let outcome = loop {
        let right = match right(core, STEP, deadline).await {
            Ok(right) => right,
            Err(error) => break Outcome::Err(error),
        };
        attempts += 1;
        match &mut traced {
            Some(traced) => traced.again(core.plan.steps[STEP as usize].name, attempts),
            None => traced = Traced::step(core, STEP, attempts),
        }
        let span = traced.as_ref().map(Traced::span);
        let attempt = Attempt::new(core, Spot::new(STEP, attempts), deadline, span);
        let call = |cx: Context<R::Metadata>| {
            let (run, payload) = (Arc::clone(run), Arc::clone(&payload));
            async move { run.call(&cx, &payload).await }
        };
        let began = core.emission().map(|_| Instant::now());
        let given = attempt.made(core, call).await;
        drop(right);
        let error = match given {
            Ok(value) => {
                tell(core, Spot::new(STEP, attempts), began, || None, None);
                break Outcome::Ok(value);
            }
            Err(error) => error,
        };
        if let Some(traced) = &mut traced {
            traced.attempt_ended(&end::<R>(Some(&error)));
        }
        let spot = Spot::new(STEP, attempts);
        if let Err(error) = wait::<R>(core, spot, (began, deadline), error).await {
            break Outcome::Err(error);
        }
    };
    if let Some(mut traced) = traced {
        let end = end::<R>(outcome.err());
        traced.attempt_ended(&end);
        traced.ended(&end);
    }
    let payload = Arc::into_inner(payload);
    Done {
        payload: payload.expect("an attempt lets go of the payload before it ends"),
        outcome,
        attempts,
    }
}

/// Waits for the right to run, by the limit that the step shares with others.
async fn right<E>(
    core: &Common,
    step: u32,
    deadline: Option<Instant>,
) -> Result<Option<Permit>, StepError<E>> {
    let Some(limit) = core.limit(&core.plan.steps[step as usize]) else {
        return Ok(None);
    };
    let left = deadline.map(|end| end.saturating_duration_since(Instant::now()));
    let left = match left.map(timer) {
        Some(timer) => Some((Passed::Deadline, timer.ok_or_else(no_clock)?)),
        None => None,
    };
    match within(left, pin!(limit.clone().permit())).await {
        Ok(permit) => permit.ok_or_else(no_clock).map(Some),
        Err(passed) => Err(passed.into()),
    }
}

/// The first attempt has failed: whether there are others, and what comes of them.
async fn retried<R: Calls<STEP>, const STEP: u32>(
    run: &Arc<R>,
    payload: R::Payload,
    error: StepError<R::Error>,
) -> Done<R::Payload, R::Value, R::Error> {
    match wait::<R>(&run.core().common, Spot::new(STEP, 1), (None, None), error).await {
        Ok(()) => tried(run, Arc::new(payload), 1).await,
        Err(error) => Done {
            payload,
            outcome: Outcome::Err(error),
            attempts: 1,
        },
    }
}

/// How a step, or an attempt of it, has ended.
fn end<R: Works>(error: Option<&StepError<R::Error>>) -> End {
    match error {
        Some(error) => End::err(error, error, R::as_error, None),
        None => End::Ok,
    }
}

/// Waits before another attempt.
///
/// # Errors
///
/// The error is the last one.
async fn wait<R: Works>(
    core: &Common,
    spot: Spot,
    (began, deadline): (Option<Instant>, Option<Instant>),
    error: StepError<R::Error>,
) -> Result<(), StepError<R::Error>> {
    let again = again::<R>(core, spot, &error);
    let time = again.as_ref().copied().unwrap_or_default();
    let fault = || Some(Fault::new(error.to_string(), &error, R::as_error));
    tell(core, spot, began, fault, time);
    match again {
        Ok(None) => Err(error),
        Ok(Some(time)) => pause(time, deadline).await,
        Err(message) => Err(StepError::Panicked(message)),
    }
}

/// Waits for so long, or until the time of the step is over.
async fn pause<E>(time: Duration, deadline: Option<Instant>) -> Result<(), StepError<E>> {
    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    let is_late = left.is_some_and(|left| left <= time);
    let time = left.map_or(time, |left| left.min(time));
    if !time.is_zero() {
        timer(time).ok_or_else(no_clock)?.await;
    }
    match is_late {
        true => Err(StepError::DeadlineExceeded),
        false => Ok(()),
    }
}

/// After what time there is another attempt, if there is.
fn again<R: Works>(
    core: &Common,
    Spot { step, attempt, .. }: Spot,
    error: &StepError<R::Error>,
) -> Result<Option<Duration>, Arc<str>> {
    let plan = &core.plan.steps[step as usize];
    if attempt >= plan.attempts() {
        return Ok(None);
    }
    let asked = caught(|| asked::<R>(step, error))?;
    let wait = || plan.wait(attempt, || core.random(step, attempt));
    Ok(asked.map(|asked| asked.unwrap_or_else(wait)))
}

/// An attempt has ended: tells emitters, if there are any.
fn tell(
    core: &Common,
    spot: Spot,
    began: Option<Instant>,
    fault: impl FnOnce() -> Option<Fault>,
    wait: Option<Duration>,
) {
    if let (Some(emission), Some(began)) = (core.emission(), began) {
        let kind = attempt_ended(fault(), wait, began.elapsed());
        emission.emit(Subject::of(Some(spot)), kind);
    }
}

/// Whether an error is worth another attempt, and after what time, if it says so.
fn asked<R: Works>(step: u32, error: &StepError<R::Error>) -> Option<Option<Duration>> {
    match error {
        StepError::Failed(error) => R::retry_when(step, error).then(|| R::retry_after(step, error)),
        StepError::TimedOut(_) => Some(None),
        _ => None,
    }
}

/// One call of a step.
struct Attempt<'a> {
    plan: &'static StepPlan,
    spot: Spot,
    /// When the time of the step is over.
    deadline: Option<Instant>,
    span: Option<&'a Span>,
    /// Calls it back when nobody waits for it any longer.
    cell: Option<CallBack>,
}

impl<'a> Attempt<'a> {
    fn new(core: &Common, spot: Spot, deadline: Option<Instant>, span: Option<&'a Span>) -> Self {
        if let Some(emission) = core.emission().filter(|_| spot.attempt > 1) {
            emission.emit(Subject::of(Some(spot)), EventKind::AttemptStarted);
        }
        Self {
            plan: &core.plan.steps[spot.step as usize],
            spot,
            deadline,
            span,
            cell: None,
        }
    }

    async fn made<M, T, E, F>(
        mut self,
        core: &Common,
        call: impl FnOnce(Context<M>) -> F,
    ) -> Result<T, StepError<E>>
    where
        M: Send + Sync + 'static,
        T: Send + 'static,
        E: std::fmt::Display + Send + Sync + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let place = core.place(self.plan);
        let limit = self.limit()?;
        match place {
            Kind::Inline => {
                let cx = Context::here(core.context.clone(), self.spot);
                self.here(limit, call(cx)).await
            }
            place => {
                let cell = Arc::<AbortCell>::default();
                AbortFlag::new(&cell, self.spot.attempt).lower();
                self.cell = Some(CallBack(Arc::clone(&cell)));
                let (context, cells) = (core.context.clone(), Arc::clone(&cell));
                let cx = Context::of_call(context, self.spot, cells);
                self.there(core, &place, limit, cell, call(cx)).await
            }
        }
    }

    /// What the attempt may take, by its own limit or by that of the step.
    fn limit<E>(&self) -> Result<Option<Limit>, StepError<E>> {
        let now = Instant::now();
        let left = self.deadline.map(|end| end.saturating_duration_since(now));
        let (time, passed) = match (self.plan.timeout, left) {
            (None, None) => return Ok(None),
            (Some(limit), left) if left.is_none_or(|left| limit < left) => {
                (limit, Passed::Timeout(limit))
            }
            (_, left) => (left.unwrap_or_default(), Passed::Deadline),
        };
        Ok(Some((passed, timer(time).ok_or_else(no_clock)?)))
    }

    /// In the run's own task.
    async fn here<T, E>(
        &self,
        limit: Option<Limit>,
        future: impl Future<Output = Result<T, E>>,
    ) -> Result<T, StepError<E>> {
        let mut future = pin!(Some(future));
        let poll = poll_fn(|cx| in_span(self.span, || poll_caught(future.as_mut(), cx)));
        let given = within(limit, pin!(poll)).await;
        // the step ends as it does, whatever its future does when it is dropped
        let _ = caught(|| future.set(None));
        match given {
            Ok(given) => ended(given),
            Err(passed) => Err(passed.into()),
        }
    }

    /// On an executor. An attempt that takes too long is called back, and waited for: it has the payload.
    async fn there<T, E>(
        &self,
        core: &Common,
        place: &Kind,
        limit: Option<Limit>,
        cell: Arc<AbortCell>,
        call: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, StepError<E>>
    where
        T: Send + 'static,
        E: Send + Sync + 'static,
    {
        let (told, mut there) = oneshot::channel();
        let (claims, number) = (Arc::clone(&cell), self.spot.attempt);
        let call = Box::pin(async move {
            let given = call.await;
            AbortFlag::new(&claims, number).claim().then_some(given)
        });
        let (context, span) = (core.context.clone(), self.span.cloned());
        let held = None::<()>;
        let work = Errand::new(
            call,
            held,
            told,
            context,
            Arc::clone(&cell),
            self.spot,
            span,
        );
        if let Err(message) = caught(|| place.execute(self.plan.blocking, work)) {
            return Err(StepError::Panicked(message));
        }
        match within(limit, Pin::new(&mut there)).await {
            Ok(told) => settled(told.ok()),
            Err(passed) => {
                let aborted = AbortFlag::new(&cell, number).abort();
                let is_late = matches!(aborted, Aborted::Late);
                if let Aborted::Busy(Some(waker)) = aborted {
                    waker.wake();
                }
                let told = there.await;
                match is_late {
                    true => settled(told.ok()),
                    false => Err(passed.into()),
                }
            }
        }
    }
}

/// A limit, and when it has passed.
type Limit = (Passed, Pin<Box<Sleep>>);

/// Which limit has passed.
#[derive(Clone, Copy)]
enum Passed {
    /// That of the attempt.
    Timeout(Duration),
    /// That of the step.
    Deadline,
}

impl<E> From<Passed> for StepError<E> {
    fn from(passed: Passed) -> Self {
        match passed {
            Passed::Timeout(limit) => Self::TimedOut(limit),
            Passed::Deadline => Self::DeadlineExceeded,
        }
    }
}

/// A timer, if there is a tokio runtime that drives it.
fn timer(time: Duration) -> Option<Pin<Box<Sleep>>> {
    let _runtime = Handle::try_current().ok()?;
    // a runtime without timers panics
    caught(|| sleep(time)).ok()
}

/// What a future gives, unless it takes longer than its limit.
async fn within<F: Future>(
    limit: Option<Limit>,
    mut future: Pin<&mut F>,
) -> Result<F::Output, Passed> {
    let Some((passed, mut sleep)) = limit else {
        return Ok(future.await);
    };
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(given) => Poll::Ready(Ok(given)),
        Poll::Pending => sleep.as_mut().poll(cx).map(|()| Err(passed)),
    })
    .await
}

/// What a call on an executor tells: nothing, if it was called back.
type Message<T, E> = Result<Option<Result<T, E>>, Arc<str>>;

/// How a call on an executor has ended; nothing was told, if its executor has dropped it.
fn settled<T, E>(told: Option<Message<T, E>>) -> Result<T, StepError<E>> {
    match told {
        Some(Ok(Some(given))) => ended(Ok(given)),
        Some(Err(message)) => ended(Err(message)),
        Some(Ok(None)) | None => Err(StepError::Cancelled),
    }
}

/// Tells work elsewhere, when it is dropped, that nobody waits for it.
struct CallBack(Arc<AbortCell>);

impl Drop for CallBack {
    fn drop(&mut self) {
        self.0.abort();
    }
}
