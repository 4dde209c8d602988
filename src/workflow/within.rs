//! What a step may take.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use crate::outcome::StepError;
use crate::run::timed;

/// A limit, and when it has passed.
pub(super) type Limit = (Passed, Pin<Box<Sleep>>);

/// Which limit has passed.
#[derive(Clone, Copy)]
pub(super) enum Passed {
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
pub(super) fn timer(time: Duration) -> Option<Pin<Box<Sleep>>> {
    timed(|| Box::pin(sleep(time)))
}

/// What a future gives, unless it takes longer than its limit.
pub(super) async fn within<F: Future>(
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
