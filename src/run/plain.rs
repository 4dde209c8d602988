//! The short way of a step that is only called: most have no condition, no limit of their own or of time, and
//! nobody wants to know of each. They need no place for what else a step may have. One that ends in another way than
//! well, or is cut short, goes on as all others do.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use super::attempt::{AttemptEnd, caught};
use super::call::Tried;
use super::fate::Fate;
use super::here::Here;
use super::own::Own;
use super::progress::Halt;
use super::runs::ErasedRun;
use super::straight::GoStraight;

impl<'r, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Own<'r, E> {
    /// Whether there is nothing to do for the step but to call it, or to go on with its call.
    #[inline]
    pub(super) fn is_plain(&self, step: u32) -> bool {
        self.is_bare && self.schedule.board.at_call(step) && !self.schedule.has_ticket(step)
    }

    /// The straight way waits at this step, and is its call from now on; false if there is more to it than that.
    pub(super) fn goes_straight(&mut self, step: u32, halt: &Halt<E>) -> bool {
        let waits = matches!(halt, Halt::Waits(_)) && self.is_plain(step);
        if waits {
            self.schedule.board.begin(step);
            self.schedule.board.wait_unsure(step);
            self.calls.go_straight(step);
        }
        waits
    }

    /// Polls its call, which begins if it has not.
    #[inline]
    pub(super) fn poll_plain(
        &mut self,
        run: &'r dyn ErasedRun<E>,
        mut straight: Pin<&mut dyn GoStraight<E>>,
        step: u32,
    ) {
        let board = &mut self.schedule.board;
        board.begin(step);
        let calls = &mut self.calls;
        let mut here = Here {
            run,
            calls,
            straight: straight.as_mut(),
        };
        let waker = board.waker(step);
        // what comes out of `caught` is copied, so it is kept small
        let mut tried = None;
        let polled = caught(|| {
            let cx = &mut task::Context::from_waker(waker);
            if let Poll::Ready(ended) = here.poll(step, 1, cx) {
                let well = matches!(tried.insert(ended), Tried::Ok);
                // it has ended well, whatever its future does when it is dropped
                well.then(|| here.stop(step));
            }
        });
        match (tried, polled) {
            (None, Ok(())) => {}
            (Some(Tried::Ok), _) => {
                board.end(step, Fate::Ok);
                while let Some(slot) = board.take_spent() {
                    run.slot(slot).free();
                }
            }
            (Some(tried), _) => self.end_call(run, straight, step, Ok(tried)),
            (None, Err(message)) => self.end_call(run, straight, step, Err(message)),
        }
    }

    /// The call has ended in another way than well.
    fn end_call(
        &mut self,
        run: &'r dyn ErasedRun<E>,
        straight: Pin<&mut dyn GoStraight<E>>,
        step: u32,
        tried: Result<Tried<E>, Arc<str>>,
    ) {
        self.schedule.catch_up(step);
        let told = AttemptEnd::of(run, step, tried);
        self.poller(run, straight, step).end_attempt(told);
        self.do_chores(run);
    }
}
