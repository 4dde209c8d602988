//! What waits to be run, now or later.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// The queue of a run. A decision puts steps at its tail, unless it says otherwise just before.
pub struct Queue<Q> {
    ready: VecDeque<Q>,
    later: BinaryHeap<Reverse<Later<Q>>>,
    /// How many steps were ever to run later: of two that are due at once, the one is first that was put first.
    count: u64,
    next: Destination,
}

/// Where the next step goes.
#[derive(Clone, Copy, Default)]
struct Destination {
    head: bool,
    delay: Option<Duration>,
}

struct Later<Q> {
    due: Instant,
    number: u64,
    head: bool,
    queued: Q,
}

impl<Q> Default for Queue<Q> {
    fn default() -> Self {
        Self {
            ready: VecDeque::new(),
            later: BinaryHeap::new(),
            count: 0,
            next: Destination::default(),
        }
    }
}

impl<Q> Queue<Q> {
    /// The next step goes before all that waits.
    pub fn head(&mut self) {
        self.next.head = true;
    }

    /// The next step goes after all that waits.
    pub fn tail(&mut self) {
        self.next.head = false;
    }

    /// The next step goes to its place after this time.
    pub fn delay(&mut self, time: Duration) {
        self.next.delay = Some(time);
    }

    /// Puts a step where it was said.
    pub fn put(&mut self, queued: Q) {
        let Destination { head, delay } = std::mem::take(&mut self.next);
        let due = delay.and_then(|delay| Instant::now().checked_add(delay));
        match (delay, due) {
            (None, _) => self.place(head, queued),
            (Some(_), Some(due)) => {
                self.count += 1;
                self.later.push(Reverse(Later {
                    due,
                    number: self.count,
                    head,
                    queued,
                }));
            }
            // beyond all clocks
            (Some(_), None) => {}
        }
    }

    fn place(&mut self, head: bool, queued: Q) {
        match head {
            true => self.ready.push_front(queued),
            false => self.ready.push_back(queued),
        }
    }

    /// How many steps wait, those that are to run later included.
    pub(crate) fn len(&self) -> usize {
        self.ready.len() + self.later.len()
    }

    /// Takes the step at the head.
    pub(crate) fn pop(&mut self) -> Option<Q> {
        self.ready.pop_front()
    }

    /// When the next of those is due that are to run later.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.later.peek().map(|Reverse(later)| later.due)
    }

    /// Puts those to their places that are due by now.
    pub(crate) fn arrive(&mut self) {
        let Some(mut due) = self.due() else { return };
        let now = Instant::now();
        while due <= now
            && let Some(Reverse(later)) = self.later.pop()
        {
            self.place(later.head, later.queued);
            match self.due() {
                Some(next) => due = next,
                None => return,
            }
        }
    }
}

impl<Q> PartialEq for Later<Q> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<Q> Eq for Later<Q> {}

impl<Q> PartialOrd for Later<Q> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<Q> Ord for Later<Q> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl<Q> Later<Q> {
    fn key(&self) -> (Instant, u64) {
        (self.due, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_at_the_head_come_out_in_reverse() {
        let mut queue = Queue::default();
        queue.put(1);
        queue.put(2);
        for step in [3, 4] {
            queue.head();
            queue.put(step);
        }
        let order: Vec<i32> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [4, 3, 1, 2]);
    }

    #[test]
    fn a_place_counts_for_one_step() {
        let mut queue = Queue::default();
        queue.put(1);
        queue.head();
        queue.put(2);
        queue.put(3);
        let order: Vec<i32> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [2, 1, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_due_comes_in_the_order_in_which_it_is_due() {
        let mut queue = Queue::default();
        for (step, seconds) in [(1, 3), (2, 1), (3, 1), (4, 9)] {
            queue.delay(Duration::from_secs(seconds));
            queue.put(step);
        }
        assert_eq!((queue.len(), queue.pop()), (4, None));
        tokio::time::advance(Duration::from_secs(3)).await;
        queue.arrive();
        let order: Vec<i32> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!((order, queue.len()), (vec![2, 3, 1], 1));
    }
}
