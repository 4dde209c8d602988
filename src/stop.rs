//! Ending all that a run has spawned.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll};

use pin_project_lite::pin_project;
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// Tells all that a run has spawned that it ends.
#[derive(Default)]
pub(crate) struct StopSignal {
    is_set: AtomicBool,
    /// Made when something is spawned.
    notify: OnceLock<Arc<Notify>>,
}

impl StopSignal {
    pub(crate) fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Acquire)
    }

    pub(crate) fn set(&self) {
        self.is_set.store(true, Ordering::Release);
        // whoever makes `notify` later looks at the flag behind a fence too, so one of the two is seen
        fence(Ordering::SeqCst);
        if let Some(notify) = self.notify.get() {
            notify.notify_waiters();
        }
    }

    fn notified(&self) -> OwnedNotified {
        let notify = Arc::clone(self.notify.get_or_init(Arc::default));
        let notified = notify.notified_owned();
        fence(Ordering::SeqCst);
        notified
    }
}

pin_project! {
    /// Polls a future until it is stopped; then drops it and resolves to `None`.
    pub(crate) struct Stoppable<F> {
        #[pin]
        future: Option<F>,
        #[pin]
        stopped: OwnedNotified,
    }
}

impl<F> Stoppable<F> {
    pub(crate) fn new(stop: &StopSignal, future: F) -> Self {
        // in this order: what is set later than asked is notified
        let stopped = stop.notified();
        let future = (!stop.is_set()).then_some(future);
        Self { future, stopped }
    }
}

impl<F: Future> Future for Stoppable<F> {
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let stopped = this.stopped.poll(cx).is_ready();
        let polled = match this.future.as_mut().as_pin_mut() {
            Some(future) if !stopped => future.poll(cx).map(Some),
            _ => Poll::Ready(None),
        };
        if polled.is_ready() {
            this.future.set(None);
        }
        polled
    }
}
