//! A run whose schedule is its own: it alone polls it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::attempt::{Told, caught};
use super::core::Common;
use super::here::{Calls, Here};
use super::progress::{Halt, Poller};
use super::record::Recorder;
use super::runs::ErasedRun;
use super::schedule::Schedule;
use super::straight::GoStraight;
use super::task::Home;
use super::ticket::Start;
use super::wakes::Wakes;

pub(crate) struct Own<'r, E> {
    pub(crate) schedule: Schedule<E>,
    calls: Calls<'r, E>,
    post: Arc<Post<E>>,
}

impl<'r, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Own<'r, E> {
    /// The schedule of a run whose straight way has ended at this step.
    pub(crate) fn new(
        core: &Common,
        step: u32,
        recorder: Option<Box<Recorder>>,
        waker: &Waker,
    ) -> Self {
        let wakes = Wakes::new(core.plan.steps.len(), waker);
        Self {
            schedule: Schedule::new(core, step, recorder, Arc::clone(&wakes)),
            calls: Calls::new(core.plan.steps.len()),
            post: Post::new(wakes),
        }
    }

    /// Goes on with the step at which the straight way has ended.
    pub(crate) fn resume(
        &mut self,
        run: &'r dyn ErasedRun<E>,
        straight: Pin<&mut dyn GoStraight<E>>,
        halt: Halt<E>,
    ) {
        let first = self.schedule.board.next_ready();
        let step = first.expect("all before it have ended");
        self.poller(run, straight, step).resume(halt);
        self.do_errands(run);
    }

    /// Collects who was woken, and what was told.
    pub(crate) fn collect(&mut self, waker: &Waker) {
        self.post.wakes.register(waker);
        self.schedule.board.collect();
        self.open_post();
    }

    /// Polls those that are ready, and those that become so, until none is left.
    pub(crate) fn go_on(
        &mut self,
        run: &'r dyn ErasedRun<E>,
        mut straight: Pin<&mut dyn GoStraight<E>>,
    ) {
        while let Some(step) = self.schedule.board.next_ready() {
            let answer = match self.schedule.asks(step) {
                true => caught(|| run.guard(step)),
                false => Ok(true),
            };
            self.poller(run, straight.as_mut(), step).poll(answer);
            self.do_errands(run);
        }
    }

    fn poller<'p>(
        &'p mut self,
        run: &'r dyn ErasedRun<E>,
        straight: Pin<&'p mut dyn GoStraight<E>>,
        step: u32,
    ) -> Poller<'p, 'r, E> {
        let calls = &mut self.calls;
        let here = Here {
            run,
            calls,
            straight,
        };
        self.schedule.poller(step, run, Some(here))
    }

    fn do_errands(&mut self, run: &dyn ErasedRun<E>) {
        if self.schedule.board.errands.is_empty() {
            return;
        }
        let mut errands = self.schedule.errands();
        errands.run(run);
        for start in errands.starts {
            self.start(run, start);
        }
        // an executor may run work at once
        self.open_post();
    }

    fn start(&mut self, run: &dyn ErasedRun<E>, start: Start) {
        let Start { step, attempt, .. } = start;
        let home = Home::Post(Letter {
            post: Arc::clone(&self.post),
            step,
            attempt,
            told: Told::Dropped,
        });
        if let Err(message) = caught(|| run.start(start, home)) {
            self.schedule.deliver(step, attempt, Told::Panicked(message));
        }
    }

    fn open_post(&mut self) {
        let letters = std::mem::take(&mut *self.post.letters());
        for (step, attempt, told) in letters {
            self.schedule.deliver(step, attempt, told);
        }
    }
}

/// What attempts elsewhere have told.
pub(crate) struct Post<E> {
    letters: Mutex<Vec<(u32, u32, Told<E>)>>,
    wakes: Arc<Wakes>,
}

impl<E> Post<E> {
    fn new(wakes: Arc<Wakes>) -> Arc<Self> {
        Arc::new(Self {
            letters: Mutex::default(),
            wakes,
        })
    }

    fn letters(&self) -> MutexGuard<'_, Vec<(u32, u32, Told<E>)>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an attempt tells when nothing is left of it.
pub(crate) struct Letter<E> {
    post: Arc<Post<E>>,
    step: u32,
    attempt: u32,
    pub(crate) told: Told<E>,
}

impl<E> Drop for Letter<E> {
    fn drop(&mut self) {
        let told = std::mem::replace(&mut self.told, Told::Dropped);
        self.post.letters().push((self.step, self.attempt, told));
        self.post.wakes.wake_run();
    }
}
