//! How many attempts may run at once, and who waits for that.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// The right to run an attempt: so many are free, and steps queue for them in order of arrival.
pub(crate) struct Permits {
    /// `None` where there is no limit.
    free: Option<Arc<Free>>,
    queue: VecDeque<u32>,
}

impl Permits {
    pub(crate) fn new(free: Option<Arc<Free>>) -> Self {
        Self {
            free,
            queue: VecDeque::new(),
        }
    }

    /// Takes a permit, unless those that are free belong to steps that have waited longer.
    pub(crate) fn acquire(&mut self, step: u32, queued: &mut bool) -> bool {
        let Some(free) = &self.free else { return true };
        let may_go = match *queued {
            true => self.first().any(|first| first == step),
            false => self.queue.len() < free.count(),
        };
        if may_go && free.take() {
            self.leave(step, queued);
            return true;
        }
        if !std::mem::replace(queued, true) {
            self.queue.push_back(step);
        }
        false
    }

    /// Takes a step out of the queue, if it is in it.
    pub(crate) fn leave(&mut self, step: u32, queued: &mut bool) {
        if std::mem::take(queued) {
            self.queue.retain(|queued| *queued != step);
            self.call_elements();
        }
    }

    /// Gives a permit back.
    pub(crate) fn release(&mut self) {
        if let Some(free) = &self.free {
            free.give();
        }
        self.call_elements();
    }

    /// The steps in the queue for which there is a permit.
    pub(crate) fn first(&self) -> impl Iterator<Item = u32> {
        let free = self.free.as_ref().map_or(0, |free| free.count());
        self.queue.iter().take(free).copied()
    }

    /// What no step waits for is there for elements.
    fn call_elements(&self) {
        if let (Some(free), true) = (&self.free, self.queue.is_empty()) {
            free.call();
        }
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

    fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    fn take(&self) -> bool {
        let less = |count: usize| count.checked_sub(1);
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        self.count.fetch_update(set, fetch, less).is_ok()
    }

    fn give(&self) {
        self.count.fetch_add(1, Ordering::AcqRel);
    }

    /// Lets the elements that wait look again.
    fn call(&self) {
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
        self.0.call();
    }
}
