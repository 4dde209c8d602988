//! Flights counted by status.

use super::classify::Status;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) scheduled: u32,
    pub(super) cancelled: u32,
    pub(super) diverted: u32,
    pub(super) flown: u32,
}

impl Tally {
    pub(super) fn count(&mut self, status: Status) {
        self.scheduled += 1;
        match status {
            Status::Cancelled => self.cancelled += 1,
            Status::Diverted => self.diverted += 1,
            Status::Flown { .. } => self.flown += 1,
        }
    }
}
