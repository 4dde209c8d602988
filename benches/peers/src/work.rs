//! What a step does.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::signals::Signals;

/// What a step does with the sum of its inputs: it adds one, and perhaps takes its time.
pub trait Work: Clone + Send + Sync + 'static {
    /// A step's value.
    fn work(&self, sum: u64) -> impl Future<Output = u64> + Send + Sync;

    /// Whether `prepare` is needed before each run.
    fn is_prepared(&self) -> bool {
        false
    }

    /// Called inside the runtime; not timed.
    fn prepare(&self, _steps: usize) {}
}

/// Nothing but the addition.
#[derive(Clone, Copy)]
pub struct Add;

impl Work for Add {
    async fn work(&self, sum: u64) -> u64 {
        black_box(sum).wrapping_add(1)
    }
}

/// Work of which one copy is compiled for all that it may be.
#[derive(Clone)]
pub enum Varied {
    /// Adds the value up, so that one sees that all steps have run.
    Tally(Arc<AtomicU64>),
    /// Lets others run, three times.
    Yield,
    /// Waits for a millisecond.
    Sleep,
    /// Waits for a signal of its own; one is given in each turn of the runtime.
    Signal(Arc<Signals>),
    /// Computes for 50 µs: this many rounds.
    Compute(u32),
}

impl Work for Varied {
    async fn work(&self, sum: u64) -> u64 {
        let value = black_box(sum).wrapping_add(1);
        match self {
            Self::Tally(total) => drop(total.fetch_add(value, Relaxed)),
            Self::Yield => {
                for _ in 0..3 {
                    tokio::task::yield_now().await;
                }
            }
            // a timer is large, and boxed here lest it makes all other steps large
            Self::Sleep => Box::pin(tokio::time::sleep(Duration::from_millis(1))).await,
            Self::Signal(signals) => signals.next().await,
            Self::Compute(rounds) => compute(*rounds),
        }
        value
    }

    fn is_prepared(&self) -> bool {
        matches!(self, Self::Signal(_))
    }

    fn prepare(&self, steps: usize) {
        if let Self::Signal(signals) = self {
            signals.prepare(steps);
        }
    }
}

impl Varied {
    /// Steps of 50 µs of arithmetic on this machine.
    pub fn compute() -> Self {
        const ROUNDS: u32 = 1_000_000;
        let start = Instant::now();
        compute(ROUNDS);
        Self::Compute((f64::from(ROUNDS) * 50e-6 / start.elapsed().as_secs_f64()) as u32)
    }
}

fn compute(rounds: u32) {
    let mut x = black_box(1_u64);
    for _ in 0..rounds {
        x = (x ^ (x >> 7)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    black_box(x);
}
