//! What elements give, in the order of the elements.

use std::collections::VecDeque;

/// The results of elements that end in any order.
pub(super) struct Ordered<T> {
    done: Vec<T>,
    /// How many elements have their place in `done`, or have none.
    settled: usize,
    /// The elements from there on: those that have ended before an earlier one.
    ahead: VecDeque<Option<Option<T>>>,
}

impl<T> Ordered<T> {
    /// For at least so many elements.
    pub(super) fn new(least: usize) -> Self {
        /// What a value says of its length need not be true.
        const MOST: usize = 1 << 16;
        Self {
            done: Vec::with_capacity(least.min(MOST)),
            settled: 0,
            ahead: VecDeque::new(),
        }
    }

    /// An element has ended; `None` leaves it out.
    pub(super) fn put(&mut self, index: usize, result: Option<T>) {
        if index == self.settled && self.ahead.is_empty() {
            return self.settle(result);
        }
        let at = index - self.settled;
        if self.ahead.len() <= at {
            self.ahead.resize_with(at + 1, || None);
        }
        self.ahead[at] = Some(result);
        while let Some(result) = self.ahead.front_mut().and_then(Option::take) {
            self.ahead.pop_front();
            self.settle(result);
        }
    }

    fn settle(&mut self, result: Option<T>) {
        self.done.extend(result);
        self.settled += 1;
    }

    pub(super) fn into_vec(self) -> Vec<T> {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::Ordered;

    #[test]
    fn results_are_in_the_order_of_the_elements() {
        let mut all = Ordered::new(0);
        all.put(2, Some("c"));
        all.put(0, Some("a"));
        all.put(3, None);
        all.put(1, Some("b"));
        all.put(4, Some("e"));
        assert_eq!(all.into_vec(), ["a", "b", "c", "e"]);
    }
}
