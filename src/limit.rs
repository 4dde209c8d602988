//! Limits that steps share.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::run::timed;

/// How many attempts run at once, and how many begin in a second.
///
/// A pipeline that declares limits has a struct `Limits` of them, and shares one among all its runs and clones.
/// To share a limit with other pipelines, build them with clones of it: it is cheap to clone, and a clone is the
/// same limit. Attempts wait for it in order of arrival.
///
/// ```
/// use pipewright::Limit;
///
/// let database = Limit::permits(10);
/// let embeddings = Limit::permits(4).per_second(50);
/// assert_eq!(database.available(), Some(10));
/// # let _ = embeddings;
/// ```
#[derive(Clone)]
pub struct Limit(Arc<Inner>);

struct Inner {
    permits: Option<Arc<Semaphore>>,
    rate: Option<Rate>,
}

struct Rate {
    interval: Duration,
    /// Whoever has the only permit is the next to begin.
    queue: Semaphore,
    /// When the next one may begin.
    next: Mutex<Option<Instant>>,
}

impl Limit {
    /// At most so many attempts run at once, at least one.
    pub fn permits(permits: usize) -> Self {
        let permits = permits.clamp(1, Semaphore::MAX_PERMITS);
        Self(Arc::new(Inner {
            permits: Some(Arc::new(Semaphore::new(permits))),
            rate: None,
        }))
    }

    /// No limit yet.
    pub fn unbounded() -> Self {
        let (permits, rate) = (None, None);
        Self(Arc::new(Inner { permits, rate }))
    }

    /// At most so many attempts begin in a second, at least one, and evenly: with 50, there are 20 ms between
    /// one and the next. Where this has to be waited for, a tokio runtime is needed.
    #[must_use]
    pub fn per_second(self, attempts: u32) -> Self {
        let rate = Rate {
            interval: Duration::from_secs(1) / attempts.max(1),
            queue: Semaphore::new(1),
            next: Mutex::new(None),
        };
        Self(Arc::new(Inner {
            permits: self.0.permits.clone(),
            rate: Some(rate),
        }))
    }

    /// How many more attempts could run now; `None` if that is not limited.
    pub fn available(&self) -> Option<usize> {
        let permits = self.0.permits.as_ref()?;
        Some(permits.available_permits())
    }

    /// Waits for the right to begin an attempt; `None` if there is no clock to wait by.
    pub(crate) async fn permit(self) -> Option<Permit> {
        let permit = match &self.0.permits {
            Some(permits) => Arc::clone(permits).acquire_owned().await.ok(),
            None => None,
        };
        if let Some(rate) = &self.0.rate {
            rate.turn().await?;
        }
        Some(Permit(permit))
    }
}

impl Rate {
    async fn turn(&self) -> Option<()> {
        let _turn = self.queue.acquire().await.ok();
        let now = Instant::now();
        let next = *self.next();
        let begins = match next.filter(|next| *next > now) {
            Some(next) => {
                timed(|| sleep_until(next))?.await;
                next
            }
            None => now,
        };
        *self.next() = Some(begins + self.interval);
        Some(())
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.0.rate.as_ref();
        f.debug_struct("Limit")
            .field("available", &self.available())
            .field("interval", &rate.map(|rate| rate.interval))
            .finish()
    }
}

/// The right of one attempt to run, given back when it is dropped.
pub(crate) struct Permit(
    #[allow(dead_code, reason = "it is there to be dropped")] Option<OwnedSemaphorePermit>,
);
