//! Telling others what happens in a run, while it happens.
//!
//! A run with emitters makes an [`Event`] of each thing that happens, and puts it into the queue of each of them.
//! Their own threads take it from there, so that no run has to wait.

mod alarm;
#[cfg(feature = "progress")]
pub(crate) mod bars;
pub(crate) mod channel;
mod delivery;
mod emission;
mod event;
mod field;
mod level;
mod list;
pub(crate) mod live;
pub(crate) mod log;
mod logfmt;
mod making;
mod message;
mod outlet;
mod queue;
pub(crate) mod recorder;
mod say;
mod show;
mod spot;
mod still;
mod tally;
mod telling;
pub(crate) mod traced;
mod works;

pub use delivery::Delivery;
pub(crate) use emission::{Emission, Subject, attempt_ended, step_ended};
pub use event::{Event, EventKind};
pub use field::Field;
pub use level::Level;
pub use list::Emitters;
pub(crate) use list::Lines;
pub(crate) use spot::{Entered, Spot, Whereabouts, at};
pub(crate) use telling::{Hearers, Telling};

use crate::outcome::BoxError;

/// Is told what happens in runs: implement it to hand that on to wherever it is wanted.
///
/// A closure that takes an `&Event` is an emitter too. Whatever an emitter does, the run goes on: it is called on a
/// thread of its own, an error or a panic of it is counted, and what it is too slow for is left out. What it has
/// not taken is told in the [warnings](crate::Report::warnings) of the run's report. [`Delivery`] changes that.
///
/// ```
/// use pipewright::{BoxError, Emitter, Event, EventKind};
///
/// /// Rings when a run fails.
/// struct Alarm;
///
/// impl Emitter for Alarm {
///     fn emit(&self, event: &Event) -> Result<(), BoxError> {
///         if let EventKind::RunEnded { error: Some(error), .. } = &event.kind {
///             println!("\x07{}: {error}", event.pipeline);
///         }
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an emitter",
    label = "nothing can be told here",
    note = "use one of `pipewright::emitters`, a closure `|event: &pipewright::Event| …`, or implement `pipewright::Emitter` for `{Self}`"
)]
pub trait Emitter: Send + Sync + 'static {
    /// Takes an event. Those of one run come in order; those of several come as they happen.
    ///
    /// # Errors
    ///
    /// It could not be taken. It is counted as lost, and not offered again.
    fn emit(&self, event: &Event) -> Result<(), BoxError>;

    /// So many events were left out at this place, because the emitter was too slow for them. Unless it is
    /// implemented, `tracing` is told.
    fn lost(&self, events: u64) {
        tracing::warn!(target: "pipewright", events, "an emitter was too slow: events are lost");
    }

    /// Hands on what it has kept so far: nothing more is waiting, or a run has ended.
    ///
    /// # Errors
    ///
    /// It could not be handed on.
    fn flush(&self) -> Result<(), BoxError> {
        Ok(())
    }

    /// Whether it neither waits nor takes long. Then it is called at once where something happens, within the
    /// run's own spans, and nothing is left out. Meanwhile the run starts no other step, on whatever
    /// executor, and the calling thread does nothing else.
    fn is_instant(&self) -> bool {
        false
    }
}

impl<F: Fn(&Event) + Send + Sync + 'static> Emitter for F {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        self(event);
        Ok(())
    }
}
