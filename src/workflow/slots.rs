//! The steps of a workflow that run at the moment.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::time::Instant;

use crate::run::Wakes;

/// So many places, each for one execution. A place is used again and again, so that an execution allocates
/// nothing for itself.
pub(crate) struct Slots<F> {
    slots: Vec<Slot<F>>,
    most: usize,
    free: Vec<usize>,
    ready: Ready,
    wakes: Option<Arc<Wakes>>,
}

/// Which places are to be polled.
enum Ready {
    /// The only one is, or is not.
    One(bool),
    Some(Line),
}

/// Places in the order in which they came to be polled: what begins first is polled first.
struct Line {
    waiting: VecDeque<u32>,
    /// Whether each of them waits already.
    waits: Box<[bool]>,
}

impl Line {
    fn new(places: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            waits: vec![false; places].into(),
        }
    }

    fn push(&mut self, place: u32) {
        if !std::mem::replace(&mut self.waits[place as usize], true) {
            self.waiting.push_back(place);
        }
    }

    fn pop(&mut self) -> Option<u32> {
        let place = self.waiting.pop_front()?;
        self.waits[place as usize] = false;
        Some(place)
    }
}

impl Ready {
    fn insert(&mut self, slot: u32) {
        match self {
            Self::One(ready) => *ready = true,
            Self::Some(ready) => ready.push(slot),
        }
    }

    fn pop(&mut self) -> Option<u32> {
        match self {
            Self::One(ready) => std::mem::take(ready).then_some(0),
            Self::Some(ready) => ready.pop(),
        }
    }
}

struct Slot<F> {
    future: Pin<Box<Option<F>>>,
    running: Running,
    waker: Option<Waker>,
}

/// What runs in a slot.
#[derive(Clone, Copy)]
pub(crate) struct Running {
    pub(crate) step: u32,
    pub(crate) started: Option<Instant>,
}

impl<F: Future> Slots<F> {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            slots: Vec::new(),
            most,
            free: Vec::new(),
            ready: match most {
                1 => Ready::One(false),
                _ => Ready::Some(Line::new(most)),
            },
            wakes: None,
        }
    }

    /// Whether there is a place.
    pub(crate) fn has_room(&self) -> bool {
        !self.free.is_empty() || self.slots.len() < self.most
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.free.len() == self.slots.len()
    }

    /// Begins an execution; there has to be a place.
    pub(crate) fn begin(&mut self, running: Running, future: F) {
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot].future.set(Some(future));
                self.slots[slot].running = running;
                slot
            }
            None => {
                self.slots.push(Slot {
                    future: Box::pin(Some(future)),
                    running,
                    waker: None,
                });
                self.slots.len() - 1
            }
        };
        self.ready.insert(slot as u32);
    }

    /// Collects who was woken; called first whenever the run is polled again.
    pub(crate) fn collect(&mut self, waker: &Waker) {
        match (&mut self.ready, &self.wakes) {
            // it waits with the run's own waker
            (Ready::One(ready), _) => *ready = self.free.len() < self.slots.len(),
            (Ready::Some(ready), Some(wakes)) => {
                wakes.register(waker);
                wakes.drain(|word, mut slots| {
                    while slots != 0 {
                        ready.push(word as u32 * 64 + slots.trailing_zeros());
                        slots &= slots - 1;
                    }
                });
            }
            (Ready::Some(_), None) => {}
        }
    }

    /// Polls those that are ready, until one has ended.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Option<(Running, F::Output)> {
        while let Some(slot) = self.ready.pop() {
            if let Some(ended) = self.poll_one(slot, cx) {
                return Some(ended);
            }
        }
        None
    }

    fn poll_one(&mut self, number: u32, cx: &mut Context<'_>) -> Option<(Running, F::Output)> {
        let most = self.most;
        let slot = &mut self.slots[number as usize];
        let future = slot.future.as_mut().as_pin_mut()?;
        let polled = match most {
            1 => future.poll(cx),
            _ => {
                let wakes = self
                    .wakes
                    .get_or_insert_with(|| Wakes::new(most, cx.waker()));
                let waker = slot.waker.get_or_insert_with(|| wakes.waker(number));
                future.poll(&mut Context::from_waker(waker))
            }
        };
        let Poll::Ready(ended) = polled else {
            return None;
        };
        slot.future.set(None);
        self.free.push(number as usize);
        Some((slot.running, ended))
    }

    /// Drops all that runs, and tells what it was.
    pub(crate) fn stop(&mut self) -> Vec<Running> {
        let mut stopped = Vec::new();
        for (number, slot) in self.slots.iter_mut().enumerate() {
            if slot.future.is_some() {
                slot.future.set(None);
                self.free.push(number);
                stopped.push(slot.running);
            }
        }
        stopped
    }
}
