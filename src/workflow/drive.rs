//! Drives a workflow from its first step until the queue is empty.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

use super::queue::Queue;
use super::slots::{Running, Slots};
use super::trace::{ROWS, Trace, of_steps};
use super::works::{Undecided, Works};
use crate::context::RunContext;
use crate::current::enter;
use crate::emitter::{EventKind, Subject};
use crate::error::{Failure, RunError, erase};
use crate::outcome::StepError;
use crate::prepared::{Begun, Over, StopOnDrop};
use crate::report::Report;
use crate::run::{Common, caught, deadline, in_span};

/// So many steps may end in one poll: whoever polls the run has others to poll too.
const BATCH: u32 = 128;

/// Begins a run with this step and state.
pub fn work<R: Works>(run: R, first: R::Queued, state: R::State) -> Begun<R::State, R::Outputs> {
    let run = Arc::new(run);
    Begun {
        run: run.core().handle(),
        future: Box::pin(async move {
            let stop = StopOnDrop::new(&run.core().common);
            let execute = |queued| R::execute(&run, queued);
            let mut work = Work::new(&*run, first, state, execute);
            let ended = std::future::poll_fn(|cx| work.poll(cx)).await;
            stop.over();
            work.over(ended)
        }),
    }
}

/// A run on its way.
struct Work<'a, R: Works, F, X> {
    run: &'a R,
    execute: X,
    state: R::State,
    outputs: R::Outputs,
    queue: Queue<R::Queued>,
    slots: Slots<F>,
    /// How many steps have begun.
    steps: u32,
    trace: Trace,
    current: Option<RunContext>,
    deadline: Option<Pin<Box<Sleep>>>,
    /// When the next of those is due that are to run later.
    timer: Option<(Instant, Pin<Box<Sleep>>)>,
}

/// Why a run ends before its queue is empty.
enum Stopped {
    Failed(Failure),
    TooMany(u32),
    /// By its deadline, or because somebody has cancelled it.
    Cut(Option<Duration>, Vec<Running>),
}

impl<'a, R: Works, F, X> Work<'a, R, F, X>
where
    F: Future<Output = R::Ended>,
    X: Fn(R::Queued) -> F,
{
    fn new(run: &'a R, first: R::Queued, state: R::State, execute: X) -> Self {
        let core = &run.core().common;
        let permits = core.permits.as_ref();
        let most = permits.map_or(usize::MAX, |permits| permits.count());
        let mut queue = Queue::default();
        queue.put(first);
        Self {
            run,
            execute,
            state,
            outputs: R::Outputs::default(),
            queue,
            slots: Slots::new(R::CONCURRENCY.min(most)),
            steps: 0,
            trace: Trace::new(core.plan, core.record, core.is_watched()),
            current: Some(core.context.clone()),
            deadline: core.deadline.map(|limit| deadline(core, limit)),
            timer: None,
        }
    }

    fn core(&self) -> &'a Common {
        &self.run.core().common
    }

    fn poll(&mut self, cx: &mut task::Context<'_>) -> Poll<Result<(), Stopped>> {
        let mut current = self.current.take();
        let span = self.core().span.as_ref();
        let polled = enter(&mut current, || in_span(span, || self.go_on(cx)));
        self.current = current;
        polled
    }

    /// Goes as far as the run can go now.
    fn go_on(&mut self, cx: &mut task::Context<'_>) -> Poll<Result<(), Stopped>> {
        if self.core().context.take_cancel() {
            return Poll::Ready(Err(Stopped::Cut(None, self.slots.stop())));
        }
        self.slots.collect(cx.waker());
        let mut left = BATCH;
        loop {
            if let Err(stopped) = self.begin() {
                return Poll::Ready(Err(stopped));
            }
            match self.slots.poll(cx) {
                Some((running, ended)) => {
                    if let Err(failure) = self.decide(running, ended) {
                        self.slots.stop();
                        return Poll::Ready(Err(Stopped::Failed(failure)));
                    }
                    left -= 1;
                }
                None if self.slots.is_empty() && self.queue.len() == 0 => {
                    return Poll::Ready(Ok(()));
                }
                None if self.is_due(cx) => continue,
                None => return self.expired(cx),
            }
            if left == 0 {
                cx.waker().wake_by_ref();
                return self.expired(cx);
            }
        }
    }

    /// Begins as many steps as there is room for.
    fn begin(&mut self) -> Result<(), Stopped> {
        self.queue.arrive();
        while self.slots.has_room()
            && let Some(queued) = self.queue.pop()
        {
            if let Some(most) = R::MAX_STEPS.filter(|most| self.steps >= *most) {
                self.slots.stop();
                return Err(Stopped::TooMany(most));
            }
            self.steps += 1;
            let step = R::step(&queued);
            let running = Running {
                step,
                started: self.trace.now(),
            };
            if let Some(emission) = self.core().emission() {
                emission.emit(Subject::step(step, None, 1), EventKind::StepStarted);
            }
            self.slots.begin(running, (self.execute)(queued));
        }
        Ok(())
    }

    /// A step has ended: decides what follows.
    fn decide(&mut self, running: Running, ended: R::Ended) -> Result<(), Failure> {
        let emission = self.core().emission();
        let full = self.trace.is_full();
        // the last rows before too many steps are to be told
        let near = |most: u32| u64::from(self.steps) + ROWS as u64 >= u64::from(most);
        let texts = full || emission.is_some() || R::MAX_STEPS.is_some_and(near);
        let told = R::told(&ended, texts);
        if let Some(emission) = emission {
            emission.emit(
                Subject::step(told.step, None, told.attempts),
                told.event(running.started),
            );
        }
        if full {
            R::note(&ended, &mut self.outputs);
        }
        let (step, attempts) = (told.step, told.attempts);
        let (run, state, queue) = (self.run, &mut self.state, &mut self.queue);
        let decided = caught(|| run.decide(state, ended, queue));
        self.trace.push(told, self.queue.len(), running.started);
        let name = self.core().plan.steps[step as usize].name;
        match decided {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Undecided::Step(error))) => Err(Failure::new(
                name,
                None,
                attempts,
                erase(&error, R::as_error),
                None,
            )),
            Ok(Err(Undecided::Decision(error))) => {
                let error = StepError::Failed(Arc::new(error));
                Err(Failure::of_decision(name, erase(&error, R::as_error)))
            }
            Err(message) => {
                let error = StepError::<R::Error>::Panicked(message);
                Err(Failure::of_decision(name, erase(&error, R::as_error)))
            }
        }
    }

    /// Whether one of the steps that are to run later is due.
    fn is_due(&mut self, cx: &mut task::Context<'_>) -> bool {
        let Some(due) = self.queue.due().filter(|_| self.slots.has_room()) else {
            return false;
        };
        if Handle::try_current().is_err() {
            panic!(
                "`{}` puts a step into its queue for later, so it needs a tokio runtime around it",
                self.core().plan.name
            );
        }
        let timer = self.timer.take().filter(|(at, _)| *at == due);
        let mut sleep = match timer {
            Some((_, sleep)) => sleep,
            None => Box::pin(tokio::time::sleep_until(due)),
        };
        let is_due = sleep.as_mut().poll(cx).is_ready();
        if !is_due {
            self.timer = Some((due, sleep));
        }
        is_due
    }

    /// Whether the run's time is over.
    fn expired(&mut self, cx: &mut task::Context<'_>) -> Poll<Result<(), Stopped>> {
        let is_over = self
            .deadline
            .as_mut()
            .is_some_and(|sleep| sleep.as_mut().poll(cx).is_ready());
        if !is_over {
            return Poll::Pending;
        }
        let limit = self.core().deadline;
        Poll::Ready(Err(Stopped::Cut(limit, self.slots.stop())))
    }

    /// What is left of the run.
    fn over(self, ended: Result<(), Stopped>) -> Over<R::State, R::Outputs> {
        let core = self.core();
        let clock = self.trace.clock();
        let rows = match core.record || ended.is_err() {
            true => self.trace.into_rows(),
            false => Vec::new(),
        };
        let output = match ended {
            Ok(()) => Ok(self.state),
            Err(stopped) => Err(stopped.error::<R>(core).with_trace(rows.clone())),
        };
        core.ends(output.as_ref().err());
        let report = clock.map(|clock| Report {
            trace: rows.clone(),
            ..Report::new(
                core.plan,
                &core.context,
                clock,
                of_steps(core.plan, &rows).into(),
            )
        });
        Over {
            output,
            report: report.map(|report| (self.outputs, report)),
        }
    }
}

impl Stopped {
    fn error<R: Works>(self, core: &Common) -> RunError {
        let name = core.plan.name;
        match self {
            Self::Failed(failure) => RunError::failed(name, vec![failure], None, false),
            Self::TooMany(most) => RunError::too_many(name, most),
            Self::Cut(limit, running) => {
                let error = match limit {
                    Some(_) => StepError::<R::Error>::DeadlineExceeded,
                    None => StepError::Cancelled,
                };
                let cut = |running: Running| {
                    let step = core.plan.steps[running.step as usize].name;
                    Failure::new(step, None, 1, erase(&error, R::as_error), None)
                };
                let failures = running.into_iter().map(cut).collect();
                RunError::failed(name, failures, limit, limit.is_none())
            }
        }
    }
}
