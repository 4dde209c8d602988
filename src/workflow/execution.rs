//! One execution of a step: its attempts, and the waits between them.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::attempt::{Attempt, ended, poll_caught};
use super::within::{Passed, timer, within};
use super::works::{Calls, Done, Works};
use crate::context::Context;
use crate::emitter::{Spot, Subject, at, attempt_ended};
use crate::error_report::Fault;
use crate::limit::Permit;
use crate::outcome::{Outcome, StepError};
use crate::run::spans::{End, Traced};
use crate::run::{Common, caught, no_clock};

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
