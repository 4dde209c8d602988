//! A run whose schedule is shared by all that it has started: each attempt that has ended drives the run on.
//!
//! None of its steps runs in the run's own task, so no attempt has to be polled by whoever drives. Under the lock
//! is only counting; the user's code is called before or after.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tokio::runtime::Handle;

use super::attempt::{Told, caught};
use super::core::Common;
use super::progress::Answer;
use super::record::Recorder;
use super::runs::ErasedRun;
use super::schedule::Schedule;
use super::task::Home;
use super::ticket::Start;
use super::wakes::Wakes;
use crate::executor::Kind;

pub(crate) struct Shared<E> {
    state: Mutex<State<E>>,
    wakes: Arc<Wakes>,
    /// How many attempts are waited for, or drive the run on; [`OVER`] more once all steps have ended.
    hands: AtomicI64,
    runtime: Option<Handle>,
}

struct State<E> {
    /// `None` once it is nobody's business any longer.
    schedule: Option<Schedule<E>>,
    /// All steps have ended.
    is_over: bool,
    /// The run has panicked.
    panic: Option<Box<dyn Any + Send>>,
}

const OVER: i64 = 1 << 32;

/// What a thread is handing to an executor.
#[derive(Clone, Copy)]
struct Handing {
    /// The place of the schedule.
    shared: usize,
    step: u32,
    /// An attempt was told meanwhile, on this very thread.
    told: bool,
    /// The attempt was dropped meanwhile, on this very thread.
    dropped: bool,
}

thread_local! {
    static HANDING: Cell<Option<Handing>> = const { Cell::new(None) };
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Shared<E> {
    pub(crate) fn new(core: &Common, recorder: Option<Box<Recorder>>, waker: &Waker) -> Arc<Self> {
        let wakes = Wakes::new(core.plan.steps.len(), waker);
        let schedule = Schedule::new(core, 0, recorder, Arc::clone(&wakes));
        Arc::new(Self {
            state: Mutex::new(State {
                schedule: Some(schedule),
                is_over: false,
                panic: None,
            }),
            wakes,
            hands: AtomicI64::new(0),
            runtime: Handle::try_current().ok(),
        })
    }

    /// The run is polled: goes through what was woken. True if that is its end.
    pub(crate) fn poll(self: &Arc<Self>, run: &dyn ErasedRun<E>, waker: &Waker) -> bool {
        self.wakes.register(waker);
        self.drive(run, |schedule| schedule.board.collect())
    }

    /// The run's deadline has passed. True if that is its end.
    pub(crate) fn expire(self: &Arc<Self>, run: &dyn ErasedRun<E>) -> bool {
        self.drive(run, |schedule| schedule.board.expire())
    }

    fn drive(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        change: impl FnOnce(&mut Schedule<E>),
    ) -> bool {
        let mut state = self.lock();
        if let Some(panic) = state.panic.take() {
            drop(state);
            resume_unwind(panic);
        }
        if let Some(schedule) = &mut state.schedule {
            change(schedule);
        }
        self.go_on(state, run, false);
        self.hands.load(Ordering::Acquire) == OVER
    }

    /// An attempt has ended: drives the run on. If `keep`, it may give an attempt with which the same task is to
    /// go on.
    pub(crate) fn told(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        (step, attempt): (u32, u32),
        told: Told<E>,
        keep: bool,
    ) -> Option<Start> {
        let mut state = self.lock();
        let schedule = state.schedule.as_mut();
        if !schedule.is_some_and(|schedule| schedule.deliver(step, attempt, told)) {
            // nobody counted on it any longer
            self.hands.fetch_add(1, Ordering::Relaxed);
        }
        if self.is_handing(|handing| handing.told = true) {
            return None;
        }
        let went = catch_unwind(AssertUnwindSafe(|| self.go_on(state, run, keep)));
        went.unwrap_or_else(|panic| {
            self.lock().panic = Some(panic);
            self.wakes.wake_run();
            None
        })
    }

    /// Goes through all that is ready, and starts what is to be started.
    fn go_on<'a>(
        self: &'a Arc<Self>,
        mut state: MutexGuard<'a, State<E>>,
        run: &dyn ErasedRun<E>,
        keep: bool,
    ) -> Option<Start> {
        let mut asked: Option<(u32, Answer)> = None;
        loop {
            let is_over = state.is_over;
            let schedule = state.schedule.as_mut()?;
            if let Some((step, answer)) = asked.take() {
                schedule.poller(step, run, None).poll(answer);
            }
            let asks = schedule.go_on(run);
            let mut errands = schedule.errands();
            let kept = (keep && asks.is_none())
                .then(|| only(run, &mut errands.starts))
                .flatten();
            let mut hands = errands.starts.len() as i64 - i64::from(errands.written_off);
            if !is_over && schedule.board.is_done() {
                state.is_over = true;
                hands += OVER;
            }
            if hands != 0 {
                self.hands.fetch_add(hands, Ordering::AcqRel);
            }
            drop(state);
            errands.run(run);
            let told = self.hand_out(run, errands.starts);
            if asks.is_none() && !told {
                return kept;
            }
            asked = asks.map(|step| (step, caught(|| run.guard(step))));
            state = self.lock();
        }
    }

    /// Hands attempts to their executors. True if one of them ended at once.
    fn hand_out(self: &Arc<Self>, run: &dyn ErasedRun<E>, starts: Vec<Start>) -> bool {
        let mut told = false;
        for start in starts {
            let (step, attempt) = (start.step, start.attempt);
            let handing = Handing {
                shared: self.place(),
                step,
                told: false,
                dropped: false,
            };
            let outer = HANDING.replace(Some(handing));
            let home = Home::Shared(Hand(Arc::clone(self)));
            let started = caught(|| run.start(start, home));
            let handing = HANDING.replace(outer).unwrap_or(handing);
            told |= handing.told;
            let failed = match started {
                Err(message) => Told::Panicked(message),
                Ok(()) if handing.dropped => Told::Dropped,
                Ok(()) => continue,
            };
            told = true;
            let mut state = self.lock();
            let schedule = state.schedule.as_mut();
            if schedule.is_some_and(|schedule| schedule.deliver(step, attempt, failed))
                && !handing.dropped
            {
                self.hands.fetch_sub(1, Ordering::Relaxed);
            }
        }
        told
    }

    /// Whether this thread is handing out attempts of this run; then notes what that should know.
    fn is_handing(&self, note: impl FnOnce(&mut Handing)) -> bool {
        let Some(mut handing) = HANDING.get() else {
            return false;
        };
        let is_own = handing.shared == self.place();
        if is_own {
            note(&mut handing);
            HANDING.set(Some(handing));
        }
        is_own
    }

    fn place(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// An attempt was dropped before it could tell how it ended.
    pub(crate) fn dropped(self: &Arc<Self>, run: &dyn ErasedRun<E>, step: u32, attempt: u32) {
        // whoever hands it out knows why, and tells
        let told = HANDING.get().is_some_and(|handing| handing.step == step)
            && self.is_handing(|handing| handing.dropped = true);
        if !told {
            let _runtime = self.runtime.as_ref().map(Handle::enter);
            self.told(run, (step, attempt), Told::Dropped, false);
        }
    }

    /// The run has ended, or was dropped: calls back all that it has started.
    pub(crate) fn take(&self) -> Option<Schedule<E>> {
        self.lock().schedule.take()
    }

    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The only attempt to be started, if a task can simply go on with it.
fn only<E>(run: &dyn ErasedRun<E>, starts: &mut Vec<Start>) -> Option<Start> {
    let [start] = starts.as_slice() else {
        return None;
    };
    let core = run.common();
    let step = &core.plan.steps[start.step as usize];
    match core.place(step) {
        Kind::Spawn if !step.blocking => starts.pop(),
        _ => None,
    }
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Schedule<E> {
    /// Polls those that are ready, and those that become so, until none is left, or one's condition has to be
    /// asked.
    fn go_on(&mut self, run: &dyn ErasedRun<E>) -> Option<u32> {
        while let Some(step) = self.board.next_ready() {
            if self.asks(step) {
                return Some(step);
            }
            self.poller(step, run, None).poll(Ok(true));
        }
        None
    }
}

/// A task's part in a run, until nothing is left of it.
pub(crate) struct Hand<E>(pub(crate) Arc<Shared<E>>);

impl<E> Drop for Hand<E> {
    fn drop(&mut self) {
        let shared = &self.0;
        if shared.hands.fetch_sub(1, Ordering::AcqRel) == OVER + 1 {
            shared.wakes.wake_run();
        }
    }
}
