//! A task that goes from step to step, for as long as each ends well.

use std::collections::VecDeque;
use std::sync::Arc;

use super::attempt::AttemptEnd;
use super::away::Away;
use super::batch::Batch;
use super::call::Tried;
use super::post::Letter;
use super::runs::{Erased, Runs};
use super::shared::Hand;
use super::turn::{TURN, queue_again};
use crate::context::{Context, RunContext};
use crate::current::enter;
use crate::emitter::Spot;

/// What a task is to begin.
#[derive(Default)]
pub(crate) struct Share {
    /// The step that it begins next.
    pub(crate) next: Option<u32>,
    /// Steps that nobody else begins.
    pub(crate) others: VecDeque<u32>,
    /// Steps that it shares with others.
    part: Option<Part>,
    /// It lets others run before it goes on.
    pub(crate) yields: bool,
}

/// A task's part of a batch.
struct Part {
    batch: Arc<Batch>,
    number: usize,
    /// The task counts among those that have not begun.
    is_new: bool,
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
        Self {
            next,
            ..Self::default()
        }
    }

    /// Some steps.
    pub(crate) fn all(others: VecDeque<u32>) -> Self {
        Self {
            others,
            ..Self::default()
        }
    }

    /// A part of a batch.
    pub(crate) fn part(batch: &Arc<Batch>, number: usize) -> Self {
        Self {
            part: Some(Part {
                batch: Arc::clone(batch),
                number,
                is_new: true,
            }),
            ..Self::default()
        }
    }

    /// Adds another share to a task whose step has ended; gives it back if there is no room for it.
    pub(crate) fn add(&mut self, share: Self) -> Option<Self> {
        match share.next {
            Some(step) => self.next = Some(step),
            None if self.has_any() => return Some(share),
            None => self.part = share.part,
        }
        None
    }

    /// Begins with its part. What another task has to begin with in its stead, while this one counts again among those
    /// that have not begun, and waits where any thread finds it that has nothing to do.
    fn set_out(&mut self) -> Option<Self> {
        let part = self.part.as_mut().filter(|part| part.is_new)?;
        part.is_new = part.batch.begins();
        part.is_new.then(|| {
            let part = Part {
                batch: Arc::clone(&part.batch),
                number: part.number,
                is_new: false,
            };
            Self {
                part: Some(part),
                ..Self::default()
            }
        })
    }

    fn take(&mut self) -> Option<u32> {
        let next = self.next.take().or_else(|| self.others.pop_front());
        next.or_else(|| {
            let part = self.part.as_ref()?;
            part.batch.take(part.number)
        })
    }

    /// Whether a step is left.
    fn has_any(&self) -> bool {
        let part = self.part.as_ref();
        self.next.is_some()
            || !self.others.is_empty()
            || part.is_some_and(|part| part.batch.has_any())
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
            self.set_out().await;
            let mut cx = Context::there(self.run.core().common.context.clone(), 0, 1);
            let mut steps = 0;
            while let Some(step) = self.begin() {
                cx.go_to(step);
                let (run, hand, share) = (&*self.run, &self.hand, &mut self.share);
                let attempt = Away {
                    call: Some(R::call(run, step, &cx)),
                    run,
                    spot: Spot::new(step, 1),
                    span: None,
                    current: &mut self.current,
                    waits: || hand.0.part_with(&Erased(run), share),
                };
                let tried = attempt.await;
                self.tell(tried);
                steps += 1;
                let yields = std::mem::take(&mut self.share.yields);
                if (yields || steps % TURN == 0) && self.share.has_any() {
                    queue_again().await;
                    self.set_out().await;
                }
            }
        }
    }

    /// Begins with its share.
    async fn set_out(&mut self) {
        while let Some(share) = self.share.set_out() {
            self.hand.0.spawn(&Erased(&*self.run), share);
            queue_again().await;
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
        let (run, shared, share) = (&Erased(&*self.run), &self.hand.0, &mut self.share);
        enter(&mut self.current, || {
            let told = AttemptEnd::of(run, step, tried);
            let letter = Letter {
                step,
                attempt: 1,
                told,
            };
            shared.ended(run, letter, share);
        });
    }
}

impl<R: Runs> Drop for Leg<R> {
    fn drop(&mut self) {
        if self.step.is_some() || self.share.has_any() {
            let (run, shared, step) = (&Erased(&*self.run), &self.hand.0, self.step);
            enter(&mut self.current, || shared.lost(run, step));
        }
    }
}
