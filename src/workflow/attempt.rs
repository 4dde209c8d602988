//! One call of a step, here or elsewhere.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::sync::oneshot;
use tokio::time::Instant;
use tracing::Span;

use super::within::{Limit, Passed, timer, within};
use crate::abort::{AbortFlag, Aborted, CallBack};
use crate::context::Context;
use crate::emitter::{EventKind, Spot, Subject};
use crate::errand::Errand;
use crate::executor::Kind;
use crate::outcome::StepError;
use crate::run::{Common, StepPlan, caught, in_span, no_clock};

/// One call of a step.
pub(super) struct Attempt<'a> {
    plan: &'static StepPlan,
    spot: Spot,
    /// When the time of the step is over.
    deadline: Option<Instant>,
    span: Option<&'a Span>,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(
        core: &Common,
        spot: Spot,
        deadline: Option<Instant>,
        span: Option<&'a Span>,
    ) -> Self {
        if let Some(emission) = core.emission().filter(|_| spot.attempt > 1) {
            emission.emit(Subject::of(Some(spot)), EventKind::AttemptStarted);
        }
        Self {
            plan: &core.plan.steps[spot.step as usize],
            spot,
            deadline,
            span,
        }
    }

    pub(super) async fn made<M, T, E, F>(
        self,
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
                let back = CallBack::new(self.spot.attempt);
                let (context, cell) = (core.context.clone(), Arc::clone(&back.cell));
                let cx = Context::of_call(context, self.spot, cell);
                self.there(core, &place, limit, &back, call(cx)).await
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
        back: &CallBack,
        call: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, StepError<E>>
    where
        T: Send + 'static,
        E: Send + Sync + 'static,
    {
        let (told, mut there) = oneshot::channel();
        let (claims, number) = (Arc::clone(&back.cell), self.spot.attempt);
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
            Arc::clone(&back.cell),
            self.spot,
            span,
        );
        if let Err(message) = caught(|| place.execute(self.plan.blocking, work)) {
            return Err(StepError::Panicked(message));
        }
        match within(limit, Pin::new(&mut there)).await {
            Ok(told) => settled(told.ok()),
            Err(passed) => {
                let is_late = matches!(back.call(), Aborted::Late);
                let told = there.await;
                match is_late {
                    true => settled(told.ok()),
                    false => Err(passed.into()),
                }
            }
        }
    }
}

/// Polls a call; a panic is how it ends, and so is one of what it has left behind.
pub(super) fn poll_caught<F: Future>(
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
pub(super) fn ended<T, E>(given: Result<Result<T, E>, Arc<str>>) -> Result<T, StepError<E>> {
    match given {
        Ok(given) => given.map_err(|error| StepError::Failed(Arc::new(error))),
        Err(message) => Err(StepError::Panicked(message)),
    }
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
