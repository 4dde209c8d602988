//! Drives all steps of a run to their end.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::runtime::Handle;
use tokio::time::Sleep;

use super::attempt::in_span;
use super::board::Board;
use super::core::{Common, Core};
use super::fate::Ending;
use super::narrow::Narrows;
use super::own::Own;
use super::runs::{Erased, ErasedRun, Runs};
use super::schedule::Schedule;
use super::shared::Shared;
use super::straight::{GoStraight, Straight, StraightFuture, end_straight, poll_straight};
use super::undo::{Undone, undo};
use super::watch::Watch;
use crate::context::RunContext;
use crate::current::enter;
use crate::emitter::Emission;
use crate::error::{Failure, NoOutput, RunError};
use crate::report::{Report, Run};

/// Runs the steps of a pipeline, each as soon as its own parents are done: first along the straight way,
/// then by a schedule, if there has to be one.
pub(super) fn drive<R: Runs>(run: &Erased<'_, R>) -> impl Future<Output = Ended> + Send {
    let core = run.common();
    core.begins(Some(core.plan.steps.len()));
    Drive {
        run,
        current: Some(core.context.clone()),
        stage: Stage::Straight(Watch::new(core), Narrows::default()),
        deadline: core.deadline.map(|limit| deadline(core, limit)),
        straight: StraightFuture {
            future: Some(run.0.straight()),
        },
    }
}

pub(crate) fn deadline(core: &Common, limit: Duration) -> Pin<Box<Sleep>> {
    assert!(
        Handle::try_current().is_ok(),
        "a run of `{}` has a deadline, so it needs a tokio runtime around it",
        core.plan.name
    );
    Box::pin(tokio::time::sleep(limit))
}

pin_project! {
    struct Drive<'a, R: Runs, F> {
        run: &'a Erased<'a, R>,
        current: Option<RunContext>,
        stage: Stage<'a, R::Error>,
        deadline: Option<Pin<Box<Sleep>>>,
        #[pin]
        straight: StraightFuture<F>,
    }

    impl<R: Runs, F> PinnedDrop for Drive<'_, R, F> {
        fn drop(this: Pin<&mut Self>) {
            // dropped before its end: what it started ends too
            if let Stage::Shared(shared) = &this.stage {
                drop(shared.take());
            }
            if !matches!(this.stage, Stage::Over) {
                let core = this.run.common();
                core.context.stop();
                core.emission().into_iter().for_each(Emission::cut_off);
            }
        }
    }
}

/// How far a run has got.
enum Stage<'a, E> {
    /// It has not been polled, or has gone straight on since.
    Straight(Option<Box<Watch>>, Narrows),
    /// The straight way has ended at some step.
    Own(Box<Own<'a, E>>),
    /// All that it has started drives it on.
    Shared(Arc<Shared<E>>),
    /// All steps have ended, and some are being undone.
    Undoing(
        Box<Board>,
        Pin<Box<dyn Future<Output = Undone> + Send + 'a>>,
    ),
    /// It has ended.
    Over,
}

impl<R: Runs, F> Future for Drive<'_, R, F>
where
    F: Future<Output = Straight<R::Error>> + Send,
{
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Ended> {
        let this = self.project();
        let (core, run) = (this.run.common(), *this.run);
        let (stage, straight, deadline) = (this.stage, this.straight, this.deadline);
        let way = || match go_on(run, stage, straight, deadline, cx) {
            true => end(run, stage, cx),
            false => Poll::Pending,
        };
        enter(this.current, || in_span(core.span.as_ref(), way))
    }
}

/// Goes as far as the steps can go now; true if all have ended.
fn go_on<'a, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &'a dyn ErasedRun<E>,
    stage: &mut Stage<'a, E>,
    mut straight: Pin<&mut dyn GoStraight<E>>,
    deadline: &mut Option<Pin<Box<Sleep>>>,
    cx: &mut task::Context<'_>,
) -> bool {
    match stage {
        Stage::Straight(watch, _) if run.common().is_shared() => {
            straight.stop();
            let shared = Shared::new(run.common(), watch.take(), cx.waker());
            *stage = Stage::Shared(Arc::clone(&shared));
            shared.begin(run);
            go_on_shared(run, &shared, deadline, cx)
        }
        Stage::Straight(watch, narrows) => {
            let core = run.common();
            let is_cancelled = core.context.is_cancelled();
            let polled = match is_cancelled && narrows.have_held() {
                // what waits is not asked again
                true => Ok(Poll::Pending),
                false => {
                    if is_cancelled {
                        core.way.halt();
                    }
                    poll_straight(core, straight.as_mut(), cx)
                }
            };
            let is_waiting = matches!(polled, Ok(Poll::Pending)) && core.waits(narrows);
            let is_late = is_waiting && expired(deadline, cx);
            if is_waiting && !is_late && !is_cancelled {
                return false;
            }
            let Some((step, halt)) = end_straight(run, watch, straight.as_mut(), polled) else {
                return true;
            };
            let mut own = Box::new(Own::new(core, step, watch.take(), cx.waker()));
            if let Some(halt) = halt {
                own.resume(run, straight.as_mut(), halt);
            }
            if is_late {
                own.schedule.board.cut_short(Ending::Deadline);
            }
            let is_done = go_on_own(run, &mut own, straight, deadline, cx);
            *stage = Stage::Own(own);
            is_done
        }
        Stage::Own(own) => {
            own.collect(cx.waker());
            go_on_own(run, own, straight, deadline, cx)
        }
        Stage::Shared(shared) => go_on_shared(run, shared, deadline, cx),
        Stage::Undoing(..) => true,
        Stage::Over => false,
    }
}

/// All steps have ended: undoes what is to be undone.
fn end<'a, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &'a dyn ErasedRun<E>,
    stage: &mut Stage<'a, E>,
    cx: &mut task::Context<'_>,
) -> Poll<Ended> {
    let core = run.common();
    let schedule = match std::mem::replace(stage, Stage::Over) {
        Stage::Straight(watch, _) => return Poll::Ready(Ended::well(watch)),
        Stage::Own(own) => Some(own.schedule),
        Stage::Shared(shared) => shared.take(),
        undoing => {
            *stage = undoing;
            None
        }
    };
    if let Some(Schedule { mut board, .. }) = schedule {
        let watch = board.watch.take();
        let steps = match board.has_failed() || core.chosen.is_none() && run.lacks_output() {
            true => board.take_done(),
            false => Vec::new(),
        };
        if steps.is_empty() {
            return Poll::Ready(Ended::new(core, board, Undone::nothing(watch)));
        }
        *stage = Stage::Undoing(Box::new(board), undo(run, steps, watch));
    }
    let undone = match stage {
        Stage::Undoing(_, undoing) => ready!(undoing.as_mut().poll(cx)),
        _ => Undone::nothing(None),
    };
    Poll::Ready(match std::mem::replace(stage, Stage::Over) {
        Stage::Undoing(board, _) => Ended::new(core, *board, undone),
        _ => Ended::well(None),
    })
}

fn go_on_own<'a, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &'a dyn ErasedRun<E>,
    own: &mut Own<'a, E>,
    mut straight: Pin<&mut dyn GoStraight<E>>,
    deadline: &mut Option<Pin<Box<Sleep>>>,
    cx: &mut task::Context<'_>,
) -> bool {
    if run.common().context.take_cancel() {
        own.schedule.board.cut_short(Ending::Cancelled);
    }
    own.go_on(run, straight.as_mut());
    while !own.schedule.board.is_done() {
        if !expired(deadline, cx) {
            return false;
        }
        own.schedule.board.cut_short(Ending::Deadline);
        own.go_on(run, straight.as_mut());
    }
    true
}

fn go_on_shared<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &dyn ErasedRun<E>,
    shared: &Arc<Shared<E>>,
    deadline: &mut Option<Pin<Box<Sleep>>>,
    cx: &mut task::Context<'_>,
) -> bool {
    if run.common().context.take_cancel() {
        shared.cut_short(run, Ending::Cancelled);
    }
    let is_done = shared.poll(run, cx.waker());
    is_done || expired(deadline, cx) && shared.cut_short(run, Ending::Deadline)
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

impl Common {
    /// The report of a run whose steps have all ended, if it records one.
    fn report(&self, watch: Watch) -> Option<Report> {
        let reporter = watch.report?;
        let mut report = reporter.into_report(&self.context, self.elements.take());
        if let Some(inner) = self.inner.get() {
            inner.enter(&mut report);
        }
        Some(report)
    }
}

/// A run whose steps have all ended.
pub(super) struct Ended {
    error: Option<RunError>,
    /// The steps that could not be undone.
    undo: Vec<Failure>,
    /// What a report is made of.
    watch: Option<Box<Watch>>,
}

impl Ended {
    fn new(core: &Common, board: Board, undone: Undone) -> Self {
        let deadline = core.deadline.filter(|_| board.fails_by(Ending::Deadline));
        let cancelled = board.fails_by(Ending::Cancelled);
        let has_failed = board.has_failed();
        let error = || RunError::failed(core.plan.name, board.failures, deadline, cancelled);
        let inner = core.inner.get().map(|inner| inner.take_undo());
        Self {
            error: has_failed.then(error),
            undo: inner.into_iter().flatten().chain(undone.failures).collect(),
            watch: undone.watch,
        }
    }

    fn well(watch: Option<Box<Watch>>) -> Self {
        Self {
            error: None,
            undo: Vec::new(),
            watch,
        }
    }

    /// What the run resolves to.
    ///
    /// # Errors
    ///
    /// The run's failure, or that it has no output.
    pub(super) fn output<T, M>(
        self,
        core: &Core<M>,
        output: impl FnOnce() -> Result<T, NoOutput>,
    ) -> Result<T, RunError> {
        let core = &core.common;
        let output = match self.error {
            Some(error) => Err(error),
            None => output().map_err(|reason| RunError::no_output(core.plan.name, reason)),
        };
        let output = output.map_err(|error| error.with_undo(self.undo));
        core.ends(output.as_ref().err());
        if let Some(outer) = &core.outer {
            let error = output.as_ref().err();
            let mut report = self.watch.and_then(|watch| core.report(*watch));
            report.iter_mut().for_each(|report| report.ended(error));
            outer.tell(error.cloned(), report);
        }
        output
    }

    /// What a run of some steps resolves to.
    pub(super) fn outputs<O, M>(self, core: &Core<M>, outputs: impl FnOnce() -> O) -> Box<O> {
        core.common.ends(self.error.as_ref());
        Box::new(outputs())
    }

    /// What the run resolves to, with all that happened in it.
    pub(super) fn report<T, O, M>(
        mut self,
        core: &Core<M>,
        output: impl FnOnce() -> Result<T, NoOutput>,
        outputs: impl FnOnce() -> O,
    ) -> Box<Run<T, O>> {
        let watch = self.watch.take();
        let report = watch.and_then(|watch| core.common.report(*watch));
        let mut report = report.expect("a run that is awaited with its report records it");
        let output = self.output(core, output);
        report.ended(output.as_ref().err());
        // with thousands of steps the outputs are large: they are made, and moved once, to where they are to lie
        Box::write(
            Box::new_uninit(),
            Run {
                output,
                outputs: outputs(),
                report,
            },
        )
    }
}
