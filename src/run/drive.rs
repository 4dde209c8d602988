//! Drives all steps of a run to their end.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use pin_project_lite::pin_project;
use tokio::time::Sleep;

use super::attempt::in_span;
use super::board::Board;
use super::core::{Common, Core};
use super::group::Steps;
use super::progress::{Poller, Progress};
use super::runs::{ErasedRun, Runs};
use crate::context::{RunContext, enter};
use crate::error::{NoOutput, RunError};
use crate::report::{Report, Run};

/// Runs the steps of a pipeline, each as soon as its own parents are done.
pub fn drive<R: Runs, S: Steps<R::Error>>(
    run: &Arc<R>,
    steps: S,
) -> impl Future<Output = Ended> + Send {
    let core = &run.core().common;
    Drive {
        run,
        current: Some(core.context.clone()),
        board: Some(Board::new(core.plan, core.max_parallel, core.record)),
        deadline: core
            .deadline
            .map(|limit| Box::pin(tokio::time::sleep(limit))),
        progress: core
            .plan
            .steps
            .iter()
            .map(|_| Progress::default())
            .collect(),
        steps,
    }
}

pin_project! {
    struct Drive<'a, R: Runs, S> {
        run: &'a Arc<R>,
        current: Option<RunContext>,
        board: Option<Board>,
        deadline: Option<Pin<Box<Sleep>>>,
        progress: Box<[Progress<R::Error>]>,
        #[pin]
        steps: S,
    }

    impl<R: Runs, S> PinnedDrop for Drive<'_, R, S> {
        fn drop(this: Pin<&mut Self>) {
            // dropped before its end: what it started ends too
            if this.board.is_some() {
                this.run.core().common.context.stop();
            }
        }
    }
}

impl<R: Runs, S: Steps<R::Error>> Future for Drive<'_, R, S> {
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Ended> {
        let mut this = self.project();
        let (core, run) = (&this.run.core().common, *this.run);
        let Some(board) = this.board else {
            return Poll::Pending;
        };
        enter(this.current, || {
            in_span(core.span.as_ref(), || {
                board.collect(cx.waker());
                loop {
                    poll_ready(run, this.steps.as_mut(), this.progress, board, cx);
                    if board.is_done() || !expired(this.deadline, cx) {
                        break;
                    }
                    board.expire();
                }
            });
        });
        if !board.is_done() {
            return Poll::Pending;
        }
        Poll::Ready(Ended::new(core, this.board.take()))
    }
}

/// Polls the steps that are ready, and those that become so, until none is left.
fn poll_ready<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &dyn ErasedRun<E>,
    mut steps: Pin<&mut dyn Steps<E>>,
    progress: &mut [Progress<E>],
    board: &mut Board,
    cx: &mut task::Context<'_>,
) {
    while let Some(step) = board.next_ready() {
        let mut poller = Poller {
            step,
            progress: &mut progress[step as usize],
            run,
            call: steps.as_mut().step(step),
            board,
        };
        poller.poll(cx);
    }
}

fn expired(deadline: &mut Option<Pin<Box<Sleep>>>, cx: &mut task::Context<'_>) -> bool {
    let expired = deadline
        .as_mut()
        .is_some_and(|sleep| sleep.as_mut().poll(cx).is_ready());
    if expired {
        *deadline = None;
    }
    expired
}

/// A run whose steps have all ended.
pub struct Ended {
    error: Option<RunError>,
    report: Option<Report>,
}

impl Ended {
    fn new(core: &Common, board: Option<Board>) -> Self {
        let Some(board) = board else {
            return Self {
                error: None,
                report: None,
            };
        };
        let (plan, deadline) = (
            core.plan,
            core.deadline.filter(|_| board.fails_by_deadline()),
        );
        let error = (deadline.is_some() || !board.failures.is_empty())
            .then(|| RunError::failed(plan.name, board.failures, deadline));
        let report = board
            .recorder
            .map(|recorder| recorder.into_report(plan, &core.context));
        Self { error, report }
    }

    /// What the run resolves to.
    ///
    /// # Errors
    ///
    /// The run's failure, or that it has no output.
    pub fn output<T, M>(
        self,
        core: &Core<M>,
        output: impl FnOnce() -> Result<T, NoOutput>,
    ) -> Result<T, RunError> {
        let core = &core.common;
        let output = match self.error {
            Some(error) => Err(error),
            None => output().map_err(|reason| RunError::no_output(core.plan.name, reason)),
        };
        if let Some(span) = &core.span {
            span.record("outcome", if output.is_ok() { "ok" } else { "err" });
        }
        output
    }

    /// What the run resolves to, with all that happened in it.
    pub fn report<T, O, M>(
        mut self,
        core: &Core<M>,
        output: impl FnOnce() -> Result<T, NoOutput>,
        outputs: impl FnOnce() -> O,
    ) -> Run<T, O> {
        let report = self
            .report
            .take()
            .expect("a run that is awaited with its report records it");
        Run {
            output: self.output(core, output),
            outputs: outputs(),
            report,
        }
    }
}
