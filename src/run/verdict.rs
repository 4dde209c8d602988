//! What becomes of a step when a parent has ended.

use super::board::Board;
use super::fate::{Ending, Fate, State};
use crate::outcome::{Name, Skip, SkipReason};

/// With which step it began, for each that is skipped, or fails, on account of another one.
#[derive(Default)]
pub(super) struct Causes(Vec<Option<Name>>);

impl Causes {
    fn of(&self, step: u32) -> Option<Name> {
        self.0.get(step as usize).copied().flatten()
    }

    fn set(&mut self, step: u32, cause: Option<Name>) {
        let step = step as usize;
        if self.0.len() <= step {
            self.0.resize(step + 1, None);
        }
        self.0[step] = cause;
    }
}

impl Board {
    /// These steps, of those that ended before there was a schedule, lie in arms that are not taken.
    pub(crate) fn pass_over(&mut self, steps: &[u32]) {
        for &step in steps {
            self.settle(step, Fate::NOT_TAKEN);
        }
        for &step in steps {
            for &child in self.step(step).children {
                let is_open =
                    self.state(child).is_open() || matches!(self.state(child), State::Ready);
                if is_open && self.lacks(child, step, Fate::NOT_TAKEN) {
                    let missing = self.verdict(child);
                    self.change(child, missing);
                }
            }
        }
    }

    pub(crate) fn parent_ended(&mut self, child: u32, parent: u32, fate: Fate) {
        let waits = self.count_down(child);
        let state = self.state(child);
        if !state.is_open() {
            return;
        }
        if fate != Fate::Ok && self.lacks(child, parent, fate) {
            let missing = self.verdict(child);
            self.change(child, missing);
        } else if let (0, State::Waiting | State::AtArm) = (waits, state) {
            self.change(child, self.ending.map_or(State::Ready, Ending::skip));
        } else if self.decides(child, parent) && self.is_decided(child) {
            self.change(child, State::AtArm);
        }
    }

    /// Whether a parent decides about the arm in which a step lies.
    fn decides(&self, child: u32, parent: u32) -> bool {
        let deciders = self.plan.deciders(child);
        deciders.is_some_and(|mut deciders| deciders.any(|decider| decider == parent))
    }

    /// Whether all has ended that decides about the arm in which a step lies.
    pub(crate) fn is_decided(&self, step: u32) -> bool {
        let has_ended = |decider| matches!(self.state(decider), State::Ended(_));
        let deciders = self.plan.deciders(step);
        deciders.is_some_and(|mut deciders| deciders.all(has_ended))
    }

    /// Whether a step cannot run because this parent ended so.
    fn lacks(&self, child: u32, parent: u32, fate: Fate) -> bool {
        let parents = self.step(child).parents;
        let from = parents.partition_point(|p| p.step < parent);
        let wires = parents[from..].iter().take_while(|p| p.step == parent);
        wires.into_iter().any(|wire| wire.need.lacks(fate))
    }

    /// What becomes of a step that lacks a parent: among those that have ended, failure beats skip.
    fn verdict(&mut self, child: u32) -> State {
        let plan = self.step(child);
        // what lies in an arm is not taken with that, whatever lies there before it
        let in_arm = self.plan.graph.steps[child as usize].arm.is_some();
        let mut verdict: Option<(u32, SkipReason)> = None;
        for wire in plan.parents {
            let State::Ended(fate) = self.state(wire.step) else {
                continue;
            };
            if !wire.need.lacks(fate) {
                continue;
            }
            let reason = fate.consequence();
            if let Some(watch) = &mut self.watch
                && !(in_arm && reason == SkipReason::NotTaken)
            {
                watch.caused(child, wire.step);
            }
            match verdict {
                Some((_, SkipReason::ParentFailed)) => {}
                Some(_) if reason != SkipReason::ParentFailed => {}
                _ => verdict = Some((wire.step, reason)),
            }
        }
        let (parent, reason) = verdict.expect("it lacks the parent that has just ended");
        let (state, cause) = if plan.fails_on_missing {
            (State::Missing, Some(&self.step(parent).name))
        } else if in_arm && reason == SkipReason::NotTaken {
            (State::Skip(reason), None)
        } else {
            (State::Lacks(reason), Some(self.root(parent)))
        };
        self.causes.set(child, cause);
        state
    }

    /// The step with which it began.
    fn root(&self, step: u32) -> Name {
        let is_skipped = matches!(self.state(step), State::Ended(Fate::Skipped(_)));
        let cause = self.causes.of(step).filter(|_| is_skipped);
        cause.unwrap_or(&self.step(step).name)
    }

    /// The step whose value is missing.
    pub(crate) fn missing(&self, step: u32) -> &'static str {
        self.causes.of(step).expect("it fails for want of a value")
    }

    /// How a step ends that is skipped for this reason.
    pub(crate) fn skip(&self, step: u32, reason: SkipReason) -> Skip {
        let cause = self.causes.of(step);
        Skip { reason, cause }
    }

    /// A step is skipped in this way.
    pub(crate) fn skipped(&mut self, step: u32, skip: Skip) -> Fate {
        if skip.cause.is_some() {
            self.causes.set(step, skip.cause);
        }
        Fate::Skipped(skip.reason)
    }
}
