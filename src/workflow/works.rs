//! What generated code says of a workflow's run.

use std::fmt::{Debug, Display};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::queue::Queue;
use crate::context::Context;
use crate::emitter::EventKind;
use crate::outcome::{Outcome, StepError};
use crate::report::OutcomeKind;
use crate::run::Core;

/// One run of one workflow; generated.
pub trait Works: Send + Sync + Sized + 'static {
    /// The type of every step's error.
    type Error: Debug + Display + Send + Sync + 'static;
    /// The metadata that each run carries; `()` without any.
    type Metadata: Send + Sync + 'static;
    /// What decisions change, and the run gives back.
    type State: Send + 'static;
    /// A step with its payload, as it waits in the queue.
    type Queued: Send + 'static;
    /// A step that has ended, before it is decided what follows.
    type Ended: Send + 'static;
    /// How each step ended the last time.
    type Outputs: Default + Send + 'static;

    /// How many steps run at once.
    const CONCURRENCY: usize;
    /// How many steps a run has at most.
    const MAX_STEPS: Option<u32>;

    /// What all runs have.
    fn core(&self) -> &Core<Self::Metadata>;

    /// An error as a standard one, if its type is one or converts to one.
    fn as_error(error: &Self::Error) -> Option<&(dyn std::error::Error + 'static)>;

    /// Which step waits.
    fn step(queued: &Self::Queued) -> u32;

    /// Executes a step.
    fn execute(run: &Arc<Self>, queued: Self::Queued) -> impl Future<Output = Self::Ended> + Send;

    /// What can be told of a step that has ended; with `texts` its values too.
    fn told(ended: &Self::Ended, texts: bool) -> Summary;

    /// Notes how a step has ended.
    fn note(ended: &Self::Ended, outputs: &mut Self::Outputs);

    /// Decides what follows.
    fn decide(
        &self,
        state: &mut Self::State,
        ended: Self::Ended,
        queue: &mut Queue<Self::Queued>,
    ) -> Decided<Self::Error>;

    /// Whether an error of a step is worth another attempt.
    fn retry_when(_step: u32, _error: &Self::Error) -> bool {
        true
    }

    /// How long to wait after an error of a step, instead of its policy's delay.
    fn retry_after(_step: u32, _error: &Self::Error) -> Option<Duration> {
        None
    }
}

/// How a step is called, by its number; generated.
pub trait Calls<const STEP: u32>: Works {
    /// What waits for it in the queue.
    type Payload: Send + Sync + 'static;
    /// What it gives.
    type Value: Send + 'static;

    /// Calls it once.
    fn call<'a>(
        &'a self,
        cx: &'a Context<Self::Metadata>,
        payload: &'a Self::Payload,
    ) -> impl Future<Output = Result<Self::Value, Self::Error>> + Send + 'a;
}

/// How a step has been executed: with this payload, to this end.
pub struct Done<P, T, E> {
    /// What it was given.
    pub payload: P,
    /// How it ended.
    pub outcome: Outcome<T, E>,
    pub(crate) attempts: u32,
}

impl<P, T, E: Display> Done<P, T, E> {
    /// What can be told of it.
    pub fn told(
        &self,
        step: u32,
        texts: bool,
        payload: impl FnOnce(&P) -> Option<String>,
        value: impl FnOnce(&T) -> Option<String>,
    ) -> Summary {
        let error = self.outcome.err();
        let texts = (texts || error.is_some()).then(|| {
            Box::new(Texts {
                payload: texts.then(|| payload(&self.payload)).flatten(),
                value: self.outcome.ok().and_then(value),
                error: error.map(ToString::to_string),
            })
        });
        Summary {
            step,
            outcome: self.outcome.kind(),
            attempts: self.attempts,
            texts,
        }
    }
}

/// A row of the trace, as far as generated code can tell it.
pub struct Summary {
    pub(crate) step: u32,
    pub(crate) outcome: OutcomeKind,
    pub(crate) attempts: u32,
    pub(crate) texts: Option<Box<Texts>>,
}

impl Summary {
    /// The same for emitters.
    pub(crate) fn event(&self, started: Option<Instant>) -> EventKind {
        let texts = self.texts.as_deref();
        EventKind::StepEnded {
            outcome: self.outcome,
            reason: texts.and_then(|texts| texts.error.clone()),
            caused_by: Vec::new(),
            handled: false,
            payload: texts.and_then(|texts| texts.payload.clone()),
            value: texts.and_then(|texts| texts.value.clone()),
            size: None,
            took: started.map_or(Duration::ZERO, |started| started.elapsed()),
        }
    }
}

/// What is told of values and errors.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) payload: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) error: Option<String>,
}

/// Whether it has been decided what follows.
pub type Decided<E> = Result<(), Undecided<E>>;

/// Why nothing follows, and the run ends.
pub enum Undecided<E> {
    /// The decision has failed.
    Decision(E),
    /// The step has, and no decision looks at that.
    Step(StepError<E>),
}

/// What a step has given, where the description decides what follows: if it has failed, the run does.
///
/// # Errors
///
/// The step's.
pub fn value<T, E>(outcome: Outcome<T, E>) -> Result<T, Undecided<E>> {
    match outcome {
        Outcome::Ok(value) => Ok(value),
        Outcome::Err(error) => Err(Undecided::Step(error)),
        // steps of a workflow are never skipped
        Outcome::Skipped(_) => Err(Undecided::Step(StepError::Cancelled)),
    }
}
