//! Every way in which threads can go through what a run counts without a lock, tried by `loom`.
//!
//! The files of the runtime that hold it are compiled here once more, with atomics and locks that `loom` knows. What is
//! around them (tasks, the schedule) is played by as little as has the same promises to keep.

mod batch;
mod letters;
mod relay;
#[allow(dead_code, reason = "not all that the runtime needs is asked here")]
mod run;

/// Tries all ways with at most so many places at which a thread is stopped although it could go on.
fn explore(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}
