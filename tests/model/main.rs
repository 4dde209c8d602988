//! Every way in which threads can go through what a run counts without a lock, tried by `loom`.
//!
//! The files of the runtime that hold it are compiled here once more, with atomics and locks that `loom` knows. What is
//! around them (tasks, the schedule) is played by as little as has the same promises to keep.

#[allow(dead_code, reason = "not all that the runtime needs is asked here")]
#[path = "../../src/abort.rs"]
mod abort;
mod batch;
mod calling_back;
mod letters;
mod relay;
#[allow(dead_code, reason = "not all that the runtime needs is asked here")]
mod run;

/// What threads share, as `loom` has it.
mod sync {
    pub(crate) use loom::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
    pub(crate) use loom::sync::{Mutex, MutexGuard};
}

/// Tries all ways with at most so many places at which a thread is stopped although it could go on.
fn explore(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}
