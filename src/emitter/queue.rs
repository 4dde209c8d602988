//! Events that wait for an emitter.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::Event;
use super::tally::Tally;

/// What waits, in order.
#[derive(Default)]
pub(super) struct Queue {
    items: VecDeque<Item>,
    /// How many of the items are events.
    events: usize,
    pub(super) worker: Worker,
    /// How many threads wait for room.
    pub(super) crowd: usize,
    /// Nothing more will come.
    pub(super) is_closed: bool,
    /// A run has waited for the emitter in vain, and since then it has taken nothing.
    pub(super) is_stuck: bool,
}

/// The thread that takes from the queue.
#[derive(Default, PartialEq, Eq)]
pub(super) enum Worker {
    /// It has not been needed yet.
    #[default]
    Not,
    /// There is no such thread to be had.
    None,
    Busy,
    /// It has nothing to do, and lets some more come before it looks again by itself.
    Resting,
    /// It waits to be notified.
    Idle,
}

pub(super) enum Item {
    Event(Arc<Event>, Arc<Tally>),
    /// So many events are missing here.
    Lost(u64),
    /// All of a run's has come. Whoever waits for it is to be told that it has been taken.
    Mark(Arc<Tally>, oneshot::Sender<()>),
}

impl Queue {
    pub(super) fn events(&self) -> usize {
        self.events
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// There is nothing, and nothing is being taken.
    pub(super) fn is_at_rest(&self) -> bool {
        self.is_empty() && self.worker != Worker::Busy
    }

    /// Whether its thread is to be notified of what has come: while that rests, of many at once only.
    pub(super) fn calls(&self, capacity: usize) -> bool {
        const MANY: usize = 256;
        match self.worker {
            Worker::Idle => true,
            Worker::Resting => {
                let many = (capacity / 4).clamp(1, MANY);
                self.events == many || matches!(self.items.back(), Some(Item::Mark(..)))
            }
            Worker::Not | Worker::None | Worker::Busy => false,
        }
    }

    pub(super) fn put(&mut self, event: Arc<Event>, tally: Arc<Tally>) {
        tally.waits();
        self.events += 1;
        self.items.push_back(Item::Event(event, tally));
    }

    pub(super) fn mark(&mut self, tally: Arc<Tally>) -> oneshot::Receiver<()> {
        let (taken, waits) = oneshot::channel();
        self.items.push_back(Item::Mark(tally, taken));
        waits
    }

    /// An event does not come in.
    pub(super) fn lose(&mut self) {
        match self.items.back_mut() {
            Some(Item::Lost(events)) => *events += 1,
            _ => self.items.push_back(Item::Lost(1)),
        }
    }

    /// What is to be taken next. Events that nobody waits for are lost.
    pub(super) fn next(&mut self) -> Option<Item> {
        let mut lost = 0;
        loop {
            match self.items.pop_front() {
                Some(Item::Event(_, tally)) if tally.is_given_up() => {
                    self.events -= 1;
                    lost += 1;
                }
                Some(Item::Mark(tally, _)) if tally.is_given_up() => {}
                Some(Item::Lost(events)) => lost += events,
                item if lost == 0 => {
                    self.events -= usize::from(matches!(item, Some(Item::Event(..))));
                    return item;
                }
                item => {
                    item.into_iter()
                        .for_each(|item| self.items.push_front(item));
                    return Some(Item::Lost(lost));
                }
            }
        }
    }
}
