//! Many steps that may begin at once, shared by some tasks: each takes one after the other.
//!
//! No step has to wait for another: as long as any is left, there is a task that has not begun, and that whichever
//! thread has nothing to do can run.

use crate::sync::{AtomicU64, AtomicUsize, Ordering};

pub(crate) struct Batch {
    steps: Box<[u32]>,
    /// A part for each of the tasks with which it begins, so that they keep out of each other's way.
    parts: Box<[Part]>,
    /// How many tasks have not begun.
    waiting: AtomicUsize,
}

/// Some steps in a row: the place of the first of them in the lower half, and of the one behind the last in the upper.
/// In a cache line of its own.
#[repr(align(64))]
struct Part(AtomicU64);

impl Batch {
    /// Steps for so many tasks.
    pub(crate) fn new(steps: &[u32], tasks: usize) -> Self {
        let border = |task: usize| (steps.len() * task / tasks) as u64;
        let part = |task| Part::new(border(task), border(task + 1));
        Self {
            parts: (0..tasks).map(part).collect(),
            waiting: AtomicUsize::new(tasks),
            steps: steps.into(),
        }
    }

    /// A task begins; true if another one has to be there for the steps that are left.
    pub(crate) fn begins(&self) -> bool {
        let is_last = self.waiting.fetch_sub(1, Ordering::AcqRel) == 1;
        let needs_another = is_last && self.has_any();
        if needs_another {
            self.waiting.fetch_add(1, Ordering::AcqRel);
        }
        needs_another
    }

    /// Takes a step: the first of this part, or, if nothing is left of it, the last of another.
    pub(crate) fn take(&self, part: usize) -> Option<u32> {
        let (before, from) = self.parts.split_at(part % self.parts.len());
        let (own, behind) = from.split_first()?;
        let place = own
            .take_first()
            .or_else(|| behind.iter().chain(before).find_map(Part::take_last))?;
        Some(self.steps[place])
    }

    /// Whether a step is left.
    pub(crate) fn has_any(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|Part(part)| !is_empty(part.load(Ordering::Acquire)))
    }
}

impl Part {
    fn new(first: u64, end: u64) -> Self {
        Self(AtomicU64::new(end << 32 | first))
    }

    fn take_first(&self) -> Option<usize> {
        let taken = self.update(|part| part + 1)?;
        Some(taken as u32 as usize)
    }

    fn take_last(&self) -> Option<usize> {
        let taken = self.update(|part| part - (1 << 32))?;
        Some((taken >> 32) as usize - 1)
    }

    /// Changes it unless nothing is left, and gives what was there.
    fn update(&self, change: impl Fn(u64) -> u64) -> Option<u64> {
        let change = |part| (!is_empty(part)).then(|| change(part));
        let order = (Ordering::AcqRel, Ordering::Acquire);
        self.0.fetch_update(order.0, order.1, change).ok()
    }
}

fn is_empty(part: u64) -> bool {
    part as u32 == (part >> 32) as u32
}
