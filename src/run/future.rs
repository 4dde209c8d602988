//! The future of a run, as whoever started it holds it.

use std::pin::Pin;
use std::task::{self, Poll};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use super::core::Core;
use crate::context::RunContext;

/// A run, until it has ended. Dropped before, it stops all that it has started.
///
/// Where steps are tokio tasks, the run is one too: whoever drives it is woken after each step, and that
/// costs a thread far more than it costs a task.
#[must_use = "a run does nothing until it is awaited"]
pub struct RunFuture<T>(Stage<T>);

enum Stage<T> {
    Here(Boxed<T>),
    /// It goes elsewhere when it is polled.
    Leaving(Boxed<T>, RunContext),
    There(There<T>),
    Over,
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

struct There<T> {
    task: JoinHandle<T>,
    run: RunContext,
}

impl<T> Drop for There<T> {
    fn drop(&mut self) {
        if !self.task.is_finished() {
            self.run.stop();
            self.task.abort();
        }
    }
}

impl<T> RunFuture<T> {
    /// A run that is polled by its caller, or is a task of its own.
    pub fn new(spawned: Option<Spawned>, future: impl Future<Output = T> + Send + 'static) -> Self {
        let future = Box::pin(future);
        Self(match spawned {
            None => Stage::Here(future),
            Some(Spawned(run)) => Stage::Leaving(future, run),
        })
    }

    fn poll_here(&mut self, mut future: Boxed<T>, cx: &mut task::Context<'_>) -> Poll<T> {
        let polled = future.as_mut().poll(cx);
        if polled.is_pending() {
            self.0 = Stage::Here(future);
        }
        polled
    }
}

/// Says that a run is a task of its own.
pub struct Spawned(RunContext);

impl<M> Core<M> {
    /// Whether the run is a task of its own.
    pub fn spawned(&self) -> Option<Spawned> {
        let common = &self.common;
        let is_spawned = common.is_shared() && std::env::var("PW_TASK").is_ok();
        is_spawned.then(|| Spawned(common.context.clone()))
    }
}

impl<T: Send + 'static> Future for RunFuture<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<T> {
        let mut there = match std::mem::replace(&mut self.0, Stage::Over) {
            Stage::Here(future) => return self.poll_here(future, cx),
            Stage::Leaving(future, run) => match Handle::try_current() {
                Ok(runtime) => There {
                    task: runtime.spawn(future),
                    run,
                },
                // made where there was a runtime, but not awaited there
                Err(_) => return self.poll_here(future, cx),
            },
            Stage::There(there) => there,
            Stage::Over => panic!("a run was polled after it had ended"),
        };
        match Pin::new(&mut there.task).poll(cx) {
            Poll::Ready(ended) => Poll::Ready(ended.unwrap_or_else(|error| lost(error))),
            Poll::Pending => {
                self.0 = Stage::There(there);
                Poll::Pending
            }
        }
    }
}

/// The task has ended without the run. Steps do not do that to it; the end of its runtime does.
fn lost<T>(error: JoinError) -> T {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => panic!("the tokio runtime that a run was spawned on has been shut down"),
    }
}
