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
pub(crate) mod spans;
mod straight;
mod ticket;
mod wakes;

pub(crate) use self::core::Common;
pub use self::core::{Core, Settings};
pub(crate) use attempt::{Elsewhere, caught, in_span, message};
pub(crate) use bits::Bits;
pub use call::{Boxed, Tried, boxed};
pub(crate) use drive::deadline;
pub use drive::{Ended, drive};
pub use future::RunFuture;
pub(crate) use future::Spawned;
pub use gate::{Decision, Gate};
pub use plan::{Choice, Parent, Plan, StepPlan};
pub use runs::Runs;
pub use straight::{Stop, Straight, Walk};
pub(crate) use ticket::sleep;
pub(crate) use wakes::Wakes;
