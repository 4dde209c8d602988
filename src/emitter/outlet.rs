//! An emitter with its queue, and with the thread that takes from it.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::alarm::Alarm;
use super::queue::{Item, Queue, Worker};
use super::tally::Tally;
use super::{Delivery, Event, EventKind};
use crate::outcome::BoxError;
use crate::run::caught;

/// Where runs put events for one emitter. Its thread ends when it is dropped.
pub(super) struct Outlet(Arc<Inner>);

struct Inner {
    delivery: Delivery,
    is_instant: bool,
    queue: Mutex<Queue>,
    /// Something has come.
    work: Condvar,
    /// Something has been taken.
    room: Condvar,
}

impl Outlet {
    pub(super) fn new(delivery: Delivery) -> Self {
        Self(Arc::new(Inner {
            is_instant: delivery.emitter.is_instant(),
            delivery,
            queue: Mutex::default(),
            work: Condvar::new(),
            room: Condvar::new(),
        }))
    }

    pub(super) fn name(&self) -> &'static str {
        self.0.delivery.name
    }

    /// Puts an event into the queue, if there is room. There always is for a run's end, so that who counts runs
    /// does not count them forever.
    pub(super) fn put(&self, event: &Arc<Event>, tally: &Arc<Tally>) {
        let inner = &self.0;
        tally.told();
        if inner.is_instant {
            return inner.emit(event, tally);
        }
        let mut queue = inner.lock();
        if !inner.has_worker(&mut queue) {
            tally.fault("there is no thread for it".to_owned());
            return tally.lose(1);
        }
        let is_end = matches!(event.kind, EventKind::RunEnded { .. });
        while queue.events() >= inner.delivery.capacity {
            if !inner.delivery.lossless {
                if is_end {
                    break;
                }
                queue.lose();
                return tally.lose(1);
            }
            queue.crowd += 1;
            queue = inner.wait(&inner.room, queue);
            queue.crowd -= 1;
        }
        queue.put(Arc::clone(event), Arc::clone(tally));
        inner.call(&queue);
    }

    /// A run has put all that it has here. What tells when all of it has been taken, if it has not been yet.
    pub(super) fn end(&self, tally: &Arc<Tally>) -> Option<oneshot::Receiver<()>> {
        let inner = &self.0;
        if inner.is_instant {
            inner.flush(Some(tally));
            return None;
        }
        let mut queue = inner.lock();
        if queue.is_at_rest() {
            return None;
        }
        if queue.is_stuck && !inner.delivery.lossless {
            tally.give_up();
            return None;
        }
        let taken = queue.mark(Arc::clone(tally));
        inner.call(&queue);
        Some(taken)
    }

    /// Waits until all of a run's has been taken, at most for as long as the emitter has.
    pub(super) async fn wait(
        &self,
        tally: &Tally,
        mut taken: oneshot::Receiver<()>,
        since: Instant,
    ) {
        let delivery = &self.0.delivery;
        let limit = match delivery.lossless {
            true => Duration::MAX,
            false => delivery.flush_within.saturating_sub(since.elapsed()),
        };
        if !limit.is_zero() && within(limit, &mut taken).await {
            return;
        }
        let mut queue = self.0.lock();
        if taken.try_recv().is_err() {
            queue.is_stuck = true;
            tally.give_up();
        }
    }
}

/// Waits for what is told, at most so long; whether it has been.
async fn within(limit: Duration, told: &mut oneshot::Receiver<()>) -> bool {
    let mut alarm = Alarm::after(limit);
    poll_fn(|cx| {
        if Pin::new(&mut *told).poll(cx).is_ready() {
            return Poll::Ready(true);
        }
        match &mut alarm {
            Some(alarm) => Pin::new(alarm).poll(cx).map(|()| false),
            None => Poll::Pending,
        }
    })
    .await
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.work.notify_one();
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, on: &Condvar, queue: MutexGuard<'a, Queue>) -> MutexGuard<'a, Queue> {
        on.wait(queue).unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a thread that takes from the queue; it begins here.
    fn has_worker(self: &Arc<Self>, queue: &mut Queue) -> bool {
        if queue.worker == Worker::Not {
            let inner = Arc::clone(self);
            let thread = thread::Builder::new().name("pipewright-emitter".to_owned());
            queue.worker = match thread.spawn(move || inner.work()) {
                Ok(_) => Worker::Busy,
                Err(_) => Worker::None,
            };
        }
        queue.worker != Worker::None
    }

    /// Something has come: the thread is told, if it waits.
    fn call(&self, queue: &Queue) {
        if queue.calls(self.delivery.capacity) {
            self.work.notify_one();
        }
    }

    /// Takes from the queue until nothing more can come.
    fn work(&self) {
        let mut kept = Kept::default();
        let mut queue = self.lock();
        loop {
            match queue.next() {
                Some(item) => {
                    if queue.crowd > 0 {
                        self.room.notify_one();
                    }
                    drop(queue);
                    queue = self.take(item, &mut kept);
                }
                None if kept.is_some => {
                    drop(queue);
                    self.flush(std::mem::take(&mut kept).of.as_deref());
                    queue = self.lock();
                }
                None if queue.is_closed => return,
                None => queue = self.rest(queue),
            }
        }
    }

    /// Waits until something comes. What follows soon is taken together: to be notified costs more than to take it.
    fn rest<'a>(&'a self, mut queue: MutexGuard<'a, Queue>) -> MutexGuard<'a, Queue> {
        const REST: Duration = Duration::from_millis(1);
        queue.worker = Worker::Resting;
        let rested = self.work.wait_timeout(queue, REST);
        queue = rested.unwrap_or_else(PoisonError::into_inner).0;
        while queue.is_empty() && !queue.is_closed {
            queue.worker = Worker::Idle;
            queue = self.wait(&self.work, queue);
        }
        queue.worker = Worker::Busy;
        queue
    }

    fn take(&self, item: Item, kept: &mut Kept) -> MutexGuard<'_, Queue> {
        match item {
            Item::Event(event, tally) => {
                self.emit(&event, &tally);
                tally.over();
                *kept = Kept::of(&tally);
                self.has_taken()
            }
            Item::Mark(tally, taken) => {
                self.flush(Some(&tally));
                *kept = Kept::default();
                let queue = self.has_taken();
                // nobody may be waiting any longer
                let _ = taken.send(());
                queue
            }
            Item::Lost(events) => {
                // what it was to be told is in the report
                let _ = caught(|| self.delivery.emitter.lost(events));
                kept.is_some = true;
                self.lock()
            }
        }
    }

    fn has_taken(&self) -> MutexGuard<'_, Queue> {
        let mut queue = self.lock();
        queue.is_stuck = false;
        queue
    }

    fn emit(&self, event: &Event, tally: &Tally) {
        if let Err(error) = result(|| self.delivery.emitter.emit(event)) {
            tally.lose(1);
            tally.fault(error);
        }
    }

    fn flush(&self, tally: Option<&Tally>) {
        if let (Err(error), Some(tally)) = (result(|| self.delivery.emitter.flush()), tally) {
            tally.fault(error);
        }
    }
}

/// What the emitter has taken since it last handed on what it has.
#[derive(Default)]
struct Kept {
    is_some: bool,
    /// Of which run the last of it was.
    of: Option<Arc<Tally>>,
}

impl Kept {
    fn of(tally: &Arc<Tally>) -> Self {
        Self {
            is_some: true,
            of: Some(Arc::clone(tally)),
        }
    }
}

/// What an emitter returns, or its panic as an error.
fn result(call: impl FnOnce() -> Result<(), BoxError>) -> Result<(), String> {
    match caught(call) {
        Ok(given) => given.map_err(|error| error.to_string()),
        Err(message) => Err(format!("it panicked: {message}")),
    }
}
