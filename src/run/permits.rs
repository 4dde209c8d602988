//! How many attempts may run at once, and who waits for that.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{self, Poll, Waker};

use tokio::sync::{Semaphore, SemaphorePermit};

/// The right to run an attempt: so many are free, and steps queue for them in order of arrival.
pub(crate) struct Permits {
    /// `None` where there is no limit.
    free: Option<Arc<Free>>,
    /// Steps by the numbers that they have drawn.
    queue: BTreeMap<NonZeroU64, u32>,
    /// The next number.
    number: NonZeroU64,
    /// The place in the line of all who share the permits, for the step that has waited longest.
    turn: Option<Turn>,
}

/// A step's place in the queue, if it has drawn a number. Once it is no longer in the queue, it has a permit.
pub(crate) type Queued = Option<NonZeroU64>;

/// Waits for a permit.
type Turn = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Permits {
    pub(crate) fn new(free: Option<Arc<Free>>) -> Self {
        Self {
            free,
            queue: BTreeMap::new(),
            number: NonZeroU64::MIN,
            turn: None,
        }
    }

    /// Takes a permit, or queues for one.
    #[inline]
    pub(crate) fn acquire(&mut self, step: u32, queued: &mut Queued) -> bool {
        queued.is_none() && self.take() || self.queue(step, queued)
    }

    /// None is free, or the step has queued already.
    fn queue(&mut self, step: u32, queued: &mut Queued) -> bool {
        match *queued {
            Some(number) if self.queue.contains_key(&number) => false,
            Some(_) => {
                *queued = None;
                true
            }
            None => {
                self.queue.insert(self.number, step);
                *queued = Some(self.number);
                self.number = self.number.saturating_add(1);
                false
            }
        }
    }

    /// A step no longer wants a permit. Gives the step that has one now in its place, if there is one.
    #[inline]
    pub(crate) fn leave(&mut self, queued: &mut Queued) -> Option<u32> {
        let number = queued.take()?;
        match self.queue.remove(&number) {
            Some(_) => {
                self.leave_line();
                None
            }
            None => self.release(),
        }
    }

    /// Gives a permit back. The step that has waited longest has it then, unless another run may have waited
    /// longer.
    #[inline]
    pub(crate) fn release(&mut self) -> Option<u32> {
        let free = self.free.as_ref()?;
        if self.queue.is_empty() || free.is_shared() {
            free.give();
            return None;
        }
        self.first()
    }

    /// The step that stands in the line of all who share the permits.
    #[inline]
    pub(crate) fn waiting(&self) -> Option<u32> {
        if self.queue.is_empty() {
            return None;
        }
        self.queue.first_key_value().map(|(_, step)| *step)
    }

    /// Looks whether it is this run's turn; the step that has waited longest has a permit then.
    pub(crate) fn offer(&mut self, waker: &Waker) -> Option<u32> {
        let free = self.free.as_ref()?;
        let turn = self.turn.get_or_insert_with(|| free.turn());
        if turn.as_mut().poll(&mut task::Context::from_waker(waker)) == Poll::Pending {
            return None;
        }
        self.turn = None;
        self.first()
    }

    fn first(&mut self) -> Option<u32> {
        let first = self.queue.pop_first();
        self.leave_line();
        first.map(|(_, step)| step)
    }

    /// The place in the line is left if nobody here waits.
    fn leave_line(&mut self) {
        if self.queue.is_empty() {
            self.turn = None;
        }
    }

    #[inline]
    fn take(&self) -> bool {
        self.free.as_ref().is_none_or(|free| free.take())
    }
}

/// The permits that are free, for the steps of a run, the elements of its maps, and the runs inside it. Whoever has
/// waited longest has the next one.
pub(crate) struct Free {
    permits: Arc<Semaphore>,
    /// There are other runs that take from it.
    is_shared: AtomicBool,
}

impl Free {
    pub(crate) fn new(attempts: usize) -> Self {
        // without a permit nothing would ever run
        let attempts = attempts.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            permits: Arc::new(Semaphore::new(attempts)),
            is_shared: AtomicBool::new(false),
        }
    }

    /// Another run takes from it from now on.
    pub(crate) fn share(self: &Arc<Self>) -> Arc<Self> {
        self.is_shared.store(true, Relaxed);
        Arc::clone(self)
    }

    fn is_shared(&self) -> bool {
        self.is_shared.load(Relaxed)
    }

    /// How many there are now.
    pub(crate) fn count(&self) -> usize {
        self.permits.available_permits()
    }

    fn take(&self) -> bool {
        let permit = self.permits.try_acquire();
        permit.map(SemaphorePermit::forget).is_ok()
    }

    fn give(&self) {
        self.permits.add_permits(1);
    }

    /// Waits for a permit of a step.
    fn turn(&self) -> Turn {
        let permit = Arc::clone(&self.permits).acquire_owned();
        Box::pin(async { permit.await.into_iter().for_each(|permit| permit.forget()) })
    }

    /// Waits for a permit of an element; `None` never.
    pub(crate) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }
}
