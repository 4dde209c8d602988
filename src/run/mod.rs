//! The run of a pipeline: its static plan, its schedule, the futures of its steps.

mod attempt;
mod bits;
mod board;
mod call;
mod core;
mod drive;
mod group;
mod leaf;
mod node;
mod permits;
mod plan;
mod progress;
mod record;
mod ticket;
mod wakes;

pub use self::core::{Core, Settings};
pub use drive::{Ended, drive};
pub use group::{IntoNodes, Nodes, Part, group, part};
pub use leaf::step;
pub use node::{Attempted, Node, Runs};
pub use plan::{Choice, Parent, Plan, StepPlan};
