//! How many tasks have a hand in a run. Whoever takes the last one away tells the run that it has ended.

use crate::sync::{AtomicI64, Ordering};

/// How many attempts are waited for, or drive the run on; [`OVER`] more once all steps have ended. Before there is a
/// schedule, how many tasks there are, and [`OVER`] more, since all have ended when none is left.
pub(crate) struct Hands(AtomicI64);

const OVER: i64 = 1 << 32;

impl Hands {
    pub(crate) fn new(has_schedule: bool) -> Self {
        Self(AtomicI64::new(if has_schedule { 0 } else { OVER }))
    }

    /// Of so many more is known that they are there, or of fewer.
    pub(crate) fn change(&self, hands: i64) {
        if hands != 0 {
            self.0.fetch_add(hands, Ordering::AcqRel);
        }
    }

    /// The same, and all steps have ended.
    pub(crate) fn end(&self, hands: i64) {
        self.change(hands + OVER);
    }

    /// There is a schedule from now on, and it has steps that have not ended.
    pub(crate) fn resume(&self) {
        self.change(-OVER);
    }

    /// One is taken away. True if it was the last, and all steps have ended.
    pub(crate) fn leave(&self) -> bool {
        self.0.fetch_sub(1, Ordering::AcqRel) == OVER + 1
    }

    /// Whether all steps have ended, and none is left.
    pub(crate) fn is_done(&self) -> bool {
        self.0.load(Ordering::Acquire) == OVER
    }
}
