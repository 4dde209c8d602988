//! A shared run before it needs a schedule: its steps are counted by whoever ends one, and begun in tasks.

use std::sync::Arc;

use smallvec::SmallVec;
use tokio::runtime::Handle;

use super::attempt::AttemptEnd;
use super::batch::Batch;
use super::leg::Share;
use super::post::Letter;
use super::relay::Relay;
use super::runs::ErasedRun;
use super::shared::{Hand, Shared};

type Steps = SmallVec<[u32; 8]>;

impl<E: std::fmt::Debug + std::fmt::Display + Send + Sync + 'static> Shared<E> {
    /// Begins the steps that wait for nothing.
    pub(super) fn begin(self: &Arc<Self>, run: &dyn ErasedRun<E>) {
        let Some(relay) = &self.relay else { return };
        let core = run.common();
        core.context.leave_all(core.plan.steps.len());
        match self.is_alone {
            true => self.spawn(run, Share::all(relay.roots().collect())),
            false => {
                let shares = self.shares(relay.roots().collect());
                shares.for_each(|share| self.spawn(run, share));
            }
        }
    }

    /// Whether a task may begin a step, which the schedule has not taken over.
    pub(crate) fn begins(&self, step: u32) -> bool {
        self.relay.as_ref().is_some_and(|relay| relay.begins(step))
    }

    /// A step has ended that a task has begun. What follows from it alone comes to what the task has before it.
    pub(crate) fn ended(
        self: &Arc<Self>,
        run: &dyn ErasedRun<E>,
        letter: Letter<E>,
        share: &mut Share,
    ) {
        let step = letter.step;
        let ends = |relay: &&Relay| matches!(letter.told, AttemptEnd::Ok) && relay.ends(step);
        let Some(relay) = self.relay.as_ref().filter(ends) else {
            return self.told(run, letter, None);
        };
        relay.let_go(step, run);
        let mut ready = Steps::new();
        let needs_schedule = relay.pass_on(step, |child| ready.push(child));
        match ready[..] {
            [] => {}
            _ if self.is_alone => share.others.extend(ready),
            [step] => share.next = Some(step),
            _ => self.spread(run, ready, share),
        }
        if needs_schedule {
            self.schedule(run);
            share.yields = true;
        }
    }

    /// Spreads steps over tasks, of which one is at work already. The last that is spawned lies where only this thread
    /// finds it, and so is run before whatever else there is.
    fn spread(self: &Arc<Self>, run: &dyn ErasedRun<E>, steps: Steps, own: &mut Share) {
        let mut shares = self.shares(steps);
        let refused = shares.next().and_then(|share| own.add(share));
        let others = refused.into_iter().chain(shares);
        others.for_each(|share| self.spawn(run, share));
        own.yields = true;
    }

    /// What each task has of some steps: one of them, or, where there are far more of them than threads, all together.
    fn shares(&self, steps: Steps) -> impl Iterator<Item = Share> {
        let many = steps.len() > 2 * self.workers;
        let tasks = if many { self.workers } else { steps.len() };
        let batch = many.then(|| Arc::new(Batch::new(&steps, tasks)));
        (0..tasks).map(move |task| match &batch {
            Some(batch) => Share::part(batch, task),
            None => Share::step(steps[task]),
        })
    }

    /// A task has to wait: another one begins what it has before it.
    pub(crate) fn part_with(self: &Arc<Self>, run: &dyn ErasedRun<E>, share: &mut Share) {
        if !share.others.is_empty() {
            let others = std::mem::take(&mut share.others);
            self.spawn(run, Share::all(others));
        }
    }

    /// Has a new task begin its share.
    pub(crate) fn spawn(self: &Arc<Self>, run: &dyn ErasedRun<E>, share: Share) {
        if let Some(runtime) = &self.runtime {
            self.hands.change(1);
            run.spawn(share, Hand(Arc::clone(self)), runtime);
        }
    }

    /// A task was dropped, at this step, or before it has begun another.
    pub(crate) fn lost(self: &Arc<Self>, run: &dyn ErasedRun<E>, step: Option<u32>) {
        let _runtime = self.runtime.as_ref().map(Handle::enter);
        match step {
            Some(step) => {
                let (attempt, told) = (1, AttemptEnd::Dropped);
                let letter = Letter {
                    step,
                    attempt,
                    told,
                };
                self.told(run, letter, None);
            }
            None => self.schedule(run),
        }
    }
}
