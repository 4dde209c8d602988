//! How long a task has its thread.

use std::task::Poll;

/// After so many steps a task lets others have its thread.
pub(super) const TURN: usize = 16;

/// Lets the task wait behind those that its thread has before it. Other threads find it there, which they do not after
/// tokio's own `yield_now`.
pub(super) fn queue_again() -> impl Future<Output = ()> {
    let mut has_waited = false;
    std::future::poll_fn(move |cx| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}
