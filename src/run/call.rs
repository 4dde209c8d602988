//! One call of a step, and what becomes of what it gives.

use std::pin::Pin;

use super::inner::Missing;
use super::straight::{Stop, Straight};
use crate::abort::AbortFlag;
use crate::context::Context;
use crate::outcome::{Outcome, StepError};
use crate::slot::Slot;

/// How a call of a step ended.
pub enum Tried<E> {
    /// Its value lies in the slot.
    Ok,
    /// There is no value.
    Declined,
    /// There is none, because there was nothing to make it of.
    Empty,
    /// With an error.
    Failed(E),
    /// It was a run of its own, which has no output.
    Missing(Missing<E>),
    /// Too late: nobody waits for it any longer.
    Dropped,
    /// In this way, which is final.
    Ended(StepError<E>),
    /// With the failure of one of the elements that it maps.
    Element {
        /// Which one.
        index: usize,
        /// How often it was called.
        attempts: u32,
        /// Why it failed.
        error: StepError<E>,
    },
}

impl<E> Tried<E> {
    /// How the call ended for which somebody walked to one step.
    pub(crate) fn of(walk: Straight<E>) -> Self {
        match walk {
            Err(Stop::Tried(tried)) => tried,
            // there is no such step
            Ok(()) | Err(Stop::Ahead | Stop::Refused(_)) => Self::Dropped,
        }
    }
}

/// One call of a step, in a place of its own.
pub type Boxed<'a, E> = Pin<Box<dyn Future<Output = Straight<E>> + Send + 'a>>;

/// Calls a step once, in a place of its own.
pub fn boxed<'a, E>(call: impl Future<Output = Straight<E>> + Send + 'a) -> Boxed<'a, E> {
    Box::pin(call)
}

/// What a call has given goes into its slot. This depends on the value's type only, so that steps with
/// values of one type share it.
impl<T, E> Slot<T, E> {
    /// Keeps what a step gives that may fail.
    pub fn keep<M>(&self, cx: &Context<M>, given: Result<T, E>) -> Tried<E> {
        match given {
            Ok(value) => self.keep_value(cx, value),
            Err(error) => Tried::Failed(error),
        }
    }

    /// Keeps what a run gives that a step is.
    pub fn keep_run<M>(&self, cx: &Context<M>, given: Result<T, Missing<E>>) -> Tried<E> {
        match given {
            Ok(value) => self.keep_value(cx, value),
            Err(missing) => Tried::Missing(missing),
        }
    }

    /// Keeps what a step gives that may fail, or decline.
    pub fn keep_any<M>(&self, cx: &Context<M>, given: Result<Option<T>, E>) -> Tried<E> {
        match given {
            Ok(value) => self.keep_option(cx, value),
            Err(error) => Tried::Failed(error),
        }
    }

    /// Keeps what a step gives that may decline.
    pub fn keep_option<M>(&self, cx: &Context<M>, given: Option<T>) -> Tried<E> {
        match given {
            Some(value) => self.keep_value(cx, value),
            None => Tried::Declined,
        }
    }

    /// Keeps what a step gives that maps the elements of a value.
    pub fn keep_all<M, U>(&self, cx: &Context<M>, given: Result<Vec<U>, Tried<E>>) -> Tried<E>
    where
        T: FromIterator<U>,
    {
        match given {
            Ok(all) => self.keep_value(cx, all.into_iter().collect()),
            Err(tried) => tried,
        }
    }

    /// Says whether the arm that was taken has put its value here.
    pub fn merged(&self) -> Tried<E> {
        match self.option() {
            Some(_) => Tried::Ok,
            None => Tried::Declined,
        }
    }

    /// Keeps what a step gives that reduces the elements of a value, if that has any.
    pub fn keep_reduced<M>(&self, cx: &Context<M>, given: Result<Option<T>, E>) -> Tried<E> {
        match given {
            Ok(Some(value)) => self.keep_value(cx, value),
            Ok(None) => Tried::Empty,
            Err(error) => Tried::Failed(error),
        }
    }

    /// Keeps what a step gives, unless nobody waits for this attempt any longer.
    pub fn keep_value<M>(&self, cx: &Context<M>, value: T) -> Tried<E> {
        match self.once() {
            // most steps: kept apart, so that they pay for nothing that others need
            Some(slot) if !cx.is_elsewhere() => {
                slot.call_once(|| Outcome::Ok(value));
                Tried::Ok
            }
            _ => self.keep_claimed(cx, value),
        }
    }

    #[inline(never)]
    fn keep_claimed<M>(&self, cx: &Context<M>, value: T) -> Tried<E> {
        if !cx.flag().is_none_or(AbortFlag::claim) {
            return Tried::Dropped;
        }
        self.set(|| Outcome::Ok(value));
        Tried::Ok
    }
}
