//! The clock of the tokio runtime around a run, if there is one.

use tokio::runtime::Handle;

use super::attempt::caught;

/// Something that waits for a time, if there is a tokio runtime that tells it.
pub(crate) fn timed<T>(make: impl FnOnce() -> T) -> Option<T> {
    let _runtime = Handle::try_current().ok()?;
    // a runtime without timers panics
    caught(make).ok()
}
