//! How often a step is tried, and how long it waits in between.

use std::time::Duration;

/// A step's retry policy, with the defaults already filled in.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    attempts: u32,
    delay: Duration,
    factor: f64,
    max_delay: Duration,
    jitter: Jitter,
}

/// The random part of a delay.
#[derive(Clone, Copy, Debug)]
pub enum Jitter {
    /// Up to this part of the delay is added to it.
    Part(f64),
    /// The wait is drawn from zero to the delay.
    Full,
}

impl Retry {
    /// At most `attempts` calls, with `delay` before the second.
    pub const fn new(attempts: u32, delay: Duration) -> Self {
        Self {
            attempts,
            delay,
            factor: 2.0,
            max_delay: Duration::MAX,
            jitter: Jitter::Part(0.1),
        }
    }

    /// Each delay is the one before times this.
    pub const fn factor(self, factor: f64) -> Self {
        Self { factor, ..self }
    }

    /// No delay is longer than this; jitter comes on top.
    pub const fn max_delay(self, max_delay: Duration) -> Self {
        Self { max_delay, ..self }
    }

    /// The random part.
    pub const fn jitter(self, jitter: Jitter) -> Self {
        Self { jitter, ..self }
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The wait after `attempt` (from 1) has failed, where `random` is drawn from `0.0..1.0`.
    pub(crate) fn wait(&self, attempt: u32, random: f64) -> Duration {
        if self.delay.is_zero() {
            return Duration::ZERO;
        }
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let delay = saturating(self.delay.as_secs_f64() * self.factor.powi(exponent));
        let delay = delay.min(self.max_delay).as_secs_f64();
        saturating(match self.jitter {
            Jitter::Part(part) => delay * (1.0 + part * random),
            Jitter::Full => delay * random,
        })
    }
}

/// A duration of so many seconds; the longest one where they are too many (or no number at all).
fn saturating(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn delays_grow_by_the_factor_up_to_the_cap() {
        let retry = Retry::new(9, SECOND).max_delay(5 * SECOND);
        let waits: Vec<u64> = (1..=5).map(|n| retry.wait(n, 0.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn jitter_is_a_part_on_top_or_a_draw_from_the_whole() {
        let part = Retry::new(2, SECOND).jitter(Jitter::Part(0.5));
        assert_eq!(part.wait(1, 0.5), Duration::from_millis(1250));
        let full = Retry::new(2, SECOND).jitter(Jitter::Full);
        assert_eq!(full.wait(1, 0.25), Duration::from_millis(250));
    }

    #[test]
    fn delays_saturate() {
        let retry = Retry::new(u32::MAX, SECOND).factor(1e9);
        assert_eq!(retry.wait(u32::MAX, 1.0), Duration::MAX);
        let none = Retry::new(2, Duration::ZERO).factor(f64::MAX);
        assert_eq!(none.wait(9, 1.0), Duration::ZERO);
    }
}
