//! Drives all steps of a run to their end.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::runtime::Handle;
use tokio::time::Sleep;

use super::attempt::{caught, in_span};
use super::board::Board;
use super::core::{Common, Core};
use super::progress::{Began, Halt, Poller, Progress};
use super::record::Recorder;
use super::runs::{ErasedRun, Runs};
use super::straight::{GoStraight, Stop, Straight, StraightFuture};
use crate::context::{RunContext, enter};
use crate::error::{NoOutput, RunError};
use crate::report::{Report, Run};

/// Runs the steps of a pipeline, each as soon as its own parents are done: first along the straight way,
/// then by a schedule, if there has to be one.
pub fn drive<R: Runs, F>(run: &Arc<R>, straight: F) -> impl Future<Output = Ended> + Send
where
    F: Future<Output = Straight<R::Error>> + Send,
{
    let core = &run.core().common;
    Drive {
        run,
        current: Some(core.context.clone()),
        stage: Stage::Fresh(
            core.record
                .then(|| Recorder::new(core.plan, core.way.clock())),
        ),
        deadline: core.deadline.map(|limit| deadline(core, limit)),
        straight: StraightFuture {
            future: Some(straight),
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
        run: &'a Arc<R>,
        current: Option<RunContext>,
        stage: Stage<'a, R::Error>,
        deadline: Option<Pin<Box<Sleep>>>,
        #[pin]
        straight: StraightFuture<F>,
    }

    impl<R: Runs, F> PinnedDrop for Drive<'_, R, F> {
        fn drop(this: Pin<&mut Self>) {
            // dropped before its end: what it started ends too
            if !matches!(this.stage, Stage::Over) {
                this.run.core().common.context.stop();
            }
        }
    }
}

/// How far a run has got.
enum Stage<'a, E> {
    /// It has not been polled, or it has gone straight through.
    Fresh(Option<Box<Recorder>>),
    /// The straight way has ended at some step.
    Scheduled(Box<Schedule<'a, E>>),
    /// It has ended.
    Over,
}

struct Schedule<'a, E> {
    board: Board,
    progress: Box<[Progress<'a, E>]>,
}

impl<R: Runs, F> Future for Drive<'_, R, F>
where
    F: Future<Output = Straight<R::Error>> + Send,
{
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Ended> {
        let this = self.project();
        let (core, run) = (&this.run.core().common, *this.run);
        let (stage, straight, deadline) = (this.stage, this.straight, this.deadline);
        let way = || go_on(run, stage, straight, deadline, cx);
        match enter(this.current, || in_span(core.span.as_ref(), way)) {
            true => Poll::Ready(Ended::new(core, std::mem::replace(stage, Stage::Over))),
            false => Poll::Pending,
        }
    }
}

/// Goes as far as the run can go now; true if that is its end.
fn go_on<'a, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>(
    run: &'a dyn ErasedRun<E>,
    stage: &mut Stage<'a, E>,
    mut straight: Pin<&mut dyn GoStraight<E>>,
    deadline: &mut Option<Pin<Box<Sleep>>>,
    cx: &mut task::Context<'_>,
) -> bool {
    match stage {
        Stage::Fresh(recorder) => {
            let Some((step, halt)) = go_straight(run, recorder, straight.as_mut(), cx) else {
                return true;
            };
            let mut schedule = Box::new(Schedule::new(run.common(), step, recorder.take()));
            schedule
                .poller(run, straight.as_mut(), step)
                .resume(halt, cx);
            *stage = Stage::Scheduled(schedule);
        }
        Stage::Scheduled(schedule) => schedule.board.collect(cx.waker()),
        Stage::Over => {}
    }
    let Stage::Scheduled(schedule) = stage else {
        return false;
    };
    loop {
        // those that are ready, and those that become so, until none is left
        while let Some(step) = schedule.board.next_ready() {
            schedule.poller(run, straight.as_mut(), step).poll(cx);
        }
        if schedule.board.is_done() || !expired(deadline, cx) {
            break;
        }
        schedule.board.expire();
    }
    schedule.board.is_done()
}

/// Goes the straight way; `None` if that went through, and otherwise where and how it ended.
fn go_straight<E>(
    run: &dyn ErasedRun<E>,
    recorder: &mut Option<Box<Recorder>>,
    mut straight: Pin<&mut dyn GoStraight<E>>,
    cx: &mut task::Context<'_>,
) -> Option<(u32, Halt<E>)> {
    let core = run.common();
    let polled = match core.way.goes_on() {
        true => caught(|| straight.as_mut().poll(cx)),
        false if core.plan.steps.is_empty() => Ok(Poll::Ready(Ok(()))),
        false => Ok(Poll::Ready(Err(Stop::Ahead))),
    };
    let done = match polled {
        Ok(Poll::Ready(Ok(()))) => core.plan.steps.len() as u32,
        _ => core.way.halt(),
    };
    let recorder = recorder.as_deref_mut();
    let began = Began {
        after: recorder.and_then(|recorder| core.way.tell(done as usize, recorder)),
        span: core.way.leave(),
    };
    let halt = match polled {
        Ok(Poll::Ready(Ok(()))) => return None,
        Ok(Poll::Pending) => return Some((done, Halt::Waits(began))),
        Ok(Poll::Ready(Err(Stop::Ahead))) => Halt::Ahead,
        Ok(Poll::Ready(Err(Stop::Refused(skip)))) => Halt::Refused(skip),
        Ok(Poll::Ready(Err(Stop::Tried(tried)))) => Halt::Tried(began, Ok(tried)),
        Err(message) if core.way.asks() => Halt::Unsure(message),
        Err(message) => Halt::Tried(began, Err(message)),
    };
    straight.stop();
    Some((done, halt))
}

impl<'a, E> Schedule<'a, E> {
    /// The schedule of all that is left from this step on, which is taken off the list.
    fn new(core: &Common, step: u32, recorder: Option<Box<Recorder>>) -> Self {
        let mut board = Board::new(core.plan, step, core.max_parallel, recorder);
        let first = board.next_ready();
        debug_assert_eq!(first, Some(step), "all before it have ended");
        let progress = core.plan.steps.iter().map(|_| Progress::default());
        let progress = progress.collect();
        Self { board, progress }
    }

    fn poller<'p>(
        &'p mut self,
        run: &'a dyn ErasedRun<E>,
        straight: Pin<&'p mut dyn GoStraight<E>>,
        step: u32,
    ) -> Poller<'p, 'a, E> {
        Poller {
            step,
            progress: &mut self.progress[step as usize],
            run,
            straight,
            board: &mut self.board,
        }
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
    fn new<E>(core: &Common, stage: Stage<'_, E>) -> Self {
        let board = match stage {
            Stage::Scheduled(schedule) => schedule.board,
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
