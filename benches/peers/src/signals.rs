//! A signal for each step of a run, given one in each turn of the runtime.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// The signals that no step waits for yet.
#[derive(Default)]
pub struct Signals(Mutex<Vec<oneshot::Receiver<()>>>);

impl Signals {
    /// Makes a signal for each step, and has them given, the first one to whoever asks first.
    pub fn prepare(&self, steps: usize) {
        let (senders, mut receivers): (Vec<_>, Vec<_>) =
            (0..steps).map(|_| oneshot::channel()).unzip();
        receivers.reverse();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = receivers;
        tokio::spawn(async {
            for sender in senders {
                let _ = sender.send(());
                tokio::task::yield_now().await;
            }
        });
    }

    /// Waits for the next signal that nobody waits for.
    pub async fn next(&self) {
        let signal = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        signal
            .expect("a signal for each step")
            .await
            .expect("it is given");
    }
}
