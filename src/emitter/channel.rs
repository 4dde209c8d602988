//! Events for another part of the program.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc::{self, error::TrySendError};

use super::{Emitter, Event};
use crate::outcome::BoxError;

/// A channel for at most so many events that have not been received, at least one: an emitter, and what it is told.
///
/// A run does not wait for the receiver. An event for which there is no room counts as lost.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), pipewright::RunError> {
/// let (emitter, mut events) = pipewright::emitters::channel(1000);
/// let run = Quickstart::new(Calculator).run(5).emit_to(emitter);
/// let (sum, ()) = tokio::join!(run.into_future(), async {
///     while let Some(event) = events.recv().await {
///         println!("{event}");
///     }
/// });
/// assert_eq!(sum?, 15);
/// # Ok(())
/// # }
/// ```
pub fn channel(capacity: usize) -> (Channel, Events) {
    let (sender, receiver) = mpsc::channel(capacity.max(1));
    let lost = Arc::<AtomicU64>::default();
    let channel = Channel {
        sender,
        lost: Arc::clone(&lost),
    };
    (channel, Events { receiver, lost })
}

/// The emitter of a [`channel`]. Where the receiver is gone, nobody is told.
#[derive(Clone, Debug)]
pub struct Channel {
    sender: mpsc::Sender<Event>,
    lost: Arc<AtomicU64>,
}

impl Emitter for Channel {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        let Err(TrySendError::Full(_)) = self.sender.try_send(event.clone()) else {
            return Ok(());
        };
        self.lost.fetch_add(1, Relaxed);
        Err("there was no room in the channel".into())
    }

    fn is_instant(&self) -> bool {
        true
    }
}

/// What the emitter of a [`channel`] is told: a stream that ends when all emitters of the channel are gone.
#[derive(Debug)]
pub struct Events {
    receiver: mpsc::Receiver<Event>,
    lost: Arc<AtomicU64>,
}

impl Events {
    /// The next event; `None` when no more can come.
    pub async fn recv(&mut self) -> Option<Event> {
        self.receiver.recv().await
    }

    /// The next event, if there is one already.
    pub fn try_recv(&mut self) -> Option<Event> {
        self.receiver.try_recv().ok()
    }

    /// The next event, for which this thread waits; `None` when no more can come.
    ///
    /// # Panics
    ///
    /// In asynchronous code.
    pub fn blocking_recv(&mut self) -> Option<Event> {
        self.receiver.blocking_recv()
    }

    /// How many events found no room.
    pub fn lost(&self) -> u64 {
        self.lost.load(Relaxed)
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.receiver.poll_recv(cx)
    }
}
