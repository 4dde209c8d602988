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

    /// Makes an attempt for an executor; its value stays in a parcel.
    fn send(self: Pin<&mut Self>, attempt: u32, flag: Arc<AbortFlag>) -> Sent<E>;

    /// Puts the value of an attempt that has ended elsewhere into the slot.
    fn receive(self: Pin<&mut Self>);

    /// Puts the end of a step without a value into the slot.
    fn settle(&self, missing: Missing<E>);

    /// Whether an error is worth another attempt, and after what time, if it says so.
    fn retry(&self, error: &E) -> Option<Option<Duration>>;
}

/// An attempt on its way to an executor.
pub(crate) type Sent<E> = Pin<Box<dyn Future<Output = Tried<E>> + Send>>;

/// The end of a step without a value.
pub(crate) enum Missing<E> {
    Skipped(Skip),
    Err(StepError<E>),
}

type Parcel<T> = Arc<Mutex<Option<T>>>;

pin_project! {
    /// The call of the step `N`.
    pub(crate) struct Typed<'a, N, R, C, F>
    where
        N: Node<R>,
        R: Runs,
    {
        run: &'a Arc<R>,
        call: C,
        #[pin]
        here: Option<F>,
        parcel: Option<Parcel<N::Output>>,
        node: PhantomData<N>,
    }
}

impl<'a, N: Node<R>, R: Runs, C, F> Typed<'a, N, R, C, F> {
    pub(crate) fn new(run: &'a Arc<R>, call: C) -> Self {
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

impl<N, R, C, F> Call<R::Error> for Typed<'_, N, R, C, F>
where
    N: Node<R>,
    R: Runs,
    C: Fn(Context<R::Metadata>) -> F,
    F: Future<Output = Attempted<N::Output, R::Error>>,
{
    fn guard(&self) -> bool {
        N::guard(self.run)
    }

    fn start(self: Pin<&mut Self>, attempt: u32) {
        let mut this = self.project();
        let cx = Context::new(this.run.core().context.clone(), attempt, None);
        this.here.set(Some((this.call)(cx)));
    }

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Tried<R::Error>> {
        let mut this = self.project();
        let Some(here) = this.here.as_mut().as_pin_mut() else {
            return Poll::Ready(Tried::Dropped);
        };
        let attempted = ready!(here.poll(cx));
        this.here.set(None);
        let slot = N::slot(this.run);
        Poll::Ready(tried(attempted, |value| slot.set(Outcome::Ok(value))))
    }

    fn let_go(self: Pin<&mut Self>) {
        self.project().here.set(None);
    }

    fn send(self: Pin<&mut Self>, attempt: u32, flag: Arc<AbortFlag>) -> Sent<R::Error> {
        let this = self.project();
        let (run, parcel) = (Arc::clone(this.run), Parcel::default());
        *this.parcel = Some(Arc::clone(&parcel));
        let cx = Context::new(run.core().context.clone(), attempt, Some(flag));
        Box::pin(async move {
            let attempted = N::attempt(&run, cx).await;
            tried(attempted, |value| *open(&parcel) = Some(value))
        })
    }

    fn receive(self: Pin<&mut Self>) {
        let this = self.project();
        let value = this.parcel.take().and_then(|parcel| open(&parcel).take());
        if let Some(value) = value {
            N::slot(this.run).set(Outcome::Ok(value));
        }
    }

    fn settle(&self, missing: Missing<R::Error>) {
        N::slot(self.run).set(match missing {
            Missing::Skipped(skip) => Outcome::Skipped(skip),
            Missing::Err(error) => Outcome::Err(error),
        });
    }

    fn retry(&self, error: &R::Error) -> Option<Option<Duration>> {
        N::retry_when(error).then(|| N::retry_after(error))
    }
}

fn tried<T, E>(attempted: Attempted<T, E>, keep: impl FnOnce(T)) -> Tried<E> {
    match attempted {
        Ok(Some(value)) => {
            keep(value);
            Tried::Ok
        }
        Ok(None) => Tried::Declined,
        Err(error) => Tried::Failed(error),
    }
}

fn open<T>(parcel: &Mutex<Option<T>>) -> std::sync::MutexGuard<'_, Option<T>> {
    parcel.lock().unwrap_or_else(PoisonError::into_inner)
}
