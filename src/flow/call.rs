//! One call of a step, as whoever holds a handle makes it.

use std::any::Any;
use std::error::Error;
use std::fmt::Display;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use tokio::time::Instant;

use super::trace::{Calls, Ended};
use crate::context::Context;
use crate::emitter::{EventKind, Spot, Subject, at, attempt_ended, step_ended};
use crate::error_report::Fault;
use crate::run::spans::{End, ErrorText, Traced};
use crate::run::{Core, Plan, Settings, in_span, message};

/// What all runs of flows have.
pub struct FlowCore<M = ()> {
    pub(crate) core: Core<M>,
    /// With a report only.
    pub(crate) calls: Option<Calls>,
    /// How many calls emitters were told of.
    told: AtomicU32,
    /// The innermost step that has panicked.
    pub(crate) panicked: OnceLock<u32>,
    /// How to see an error of its steps as a standard one.
    pub(crate) as_error: OnceLock<AsError>,
}

pub(crate) type AsError = for<'a> fn(&'a (dyn Any + 'static)) -> Option<&'a (dyn Error + 'static)>;

impl<M: Send + Sync + 'static> FlowCore<M> {
    /// Begins a run. `record` keeps what a report needs.
    pub fn new(plan: &'static Plan, settings: Settings, record: bool) -> Self {
        Self {
            core: Core::new(plan, settings, record),
            calls: record.then(Calls::new),
            told: AtomicU32::new(0),
            panicked: OnceLock::new(),
            as_error: OnceLock::new(),
        }
    }

    /// The context of all calls.
    pub fn first(&self) -> &Context<M> {
        self.core.first()
    }

    /// Calls a step that may fail.
    ///
    /// # Errors
    ///
    /// The step's.
    pub async fn call<T, E: Display + 'static, F>(
        &self,
        step: u32,
        caller: u32,
        make: impl FnOnce(u32) -> F,
    ) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let error = |given: &Result<T, E>| given.as_ref().err().map(|error| self.told(error));
        self.made(step, Some(caller), make, error).await
    }

    /// An error that a step has returned.
    fn told<E: Display + 'static>(&self, error: &E) -> ErrorText {
        let standard = self.as_error.get().and_then(|standard| standard(error));
        ErrorText::new(error, standard.and_then(Error::source))
    }

    /// Calls a step that cannot fail.
    pub async fn call_infallible<T, F: Future<Output = T>>(
        &self,
        step: u32,
        caller: u32,
        make: impl FnOnce(u32) -> F,
    ) -> T {
        self.made(step, Some(caller), make, |_| None).await
    }

    /// Calls a synchronous step that may fail.
    ///
    /// # Errors
    ///
    /// The step's.
    pub fn call_blocking<T, E: Display + 'static>(
        &self,
        step: u32,
        caller: u32,
        make: impl FnOnce(u32) -> Result<T, E>,
    ) -> Result<T, E> {
        let call = Call::begin(self, step, Some(caller));
        let given = call.watched(|| make(call.id));
        call.end(given.as_ref().err().map(|error| self.told(error)));
        given
    }

    /// Calls a synchronous step that cannot fail.
    pub fn call_blocking_infallible<T>(
        &self,
        step: u32,
        caller: u32,
        make: impl FnOnce(u32) -> T,
    ) -> T {
        let call = Call::begin(self, step, Some(caller));
        let given = call.watched(|| make(call.id));
        call.end(None);
        given
    }

    /// Makes a call, and notes how it ends: `error` says why it failed, if it did.
    pub(crate) async fn made<T, F: Future<Output = T>>(
        &self,
        step: u32,
        caller: Option<u32>,
        make: impl FnOnce(u32) -> F,
        error: impl FnOnce(&T) -> Option<ErrorText>,
    ) -> T {
        let call = Call::begin(self, step, caller);
        let id = call.id;
        let mut future = pin!(async { make(id).await });
        let given = poll_fn(|cx| call.watched(|| future.as_mut().poll(cx))).await;
        call.end(error(&given));
        given
    }
}

/// A call that has begun.
struct Call<'a, M> {
    core: &'a FlowCore<M>,
    step: u32,
    caller: Option<u32>,
    /// Its place among the calls of the run, if anybody asks.
    id: u32,
    traced: Option<Traced>,
    /// When it began, if there are emitters.
    began: Option<Instant>,
    ended: AtomicBool,
}

impl<'a, M> Call<'a, M> {
    fn begin(core: &'a FlowCore<M>, step: u32, caller: Option<u32>) -> Self {
        let emission = core.core.common.emission();
        let id = match &core.calls {
            Some(calls) => calls.begin(step, caller),
            None if emission.is_some() => core.told.fetch_add(1, Relaxed),
            None => 0,
        };
        if let Some(emission) = emission {
            emission.emit(Subject::call(step, id, caller), EventKind::StepStarted);
        }
        Self {
            core,
            step,
            caller,
            id,
            traced: Traced::call(&core.core.common, step),
            began: emission.map(|_| Instant::now()),
            ended: AtomicBool::new(false),
        }
    }

    /// A part of the call, in its span. A panic is noted on its way to the run.
    fn watched<T>(&self, work: impl FnOnce() -> T) -> T {
        let work = || in_span(self.traced.as_ref().map(Traced::span), work);
        let place = self.core.core.common.context.place(Spot::new(self.step, 1));
        let work = || at(place, work);
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| self.panicked(panic))
    }

    fn panicked(&self, panic: Box<dyn Any + Send>) -> ! {
        let _ = self.core.panicked.set(self.step);
        let error = format!("panicked: {}", message(&*panic));
        self.note(Some(("panicked", ErrorText::new(error, None))));
        resume_unwind(panic)
    }

    fn end(self, error: Option<ErrorText>) {
        self.note(error.map(|error| ("failed", error)));
    }

    /// It has ended, with an error of this kind if there is one.
    fn note(&self, error: Option<(&'static str, ErrorText)>) {
        self.ended.store(true, Relaxed);
        let fault = error.as_ref().map(|(_, told)| Fault::told(told));
        let ended = fault.map_or(Ended::Well, Ended::Failed);
        if let Some(traced) = &self.traced {
            let end = error.map_or(End::Ok, |(kind, told)| End::Err(kind, told));
            end.tell(traced.span());
        }
        self.tell(&ended);
        if let Some(calls) = &self.core.calls {
            calls.end(self.id, ended);
        }
    }

    /// Tells emitters, if there are any.
    fn tell(&self, ended: &Ended) {
        let emission = self.core.core.common.emission();
        let (Some(emission), Some(began)) = (emission, self.began) else {
            return;
        };
        let (fault, took) = (ended.fault().cloned(), began.elapsed());
        let error = fault.as_ref().map(|fault| fault.text.clone());
        let subject = Subject::call(self.step, self.id, self.caller);
        if !matches!(ended, Ended::Dropped) {
            emission.emit(subject, attempt_ended(fault, None, took));
        }
        emission.emit(subject, step_ended(ended.outcome(), error, false, took));
    }
}

impl<M> Drop for Call<'_, M> {
    fn drop(&mut self) {
        if !self.ended.load(Relaxed) {
            self.tell(&Ended::Dropped);
            if let Some(calls) = &self.core.calls {
                calls.end(self.id, Ended::Dropped);
            }
        }
    }
}
