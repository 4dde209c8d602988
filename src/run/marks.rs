//! What those who run steps without a lock tell each other: which have begun and ended, which wait for nothing any
//! longer, and who was the last reader of a value.
//!
//! There is one word for each step. Whoever sets a bit in it finds by the others whose business the step is.

use crate::sync::{AtomicU32, Ordering};

pub(crate) struct Marks {
    /// Of each step: how many of its parents have not ended, and what has become of it.
    steps: Box<[AtomicU32]>,
    /// How many readers of each slot have not ended; not counted where there is nothing to be dropped.
    readers: Box<[AtomicU32]>,
}

/// It has begun.
const BEGUN: u32 = 1 << 31;
/// It has ended, well.
const ENDED: u32 = 1 << 30;
/// The schedule has taken it over.
const TAKEN: u32 = 1 << 29;
/// Only a schedule can begin it.
const APART: u32 = 1 << 28;
const WAITS: u32 = APART - 1;

/// What the schedule finds of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It has not begun, and will not without the schedule.
    Open,
    /// It has begun, and its end will be told.
    Begun,
    /// It has ended, well.
    Ended,
}

/// What becomes of a step when a parent has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It is to begin.
    Ready,
    /// It waits for nothing but a schedule.
    Apart,
    /// Another parent has not ended, or the schedule knows.
    Nothing,
}

impl Marks {
    /// Of each step how many parents it waits for, and whether only a schedule can begin it; of each slot how many
    /// readers it has.
    pub(crate) fn new(steps: impl Iterator<Item = (u32, bool)>, readers: &[u32]) -> Self {
        let mark = |(waits, is_apart)| AtomicU32::new(if is_apart { waits | APART } else { waits });
        Self {
            steps: steps.map(mark).collect(),
            readers: readers.iter().copied().map(AtomicU32::new).collect(),
        }
    }

    /// Whether only a schedule can begin a step that waits for nothing.
    pub(crate) fn needs_schedule(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|mark| mark.load(Ordering::Relaxed) == APART)
    }

    /// A step that waits for nothing any longer is to begin; false if the schedule sees to it.
    pub(crate) fn begins(&self, step: u32) -> bool {
        self.set(step, BEGUN) & TAKEN == 0
    }

    /// A step has ended well; false if the schedule has to be told.
    pub(crate) fn ends(&self, step: u32) -> bool {
        self.set(step, ENDED) & TAKEN == 0
    }

    /// A parent of this step has ended, and so has whoever held what it has left.
    pub(crate) fn count_down(&self, step: u32) -> Next {
        // whoever counts down to nothing sees what all others have left
        let mark = self.steps[step as usize].fetch_sub(1, Ordering::AcqRel);
        match mark & TAKEN == 0 && mark & WAITS == 1 {
            true if mark & APART != 0 => Next::Apart,
            true => Next::Ready,
            false => Next::Nothing,
        }
    }

    /// A reader of this slot has ended; true if it was the last.
    pub(crate) fn has_read(&self, slot: usize) -> bool {
        self.readers[slot].fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Whether a schedule has taken over, or is about to.
    pub(crate) fn is_taken(&self) -> bool {
        let first = self.steps.first();
        first.is_some_and(|mark| mark.load(Ordering::Acquire) & TAKEN != 0)
    }

    /// The schedule takes a step over; those that it waits for have been.
    pub(crate) fn take(&self, step: u32) -> Mark {
        let mark = self.set(step, TAKEN);
        match (mark & BEGUN != 0, mark & ENDED != 0) {
            (_, true) => Mark::Ended,
            (true, false) => Mark::Begun,
            (false, false) => Mark::Open,
        }
    }

    fn set(&self, step: u32, bit: u32) -> u32 {
        self.steps[step as usize].fetch_or(bit, Ordering::AcqRel)
    }
}
