//! Ending work that runs somewhere else.

use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{self, Poll, Waker};

use pin_project_lite::pin_project;

/// Tells work that runs elsewhere that nobody waits for it any longer.
#[derive(Default)]
pub(crate) struct AbortFlag {
    state: AtomicU8,
    wakers: Mutex<Vec<Waker>>,
}

const BEGUN: u8 = 1;
const SET: u8 = 2;
const CLAIMED: u8 = 4;

/// What was called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aborted {
    /// Work that had not begun, and never will.
    Idle,
    /// Work that goes on until it notices.
    Busy,
    /// Nothing: the result is there already, and the work is about to end.
    Late,
}

impl AbortFlag {
    pub(crate) fn is_set(&self) -> bool {
        self.state.load(Ordering::Acquire) & SET != 0
    }

    /// The work begins, or goes on; false if it may not.
    pub(crate) fn begin(&self) -> bool {
        self.state.fetch_or(BEGUN, Ordering::AcqRel) & SET == 0
    }

    /// The work has a result, and leaves it; false if nobody waits for it any longer.
    pub(crate) fn claim(&self) -> bool {
        self.unless(SET, CLAIMED).is_ok()
    }

    /// Calls the work back.
    pub(crate) fn abort(&self) -> Aborted {
        let Ok(state) = self.unless(CLAIMED, SET) else {
            return Aborted::Late;
        };
        let wakers = std::mem::take(&mut *self.wakers());
        wakers.into_iter().for_each(Waker::wake);
        match state & BEGUN {
            0 => Aborted::Idle,
            _ => Aborted::Busy,
        }
    }

    /// Sets a bit unless another is set.
    fn unless(&self, other: u8, bit: u8) -> Result<u8, u8> {
        let set = |state| (state & other == 0).then_some(state | bit);
        self.state
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, set)
    }

    pub(crate) fn register(&self, waker: &Waker) {
        let mut wakers = self.wakers();
        if !wakers.iter().any(|known| known.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }

    fn wakers(&self) -> std::sync::MutexGuard<'_, Vec<Waker>> {
        self.wakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pin_project! {
    /// Polls a future until the flag is set; then drops it and resolves to `None`.
    pub(crate) struct Abortable<F> {
        flag: Arc<AbortFlag>,
        #[pin]
        future: Option<F>,
    }
}

impl<F> Abortable<F> {
    pub(crate) fn new(flag: Arc<AbortFlag>, future: F) -> Self {
        Self {
            flag,
            future: Some(future),
        }
    }
}

impl<F: Future> Future for Abortable<F> {
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if !this.flag.is_set() {
            if let Some(future) = this.future.as_mut().as_pin_mut()
                && let Poll::Ready(output) = future.poll(cx)
            {
                this.future.set(None);
                return Poll::Ready(Some(output));
            }
            this.flag.register(cx.waker());
        }
        if this.flag.is_set() {
            this.future.set(None);
            return Poll::Ready(None);
        }
        Poll::Pending
    }
}
