//! Calling attempts back that run somewhere else.

use std::sync::{Arc, PoisonError};
use std::task::Waker;

use crate::sync::{AtomicU64, Mutex, MutexGuard, Ordering};

/// Where the attempts of one step that run elsewhere are told that nobody waits for them any longer. There is one
/// at a time.
#[derive(Default)]
pub(crate) struct AbortCell {
    /// Which attempt it is, and what is known of it.
    state: AtomicU64,
    /// Of the task that does the work.
    waker: Mutex<Option<Waker>>,
}

const BEGUN: u64 = 1;
const SET: u64 = 2;
const CLAIMED: u64 = 4;
const WAITS: u64 = 8;
const ATTEMPT: u64 = 16;

/// What was called back.
#[derive(Debug)]
#[must_use]
pub(crate) enum Aborted {
    /// Work that had not begun, and never will.
    Idle,
    /// Work that goes on until it notices: if it waits, it has to be woken.
    Busy(Option<Waker>),
    /// Nothing: the result is there already, and the work is about to end.
    Late,
}

impl AbortCell {
    /// For a step whose first attempt nobody calls back before it has begun.
    pub(crate) fn begun() -> Self {
        Self {
            state: AtomicU64::new(ATTEMPT | BEGUN),
            ..Self::default()
        }
    }

    /// Calls back whatever attempt there is.
    pub(crate) fn abort(&self) {
        let attempt = self.state.load(Ordering::Acquire) / ATTEMPT;
        let flag = AbortFlag {
            cell: self,
            attempt,
        };
        if let Aborted::Busy(Some(waker)) = flag.abort() {
            waker.wake();
        }
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells an attempt that runs elsewhere that nobody waits for it any longer.
#[derive(Clone, Copy)]
pub(crate) struct AbortFlag<'a> {
    cell: &'a AbortCell,
    attempt: u64,
}

impl<'a> AbortFlag<'a> {
    pub(crate) fn new(cell: &'a AbortCell, attempt: u32) -> Self {
        let attempt = attempt.into();
        Self { cell, attempt }
    }

    /// The attempt is about to go elsewhere.
    pub(crate) fn lower(self) {
        let state = self.attempt * ATTEMPT;
        self.cell.state.store(state, Ordering::Release);
    }

    pub(crate) fn is_set(self) -> bool {
        let state = self.cell.state.load(Ordering::Acquire);
        !self.is_of(state) || state & SET != 0
    }

    /// The work begins, or goes on; false if it may not.
    pub(crate) fn begin(self) -> bool {
        let state = self.cell.state.load(Ordering::Acquire);
        if self.is_of(state) && state & (BEGUN | SET) == BEGUN {
            return true;
        }
        self.unless(SET, BEGUN).is_ok()
    }

    /// The work has a result, and leaves it; false if nobody waits for it any longer.
    pub(crate) fn claim(self) -> bool {
        self.unless(SET, CLAIMED).is_ok()
    }

    /// Calls the work back.
    pub(crate) fn abort(self) -> Aborted {
        match self.unless(CLAIMED, SET) {
            Err(_) => Aborted::Late,
            Ok(state) if state & BEGUN == 0 => Aborted::Idle,
            Ok(_) => Aborted::Busy(self.cell.waker().take()),
        }
    }

    /// The task to be woken when the work is called back; false if it has been.
    pub(crate) fn register(self, waker: &Waker) -> bool {
        let mut known = self.cell.waker();
        if !known.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *known = Some(waker.clone());
        }
        drop(known);
        // in this order: whoever calls back later finds the waker
        self.unless(SET, WAITS).is_ok()
    }

    /// The work has ended, and need not be woken.
    pub(crate) fn end(self) {
        if self.cell.state.load(Ordering::Relaxed) & WAITS != 0 {
            let waker = self.cell.waker().take();
            drop(waker);
        }
    }

    /// Sets a bit unless another is set.
    fn unless(self, other: u64, bit: u64) -> Result<u64, u64> {
        let set = |state| (self.is_of(state) && state & other == 0).then_some(state | bit);
        let state = &self.cell.state;
        state.fetch_update(Ordering::AcqRel, Ordering::Acquire, set)
    }

    fn is_of(self, state: u64) -> bool {
        state / ATTEMPT == self.attempt
    }
}

/// Calls an attempt back that runs elsewhere, at the latest when it is dropped.
pub(crate) struct CallBack {
    pub(crate) cell: Arc<AbortCell>,
    attempt: u32,
}

impl CallBack {
    /// For an attempt that is about to go elsewhere.
    pub(crate) fn new(attempt: u32) -> Self {
        let cell = Arc::<AbortCell>::default();
        AbortFlag::new(&cell, attempt).lower();
        Self { cell, attempt }
    }

    /// Nobody waits for it any longer; wakes it, if it waits.
    pub(crate) fn call(&self) -> Aborted {
        let mut aborted = AbortFlag::new(&self.cell, self.attempt).abort();
        if let Aborted::Busy(waker) = &mut aborted
            && let Some(waker) = waker.take()
        {
            waker.wake();
        }
        aborted
    }
}

impl Drop for CallBack {
    fn drop(&mut self) {
        let _ = self.call();
    }
}
