//! Subscribers of single tests, each on the thread of its test, in a process with all others.

use std::sync::LazyLock;

use tracing::Dispatch;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt;

/// It wants nothing. But as long as there is one subscriber alone, `tracing` asks nobody but the thread that comes to a
/// line first whether anybody wants what is said there; and that may be the thread of another test, which has none.
static SECOND: LazyLock<Dispatch> =
    LazyLock::new(|| Dispatch::new(tracing_subscriber::registry().with(LevelFilter::OFF)));

/// Has it listen on this thread.
pub(crate) fn listen(subscriber: impl Into<Dispatch>) -> DefaultGuard {
    LazyLock::force(&SECOND);
    tracing::dispatcher::set_default(&subscriber.into())
}
