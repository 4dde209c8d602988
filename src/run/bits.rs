//! A set of steps.

/// One bit for each step, and above each 64 of these one that says whether any is set. Steps are taken round
/// by round, in the order of their numbers.
pub(crate) struct Bits {
    words: Box<[u64]>,
    filled: Box<[u64]>,
    /// Where this round has got to.
    next: u32,
}

impl Bits {
    pub(crate) fn new(steps: usize) -> Self {
        let words = steps.div_ceil(64);
        Self {
            words: vec![0; words].into(),
            filled: vec![0; words.div_ceil(64)].into(),
            next: 0,
        }
    }

    #[inline]
    pub(crate) fn insert(&mut self, step: u32) {
        self.add((step / 64) as usize, 1 << (step % 64));
    }

    /// Takes the next step out: in this round, or the first of another.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<u32> {
        let step = self.find(self.next).or_else(|| self.find(0))?;
        let word = (step / 64) as usize;
        self.words[word] &= !(1 << (step % 64));
        if self.words[word] == 0 {
            self.filled[word / 64] &= !(1 << (word % 64));
        }
        self.next = step + 1;
        Some(step)
    }

    /// The first step from this number on.
    #[inline]
    fn find(&self, from: u32) -> Option<u32> {
        let word = (from / 64) as usize;
        let here = self.words.get(word)? & (!0 << (from % 64));
        if here != 0 {
            return Some(first(word, here));
        }
        let word = self.find_word(word + 1)?;
        Some(first(word, self.words[word]))
    }

    /// The first word from this one on in which a bit is set.
    fn find_word(&self, from: usize) -> Option<usize> {
        let mut mask = !0 << (from % 64);
        for (index, filled) in self.filled.iter().enumerate().skip(from / 64) {
            let filled = filled & mask;
            if filled != 0 {
                return Some(index * 64 + filled.trailing_zeros() as usize);
            }
            mask = !0;
        }
        None
    }

    /// Adds a word of steps.
    #[inline]
    pub(crate) fn add(&mut self, word: usize, steps: u64) {
        if steps != 0 {
            self.words[word] |= steps;
            self.filled[word / 64] |= 1 << (word % 64);
        }
    }
}

/// The first step in a word.
fn first(word: usize, steps: u64) -> u32 {
    word as u32 * 64 + steps.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(bits: &mut Bits) -> Vec<u32> {
        std::iter::from_fn(|| bits.pop()).collect()
    }

    fn fill(bits: &mut Bits, steps: &[u32]) {
        steps.iter().for_each(|step| bits.insert(*step));
    }

    #[test]
    fn steps_come_in_order_and_once() {
        let mut bits = Bits::new(9000);
        fill(&mut bits, &[130, 8999, 7, 299, 4096, 64, 7]);
        assert_eq!(drain(&mut bits), [7, 64, 130, 299, 4096, 8999]);
        assert!(drain(&mut bits).is_empty());
        bits.insert(3);
        assert_eq!(drain(&mut bits), [3]);
    }

    #[test]
    fn a_step_that_comes_again_waits_for_the_next_round() {
        let mut bits = Bits::new(200);
        fill(&mut bits, &[5, 100, 150]);
        assert_eq!(bits.pop(), Some(5));
        fill(&mut bits, &[5, 101]);
        assert_eq!(drain(&mut bits), [100, 101, 150, 5]);
    }

    #[test]
    fn there_may_be_no_steps() {
        assert!(drain(&mut Bits::new(0)).is_empty());
    }
}
