//! What has become of one run's events at one emitter.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

#[derive(Default)]
pub(super) struct Tally {
    /// How many were to be taken.
    told: AtomicU64,
    /// How many wait.
    pending: AtomicU64,
    lost: AtomicU64,
    /// Nobody waits for the rest.
    given_up: AtomicBool,
    /// The first error of the emitter.
    fault: OnceLock<String>,
}

impl Tally {
    pub(super) fn told(&self) {
        self.told.fetch_add(1, Relaxed);
    }

    pub(super) fn waits(&self) {
        self.pending.fetch_add(1, Relaxed);
    }

    /// One that has waited no longer does.
    pub(super) fn over(&self) {
        self.pending.fetch_sub(1, Relaxed);
    }

    pub(super) fn lose(&self, events: u64) {
        self.lost.fetch_add(events, Relaxed);
    }

    pub(super) fn fault(&self, error: String) {
        // the first one tells most
        let _ = self.fault.set(error);
    }

    /// What waits is lost.
    pub(super) fn give_up(&self) {
        if !self.given_up.swap(true, Relaxed) {
            self.lose(self.pending.load(Relaxed));
        }
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.given_up.load(Relaxed)
    }

    /// What the run's report says of it.
    pub(super) fn warning(&self, emitter: &str) -> Option<String> {
        let (lost, told) = (self.lost.load(Relaxed), self.told.load(Relaxed));
        let fault = self.fault.get();
        if lost == 0 && fault.is_none() {
            return None;
        }
        if let (0, Some(fault)) = (lost, fault) {
            return Some(format!("the emitter `{emitter}` has failed: {fault}"));
        }
        let why = fault.map_or("it was too slow", String::as_str);
        Some(format!(
            "the emitter `{emitter}` has not taken {lost} of {told} events: {why}"
        ))
    }
}
