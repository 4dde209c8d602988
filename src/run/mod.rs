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

pub(crate) use self::core::Common;
pub use self::core::{Core, Settings};
pub(crate) use attempt::{Elsewhere, caught, in_span};
pub use call::{Boxed, Tried, boxed};
pub use drive::{Ended, drive};
pub use future::RunFuture;
pub use gate::{Decision, Gate};
pub(crate) use plan::OnError;
pub use plan::{Choice, Map, Parent, Plan, StepPlan};
pub(crate) use progress::no_clock;
pub use runs::Runs;
pub(crate) use runs::Sent;
pub use straight::{Stop, Straight, Walk};
pub(crate) use wakes::Wakes;
