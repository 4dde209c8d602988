//! Medians of interleaved samples, so that a noisy machine is equally noisy to all rows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::Dispatch;

use crate::listener::{Nobody, listened};
use crate::memory::{self, Usage};
use crate::places::{Job, Place, Runtimes};
use crate::rows::Row;

/// How much time one sample takes, if a run is not longer.
const SAMPLE: Duration = Duration::from_millis(2);
/// How much time the samples of one row take.
const ROW: Duration = Duration::from_millis(80);
const SAMPLES: std::ops::RangeInclusive<u32> = 5..=25;

/// How a row is run.
pub struct Bench {
    runtimes: Runtimes,
    nobody: Dispatch,
    smoke: bool,
}

impl Bench {
    /// With `smoke`, the time of a row is that of its first run.
    pub fn new(smoke: bool) -> Self {
        Self {
            runtimes: Runtimes::new(),
            nobody: Dispatch::new(Nobody),
            smoke,
        }
    }

    /// The output of one run.
    pub fn output(&self, place: Place, row: &Row) -> u64 {
        self.run(place, row, (row.runs)(1)).1
    }

    /// The median time of a run of each row.
    pub fn times(&self, place: Place, rows: &[Row]) -> Vec<Duration> {
        let once: Vec<Duration> = rows.iter().map(|row| self.sample(place, row, 1)).collect();
        if self.smoke {
            return once;
        }
        let runs: Vec<u32> = rows
            .iter()
            .zip(&once)
            .map(|(row, &time)| {
                if row.prepared {
                    1
                } else {
                    times_in(SAMPLE, time)
                }
            })
            .collect();
        let samples = runs
            .iter()
            .zip(&once)
            .map(|(&runs, &time)| times_in(ROW, time * runs));
        let samples: Vec<u32> = samples
            .map(|count| count.clamp(*SAMPLES.start(), *SAMPLES.end()))
            .collect();
        let mut times = vec![Vec::new(); rows.len()];
        for round in 0..*SAMPLES.end() {
            for (index, row) in rows.iter().enumerate() {
                if round < samples[index] {
                    times[index].push(self.sample(place, row, runs[index]) / runs[index]);
                }
            }
        }
        times.into_iter().map(median).collect()
    }

    /// What one run allocates. The box of the row's own future is seen in the bytes, but is no allocation
    /// of the run's.
    pub fn usage(&self, place: Place, row: &Row) -> Usage {
        let runs = Arc::clone(&row.runs);
        let counted = Box::pin(async move {
            memory::start();
            runs(1).await;
            let usage = memory::stop();
            Usage {
                allocations: usage.allocations - 1,
                ..usage
            }
        });
        self.run(place, row, counted).1
    }

    fn sample(&self, place: Place, row: &Row, runs: u32) -> Duration {
        self.run(place, row, (row.runs)(runs)).0
    }

    /// Runs a job in the row's surroundings, and tells how long that took.
    fn run<T: Send + 'static>(&self, place: Place, row: &Row, job: Job<T>) -> (Duration, T) {
        let prepare = row.prepare.clone();
        let timed = Box::pin(async move {
            prepare();
            let start = Instant::now();
            let result = job.await;
            (start.elapsed(), result)
        });
        match row.listened {
            false => self.runtimes.run(place, timed),
            true => listened(&self.nobody, || self.runtimes.run(place, timed)),
        }
    }
}

fn times_in(whole: Duration, part: Duration) -> u32 {
    let times = whole.as_nanos() / part.as_nanos().max(1);
    u32::try_from(times).unwrap_or(u32::MAX).max(1)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
