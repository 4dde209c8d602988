//! Drives a flow: its entry, until that has returned.

use std::any::Any;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::call::FlowCore;
use super::trace::of_steps;
use crate::current::enter;
use crate::error::{Failure, RunError, erase};
use crate::outcome::StepError;
use crate::prepared::{Begun, Over, StopOnDrop};
use crate::report::Report;
use crate::run::spans::ErrorText;
use crate::run::{caught, deadline, in_span};

/// One run of one flow; generated.
pub trait Flows: Send + Sync + Sized + 'static {
    /// The type of every step's error.
    type Error: Debug + Display + Send + Sync + 'static;

    /// The metadata that each run carries; `()` without any.
    type Metadata: Send + Sync + 'static;

    /// What all runs have.
    fn core(&self) -> &FlowCore<Self::Metadata>;

    /// An error as a standard one, if its type is one or converts to one.
    fn as_error(error: &Self::Error) -> Option<&(dyn std::error::Error + 'static)>;
}

/// What an entry has returned, or with what message it has panicked.
type Returned<T, E> = Result<Result<T, E>, Arc<str>>;

/// Begins a run with this entry, which `begin` calls.
pub fn flow<R: Flows, T, F>(
    run: R,
    entry: u32,
    begin: impl FnOnce(Arc<R>, u32) -> F + Send + 'static,
) -> Begun<T, ()>
where
    T: Send + 'static,
    F: Future<Output = Result<T, R::Error>> + Send + 'static,
{
    let run = Arc::new(run);
    Begun {
        run: run.core().core.handle(),
        future: Box::pin(async move {
            let stop = StopOnDrop::new(&run.core().core.common);
            let ended = ended(&run, entry, begin).await;
            stop.over();
            over(&*run, entry, ended)
        }),
    }
}

/// How the entry has ended.
///
/// # Errors
///
/// It was cut short: by this deadline, or because somebody has cancelled the run.
async fn ended<R: Flows, T, F>(
    run: &Arc<R>,
    entry: u32,
    begin: impl FnOnce(Arc<R>, u32) -> F,
) -> Result<Returned<T, R::Error>, Option<Duration>>
where
    F: Future<Output = Result<T, R::Error>>,
{
    let core = run.core();
    let common = &core.core.common;
    let _ = core.as_error.set(standard::<R>);
    let told = |error: &R::Error| ErrorText::new(error, R::as_error(error).and_then(Error::source));
    let error = |given: &Result<T, R::Error>| given.as_ref().err().map(told);
    let make = |call| begin(Arc::clone(run), call);
    let mut call = pin!(core.made(entry, None, make, error));
    let mut limit = common.deadline.map(|limit| deadline(common, limit));
    let mut current = Some(common.context.clone());
    poll_fn(|cx| {
        if common.context.take_cancel() {
            return Poll::Ready(Err(None));
        }
        let poll = || in_span(common.span.as_ref(), || call.as_mut().poll(cx));
        match enter(&mut current, || caught(poll)) {
            Ok(Poll::Ready(given)) => return Poll::Ready(Ok(Ok(given))),
            Err(message) => return Poll::Ready(Ok(Err(message))),
            Ok(Poll::Pending) => {}
        }
        let is_over = limit
            .as_mut()
            .is_some_and(|limit| limit.as_mut().poll(cx).is_ready());
        match is_over {
            true => Poll::Ready(Err(common.deadline)),
            false => Poll::Pending,
        }
    })
    .await
}

/// An error of a flow as a standard one, for calls of its steps, which do not know the type of the flow.
fn standard<'a, R: Flows>(error: &'a (dyn Any + 'static)) -> Option<&'a (dyn Error + 'static)> {
    R::as_error(error.downcast_ref()?)
}

/// What is left of the run.
fn over<R: Flows, T>(
    run: &R,
    entry: u32,
    ended: Result<Returned<T, R::Error>, Option<Duration>>,
) -> Over<T, ()> {
    let core = run.core();
    let common = &core.core.common;
    let failed = |step: u32, error: StepError<R::Error>, limit, is_cancelled| {
        let step = common.plan.steps[step as usize].name;
        let failure = Failure::new(step, None, 1, erase(&error, R::as_error), None);
        Err(RunError::failed(
            common.plan.name,
            vec![failure],
            limit,
            is_cancelled,
        ))
    };
    let output = match ended {
        Ok(Ok(Ok(value))) => Ok(value),
        Ok(Ok(Err(error))) => failed(entry, StepError::Failed(Arc::new(error)), None, false),
        Ok(Err(message)) => {
            let step = core.panicked.get().copied().unwrap_or(entry);
            failed(step, StepError::Panicked(message), None, false)
        }
        Err(None) => failed(entry, StepError::Cancelled, None, true),
        Err(limit) => failed(entry, StepError::DeadlineExceeded, limit, false),
    };
    common.ends(output.as_ref().err());
    let report = core.calls.as_ref().map(|calls| {
        let told = calls.told(common.plan);
        let steps = of_steps(common.plan, &told);
        let report = Report::new(common.plan, &common.context, calls.clock(), steps.into());
        Report {
            calls: told,
            ..report
        }
    });
    Over {
        output,
        report: report.map(|report| ((), report)),
    }
}
