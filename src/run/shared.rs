//! A run whose schedule is shared by all that it has started: each attempt that has ended drives the run on.
//!
//! None of its steps runs in the run's own task, so no attempt has to be polled by whoever drives. Under the lock
//! is only counting; the user's code is called before or after.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::task::Waker;

use smallvec::SmallVec;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::attempt::{AttemptEnd, caught};
use super::board::Chores;
use super::core::Common;
use super::fate::Ending;
use super::handing::{drop_handed, handing, is_handing};
use super::hands::Hands;
use super::lane::Lane;
use super::post::{Letter, Post};
use super::relay::Relay;
use super::runs::ErasedRun;
use super::schedule::Schedule;
use super::task::Home;
use super::ticket::Departure;
use super::wakes::Wakes;
use super::watch::Watch;

pub(crate) struct Shared<E> {
    /// Counts without the state, until that has a schedule.
    pub(super) relay: Option<Relay>,
    state: Mutex<Inner<E>>,
    /// What was told while somebody else held the state, who sees to it then.
    post: Arc<Post<E>>,
    wakes: Arc<Wakes>,
    pub(super) hands: Hands,
    pub(super) runtime: Option<Handle>,
    /// How many threads the runtime has.
    pub(super) workers: usize,
    /// The runtime has one thread, so that a task for each attempt that does not wait would be in vain.
    pub(super) is_alone: bool,
}

struct Inner<E> {
    /// Nobody has needed a schedule yet.
    is_ahead: bool,
    /// `None` before that, and once it is nobody's business any longer.
    schedule: Option<Schedule<E>>,
    /// All steps have ended.
    is_over: bool,
    /// The run has panicked.
    panic: Option<Box<dyn Any + Send>>,
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Shared<E> {
    pub(crate) fn new(core: &Common, watch: Option<Box<Watch>>, waker: &Waker) -> Arc<Self> {
        let wakes = Wakes::new(core.plan.steps.len(), waker);
        let runtime = Handle::try_current().ok();
        let flavor = runtime.as_ref().map(Handle::runtime_flavor);
        let workers = |runtime: &Handle| runtime.metrics().num_workers();
        let relay = runtime.as_ref().and_then(|_| Relay::new(core));
        let schedule = || Schedule::new(core, 0, watch, Arc::clone(&wakes));
        Arc::new(Self {
            state: Mutex::new(Inner {
                is_ahead: relay.is_some(),
                schedule: relay.is_none().then(schedule),
                is_over: false,
                panic: None,
            }),
            post: Post::new(Arc::clone(&wakes)),
            wakes,
            hands: Hands::new(relay.is_none()),
            workers: runtime.as_ref().map_or(1, workers),
            is_alone: matches!(flavor, Some(RuntimeFlavor::CurrentThread)),
            runtime,
            relay,
        })
    }

    /// The run is polled: goes through what was woken. True if that is its end.
    pub(crate) fn poll(self: &Arc<Self>, run: &dyn ErasedRun<E>, waker: &Waker) -> bool {
        self.wakes.register(waker);
        match &self.relay {
            Some(relay) if !relay.is_taken() => self.hands.is_done(),
            _ => self.drive(run, |schedule| schedule.board.collect()),
        }
    }

    /// Nothing more starts. True if that is the run's end.
    pub(crate) fn cut_short(self: &Arc<Self>, run: &dyn ErasedRun<E>, ending: Ending) -> bool {
        self.drive(run, |schedule| schedule.board.cut_short(ending))
    }

    fn drive(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        change: impl FnOnce(&mut Schedule<E>),
    ) -> bool {
        let mut state = self.lock(run);
        if let Some(panic) = state.panic.take() {
            drop(state);
            resume_unwind(panic);
        }
        if let Some(schedule) = &mut state.schedule {
            change(schedule);
        }
        self.go_on(state, run, None);
        self.hands.is_done()
    }

    /// Something needs a schedule.
    pub(super) fn schedule(self: &Arc<Self>, run: &dyn ErasedRun<E>) {
        // whoever is about it finds it
        if let Some(state) = self.try_lock(run) {
            self.try_go_on(state, run, None);
        }
    }

    /// An attempt has ended: drives the run on, unless somebody is about it. Attempts with which the same task is to
    /// go on are added to those that it has before it, if it can go on at all.
    pub(crate) fn told(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        letter: Letter<E>,
        next: Option<&mut VecDeque<Departure>>,
    ) {
        let mut lane = next.map(Lane::new);
        if let Some(state) = self.tell(run, letter) {
            self.try_go_on(state, run, lane.as_mut());
        }
        let released = lane.map_or(0, |mut lane| lane.release());
        self.hands.change(-released);
    }

    /// Hands out attempts that a task had before it.
    pub(crate) fn leave(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        starts: impl IntoIterator<Item = Departure>,
    ) {
        self.hand_out(run, starts);
        if !self.post.is_empty() {
            self.schedule(run);
        }
    }

    /// In a task: if that panics, it is the run that does.
    fn try_go_on<'a>(
        self: &'a Arc<Self>,
        state: MutexGuard<'a, Inner<E>>,
        run: &dyn ErasedRun<E>,
        lane: Option<&mut Lane<'_>>,
    ) {
        let go_on = || self.go_on(state, run, lane);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(go_on)) {
            self.lock(run).panic = Some(panic);
            self.wakes.wake_run();
        }
    }

    /// Says how an attempt has ended; gives the state if nobody else sees to it.
    fn tell(&self, run: &dyn ErasedRun<E>, letter: Letter<E>) -> Option<MutexGuard<'_, Inner<E>>> {
        if is_handing(self.place()) {
            self.post.push(letter);
            return None;
        }
        let Some(mut state) = self.try_lock(run) else {
            self.post.push(letter);
            return self.try_lock(run);
        };
        self.deliver(&mut state, letter);
        Some(state)
    }

    fn deliver(&self, state: &mut Inner<E>, letter: Letter<E>) {
        let schedule = state.schedule.as_mut();
        if !schedule.is_some_and(|schedule| schedule.deliver(letter)) {
            // nobody counted on it any longer
            self.hands.change(1);
        }
    }

    /// Goes through all that is ready, and starts what is to be started.
    fn go_on<'a>(
        self: &'a Arc<Self>,
        mut state: MutexGuard<'a, Inner<E>>,
        run: &dyn ErasedRun<E>,
        mut lane: Option<&mut Lane<'_>>,
    ) {
        loop {
            let Some((asks, mut chores)) = self.turn(&mut state, run, lane.as_deref_mut()) else {
                return;
            };
            drop(state);
            chores.run(run);
            self.hand_out(run, chores.starts);
            match self.is_alone {
                true => self.start(run, chores.tasks),
                false => self.hand_out(run, chores.tasks),
            }
            if let Some(step) = asks {
                let answer = caught(|| run.guard(step));
                state = self.lock(run);
                if let Some(schedule) = &mut state.schedule {
                    schedule.poller(step, run, None).poll(answer);
                }
            } else if self.post.is_empty() {
                return;
            } else if let Some(unlocked) = self.try_lock(run) {
                state = unlocked;
            } else {
                return;
            }
        }
    }

    /// Under the lock: goes through all that was told and is ready, until there is no more, or a condition has to be
    /// asked.
    fn turn(
        &self,
        state: &mut Inner<E>,
        run: &dyn ErasedRun<E>,
        lane: Option<&mut Lane<'_>>,
    ) -> Option<(Option<u32>, Chores)> {
        for letter in self.post.take() {
            self.deliver(state, letter);
        }
        let schedule = state.schedule.as_mut()?;
        let asks = schedule.go_on(run);
        let tasks = &mut schedule.board.chores.tasks;
        let mut hands = tasks.len() as i64;
        if let Some(lane) = lane
            && asks.is_none()
        {
            lane.take(tasks, self.is_alone);
            hands -= lane.release();
        }
        let chores = schedule.chores();
        hands += chores.starts.len() as i64 - i64::from(chores.written_off);
        if !state.is_over && schedule.board.is_done() {
            state.is_over = true;
            self.hands.end(hands);
        } else {
            self.hands.change(hands);
        }
        Some((asks, chores))
    }

    /// Hands attempts to their executors.
    fn hand_out(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        starts: impl IntoIterator<Item = Departure>,
    ) {
        for start in starts {
            self.start(run, [start]);
        }
    }

    /// Hands attempts to the executor of the first, one after the other.
    fn start(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        starts: impl AsRef<[Departure]> + IntoIterator<Item = Departure>,
    ) {
        let ids = starts.as_ref().iter();
        let ids: SmallVec<[(u32, u32); 1]> = ids.map(|start| (start.step, start.attempt)).collect();
        let mut starts = starts.into_iter();
        let Some(start) = starts.next() else { return };
        let (step, home) = (start.step, Home::Shared(Hand(Arc::clone(self))));
        let start = || caught(|| run.start(start, starts.collect(), home));
        let (started, dropped) = handing(self.place(), step, start);
        let message = match started {
            Err(message) => Some(message),
            Ok(()) if dropped => None,
            Ok(()) => return,
        };
        if !dropped {
            self.hands.change(-(ids.len() as i64));
        }
        for (step, attempt) in ids {
            let told = message
                .clone()
                .map_or(AttemptEnd::Dropped, AttemptEnd::Panicked);
            self.post.push(Letter {
                step,
                attempt,
                told,
            });
        }
    }

    fn place(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// A task was dropped, and with it these attempts.
    pub(crate) fn dropped(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        starts: impl ExactSizeIterator<Item = Departure>,
    ) {
        self.hands.change(1 - starts.len() as i64);
        let mut handed_out = false;
        for Departure { step, attempt, .. } in starts {
            // whoever hands it out knows why, and tells
            handed_out |= drop_handed(self.place(), step);
            if !handed_out {
                let _runtime = self.runtime.as_ref().map(Handle::enter);
                let told = AttemptEnd::Dropped;
                let letter = Letter {
                    step,
                    attempt,
                    told,
                };
                self.told(run, letter, None);
            }
        }
    }

    /// The run has ended, or was dropped: calls back all that it has started.
    pub(crate) fn take(&self) -> Option<Schedule<E>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_ahead = false;
        state.schedule.take()
    }

    fn try_lock(&self, run: &dyn ErasedRun<E>) -> Option<MutexGuard<'_, Inner<E>>> {
        let state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(state)) => state.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(self.with_schedule(state, run))
    }

    fn lock(&self, run: &dyn ErasedRun<E>) -> MutexGuard<'_, Inner<E>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.with_schedule(state, run)
    }

    /// Whoever has the state finds a schedule in it, from the first time on.
    fn with_schedule<'a>(
        &self,
        mut state: MutexGuard<'a, Inner<E>>,
        run: &dyn ErasedRun<E>,
    ) -> MutexGuard<'a, Inner<E>> {
        if let Some(relay) = self.relay.as_ref().filter(|_| state.is_ahead) {
            let schedule = Schedule::of(run.common(), relay, Arc::clone(&self.wakes));
            state.is_ahead = false;
            state.is_over = schedule.board.is_done();
            state.schedule = Some(schedule);
            if !state.is_over {
                self.hands.resume();
            }
        }
        state
    }
}

/// A task's part in a run, until nothing is left of it.
pub(crate) struct Hand<E>(pub(crate) Arc<Shared<E>>);

impl<E> Drop for Hand<E> {
    fn drop(&mut self) {
        let shared = &self.0;
        if shared.hands.leave() {
            shared.wakes.wake_run();
        }
    }
}
