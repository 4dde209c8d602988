//! A run whose schedule is its own: it alone polls it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Waker;

use super::attempt::{AttemptEnd, caught};
use super::core::Common;
use super::gate::Gate;
use super::here::{Calls, Here};
use super::post::{Letter, Parcel, Post};
use super::progress::{Halt, Poller};
use super::runs::ErasedRun;
use super::schedule::Schedule;
use super::straight::GoStraight;
use super::task::Home;
use super::ticket::Departure;
use super::wakes::Wakes;
use super::watch::Watch;

pub(crate) struct Own<'r, E> {
    pub(crate) schedule: Schedule<E>,
    pub(super) calls: Calls<'r, E>,
    /// Whether the run asks for nothing but its steps' calls.
    pub(super) is_bare: bool,
    wakes: Arc<Wakes>,
    /// Made when an attempt goes elsewhere.
    post: Option<Arc<Post<E>>>,
}

impl<'r, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Own<'r, E> {
    /// The schedule of a run whose straight way has ended at this step.
    pub(crate) fn new(core: &Common, step: u32, watch: Option<Box<Watch>>, waker: &Waker) -> Self {
        let wakes = Wakes::new(core.plan.steps.len(), waker);
        Self {
            schedule: Schedule::new(core, step, watch, Arc::clone(&wakes)),
            calls: Calls::new(core.plan.steps.len()),
            is_bare: core.is_bare(),
            wakes,
            post: None,
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
        if self.goes_straight(step, &halt) {
            return;
        }
        self.poller(run, straight, step).resume(halt);
        self.do_chores(run);
    }

    /// Collects who was woken, and what was told.
    pub(crate) fn collect(&mut self, waker: &Waker) {
        self.wakes.register(waker);
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
            if self.is_plain(step) {
                self.poll_plain(run, straight.as_mut(), step);
                continue;
            }
            if self.is_bare {
                self.schedule.catch_up(step);
            }
            let answer = match self.schedule.asks(step) {
                true => caught(|| run.guard(step)),
                false => Ok(Gate::Open),
            };
            self.poller(run, straight.as_mut(), step).poll(answer);
            self.do_chores(run);
        }
    }

    pub(super) fn poller<'p>(
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

    #[inline]
    pub(super) fn do_chores(&mut self, run: &dyn ErasedRun<E>) {
        if !self.schedule.board.chores.is_empty() {
            self.do_all_chores(run);
        }
    }

    fn do_all_chores(&mut self, run: &dyn ErasedRun<E>) {
        let mut chores = self.schedule.chores();
        chores.run(run);
        for start in chores.starts.into_iter().chain(chores.tasks) {
            self.start(run, start);
        }
        // an executor may run work at once
        self.open_post();
    }

    fn start(&mut self, run: &dyn ErasedRun<E>, start: Departure) {
        let Departure { step, attempt, .. } = start;
        let post = || Post::new(Arc::clone(&self.wakes));
        let post = self.post.get_or_insert_with(post);
        let home = Home::Post(Box::new(Parcel::new(post, step, attempt)));
        if let Err(message) = caught(|| run.start(start, VecDeque::new(), home)) {
            let told = AttemptEnd::Panicked(message);
            self.schedule.deliver(Letter {
                step,
                attempt,
                told,
            });
        }
    }

    fn open_post(&mut self) {
        let Some(post) = &self.post else { return };
        for letter in post.take() {
            self.schedule.deliver(letter);
        }
    }
}
