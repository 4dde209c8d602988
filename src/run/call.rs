//! One step's call, with its types: the only code that is made anew for each step.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use pin_project_lite::pin_project;

use super::runs::Runs;
use crate::abort::AbortFlag;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::slot::Slot;

/// How a call ended.
pub enum Tried<E> {
    /// Its value lies in the slot.
    Ok,
    /// There is no value.
    Declined,
    /// With an error.
    Failed(E),
    /// Too late: nobody waits for it any longer.
    Dropped,
}

/// A step's call in the run's own task, without its type.
pub trait Call<E>: Send {
    /// Polls the attempt, which begins now if it is given its number; its value goes into the slot.
    fn poll(self: Pin<&mut Self>, begin: Option<u32>, cx: &mut task::Context<'_>)
    -> Poll<Tried<E>>;

    /// Lets go of the attempt, if there is one.
    fn stop(self: Pin<&mut Self>);
}

// The run's types stand here as parameters of their own: if they were asked of `R`, rustc would prove for
// each step that the whole run can be sent.

/// A step, as a part of a run; `call` calls it once.
pub fn step<'a, R, M, C, F>(run: &'a Arc<R>, call: C) -> Step<'a, R, M, C, F>
where
    C: Fn(&'a R, &'a Context<M>) -> F,
    M: 'static,
{
    Step {
        run,
        call,
        metadata: PhantomData,
        attempt: None,
    }
}

pin_project! {
    /// See [`step`].
    pub struct Step<'a, R, M, C, F> {
        run: &'a R,
        call: C,
        metadata: PhantomData<fn() -> M>,
        #[pin]
        attempt: Option<F>,
    }
}

impl<'a, R, E, M, C, F> Call<E> for Step<'a, R, M, C, F>
where
    R: Runs<Error = E, Metadata = M>,
    M: Send + Sync + 'static,
    C: Fn(&'a R, &'a Context<M>) -> F + Send,
    F: Future<Output = Tried<E>> + Send,
{
    fn poll(
        self: Pin<&mut Self>,
        begin: Option<u32>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Tried<E>> {
        let mut this = self.project();
        if let Some(number) = begin {
            let attempt = (this.call)(this.run, this.run.core().attempt(number));
            this.attempt.set(Some(attempt));
        }
        match this.attempt.as_pin_mut() {
            Some(attempt) => attempt.poll(cx),
            None => Poll::Ready(Tried::Dropped),
        }
    }

    fn stop(self: Pin<&mut Self>) {
        self.project().attempt.set(None);
    }
}

/// One call of a step, in a place of its own: on its way to an executor.
pub type Boxed<'a, E> = Pin<Box<dyn Future<Output = Tried<E>> + Send + 'a>>;

/// Calls a step once, for an executor.
pub fn boxed<'a, R, E, M, F>(
    run: &'a R,
    cx: &'a Context<M>,
    call: fn(&'a R, &'a Context<M>) -> F,
) -> Boxed<'a, E>
where
    F: Future<Output = Tried<E>> + Send + 'a,
{
    Box::pin(call(run, cx))
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

    /// Keeps what a step gives, unless nobody waits for this attempt any longer.
    pub fn keep_value<M>(&self, cx: &Context<M>, value: T) -> Tried<E> {
        if !cx.flag().is_none_or(AbortFlag::claim) {
            return Tried::Dropped;
        }
        self.set(Outcome::Ok(value));
        Tried::Ok
    }
}
