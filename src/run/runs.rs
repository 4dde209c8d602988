//! What generated code says of a run.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::runtime::Handle;

use super::call::Boxed;
use super::core::{Common, Core};
use super::gate::Gate;
use super::leg::{Leg, Share};
use super::shared::Hand;
use super::straight::Straight;
use super::task::{Errand, Home};
use super::ticket::Departure;
use super::undo::Undoing;
use crate::context::Context;
use crate::emitter::Spot;
use crate::error::{AsError, NoOutput};
use crate::executor::Kind;
use crate::slot::AnySlot;

/// The state of one run of one pipeline; generated.
pub trait Runs: Send + Sync + Sized + 'static {
    /// The type of every step's error.
    type Error: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static;
    /// The declared metadata.
    type Metadata: Send + Sync + 'static;
    /// What it gives.
    type Gives: Send + 'static;

    /// What all runs have.
    fn core(&self) -> &Core<Self::Metadata>;

    /// An error as a standard one, if its type is one or converts to one.
    fn as_error(_error: &Self::Error) -> Option<&(dyn std::error::Error + 'static)>;

    /// The steps one after the other, for as long as each ends well and at once.
    fn straight(&self) -> impl Future<Output = Straight<Self::Error>> + Send;

    /// What it gives, once all steps have ended.
    ///
    /// # Errors
    ///
    /// Nobody has made it.
    fn output(&self) -> Result<Self::Gives, NoOutput>;

    /// A slot, without the type of its value.
    fn slot(&self, slot: u32) -> &dyn AnySlot<Self::Error>;

    /// Calls a step once, in a place of its own.
    fn call<'a>(&'a self, step: u32, cx: &'a Context<Self::Metadata>) -> Boxed<'a, Self::Error>;

    /// What the condition of a step says.
    fn guard(&self, _step: u32) -> Gate {
        Gate::Open
    }

    /// Whether an error of a step is worth another attempt.
    fn retry_when(_step: u32, _error: &Self::Error) -> bool {
        true
    }

    /// Undoes a step once; only those are undone of which the plan says so.
    fn undo<'a>(
        &'a self,
        _step: u32,
        _cx: &'a Context<Self::Metadata>,
    ) -> Undoing<'a, Self::Error> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether there is no output, although nothing failed; asked only where something can be undone.
    fn lacks_output(&self) -> bool {
        false
    }

    /// How long to wait after an error of a step, instead of its policy's delay.
    fn retry_after(_step: u32, _error: &Self::Error) -> Option<Duration> {
        None
    }
}

/// The run itself, for whoever is to hold it too.
pub fn own<R: Runs>(run: &R) -> Arc<R> {
    let own = run.core().own.get().and_then(Weak::upgrade);
    let own = own.and_then(|own| own.downcast().ok());
    own.expect("a run of which something leaves is shared")
}

/// A run, which only lies elsewhere: to let go of this is nothing, so that what lets go of all values of a run is not
/// compiled wherever one is erased.
pub(crate) struct Erased<'a, R>(pub(crate) &'a R);

/// A run without the type of its steps.
pub(crate) trait ErasedRun<E>: Sync {
    fn common(&self) -> &Common;
    fn slot(&self, slot: usize) -> &dyn AnySlot<E>;
    fn as_error(&self) -> AsError<E>;
    fn guard(&self, step: u32) -> Gate;

    /// Whether an error is worth another attempt, and after what time, if it says so.
    fn retry(&self, step: u32, error: &E) -> Option<Option<Duration>>;

    /// Makes an attempt in the run's own task.
    fn call(&self, step: u32, attempt: u32) -> Boxed<'_, E>;

    /// Makes an attempt to undo a step.
    fn undo(&self, step: u32, attempt: u32) -> Undoing<'_, E>;

    fn lacks_output(&self) -> bool;

    /// Has a task begin steps.
    fn spawn(&self, share: Share, hand: Hand<E>, runtime: &Handle);

    /// Hands an attempt to its executor, and with it those that follow in the same task.
    fn start(&self, start: Departure, next: VecDeque<Departure>, home: Home<E>);
}

impl<R: Runs> ErasedRun<R::Error> for Erased<'_, R> {
    fn common(&self) -> &Common {
        &self.0.core().common
    }

    fn slot(&self, slot: usize) -> &dyn AnySlot<R::Error> {
        R::slot(
            self.0,
            u32::try_from(slot).expect("a slot's number is a u32"),
        )
    }

    fn as_error(&self) -> AsError<R::Error> {
        R::as_error
    }

    fn guard(&self, step: u32) -> Gate {
        R::guard(self.0, step)
    }

    fn retry(&self, step: u32, error: &R::Error) -> Option<Option<Duration>> {
        R::retry_when(step, error).then(|| R::retry_after(step, error))
    }

    fn call(&self, step: u32, attempt: u32) -> Boxed<'_, R::Error> {
        let run = self.0;
        if attempt == 1 {
            return run.call(step, run.core().first());
        }
        // the context of a later attempt is its own, and goes with it
        Box::pin(async move {
            let context = run.core().common.context.clone();
            let cx = Context::here(context, Spot::new(step, attempt));
            run.call(step, &cx).await
        })
    }

    fn undo(&self, step: u32, attempt: u32) -> Undoing<'_, R::Error> {
        let run = self.0;
        Box::pin(async move {
            let context = run.core().common.context.clone();
            let cx = Context::here(context, Spot::new(step, attempt));
            run.undo(step, &cx).await
        })
    }

    fn lacks_output(&self) -> bool {
        self.0.lacks_output()
    }

    fn spawn(&self, share: Share, hand: Hand<R::Error>, runtime: &Handle) {
        let leg = Leg::new(own(self.0), share, hand);
        drop(runtime.spawn(leg.run()));
    }

    fn start(&self, start: Departure, next: VecDeque<Departure>, home: Home<R::Error>) {
        let core = self.common();
        let step = &core.plan.steps[start.step as usize];
        let place = core.place(step);
        let is_task = matches!(place, Kind::Spawn) && !step.blocking;
        let errand = Errand::new(own(self.0), start, next, home, is_task);
        place.execute(step.blocking, errand.run());
    }
}
