//! What generated code says of a run and of each step.

use std::time::Duration;

use super::core::Core;
use crate::context::Context;
use crate::error::AsError;
use crate::slot::Slot;

/// The state of one run of one pipeline; generated.
pub trait Runs: Send + Sync + Sized + 'static {
    /// The type of every step's error.
    type Error: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static;
    /// The declared metadata.
    type Metadata: Send + Sync + 'static;

    /// What all runs have.
    fn core(&self) -> &Core;

    /// An error as a standard one, if its type is one or converts to one.
    fn as_error(_error: &Self::Error) -> Option<&(dyn std::error::Error + 'static)>;

    /// Drops the value of a slot.
    fn clear(&self, slot: u32);
}

/// A step, as a type of its own; generated.
pub trait Node<R: Runs>: Send {
    /// Its number.
    const STEP: u32;

    /// What it produces.
    type Output: Send + Sync + 'static;

    /// Where that goes.
    fn slot(run: &R) -> &Slot<Self::Output, R::Error>;

    /// Whether its condition holds.
    fn guard(_run: &R) -> bool {
        true
    }

    /// Calls it once; `None` if it declines.
    fn attempt(
        run: &R,
        cx: Context<R::Metadata>,
    ) -> impl Future<Output = Attempted<Self::Output, R::Error>> + Send;

    /// Whether an error is worth another attempt.
    fn retry_when(_error: &R::Error) -> bool {
        true
    }

    /// How long to wait after an error, instead of the policy's delay.
    fn retry_after(_error: &R::Error) -> Option<Duration> {
        None
    }
}

/// What one call of a step gives.
pub type Attempted<T, E> = Result<Option<T>, E>;

/// A run without the type of its steps.
pub(crate) trait ErasedRun<E> {
    fn core(&self) -> &Core;
    fn clear(&self, slot: u32);
    fn as_error(&self) -> AsError<E>;
}

impl<R: Runs> ErasedRun<R::Error> for R {
    fn core(&self) -> &Core {
        Runs::core(self)
    }

    fn clear(&self, slot: u32) {
        Runs::clear(self, slot);
    }

    fn as_error(&self) -> AsError<R::Error> {
        R::as_error
    }
}
