//! The beginning of a run: its steps one after the other, for as long as each ends well and at once.
//!
//! A step stands after all that it waits for. So as long as none has to wait, and none ends in another way,
//! the next one is ready, and nobody has to count who is: there is no schedule yet.

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::time::Instant;

use super::attempt::{Told, caught};
use super::call::Tried;
use super::group::Steps;
use super::plan::StepPlan;
use super::record::Recorder;
use super::runs::ErasedRun;

/// Where the steps no longer simply follow one another.
pub(crate) struct Halt<E> {
    /// The step that is not done. All before it have ended well, and no other has begun.
    pub(crate) step: u32,
    /// When its attempt began, if anybody wants to know.
    pub(crate) began: Option<Instant>,
    pub(crate) what: What<E>,
}

impl<E> Halt<E> {
    /// No step has begun.
    pub(crate) fn at_the_start() -> Self {
        Self {
            step: 0,
            began: None,
            what: What::Ahead,
        }
    }
}

/// What is up with the step.
pub(crate) enum What<E> {
    /// It has not begun.
    Ahead,
    /// Its condition is false.
    Refused,
    /// Its condition has panicked, with this message.
    Unsure(Arc<str>),
    /// Its first attempt has to wait for something.
    Waits,
    /// Its first attempt has ended, and not well.
    Tried(Told<E>),
}

/// Runs steps as far as that goes; `None` if all have ended well.
pub(crate) fn sprint<E>(
    run: &dyn ErasedRun<E>,
    mut steps: Pin<&mut dyn Steps<E>>,
    mut recorder: Option<&mut Recorder>,
    cx: &mut task::Context<'_>,
) -> Option<Halt<E>> {
    let core = run.common();
    let (now, asks) = (Cell::new(0), Cell::new(false));
    let clock = Cell::new(recorder.as_ref().map(|_| Instant::now()));
    let way = caught(|| {
        for (number, step) in (0..).zip(core.plan.steps) {
            now.set(number);
            if !core.is_inline(step) {
                return Some(What::Ahead);
            }
            if step.guarded {
                asks.set(true);
                if !run.guard(number) {
                    return Some(What::Refused);
                }
                asks.set(false);
            }
            match steps.as_mut().step(number).poll(Some(1), cx) {
                Poll::Ready(Tried::Ok) => {}
                Poll::Ready(tried) => return Some(What::Tried(Ok(tried))),
                Poll::Pending => return Some(What::Waits),
            }
            match (&mut recorder, clock.get()) {
                (Some(recorder), Some(began)) => {
                    let end = Instant::now();
                    recorder.passed(began, end);
                    // the next step begins where this one ends
                    clock.set(Some(end));
                }
                _ => free(run, step),
            }
        }
        None
    });
    let what = match way {
        Ok(what) => what?,
        Err(message) if asks.get() => What::Unsure(message),
        Err(message) => What::Tried(Err(message)),
    };
    let (step, began) = (now.get(), clock.get());
    Some(Halt { step, began, what })
}

/// Drops the values whose last reader, in this order, is the step that has ended.
fn free<E>(run: &dyn ErasedRun<E>, step: &StepPlan) {
    for &slot in step.frees {
        if run.needs_drop(slot) {
            run.slot(slot as usize).clear();
        }
    }
}
