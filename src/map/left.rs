//! Calls that executors still have, though nobody waits for them any longer.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{self, Poll, Waker};

/// How many calls of a map executors have.
#[derive(Default)]
pub(crate) struct Left {
    calls: AtomicUsize,
    waker: Mutex<Option<Waker>>,
}

/// One of them, for as long as it may look at what it has borrowed.
pub(crate) struct Call(Arc<Left>);

impl Left {
    /// A call is about to leave.
    pub(super) fn leave(self: &Arc<Self>) -> Call {
        self.calls.fetch_add(1, Ordering::Relaxed);
        Call(Arc::clone(self))
    }

    fn is_busy(&self) -> bool {
        self.calls.load(Ordering::Acquire) > 0
    }

    /// Whether any is left. Whoever asks is woken when there is none.
    fn poll(&self, cx: &mut task::Context<'_>) -> Poll<()> {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        match self.is_busy() {
            true => Poll::Pending,
            false => Poll::Ready(()),
        }
    }

    /// Waits until none is left.
    pub(super) async fn wait(&self) {
        poll_fn(|cx| self.poll(cx)).await;
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.0.calls.fetch_sub(1, Ordering::AcqRel) == 1 {
            let waker = self
                .0
                .waker
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            waker.into_iter().for_each(Waker::wake);
        }
    }
}

/// Those of all maps of a run that have calls elsewhere.
#[derive(Default)]
pub(crate) struct AllLeft(Mutex<Vec<(u32, Arc<Left>)>>);

impl AllLeft {
    /// A map begins.
    pub(super) fn add(&self, step: u32) -> Arc<Left> {
        let left = Arc::<Left>::default();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((step, Arc::clone(&left)));
        left
    }

    /// A run begins that is an element of this map, and may look at what it has borrowed for as long as it is
    /// there.
    pub(crate) fn lend(&self, step: u32) -> Option<Call> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = all.iter().rev();
        let own = all.find(|(other, _)| *other == step);
        own.map(|(_, left)| left.leave())
    }

    /// Whether calls of this map may still look at what they have borrowed.
    pub(crate) fn has_any(&self, step: u32) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .any(|(other, left)| *other == step && left.is_busy())
    }

    /// The same. Whoever asks is woken when they no longer do.
    pub(crate) fn is_busy(&self, step: u32, cx: &mut task::Context<'_>) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = all.iter().filter(|(other, _)| *other == step);
        own.any(|(_, left)| left.poll(cx).is_pending())
    }
}
