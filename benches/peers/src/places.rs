//! The runtimes that runs are measured on.

use std::pin::Pin;

use tokio::runtime::{Builder, Runtime};

/// Some work, for any runtime.
pub type Job<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where the future of a run is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a runtime of one thread.
    OneThread,
    /// On a worker, of two.
    Worker,
    /// In `block_on`, beside two workers.
    BlockOn,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OneThread, Self::Worker, Self::BlockOn];

    /// Its name in a title.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneThread => "current-thread runtime",
            Self::Worker => "two workers, the run on one of them",
            Self::BlockOn => "two workers, the run in `block_on`",
        }
    }
}

/// The runtimes of all places.
pub struct Runtimes {
    one_thread: Runtime,
    two_workers: Runtime,
}

impl Runtimes {
    /// Starts them.
    pub fn new() -> Self {
        Self {
            one_thread: Builder::new_current_thread().enable_time().build().unwrap(),
            two_workers: Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build()
                .unwrap(),
        }
    }

    /// Runs a job to its end.
    pub fn run<T: Send + 'static>(&self, place: Place, job: Job<T>) -> T {
        match place {
            Place::OneThread => self.one_thread.block_on(job),
            Place::Worker => self
                .two_workers
                .block_on(self.two_workers.spawn(job))
                .unwrap(),
            Place::BlockOn => self.two_workers.block_on(job),
        }
    }
}
