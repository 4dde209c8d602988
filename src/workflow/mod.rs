//! The run of a workflow: a queue of steps, each with its payload.

mod attempt;
mod drive;
mod execution;
mod last;
mod queue;
mod slots;
mod table;
mod trace;
mod within;
mod works;

pub use drive::work;
pub use execution::execute;
pub use last::Last;
pub use queue::Queue;
pub(crate) use table::write as table;
pub use trace::{Times, TraceRow};
pub(crate) use trace::{of_step, text};
pub use works::{Calls, Decided, Done, Summary, Undecided, Works, value};
