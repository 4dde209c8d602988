//! The schedule of a run: the board, and where each step stands.

use std::sync::Arc;
use std::task::Waker;

use super::board::{Board, Chores};
use super::core::Common;
use super::fate::State;
use super::gate::Gate;
use super::here::Here;
use super::marks::Mark;
use super::post::Letter;
use super::progress::{Poller, Progress, There};
use super::relay::Relay;
use super::runs::ErasedRun;
use super::wakes::Wakes;
use super::watch::Watch;

/// What a run knows of its steps, once it has left the straight way.
pub(crate) struct Schedule<E> {
    pub(crate) board: Board,
    /// Where each step stands; made when one has begun that is more than a call.
    progress: Vec<Progress<E>>,
}

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Schedule<E> {
    /// The schedule of all that is left from this step on.
    pub(crate) fn new(
        core: &Common,
        step: u32,
        watch: Option<Box<Watch>>,
        wakes: Arc<Wakes>,
    ) -> Self {
        let mut board = Board::new(core, step, watch, wakes);
        board.pass_over(&core.way.over());
        Self {
            board,
            progress: Vec::new(),
        }
    }

    /// The schedule that takes over a run whose steps have begun and ended without one.
    pub(crate) fn of(core: &Common, relay: &Relay, wakes: Arc<Wakes>) -> Self {
        let mut schedule = Self::new(core, 0, None, wakes);
        for step in 0..core.plan.steps.len() as u32 {
            match relay.take(step) {
                Mark::Open => {}
                Mark::Begun => {
                    let plan = schedule.board.begin(step);
                    schedule.progress(step).has_left(step, plan);
                }
                Mark::Ended => schedule.board.has_ended(step),
            }
        }
        schedule
    }

    /// Whether a step's condition has to be asked when it is polled.
    pub(crate) fn asks(&self, step: u32) -> bool {
        self.board.step(step).guarded
            && matches!(self.board.state(step), State::Ready | State::AtArm)
    }

    pub(crate) fn poller<'a, 'r>(
        &'a mut self,
        step: u32,
        run: &'a dyn ErasedRun<E>,
        here: Option<Here<'a, 'r, E>>,
    ) -> Poller<'a, 'r, E> {
        let steps = self.board.plan.steps.len();
        Poller {
            step,
            progress: &mut all(&mut self.progress, steps)[step as usize],
            board: &mut self.board,
            run,
            here,
        }
    }

    /// Whether a step has begun that is more than a call.
    #[inline]
    pub(super) fn has_ticket(&self, step: u32) -> bool {
        let progress = self.progress.get(step as usize);
        progress.is_some_and(|progress| progress.ticket.attempt > 0)
    }

    /// If a step is only a call, it is more than that from now on.
    pub(super) fn catch_up(&mut self, step: u32) {
        let plan = self.board.step(step);
        let has_begun = matches!(self.board.state(step), State::Active);
        if plan.plain && has_begun && !self.has_ticket(step) {
            self.progress(step).ticket.start(plan, || None);
        }
    }

    fn progress(&mut self, step: u32) -> &mut Progress<E> {
        let steps = self.board.plan.steps.len();
        &mut all(&mut self.progress, steps)[step as usize]
    }

    /// An attempt elsewhere has ended; whether its step waits for that.
    pub(crate) fn deliver(&mut self, letter: Letter<E>) -> bool {
        let step = letter.step;
        let Some(progress) = self.progress.get_mut(step as usize) else {
            return false;
        };
        let Progress { there, ticket, .. } = progress;
        if !matches!(there, There::Away) || ticket.attempt != letter.attempt {
            return false;
        }
        *there = There::Back(letter.told);
        self.board.look_at(step);
        !matches!(self.board.state(step), State::Ended(_))
    }

    /// Polls those that are ready, and those that become so, until none is left, or one's condition has to be
    /// asked.
    pub(super) fn go_on(&mut self, run: &dyn ErasedRun<E>) -> Option<u32> {
        while let Some(step) = self.board.next_ready() {
            if self.asks(step) {
                return Some(step);
            }
            self.poller(step, run, None).poll(Ok(Gate::Open));
        }
        None
    }

    /// What others have to do now.
    pub(crate) fn chores(&mut self) -> Chores {
        match self.board.chores.is_empty() {
            // whatever room they have is kept
            true => Chores::default(),
            false => std::mem::take(&mut self.board.chores),
        }
    }
}

/// Where each of so many steps stands.
#[inline]
fn all<E>(progress: &mut Vec<Progress<E>>, steps: usize) -> &mut [Progress<E>] {
    if progress.is_empty() {
        progress.resize_with(steps, Progress::default);
    }
    progress
}

impl Chores {
    /// Does all of it but handing attempts to executors.
    pub(crate) fn run<E>(&mut self, run: &dyn ErasedRun<E>) {
        self.called.drain(..).for_each(Waker::wake);
        for slot in self.spent.drain(..) {
            run.slot(slot).free();
        }
    }
}
