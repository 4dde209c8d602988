//! How events get to an emitter.

use std::fmt;
use std::time::Duration;

use super::Emitter;

/// How events get to an emitter, where it is to be otherwise than usual.
///
/// Usually they wait in a queue for the emitter's thread, which begins with the first of them. What does not fit
/// into the queue is left out, and counted. When a run has ended, its future waits until the emitter has taken what
/// belongs to it, at most for a second; what it has not taken then counts as lost. From one that has once been too
/// slow for that no run expects anything, until it has taken something again.
///
/// ```
/// use std::time::Duration;
///
/// use pipewright::{Delivery, Emitters, Event};
///
/// let archive = |event: &Event| println!("{event:?}");
/// let emitters = Emitters::from(Delivery::to(archive).capacity(100_000).flush_within(Duration::from_secs(10)));
/// # let _ = emitters;
/// ```
#[must_use = "it is handed to `emit_to`"]
pub struct Delivery {
    pub(super) emitter: Box<dyn Emitter>,
    pub(super) name: &'static str,
    pub(super) capacity: usize,
    pub(super) flush_within: Duration,
    pub(super) lossless: bool,
}

impl Delivery {
    /// To this emitter, as usual: 16,384 events may wait, and a run's end waits for a second.
    pub fn to<E: Emitter>(emitter: E) -> Self {
        Self {
            emitter: Box::new(emitter),
            name: std::any::type_name::<E>(),
            capacity: 16_384,
            flush_within: Duration::from_secs(1),
            lossless: false,
        }
    }

    /// At most so many events wait, at least one.
    pub fn capacity(self, events: usize) -> Self {
        let capacity = events.max(1);
        Self { capacity, ..self }
    }

    /// A run whose steps have all ended waits at most so long for the emitter. With zero it does not wait: what is
    /// still in the queue then is lost.
    pub fn flush_within(self, limit: Duration) -> Self {
        let flush_within = limit;
        Self {
            flush_within,
            ..self
        }
    }

    /// Nothing is left out for want of time: where the queue is full, whatever emits an event blocks its thread until
    /// there is room, and a run ends when all of its events have been taken, however long that is.
    ///
    /// A run is then as slow as the emitter, and one that is stuck holds the run, and the thread that polls it: until
    /// there is room the run starts no other step.
    pub fn lossless(self) -> Self {
        Self {
            lossless: true,
            ..self
        }
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("to", &self.name)
            .field("capacity", &self.capacity)
            .field("flush_within", &self.flush_within)
            .field("lossless", &self.lossless)
            .finish()
    }
}
