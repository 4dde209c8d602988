//! One step's call, with its types: the only code that is made anew for each step.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{self, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;

use super::attempt::Tried;
use super::node::{Attempted, Node, Runs};
use crate::abort::AbortFlag;
use crate::context::Context;
use crate::outcome::{Outcome, Skip, StepError};
use crate::slot::Slot;

/// A step's call without the type of its value.
pub(crate) trait Call<E> {
    /// Whether the condition holds.
    fn guard(&self) -> bool;

    /// Begins an attempt in this task.
    fn start(self: Pin<&mut Self>, attempt: u32);

    /// Polls the attempt in this task; its value goes into the slot.
    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Tried<E>>;

    /// Drops the attempt in this task.
    fn let_go(self: Pin<&mut Self>);

    /// Makes an attempt for an executor; what it returns stays in a parcel.
    fn send(self: Pin<&mut Self>, attempt: u32, flag: Arc<AbortFlag>) -> Sent;

    /// Opens the parcel of an attempt that has ended elsewhere; its value goes into the slot.
    fn receive(self: Pin<&mut Self>) -> Tried<E>;

    /// Puts the end of a step without a value into the slot.
    fn settle(&self, missing: Missing<E>);

    /// Whether an error is worth another attempt, and after what time, if it says so.
    fn retry(&self, error: &E) -> Option<Option<Duration>>;
}

/// An attempt on its way to an executor.
pub(crate) type Sent = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The end of a step without a value.
pub(crate) enum Missing<E> {
    Skipped(Skip),
    Err(StepError<E>),
}

type Parcel<T, E> = Arc<Mutex<Option<Attempted<T, E>>>>;

pin_project! {
    /// The call of the step `N`.
    pub(crate) struct Typed<'a, N, R, F>
    where
        N: Node<R>,
        R: Runs,
    {
        run: &'a Arc<R>,
        // a pointer: a closure would make each step's types longer, and the compiler slower
        call: fn(&'a R, Context<R::Metadata>) -> F,
        #[pin]
        here: Option<F>,
        parcel: Option<Parcel<N::Output, R::Error>>,
        node: PhantomData<N>,
    }
}

impl<'a, N: Node<R>, R: Runs, F> Typed<'a, N, R, F> {
    pub(crate) fn new(run: &'a Arc<R>, call: fn(&'a R, Context<R::Metadata>) -> F) -> Self {
        Self {
            run,
            call,
            here: None,
            parcel: None,
            node: PhantomData,
        }
    }

    pub(crate) fn run(&self) -> &'a Arc<R> {
        self.run
    }
}

impl<N, R, F> Call<R::Error> for Typed<'_, N, R, F>
where
    N: Node<R>,
    R: Runs,
    F: Future<Output = Attempted<N::Output, R::Error>>,
{
    fn guard(&self) -> bool {
        N::guard(self.run)
    }

    fn start(self: Pin<&mut Self>, attempt: u32) {
        let mut this = self.project();
        let cx = Context::new(this.run.core().context.clone(), attempt, None);
        this.here.set(Some((this.call)(this.run, cx)));
    }

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Tried<R::Error>> {
        let mut this = self.project();
        let Some(here) = this.here.as_mut().as_pin_mut() else {
            return Poll::Ready(Tried::Dropped);
        };
        let attempted = ready!(here.poll(cx));
        this.here.set(None);
        Poll::Ready(keep(N::slot(this.run), attempted))
    }

    fn let_go(self: Pin<&mut Self>) {
        self.project().here.set(None);
    }

    fn send(self: Pin<&mut Self>, attempt: u32, flag: Arc<AbortFlag>) -> Sent {
        let this = self.project();
        let parcel = Parcel::default();
        *this.parcel = Some(Arc::clone(&parcel));
        let run = Arc::clone(this.run);
        let cx = Context::new(run.core().context.clone(), attempt, Some(flag));
        Box::pin(async move {
            let attempted = N::attempt(&run, cx).await;
            pack(&parcel, attempted);
        })
    }

    fn receive(self: Pin<&mut Self>) -> Tried<R::Error> {
        let this = self.project();
        unpack(N::slot(this.run), this.parcel.take())
    }

    fn settle(&self, missing: Missing<R::Error>) {
        settle(N::slot(self.run), missing);
    }

    fn retry(&self, error: &R::Error) -> Option<Option<Duration>> {
        N::retry_when(error).then(|| N::retry_after(error))
    }
}

// What follows depends on the value's type only, so steps with values of one type share it.

/// Puts what a call returned into the slot, if it is a value.
fn keep<T, E>(slot: &Slot<T, E>, attempted: Attempted<T, E>) -> Tried<E> {
    match attempted {
        Ok(Some(value)) => {
            slot.set(Outcome::Ok(value));
            Tried::Ok
        }
        Ok(None) => Tried::Declined,
        Err(error) => Tried::Failed(error),
    }
}

fn settle<T, E>(slot: &Slot<T, E>, missing: Missing<E>) {
    slot.set(match missing {
        Missing::Skipped(skip) => Outcome::Skipped(skip),
        Missing::Err(error) => Outcome::Err(error),
    });
}

fn pack<T, E>(parcel: &Mutex<Option<Attempted<T, E>>>, attempted: Attempted<T, E>) {
    *parcel.lock().unwrap_or_else(PoisonError::into_inner) = Some(attempted);
}

fn unpack<T, E>(slot: &Slot<T, E>, parcel: Option<Parcel<T, E>>) -> Tried<E> {
    let attempted =
        parcel.and_then(|parcel| parcel.lock().unwrap_or_else(PoisonError::into_inner).take());
    attempted.map_or(Tried::Dropped, |attempted| keep(slot, attempted))
}
