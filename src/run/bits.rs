//! A set of steps.

/// One bit for each step.
pub(crate) struct Bits(Box<[u64]>);

impl Bits {
    pub(crate) fn new(steps: usize) -> Self {
        Self(vec![0; steps.div_ceil(64)].into())
    }

    pub(crate) fn insert(&mut self, step: u32) {
        self.0[(step / 64) as usize] |= 1 << (step % 64);
    }

    /// Removes a step, and tells whether it was in the set.
    pub(crate) fn remove(&mut self, step: u32) -> bool {
        let word = &mut self.0[(step / 64) as usize];
        let bit = 1 << (step % 64);
        let was = *word & bit != 0;
        *word &= !bit;
        was
    }

    pub(crate) fn add(&mut self, words: impl Iterator<Item = u64>) {
        self.0
            .iter_mut()
            .zip(words)
            .for_each(|(word, more)| *word |= more);
    }

    /// Moves all that another set holds into this one.
    pub(crate) fn append(&mut self, other: &mut Self) {
        for (word, more) in self.0.iter_mut().zip(&mut other.0) {
            *word |= std::mem::take(more);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether any step from `first` to `last`, both included, is in the set.
    pub(crate) fn any(&self, first: u32, last: u32) -> bool {
        let (from, to) = ((first / 64) as usize, (last / 64) as usize);
        let head = !0 << (first % 64);
        let tail = !0 >> (63 - last % 64);
        match to - from {
            0 => self.0[from] & head & tail != 0,
            _ => {
                self.0[from] & head != 0
                    || self.0[to] & tail != 0
                    || self.0[from + 1..to].iter().any(|word| *word != 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_across_words() {
        let mut bits = Bits::new(300);
        bits.insert(130);
        assert!(bits.any(0, 299) && bits.any(130, 130) && bits.any(60, 200) && bits.any(128, 131));
        assert!(!bits.any(0, 129) && !bits.any(131, 299) && !bits.any(131, 140));
        assert!(bits.remove(130) && !bits.remove(130) && bits.is_empty());
    }
}
