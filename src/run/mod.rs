//! The run of a pipeline: its static plan, its schedule, the futures of its steps.

mod attempt;
mod bits;
mod board;
mod call;
mod core;
mod drive;
mod future;
mod gate;
mod permits;
mod plan;
mod progress;
mod record;
mod runs;
mod spans;
mod straight;
mod ticket;
mod wakes;
mod walk;

pub use self::core::{Core, Settings};
pub(crate) use attempt::caught;
pub use call::{Boxed, Tried, boxed};
pub use drive::{Ended, drive};
pub use future::RunFuture;
pub use gate::{Decision, Gate};
pub use plan::{Choice, Parent, Plan, StepPlan};
pub use runs::Runs;
pub use straight::{Stop, Straight};
pub use walk::Walk;
