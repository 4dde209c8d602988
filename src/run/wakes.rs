//! Which steps were woken since the run was last polled.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// One bit for each step that was woken, above each 64 of these one that says whether any is set, and the
/// waker of the run.
pub(crate) struct Wakes {
    words: Box<[AtomicU64]>,
    filled: Box<[AtomicU64]>,
    run: Mutex<Option<Waker>>,
}

impl Wakes {
    pub(crate) fn new(steps: usize, run: &Waker) -> Arc<Self> {
        let words = steps.div_ceil(64);
        let zeros = |count| (0..count).map(|_| AtomicU64::new(0)).collect();
        Arc::new(Self {
            words: zeros(words),
            filled: zeros(words.div_ceil(64)),
            run: Mutex::new(Some(run.clone())),
        })
    }

    /// Makes wakers wake the task that polls the run now.
    pub(crate) fn register(&self, run: &Waker) {
        let mut waker = self.run();
        if !waker.as_ref().is_some_and(|waker| waker.will_wake(run)) {
            *waker = Some(run.clone());
        }
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
        for (index, filled) in self.filled.iter().enumerate() {
            if filled.load(Ordering::Relaxed) == 0 {
                continue;
            }
            let mut filled = filled.swap(0, Ordering::Acquire);
            while filled != 0 {
                let word = index * 64 + filled.trailing_zeros() as usize;
                filled &= filled - 1;
                woken(word, self.words[word].swap(0, Ordering::Acquire));
            }
        }
    }

    /// A step is woken. The first one in a word says so above, and the first of these wakes the run, which finds
    /// the others, too.
    fn wake(&self, step: u32) {
        let (word, bit) = ((step / 64) as usize, step % 64);
        // in this order: whoever finds the upper bit finds the lower one
        if self.words[word].fetch_or(1 << bit, Ordering::AcqRel) != 0 {
            return;
        }
        let filled = &self.filled[word / 64];
        if filled.fetch_or(1 << (word % 64), Ordering::AcqRel) == 0 {
            self.wake_run();
        }
    }

    /// Wakes the run, once for each time that it is polled.
    pub(crate) fn wake_run(&self) {
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
        self.wakes.wake(self.step);
    }
}
