//! Which steps were woken since the run was last polled.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

use bytemuck::{TransparentWrapper, TransparentWrapperAlloc as _};

/// One bit for each step that was woken, above each 64 of these one that says whether any is set, and the
/// waker of the run.
pub(crate) struct Wakes {
    words: Box<[Arc<Word>]>,
    run: Arc<RunWaker>,
}

/// The bits of 64 steps.
struct Word {
    steps: AtomicU64,
    /// Which word it is.
    number: usize,
    run: Arc<RunWaker>,
}

/// The bits above, and the waker.
struct RunWaker {
    filled: Box<[AtomicU64]>,
    waker: Mutex<Option<Waker>>,
}

impl Wakes {
    pub(crate) fn new(steps: usize, run: &Waker) -> Arc<Self> {
        let words = steps.div_ceil(64);
        let run = Arc::new(RunWaker {
            filled: (0..words.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            waker: Mutex::new(Some(run.clone())),
        });
        let word = |number| {
            Arc::new(Word {
                steps: AtomicU64::new(0),
                number,
                run: Arc::clone(&run),
            })
        };
        Arc::new(Self {
            words: (0..words).map(word).collect(),
            run,
        })
    }

    /// Makes wakers wake the task that polls the run now.
    pub(crate) fn register(&self, run: &Waker) {
        let mut waker = self.run.waker();
        if !waker.as_ref().is_some_and(|waker| waker.will_wake(run)) {
            *waker = Some(run.clone());
        }
    }

    /// The waker of one step.
    #[inline]
    pub(crate) fn waker(&self, step: u32) -> Waker {
        WAKERS[step as usize % 64](&self.words[step as usize / 64])
    }

    /// Takes the set bits, a word at a time.
    pub(crate) fn drain(&self, mut woken: impl FnMut(usize, u64)) {
        for (index, filled) in self.run.filled.iter().enumerate() {
            if filled.load(Ordering::Relaxed) == 0 {
                continue;
            }
            let mut filled = filled.swap(0, Ordering::Acquire);
            while filled != 0 {
                let word = index * 64 + filled.trailing_zeros() as usize;
                filled &= filled - 1;
                woken(word, self.words[word].steps.swap(0, Ordering::Acquire));
            }
        }
    }

    /// Wakes the run, once for each time that it is polled.
    pub(crate) fn wake_run(&self) {
        self.run.wake();
    }
}

impl Word {
    /// A step is woken. The first one in a word says so above, and the first of these wakes the run, which finds
    /// the others, too.
    fn wake(&self, bit: u32) {
        // in this order: whoever finds the upper bit finds the lower one
        if self.steps.fetch_or(1 << bit, Ordering::AcqRel) != 0 {
            return;
        }
        let filled = &self.run.filled[self.number / 64];
        if filled.fetch_or(1 << (self.number % 64), Ordering::AcqRel) == 0 {
            self.run.wake();
        }
    }
}

impl RunWaker {
    fn wake(&self) {
        let waker = self.waker().take();
        // not under the lock: whoever is woken may come back here at once
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A step, as its wakers know it. A waker is a pointer, and the functions of the type behind it: the pointer leads
/// to the word that 64 steps share, and the type says which of them it is. So no step needs a place for its own.
#[derive(TransparentWrapper)]
#[repr(transparent)]
struct Step<const BIT: u32>(Word);

impl<const BIT: u32> Step<BIT> {
    fn waker(word: &Arc<Word>) -> Waker {
        Waker::from(Self::wrap_arc(Arc::clone(word)))
    }
}

impl<const BIT: u32> Wake for Step<BIT> {
    fn wake(self: Arc<Self>) {
        self.0.wake(BIT);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake(BIT);
    }
}

/// What makes the waker of a step, by its bit in its word.
static WAKERS: [fn(&Arc<Word>) -> Waker; 64] = {
    macro_rules! wakers {
        ($($bit:literal)*) => { [$(Step::<$bit>::waker),*] };
    }
    wakers!(
        0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
        32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63
    )
};

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn woken(wakes: &Wakes) -> Vec<u32> {
        let mut steps = Vec::new();
        wakes.drain(|word, bits| {
            let bits = (0..64).filter(|bit| bits & (1 << bit) != 0);
            steps.extend(bits.map(|bit| word as u32 * 64 + bit));
        });
        steps
    }

    #[test]
    fn each_waker_names_its_step() {
        let wakes = Wakes::new(9000, Waker::noop());
        for step in 0..9000 {
            wakes.waker(step).wake();
            assert_eq!(woken(&wakes), [step]);
        }
    }

    #[test]
    fn the_waker_of_a_step_is_always_the_same() {
        let wakes = Wakes::new(130, Waker::noop());
        assert!(wakes.waker(129).will_wake(&wakes.waker(129)));
        assert!(!wakes.waker(129).will_wake(&wakes.waker(128)));
        assert!(!wakes.waker(129).will_wake(&wakes.waker(65)));
    }

    #[test]
    fn the_run_is_woken_by_the_first_of_many() {
        let count = Arc::new(Count::default());
        let run = Waker::from(Arc::clone(&count));
        let wakes = Wakes::new(100, &run);
        let wakers = [3, 70, 3].map(|step| wakes.waker(step));
        wakers.iter().for_each(Waker::wake_by_ref);
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert_eq!(woken(&wakes), [3, 70]);
        wakes.register(&run);
        wakers[1].wake_by_ref();
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
    }
}
