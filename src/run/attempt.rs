//! What is around one call of a step: panics are caught, spans entered, ends judged.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tracing::Span;

use super::call::Tried;
use super::inner::Missing;
use super::runs::ErasedRun;
use crate::outcome::StepError;

/// Calls what may panic.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Arc<str>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| message(&*payload))
}

pub(crate) fn message(payload: &(dyn Any + Send)) -> Arc<str> {
    match (
        payload.downcast_ref::<&str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => Arc::from(*text),
        (_, Some(text)) => Arc::from(text.as_str()),
        _ => Arc::from("with something that is not text"),
    }
}

/// Polls a call in its span, if it has one.
pub(crate) fn in_span<T>(span: Option<&Span>, work: impl FnOnce() -> T) -> T {
    match span {
        Some(span) => span.in_scope(work),
        None => work(),
    }
}

/// How an attempt ended.
pub(crate) enum AttemptEnd<E> {
    /// Its value lies in the slot.
    Ok,
    /// There is no value.
    Declined,
    /// With an error, and whether that is worth another attempt, and after what time, if it says so.
    Failed(Arc<E>, Option<Option<Duration>>),
    /// It was a run that has no output, and no step of it has returned an error.
    Missing(Missing<E>),
    /// It panicked, with this message.
    Panicked(Arc<str>),
    /// Its executor dropped it, or it was called back.
    Dropped,
    /// There is no value, because there was nothing to make it of.
    Empty,
    /// In this way, which is final.
    Ended(StepError<E>),
    /// With the failure of this element, after so many calls.
    Element(usize, u32, StepError<E>),
}

impl<E> AttemptEnd<E> {
    /// How an attempt ended whose call gave this, or panicked with a message.
    pub(crate) fn of(run: &dyn ErasedRun<E>, step: u32, tried: Result<Tried<E>, Arc<str>>) -> Self {
        let error = match tried {
            Ok(Tried::Ok) => return Self::Ok,
            Ok(Tried::Declined) => return Self::Declined,
            Ok(Tried::Dropped) => return Self::Dropped,
            Ok(Tried::Empty) => return Self::Empty,
            Ok(Tried::Ended(error)) => return Self::Ended(error),
            Ok(Tried::Element {
                index,
                attempts,
                error,
            }) => return Self::Element(index, attempts, error),
            Ok(Tried::Failed(error)) => Arc::new(error),
            Ok(Tried::Missing(Missing::Err(StepError::Failed(error)))) => error,
            Ok(Tried::Missing(missing)) => return Self::Missing(missing),
            Err(message) => return Self::Panicked(message),
        };
        match caught(|| run.retry(step, &error)) {
            Ok(again) => Self::Failed(error, again),
            Err(message) => Self::Panicked(message),
        }
    }
}
