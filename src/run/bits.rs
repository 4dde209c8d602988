//! A set of steps.

/// One bit for each step. Steps are taken round by round, in the order of their numbers.
pub(crate) struct Bits {
    words: Box<[u64]>,
    count: u32,
    /// Where this round has got to.
    next: u32,
}

impl Bits {
    pub(crate) fn new(steps: usize) -> Self {
        Self {
            words: vec![0; steps.div_ceil(64)].into(),
            count: 0,
            next: 0,
        }
    }

    pub(crate) fn insert(&mut self, step: u32) {
        self.add((step / 64) as usize, 1 << (step % 64));
    }

    /// Takes the next step out: in this round, or the first of another.
    pub(crate) fn pop(&mut self) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        let step = self.find(self.next).or_else(|| self.find(0))?;
        self.words[(step / 64) as usize] &= !(1 << (step % 64));
        self.count -= 1;
        self.next = step + 1;
        Some(step)
    }

    /// The first step from this number on.
    fn find(&self, from: u32) -> Option<u32> {
        let first = (from / 64) as usize;
        let mut mask = !0 << (from % 64);
        for (index, word) in self.words.iter().enumerate().skip(first) {
            let word = word & mask;
            if word != 0 {
                return Some(index as u32 * 64 + word.trailing_zeros());
            }
            mask = !0;
        }
        None
    }

    /// Adds a word of steps.
    pub(crate) fn add(&mut self, word: usize, steps: u64) {
        let steps = steps & !self.words[word];
        self.words[word] |= steps;
        self.count += steps.count_ones();
    }

    /// Moves all that another set holds into this one.
    pub(crate) fn append(&mut self, other: &mut Self) {
        if std::mem::take(&mut other.count) == 0 {
            return;
        }
        for (index, word) in other.words.iter_mut().enumerate() {
            self.add(index, std::mem::take(word));
        }
    }
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
        let mut bits = Bits::new(300);
        fill(&mut bits, &[130, 7, 299, 64, 7]);
        assert_eq!(drain(&mut bits), [7, 64, 130, 299]);
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
    fn one_set_takes_all_of_another() {
        let (mut bits, mut more) = (Bits::new(200), Bits::new(200));
        fill(&mut bits, &[1, 190]);
        fill(&mut more, &[0, 70]);
        bits.append(&mut more);
        assert!(drain(&mut more).is_empty());
        more.insert(5);
        bits.append(&mut more);
        assert_eq!(drain(&mut bits), [0, 1, 5, 70, 190]);
    }
}
