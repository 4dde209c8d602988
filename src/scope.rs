//! Where the calling code is in its run: in which span, and at which step. Only known while somebody listens.

use std::cell::Cell;

use tracing::Span;
use tracing::level_filters::LevelFilter;

/// A step, and which call of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) step: &'static str,
    pub(crate) attempt: u32,
}

thread_local! {
    static HERE: Cell<Option<At>> = const { Cell::new(None) };
}

/// The step that the calling code belongs to.
pub(crate) fn at() -> Option<At> {
    HERE.get()
}

/// Whether anybody listens who may want to know of a run.
pub(crate) fn listens() -> bool {
    let level = LevelFilter::current();
    level >= LevelFilter::INFO || level != LevelFilter::OFF && is_asked()
}

/// Whether log lines are to say where they come from, those above the level of spans too.
#[cfg(feature = "tracing-subscriber")]
fn is_asked() -> bool {
    asked::ASKED.load(std::sync::atomic::Ordering::Relaxed)
}

#[cfg(not(feature = "tracing-subscriber"))]
fn is_asked() -> bool {
    false
}

#[cfg(feature = "tracing-subscriber")]
pub(crate) mod asked {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    pub(super) static ASKED: AtomicBool = AtomicBool::new(false);

    /// From now on log lines say where they come from.
    pub(crate) fn ask() {
        ASKED.store(true, Relaxed);
    }
}

/// A span, and the step that it is about, if it is about one.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) span: Span,
    pub(crate) at: Option<At>,
}

impl Scope {
    /// Does something in it.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Restore(Option<At>);
        impl Drop for Restore {
            fn drop(&mut self) {
                HERE.set(self.0);
            }
        }
        let _restore = Restore(HERE.replace(self.at));
        self.span.in_scope(work)
    }

    /// Enters it, where there is no place for a guard: inside the scope of a run.
    pub(crate) fn enter(&self) {
        self.span
            .with_subscriber(|(id, listener)| listener.enter(id));
        HERE.set(self.at);
    }

    /// Leaves it for the scope of the run.
    pub(crate) fn leave(&self) {
        HERE.set(None);
        self.span
            .with_subscriber(|(id, listener)| listener.exit(id));
    }
}

/// Does something in a scope, if there is one.
pub(crate) fn in_scope<T>(scope: Option<&Scope>, work: impl FnOnce() -> T) -> T {
    match scope {
        Some(scope) => scope.within(work),
        None => work(),
    }
}
