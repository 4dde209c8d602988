//! The short way of a step that is only called: most have no condition, no limit of their own or of time, and
//! nobody wants to know of each. One that ends in another way than well goes on as all others do.

use std::pin::Pin;
use std::task::{self, Poll};

use super::attempt::{Told, caught};
use super::call::Tried;
use super::fate::{Fate, State};
use super::here::Here;
use super::own::Own;
use super::runs::ErasedRun;
use super::straight::GoStraight;
use super::ticket::Phase;

impl<'r, E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Own<'r, E> {
    /// Whether there is nothing to do for the step but to call it, or to go on with its call.
    #[inline]
    pub(super) fn is_plain(&self, step: u32) -> bool {
        let board = &self.schedule.board;
        let at_call = || match board.state(step) {
            State::Ready => true,
            State::Active => self.schedule.progress[step as usize].ticket.phase == Phase::Attempt,
            _ => false,
        };
        self.is_bare && board.step(step).plain && board.ending.is_none() && at_call()
    }

    /// Polls its call, which begins if it has not.
    #[inline]
    pub(super) fn poll_plain(
        &mut self,
        run: &'r dyn ErasedRun<E>,
        straight: Pin<&mut dyn GoStraight<E>>,
        step: u32,
    ) {
        let board = &mut self.schedule.board;
        let ticket = &mut self.schedule.progress[step as usize].ticket;
        if let State::Ready = board.state(step) {
            let plan = board.begin(step);
            ticket.start(plan, || None);
        }
        let calls = &mut self.calls;
        let mut here = Here {
            run,
            calls,
            straight,
        };
        let cx = &mut task::Context::from_waker(board.waker(step));
        let polled = caught(|| here.poll(step, ticket.attempt, cx));
        let tried = match polled {
            Ok(Poll::Pending) => return,
            Ok(Poll::Ready(Tried::Ok)) => {
                // it has ended well, whatever its future does when it is dropped
                let _ = caught(|| here.stop(step));
                board.end(step, Fate::Ok);
                while let Some(slot) = board.take_spent() {
                    run.slot(slot).free();
                }
                return;
            }
            Ok(Poll::Ready(tried)) => Ok(tried),
            Err(message) => Err(message),
        };
        let told = Told::of(run, step, tried);
        let mut poller = self.schedule.poller(step, run, Some(here));
        poller.end_attempt(told);
        self.do_chores(run);
    }
}
