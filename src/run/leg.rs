//! A task that goes from step to step, for as long as each ends well.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Poll;

use super::attempt::Told;
use super::away::Away;
use super::batch::Batch;
use super::call::Tried;
use super::post::Letter;
use super::runs::Runs;
use super::shared::Hand;
use crate::context::{Context, RunContext};
use crate::current::enter;
use crate::emitter::Spot;

/// After so many steps a task lets others have its thread.
const TURN: usize = 16;

/// The steps of a task, besides those that follow from them.
#[derive(Default)]
pub(crate) struct Share {
    /// The one that it begins next.
    pub(crate) next: Option<u32>,
    /// Those that nobody else begins.
    pub(crate) others: VecDeque<u32>,
    /// Those that it shares, and which part of them is its own.
    pub(crate) batch: Option<(Arc<Batch>, usize)>,
    /// It has come to a task that was at work, and whichever thread has nothing to do is to run that.
    pub(crate) is_new: bool,
}

pub(crate) struct Leg<R: Runs> {
    /// The step that it is at, until its end is told.
    step: Option<u32>,
    share: Share,
    current: Option<RunContext>,
    // in this order: whoever is told finds that nobody holds the run
    run: Arc<R>,
    hand: Hand<R::Error>,
}

impl Share {
    /// One step.
    pub(crate) fn step(step: u32) -> Self {
        let next = Some(step);
        Self { next, ..Self::default() }
    }

    /// What this part of a batch has, and then the others.
    pub(crate) fn part(batch: &Arc<Batch>, part: usize) -> Self {
        Self {
            batch: Some((Arc::clone(batch), part)),
            is_new: true,
            ..Self::default()
        }
    }

    /// Some steps.
    pub(crate) fn all(others: VecDeque<u32>) -> Self {
        Self { others, ..Self::default() }
    }

    fn take(&mut self) -> Option<u32> {
        let next = self.next.take().or_else(|| self.others.pop_front());
        next.or_else(|| {
            let (batch, part) = self.batch.as_ref()?;
            batch.take(*part)
        })
    }

    /// Whether a step is left.
    pub(crate) fn has_any(&self) -> bool {
        let batch = self.batch.as_ref();
        self.next.is_some()
            || !self.others.is_empty()
            || batch.is_some_and(|(batch, _)| batch.has_any())
    }
}

impl<R: Runs> Leg<R> {
    pub(crate) fn new(run: Arc<R>, share: Share, hand: Hand<R::Error>) -> Self {
        Self {
            step: None,
            share,
            current: Some(run.core().common.context.clone()),
            run,
            hand,
        }
    }

    /// Begins and ends its steps, and what follows from them.
    #[allow(
        clippy::manual_async_fn,
        reason = "a block keeps what it captures in one place"
    )]
    pub(crate) fn run(mut self) -> impl Future<Output = ()> + Send {
        async move {
            self.set_out();
            let mut cx = Context::there(self.run.core().common.context.clone(), 0, 1);
            let mut steps = 0;
            while let Some(step) = self.begin() {
                cx.go_to(step);
                let (run, hand, share) = (&self.run, &self.hand, &mut self.share);
                let attempt = Away {
                    call: Some(R::call(run, step, &cx)),
                    run,
                    spot: Spot::new(step, 1),
                    span: None,
                    current: &mut self.current,
                    waits: || hand.0.part_with(run, share),
                };
                let tried = attempt.await;
                self.tell(tried);
                steps += 1;
                if self.share.is_new || steps % TURN == 0 && self.share.has_any() {
                    queue_again().await;
                    self.set_out();
                }
            }
        }
    }

    /// Begins with what it has. If that belongs to a batch that needs another task, there is one.
    fn set_out(&mut self) {
        let is_new = std::mem::take(&mut self.share.is_new);
        if let Some((batch, part)) = self.share.batch.as_ref().filter(|_| is_new)
            && batch.begins()
        {
            self.hand.0.spawn(&self.run, Share::part(batch, part + 1));
        }
    }

    /// Begins the next step, unless the schedule has taken it over.
    fn begin(&mut self) -> Option<u32> {
        while let Some(step) = self.share.take() {
            if self.hand.0.begins(step) {
                self.step = Some(step);
                return self.step;
            }
        }
        None
    }

    fn tell(&mut self, tried: Result<Tried<R::Error>, Arc<str>>) {
        let Some(step) = self.step.take() else { return };
        let (run, shared, share) = (&self.run, &self.hand.0, &mut self.share);
        enter(&mut self.current, || {
            let told = Told::of(run, step, tried);
            let letter = Letter {
                step,
                attempt: 1,
                told,
            };
            shared.ended(run, letter, share);
        });
    }
}

/// Lets the task wait behind those that its thread has before it. Other threads find it there, which they do not after
/// tokio's own `yield_now`.
fn queue_again() -> impl Future<Output = ()> {
    let mut has_waited = false;
    std::future::poll_fn(move |cx| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

impl<R: Runs> Drop for Leg<R> {
    fn drop(&mut self) {
        if self.step.is_some() || self.share.has_any() {
            let (run, shared, step) = (&self.run, &self.hand.0, self.step);
            enter(&mut self.current, || shared.lost(run, step));
        }
    }
}
