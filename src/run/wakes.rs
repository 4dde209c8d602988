//! Which steps were woken since the run was last polled.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// One bit for each step that has a waker of its own, and the waker of the run.
pub(crate) struct Wakes {
    words: Box<[AtomicU64]>,
    run: Mutex<Option<Waker>>,
}

impl Wakes {
    pub(crate) fn new(steps: usize, run: &Waker) -> Arc<Self> {
        Arc::new(Self {
            words: (0..steps.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            run: Mutex::new(Some(run.clone())),
        })
    }

    /// Makes wakers wake the task that polls the run now.
    pub(crate) fn register(&self, run: &Waker) {
        *self.run() = Some(run.clone());
    }

    /// The waker of one step.
    pub(crate) fn waker(self: &Arc<Self>, step: u32) -> Waker {
        Waker::from(Arc::new(StepWaker {
            wakes: Arc::clone(self),
            step,
        }))
    }

    /// Takes the set bits, a word at a time.
    pub(crate) fn drain(&self, mut woken: impl FnMut(usize, u64)) {
        for (index, word) in self.words.iter().enumerate() {
            if word.load(Ordering::Relaxed) != 0 {
                woken(index, word.swap(0, Ordering::Acquire));
            }
        }
    }

    /// Wakes the run, once for each time that it is polled.
    fn wake_run(&self) {
        let run = self.run().take();
        // not under the lock: whoever is woken may come back here at once
        if let Some(run) = run {
            run.wake();
        }
    }

    fn run(&self) -> MutexGuard<'_, Option<Waker>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct StepWaker {
    wakes: Arc<Wakes>,
    step: u32,
}

impl Wake for StepWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let (word, bit) = (self.step / 64, self.step % 64);
        self.wakes.words[word as usize].fetch_or(1 << bit, Ordering::Release);
        self.wakes.wake_run();
    }
}
