//! How many attempts may run at once, and who waits for that.

use std::collections::BTreeMap;

/// The right to run an attempt: so many are free, and steps queue for them in order of arrival.
pub(crate) struct Permits {
    /// If somebody queues, none is.
    free: usize,
    /// Steps by the numbers that they have drawn.
    queue: BTreeMap<u64, u32>,
    /// The next number.
    number: u64,
}

/// A step's place in the queue, if it has drawn a number. Once it is no longer in the queue, it has a permit.
pub(crate) type Queued = Option<u64>;

impl Permits {
    pub(crate) fn new(attempts: usize) -> Self {
        Self {
            free: attempts,
            queue: BTreeMap::new(),
            number: 0,
        }
    }

    /// Takes a permit, or queues for one.
    pub(crate) fn acquire(&mut self, step: u32, queued: &mut Queued) -> bool {
        match *queued {
            Some(number) if self.queue.contains_key(&number) => false,
            Some(_) => {
                *queued = None;
                true
            }
            None if self.free > 0 => {
                self.free -= 1;
                true
            }
            None => {
                self.queue.insert(self.number, step);
                *queued = Some(self.number);
                self.number += 1;
                false
            }
        }
    }

    /// A step no longer wants a permit. Gives the step that has one now in its place, if there is one.
    pub(crate) fn leave(&mut self, queued: &mut Queued) -> Option<u32> {
        let number = queued.take()?;
        match self.queue.remove(&number) {
            Some(_) => None,
            None => self.release(),
        }
    }

    /// Gives a permit back. Whoever has waited longest has it then.
    pub(crate) fn release(&mut self) -> Option<u32> {
        let next = self.queue.pop_first();
        if next.is_none() {
            self.free += 1;
        }
        next.map(|(_, step)| step)
    }
}
