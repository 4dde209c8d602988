//! The run of a pipeline: its static plan, its schedule, the futures of its steps.

mod attempt;
mod bits;
mod board;
mod call;
mod core;
mod drive;
mod fate;
mod finish;
mod future;
mod gate;
mod here;
mod limits;
mod own;
mod permits;
mod plan;
mod post;
mod progress;
mod record;
mod runs;
mod schedule;
mod shared;
mod spans;
mod straight;
mod task;
mod ticket;
mod verdict;
mod wakes;

pub use self::core::{Core, Settings};
pub(crate) use attempt::caught;
pub use call::{Boxed, Tried, boxed};
pub use drive::{Ended, drive};
pub use future::RunFuture;
pub use gate::{Decision, Gate};
pub use plan::{Choice, Parent, Plan, StepPlan};
pub use runs::Runs;
pub use straight::{Stop, Straight, Walk};
