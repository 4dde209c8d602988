//! The run of a pipeline: its static plan, its schedule, the futures of its steps.

mod arms;
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
mod handing;
mod here;
mod inner;
mod inside;
mod lane;
mod limits;
mod links;
mod narrow;
mod only;
mod own;
mod permits;
mod plan;
mod post;
mod progress;
mod record;
mod right;
mod runs;
mod schedule;
mod shared;
pub(crate) mod spans;
mod straight;
mod task;
mod ticket;
mod undo;
mod verdict;
mod wakes;
mod walk;
mod watch;

pub(crate) use self::core::Common;
pub use self::core::{Core, Settings};
pub(crate) use attempt::{caught, in_span, message};
pub use call::{Boxed, Tried, boxed};
pub(crate) use drive::deadline;
pub use drive::{Ended, drive};
pub use future::RunFuture;
pub use gate::{Decision, Gate};
pub use inner::{
    ErrorConverts, ErrorPasses, FromRunError, Inner, InnerOutput, Missing, Outer, ended, of_block,
    own,
};
pub(crate) use inside::Attempted;
pub(crate) use plan::OnError;
pub use plan::{Choice, Map, Parent, Plan, StepPlan};
pub(crate) use progress::no_clock;
pub use runs::Runs;
pub use straight::{Stop, Straight};
pub(crate) use ticket::sleep;
pub use undo::{Undo, Undoing, undoing};
pub(crate) use wakes::Wakes;
pub use walk::Walk;
