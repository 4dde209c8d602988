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
use super::record::Recorder;
use super::runs::{ErasedRun, Runs};
use super::sprint::{Halt, sprint};
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
        stage: Stage::Fresh(core.record.then(|| Recorder::new(core.plan))),
        deadline: core
            .deadline
            .map(|limit| Box::pin(tokio::time::sleep(limit))),
        steps,
    }
}

pin_project! {
    struct Drive<'a, R: Runs, S> {
        run: &'a Arc<R>,
        current: Option<RunContext>,
        stage: Stage<R::Error>,
        deadline: Option<Pin<Box<Sleep>>>,
        #[pin]
        steps: S,
    }

    impl<R: Runs, S> PinnedDrop for Drive<'_, R, S> {
        fn drop(this: Pin<&mut Self>) {
            // dropped before its end: what it started ends too
            if !matches!(this.stage, Stage::Over) {
                this.run.core().common.context.stop();
            }
        }
    }
}

/// How far a run has got.
enum Stage<E> {
    /// It has not been polled.
    Fresh(Option<Box<Recorder>>),
    /// Some step did not simply follow another, so there is a schedule.
    Scheduled(Schedule<E>),
    /// It has ended.
    Over,
}

struct Schedule<E> {
    board: Board,
    progress: Box<[Progress<E>]>,
}

impl<R: Runs, S: Steps<R::Error>> Future for Drive<'_, R, S> {
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Ended> {
        let mut this = self.project();
        let (core, run) = (&this.run.core().common, *this.run);
        let (stage, deadline) = (this.stage, this.deadline);
        let way = || poll_stage(run, this.steps.as_mut(), stage, deadline, cx);
        match enter(this.current, || in_span(core.span.as_ref(), way)) {
            true => Poll::Ready(Ended::new(core, std::mem::replace(stage, Stage::Over))),
            false => Poll::Pending,
        }
    }
}

/// Goes as far as the run can go now; true if that is the end.
fn poll_stage<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &dyn ErasedRun<E>,
    mut steps: Pin<&mut dyn Steps<E>>,
    stage: &mut Stage<E>,
    deadline: &mut Option<Pin<Box<Sleep>>>,
    cx: &mut task::Context<'_>,
) -> bool {
    if let Stage::Scheduled(schedule) = stage {
        schedule.board.collect(cx.waker());
    } else if let Stage::Fresh(recorder) = stage {
        let Some(halt) = begin(run, steps.as_mut(), recorder.as_deref_mut(), cx) else {
            return true;
        };
        *stage = Stage::Scheduled(Schedule::from(
            run,
            steps.as_mut(),
            halt,
            recorder.take(),
            cx,
        ));
    }
    let Stage::Scheduled(Schedule { board, progress }) = stage else {
        return false;
    };
    loop {
        poll_ready(run, steps.as_mut(), progress, board, cx);
        if board.is_done() || !expired(deadline, cx) {
            break;
        }
        board.expire();
    }
    board.is_done()
}

/// Runs the first steps without a schedule, unless each attempt is to have a span.
fn begin<E>(
    run: &dyn ErasedRun<E>,
    steps: Pin<&mut dyn Steps<E>>,
    recorder: Option<&mut Recorder>,
    cx: &mut task::Context<'_>,
) -> Option<Halt<E>> {
    match run.common().span {
        None => sprint(run, steps, recorder, cx),
        Some(_) => (!run.common().plan.steps.is_empty()).then(Halt::at_the_start),
    }
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Schedule<E> {
    /// The schedule of what is left from this step on.
    fn from(
        run: &dyn ErasedRun<E>,
        steps: Pin<&mut dyn Steps<E>>,
        halt: Halt<E>,
        recorder: Option<Box<Recorder>>,
        cx: &mut task::Context<'_>,
    ) -> Self {
        let core = run.common();
        let mut schedule = Self {
            board: Board::new(core.plan, halt.step, core.max_parallel, recorder),
            progress: core
                .plan
                .steps
                .iter()
                .map(|_| Progress::default())
                .collect(),
        };
        let Self { board, progress } = &mut schedule;
        // of those that are ready, it is the first
        if let Some(step) = board.next_ready() {
            poller(run, steps, progress, board, step).resume(halt, cx);
        }
        schedule
    }
}

fn poller<'a, E>(
    run: &'a dyn ErasedRun<E>,
    steps: Pin<&'a mut dyn Steps<E>>,
    progress: &'a mut [Progress<E>],
    board: &'a mut Board,
    step: u32,
) -> Poller<'a, E> {
    Poller {
        step,
        progress: &mut progress[step as usize],
        run,
        call: steps.step(step),
        board,
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
        poller(run, steps.as_mut(), progress, board, step).poll(cx);
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
    fn new<E>(core: &Common, stage: Stage<E>) -> Self {
        let board = match stage {
            Stage::Scheduled(Schedule { board, .. }) => board,
            Stage::Fresh(recorder) => return Self::well(core, recorder),
            Stage::Over => return Self::well(core, None),
        };
        let deadline = core.deadline.filter(|_| board.fails_by_deadline());
        let error = (deadline.is_some() || !board.failures.is_empty())
            .then(|| RunError::failed(core.plan.name, board.failures, deadline));
        Self {
            error,
            ..Self::well(core, board.recorder)
        }
    }

    fn well(core: &Common, recorder: Option<Box<Recorder>>) -> Self {
        Self {
            error: None,
            report: recorder.map(|recorder| recorder.into_report(&core.context)),
        }
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
