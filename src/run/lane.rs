//! What a task goes on with.

use std::collections::VecDeque;

use super::ticket::Departure;

/// The attempts that a task has before it, to which those may come that follow from one that has ended.
pub(crate) struct Lane<'a> {
    next: &'a mut VecDeque<Departure>,
    /// The attempt that has ended is no longer counted.
    is_released: bool,
}

impl<'a> Lane<'a> {
    pub(crate) fn new(next: &'a mut VecDeque<Departure>) -> Self {
        Self {
            next,
            is_released: false,
        }
    }

    /// Takes attempts over: where they cannot run side by side all, elsewhere a single one, lest it keep others
    /// waiting, or be kept.
    pub(crate) fn take(&mut self, tasks: &mut Vec<Departure>, is_alone: bool) {
        if is_alone || self.next.is_empty() && tasks.len() == 1 {
            self.next.extend(tasks.drain(..));
        }
    }

    /// If the task goes on, the next attempt is counted in place of the one that has ended.
    pub(crate) fn release(&mut self) -> i64 {
        let releases = !self.next.is_empty() && !self.is_released;
        self.is_released |= releases;
        releases.into()
    }
}
