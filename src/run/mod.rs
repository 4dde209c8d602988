//! The run of a pipeline: its static plan, its schedule, the futures of its steps.

mod attempt;
mod bits;
mod board;
mod call;
mod core;
mod drive;
mod group;
mod permits;
mod plan;
mod progress;
mod record;
mod runs;
mod sprint;
mod ticket;
mod wakes;

pub use self::core::{Core, Settings};
pub use call::{Boxed, Tried, boxed, step};
pub use drive::{Ended, drive};
pub use group::{Part, group, part, parts};
pub use plan::{Choice, Parent, Plan, StepPlan};
pub use runs::Runs;
