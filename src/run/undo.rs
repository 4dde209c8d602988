//! Undoing what the steps of a failed run have done.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::attempt::{caught, in_span};
use super::clock::timed;
use super::progress::no_clock;
use super::runs::ErasedRun;
use super::spans::{End, Traced};
use super::watch::Watch;
use crate::emitter::{Spot, at};
use crate::error::{Failure, erase};
use crate::error_report::Fault;
use crate::outcome::StepError;
use crate::retry::Retry;

/// One call that undoes a step.
pub type Undoing<'a, E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send + 'a>>;

/// Undoes a step once.
pub fn undoing<'a, E>(call: impl Future<Output = Result<(), E>> + Send + 'a) -> Undoing<'a, E> {
    Box::pin(call)
}

/// How a step is undone: all of it that does not depend on types.
#[derive(Debug)]
#[must_use]
pub struct Undo {
    retry: Option<Retry>,
    timeout: Option<Duration>,
}

impl Undo {
    /// By one call, however long that takes.
    #[allow(clippy::new_without_default, reason = "it is made in constants")]
    pub const fn new() -> Self {
        Self {
            retry: None,
            timeout: None,
        }
    }

    /// It is tried again.
    pub const fn retry(self, retry: Retry) -> Self {
        Self {
            retry: Some(retry),
            ..self
        }
    }

    /// The limit of one attempt.
    pub const fn timeout(self, limit: Duration) -> Self {
        Self {
            timeout: Some(limit),
            ..self
        }
    }
}

/// What is left when the steps of a run have been undone.
pub(crate) struct Undone {
    /// The steps of which that failed.
    pub(crate) failures: Vec<Failure>,
    pub(crate) watch: Option<Box<Watch>>,
}

/// Undoes these steps, one after the other, the last one first.
pub(crate) fn undo<'a, E>(
    run: &'a dyn ErasedRun<E>,
    steps: Vec<u32>,
    watch: Option<Box<Watch>>,
) -> Pin<Box<dyn Future<Output = Undone> + Send + 'a>>
where
    E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static,
{
    Box::pin(async move {
        let mut undone = Undone::nothing(watch);
        for step in steps.into_iter().rev() {
            undone.undo(run, step).await;
        }
        undone
    })
}

impl Undone {
    pub(crate) fn nothing(watch: Option<Box<Watch>>) -> Self {
        Self {
            failures: Vec::new(),
            watch,
        }
    }

    async fn undo<E>(&mut self, run: &dyn ErasedRun<E>, step: u32)
    where
        E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static,
    {
        let core = run.common();
        let plan = &core.plan.steps[step as usize];
        let Some(undo) = plan.undo else { return };
        let (mut attempt, most) = (1, undo.retry.as_ref().map_or(1, Retry::attempts));
        let mut traced = Traced::undo(core, plan, most > 1);
        let failure = loop {
            if let Some(watch) = &mut self.watch {
                watch.undo_started(step, attempt);
            }
            let mut tried = pin!(once(run, step, attempt, undo.timeout));
            let span = traced.as_ref().map(Traced::span);
            let place = core.context.place(Spot::new(step, attempt));
            let tried = poll_fn(|cx| at(place, || in_span(span, || tried.as_mut().poll(cx)))).await;
            let error = tried.as_ref().err();
            if let Some(traced) = &mut traced {
                traced.attempt_ended(&end(run, error));
            }
            let again = |failed: &&StepError<E>| {
                attempt < most && !matches!(failed, StepError::Panicked(_))
            };
            let wait = |retry: &Retry| retry.wait(attempt, core.random(step, attempt));
            let wait = || undo.retry.as_ref().map_or(Duration::ZERO, wait);
            let wait = error.filter(again).map(|_| wait());
            if let Some(watch) = &mut self.watch {
                let fault =
                    |error: &StepError<E>| Fault::new(error.to_string(), error, run.as_error());
                watch.undo_finished(step, attempt, error.map(fault), wait);
            }
            let Err(error) = tried else { break None };
            let Some(wait) = wait else { break Some(error) };
            match timed(|| tokio::time::sleep(wait)) {
                Some(sleep) => sleep.await,
                None => break Some(no_clock()),
            }
            attempt += 1;
            if let Some(traced) = &mut traced {
                traced.again(plan.name, attempt);
            }
        };
        if let Some(traced) = traced {
            traced.ended(&end(run, failure.as_ref()));
        }
        if let Some(watch) = &mut self.watch {
            watch.undo_ended(step, attempt, failure.as_ref().map(ToString::to_string));
        }
        if let Some(error) = failure {
            let error = erase(&error, run.as_error());
            self.failures
                .push(Failure::new(plan.name, None, attempt, error, None));
        }
    }
}

/// How it, or an attempt, has ended.
fn end<E: std::fmt::Display>(run: &dyn ErasedRun<E>, error: Option<&StepError<E>>) -> End {
    match error {
        Some(error) => End::err(error, error, run.as_error(), None),
        None => End::Ok,
    }
}

/// One attempt.
async fn once<E>(
    run: &dyn ErasedRun<E>,
    step: u32,
    attempt: u32,
    limit: Option<Duration>,
) -> Result<(), StepError<E>> {
    let mut call = run.undo(step, attempt);
    let call = poll_fn(|cx| match caught(|| call.as_mut().poll(cx)) {
        Ok(polled) => polled.map_err(|error| StepError::Failed(error.into())),
        Err(message) => Poll::Ready(Err(StepError::Panicked(message))),
    });
    let Some(limit) = limit else {
        return call.await;
    };
    let Some(call) = timed(|| tokio::time::timeout(limit, call)) else {
        return Err(no_clock());
    };
    call.await.unwrap_or(Err(StepError::TimedOut(limit)))
}
