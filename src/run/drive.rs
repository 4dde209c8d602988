//! Drives all steps of a run to their end.

use std::pin::Pin;
use std::task::{self, Poll};

use pin_project_lite::pin_project;
use tokio::time::Sleep;

use super::attempt::in_span;
use super::board::Board;
use super::core::Core;
use super::group::Nodes;
use crate::context::{RunContext, enter};
use crate::error::{NoOutput, RunError};
use crate::report::{Report, Run};

/// Runs the steps of a pipeline, each as soon as its own parents are done.
pub fn drive<N: Nodes>(core: &Core, nodes: N) -> impl Future<Output = Ended> + Send {
    Drive {
        core,
        current: Some(core.context.clone()),
        board: Some(Board::new(core.plan, core.max_parallel, core.record)),
        deadline: core
            .deadline
            .map(|limit| Box::pin(tokio::time::sleep(limit))),
        nodes,
    }
}

pin_project! {
    struct Drive<'a, N> {
        core: &'a Core,
        current: Option<RunContext>,
        board: Option<Board>,
        deadline: Option<Pin<Box<Sleep>>>,
        #[pin]
        nodes: N,
    }

    impl<N> PinnedDrop for Drive<'_, N> {
        fn drop(this: Pin<&mut Self>) {
            // dropped before its end: what it started ends too
            if this.board.is_some() {
                this.core.context.stop();
            }
        }
    }
}

impl<N: Nodes> Future for Drive<'_, N> {
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Ended> {
        let mut this = self.project();
        let Some(board) = this.board else {
            return Poll::Pending;
        };
        let span = this.core.span.as_ref();
        enter(this.current, || {
            in_span(span, || {
                board.collect(cx.waker());
                loop {
                    while board.has_ready() {
                        this.nodes.as_mut().poll(board, cx);
                    }
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
        Poll::Ready(Ended::new(this.core, this.board.take()))
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
    fn new(core: &Core, board: Option<Board>) -> Self {
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
    pub fn output<T>(
        self,
        core: &Core,
        output: impl FnOnce() -> Result<T, NoOutput>,
    ) -> Result<T, RunError> {
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
    pub fn report<T, O>(
        mut self,
        core: &Core,
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
