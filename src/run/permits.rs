//! How many attempts may run at once, and who waits for that.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// The right to run an attempt: so many are free, and steps queue for them in order of arrival.
pub(crate) struct Permits {
    /// `None` where there is no limit.
    free: Option<Arc<Free>>,
    /// Steps by the numbers that they have drawn.
    queue: BTreeMap<NonZeroU64, u32>,
    /// The next number.
    number: NonZeroU64,
}

/// A step's place in the queue, if it has drawn a number. Once it is no longer in the queue, it has a permit.
pub(crate) type Queued = Option<NonZeroU64>;

impl Permits {
    pub(crate) fn new(free: Option<Arc<Free>>) -> Self {
        Self {
            free,
            queue: BTreeMap::new(),
            number: NonZeroU64::MIN,
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
            Some(_) => None,
            None => self.release(),
        }
    }

    /// Gives a permit back. The step that has waited longest has it then, and if there is none, an element.
    #[inline]
    pub(crate) fn release(&mut self) -> Option<u32> {
        if self.queue.is_empty() {
            self.free.iter().for_each(|free| free.give());
            return None;
        }
        self.queue.pop_first().map(|(_, step)| step)
    }

    /// Takes what an element has given back, for the step that has waited longest.
    pub(crate) fn offer(&mut self) -> Option<u32> {
        let next = !self.queue.is_empty() && self.take();
        next.then(|| self.queue.pop_first())
            .flatten()
            .map(|(_, step)| step)
    }

    #[inline]
    fn take(&self) -> bool {
        self.free.as_ref().is_none_or(|free| free.take())
    }
}

/// The permits that are free, for steps and for the elements of maps.
pub(crate) struct Free {
    count: AtomicUsize,
    /// Elements that wait for one.
    waiting: Mutex<Vec<Waker>>,
}

/// The right to run an attempt for an element.
pub(crate) struct Permit<'a>(&'a Free);

impl Free {
    pub(crate) fn new(attempts: usize) -> Self {
        Self {
            count: AtomicUsize::new(attempts),
            waiting: Mutex::default(),
        }
    }

    /// How many there are now.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    fn take(&self) -> bool {
        let less = |count: usize| count.checked_sub(1);
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        self.count.fetch_update(set, fetch, less).is_ok()
    }

    /// Gives one back, and lets the elements that wait look again.
    fn give(&self) {
        self.count.fetch_add(1, Ordering::AcqRel);
        let waiting = std::mem::take(&mut *self.waiting());
        waiting.into_iter().for_each(Waker::wake);
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit.
    pub(crate) async fn permit(&self) -> Permit<'_> {
        poll_fn(|cx| {
            if !self.take() {
                self.waiting().push(cx.waker().clone());
                // one may have been given back in between
                if !self.take() {
                    return Poll::Pending;
                }
            }
            Poll::Ready(())
        })
        .await;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.give();
    }
}
