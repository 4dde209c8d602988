//! How many attempts may run at once, and who waits for that.

use std::collections::VecDeque;

/// The right to run an attempt: so many are free, and steps queue for them in order of arrival.
pub(crate) struct Permits {
    free: usize,
    queue: VecDeque<u32>,
}

impl Permits {
    pub(crate) fn new(attempts: usize) -> Self {
        Self {
            free: attempts,
            queue: VecDeque::new(),
        }
    }

    /// Takes a permit, unless those that are free belong to steps that have waited longer.
    pub(crate) fn acquire(&mut self, step: u32, queued: &mut bool) -> bool {
        let may_go = match *queued {
            true => self.first().any(|first| first == step),
            false => self.queue.len() < self.free,
        };
        if may_go {
            self.leave(step, queued);
            self.free -= 1;
        } else if !std::mem::replace(queued, true) {
            self.queue.push_back(step);
        }
        may_go
    }

    /// Takes a step out of the queue, if it is in it.
    pub(crate) fn leave(&mut self, step: u32, queued: &mut bool) {
        if std::mem::take(queued) {
            self.queue.retain(|queued| *queued != step);
        }
    }

    /// Gives a permit back.
    pub(crate) fn release(&mut self) {
        self.free += 1;
    }

    /// The steps in the queue for which there is a permit.
    pub(crate) fn first(&self) -> impl Iterator<Item = u32> {
        self.queue.iter().take(self.free).copied()
    }
}
