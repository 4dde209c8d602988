//! A clock that a test has paused, while a run waits for what no clock of tokio knows.

use std::sync::mpsc;
use std::time::Instant;

use tokio::runtime::Handle;

/// For as long as it is there, tokio's clock does not advance by itself, if it is paused: it does not while a thread
/// for blocking work is busy.
pub(super) struct Still {
    _ends: mpsc::Sender<()>,
}

impl Still {
    /// None where the clock is that of the system.
    pub(super) fn stand() -> Option<Self> {
        let runtime = Handle::try_current().ok()?;
        if !is_paused() {
            return None;
        }
        let (_ends, ended) = mpsc::channel();
        runtime.spawn_blocking(move || ended.recv());
        Some(Self { _ends })
    }
}

/// Whether tokio's clock stands, while that of the system goes on.
fn is_paused() -> bool {
    let (tokio, system) = (tokio::time::Instant::now(), Instant::now());
    while Instant::now() == system {}
    tokio::time::Instant::now() == tokio
}
