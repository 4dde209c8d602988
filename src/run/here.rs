//! The attempts in the run's own task.

use std::pin::Pin;
use std::task::{self, Poll};

use super::call::{Boxed, Tried};
use super::runs::ErasedRun;
use super::straight::GoStraight;

/// The calls of the attempts that have begun here.
pub(crate) struct Calls<'r, E> {
    /// Of each step, in a place of its own.
    boxed: Box<[Option<Boxed<'r, E>>]>,
    /// The step whose attempt is what has become of the straight way.
    straight: Option<u32>,
}

impl<E> Calls<'_, E> {
    pub(crate) fn new(steps: usize) -> Self {
        Self {
            boxed: (0..steps).map(|_| None).collect(),
            straight: None,
        }
    }

    /// The straight way is this step's attempt from now on.
    pub(crate) fn go_straight(&mut self, step: u32) {
        self.straight = Some(step);
    }
}

/// The same while the run is polled.
pub(crate) struct Here<'p, 'r, E> {
    pub(crate) run: &'r dyn ErasedRun<E>,
    pub(crate) calls: &'p mut Calls<'r, E>,
    pub(crate) straight: Pin<&'p mut dyn GoStraight<E>>,
}

impl<E> Here<'_, '_, E> {
    /// Polls a step's attempt, which begins if it has not.
    #[inline]
    pub(crate) fn poll(
        &mut self,
        step: u32,
        attempt: u32,
        cx: &mut task::Context<'_>,
    ) -> Poll<Tried<E>> {
        let walk = match self.calls.straight == Some(step) {
            true => self.straight.as_mut().poll(cx),
            false => {
                let call = &mut self.calls.boxed[step as usize];
                let begin = || self.run.call(step, attempt);
                call.get_or_insert_with(begin).as_mut().poll(cx)
            }
        };
        walk.map(Tried::of)
    }

    /// Lets go of a step's attempt.
    pub(crate) fn stop(&mut self, step: u32) {
        match self.calls.straight == Some(step) {
            true => {
                self.calls.straight = None;
                self.straight.as_mut().stop();
            }
            false => self.calls.boxed[step as usize] = None,
        }
    }
}
