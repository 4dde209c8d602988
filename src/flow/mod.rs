//! The run of a flow: calls that the author's code makes.

mod call;
mod drive;
mod trace;

pub use call::FlowCore;
pub use drive::{Flows, flow};
pub use trace::CallReport;
pub(crate) use trace::{of_step, write as table};

use std::pin::Pin;

/// A call on its way, in a place of its own.
pub type BoxedCall<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
