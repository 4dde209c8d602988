//! The static tables that generated code describes a pipeline with.

use std::time::Duration;

use pipewright_graph::Graph;

use super::undo::Undo;
use crate::retry::Retry;

/// One pipeline: everything about it that does not depend on types.
#[derive(Debug)]
pub struct Plan {
    /// Its name.
    pub name: &'static str,
    /// A hash of its definition.
    pub definition: &'static str,
    /// Its wiring, for pictures.
    pub graph: &'static Graph,
    /// Its steps, each after all that it waits for.
    pub steps: &'static [StepPlan],
    /// How many steps read each slot: the inputs' slots first, then one for each step.
    /// Where the output is a plain value, the run itself is one more reader of it.
    pub readers: &'static [u32],
    /// Nothing more starts after the first unhandled error.
    pub fail_fast: bool,
    /// The limit of a run, unless one is given to it.
    pub deadline: Option<Duration>,
    /// Where steps run, unless the run says otherwise.
    pub executor: Option<Choice>,
    /// Something of a step may leave the run's own task, wherever others run.
    pub leaves: bool,
}

impl Plan {
    /// What a run would do.
    pub fn preview(&self) -> crate::Preview {
        self.graph.plan()
    }

    /// The slot of a step's outcome.
    pub(crate) fn slot(&self, step: u32) -> usize {
        self.readers.len() - self.steps.len() + step as usize
    }
}

/// One step: everything about it that does not depend on types.
#[derive(Debug)]
#[must_use]
pub struct StepPlan {
    pub(crate) name: &'static str,
    pub(crate) parents: &'static [Parent],
    pub(crate) waits: u32,
    pub(crate) children: &'static [u32],
    pub(crate) reads: &'static [u32],
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) executor: Option<Choice>,
    pub(crate) inner: bool,
    pub(crate) blocking: bool,
    pub(crate) guarded: bool,
    pub(crate) optional: bool,
    pub(crate) handled: bool,
    pub(crate) fails_on_missing: bool,
    pub(crate) undo: Option<&'static Undo>,
    pub(crate) limit: Option<u32>,
    pub(crate) map: Option<&'static Map>,
    /// There is nothing to it but its call, where the run itself asks for nothing more.
    pub(crate) plain: bool,
}

impl StepPlan {
    /// A step that waits for nothing and that nothing waits for.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            parents: &[],
            waits: 0,
            children: &[],
            reads: &[],
            retry: None,
            timeout: None,
            deadline: None,
            executor: None,
            inner: false,
            blocking: false,
            guarded: false,
            optional: false,
            handled: false,
            fails_on_missing: false,
            undo: None,
            limit: None,
            map: None,
            plain: true,
        }
    }

    /// What it waits for, sorted by step.
    pub const fn parents(self, parents: &'static [Parent]) -> Self {
        let mut waits = 0;
        let mut i = 0;
        while i < parents.len() {
            if i == 0 || parents[i].step != parents[i - 1].step {
                waits += 1;
            }
            i += 1;
        }
        Self {
            parents,
            waits,
            ..self
        }
    }

    /// The steps that wait for it, each once.
    pub const fn children(self, children: &'static [u32]) -> Self {
        Self { children, ..self }
    }

    /// The slots that it reads, each once.
    pub const fn reads(self, reads: &'static [u32]) -> Self {
        Self { reads, ..self }
    }

    /// It is tried again.
    pub const fn retry(self, retry: Retry) -> Self {
        Self {
            retry: Some(retry),
            ..self
        }
    }

    /// The limit of one attempt.
    pub const fn timeout(self, limit: Duration) -> Self {
        Self {
            timeout: Some(limit),
            plain: false,
            ..self
        }
    }

    /// The limit of the step, from when it is ready.
    pub const fn deadline(self, limit: Duration) -> Self {
        Self {
            deadline: Some(limit),
            plain: false,
            ..self
        }
    }

    /// Where it runs.
    pub const fn executor(self, choice: Choice) -> Self {
        Self {
            executor: Some(choice),
            plain: false,
            ..self
        }
    }

    /// It is a run of another pipeline.
    pub const fn inner(self) -> Self {
        Self {
            inner: true,
            ..self
        }
    }

    /// It has a condition.
    pub const fn guarded(self) -> Self {
        Self {
            guarded: true,
            plain: false,
            ..self
        }
    }

    /// It is synchronous.
    pub const fn blocking(self) -> Self {
        Self {
            blocking: true,
            plain: false,
            ..self
        }
    }

    /// Its failure does not fail the run, and neither does the run's deadline on its account.
    pub const fn optional(self) -> Self {
        Self {
            optional: true,
            handled: true,
            ..self
        }
    }

    /// Its readers deal with its failure.
    pub const fn handled(self) -> Self {
        Self {
            handled: true,
            ..self
        }
    }

    /// A missing parent fails it, instead of skipping it.
    pub const fn fails_on_missing(self) -> Self {
        Self {
            fails_on_missing: true,
            ..self
        }
    }

    /// It shares this one of the pipeline's limits.
    pub const fn limit(self, limit: u32) -> Self {
        Self {
            limit: Some(limit),
            plain: false,
            ..self
        }
    }

    /// It is undone if the run fails.
    pub const fn undo(self, undo: &'static Undo) -> Self {
        Self {
            undo: Some(undo),
            ..self
        }
    }

    /// It calls for each element of a value.
    pub const fn map(self, map: &'static Map) -> Self {
        Self {
            map: Some(map),
            plain: false,
            ..self
        }
    }

    /// How many parents it waits for with this number, or a higher one.
    pub(crate) fn waits_from(&self, step: u32) -> u32 {
        let from = self.parents.partition_point(|parent| parent.step < step);
        let mut last = None;
        let distinct = self.parents[from..]
            .iter()
            .filter(|parent| last.replace(parent.step) != Some(parent.step));
        distinct.count() as u32
    }

    /// Whether it may have to run after steps of which it reads nothing.
    pub(crate) fn may_follow(&self) -> bool {
        self.parents.iter().any(Parent::orders)
    }

    /// The steps that it has to run after, and reads nothing of.
    pub(crate) fn follows(&self) -> impl Iterator<Item = u32> {
        let same = |a: &Parent, b: &Parent| a.step == b.step;
        let parents = self.parents.chunk_by(same);
        let only = |parent: &&[Parent]| parent.iter().all(Parent::orders);
        parents.filter(only).map(|parent| parent[0].step)
    }

    /// Whether each of its attempts takes a permit, and not what it consists of: the elements of a map, the
    /// steps of another run.
    pub(crate) fn takes_permit(&self) -> bool {
        !self.inner && self.map.is_none()
    }

    /// Whether it has a time limit.
    pub(crate) fn is_limited(&self) -> bool {
        self.timeout.is_some() || self.deadline.is_some()
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.retry.as_ref().map_or(1, Retry::attempts)
    }

    /// What the policy says of the wait after an attempt.
    pub(crate) fn wait(&self, attempt: u32, random: impl FnOnce() -> f64) -> Duration {
        let wait = |retry: &Retry| retry.wait(attempt, random());
        self.retry.as_ref().map_or(Duration::ZERO, wait)
    }
}

/// What a step does with the elements of a value.
#[derive(Debug)]
#[must_use]
pub struct Map {
    /// What is said of one element, as if that were a step.
    pub(crate) element: StepPlan,
    /// How many are on their way at once, if it says so.
    pub(crate) concurrency: Option<u32>,
    pub(crate) on_error: OnError,
    /// Each element goes through a block of steps, which borrows of what is around it.
    pub(crate) lends: bool,
}

/// What the error of an element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnError {
    /// It is the end of them all.
    Fail,
    /// It leaves the element out, or is itself what the element gives.
    GoOn,
}

impl Map {
    /// Each element is treated as this step would be.
    pub const fn new(element: StepPlan) -> Self {
        Self {
            element,
            concurrency: None,
            on_error: OnError::Fail,
            lends: false,
        }
    }

    /// Each element goes through a block of steps, which borrows of what is around it.
    pub const fn lends(self) -> Self {
        Self {
            lends: true,
            ..self
        }
    }

    /// So many elements are on their way at once.
    pub const fn concurrency(self, most: u32) -> Self {
        Self {
            concurrency: Some(most),
            ..self
        }
    }

    /// An error of one element does not keep the others from being mapped.
    pub const fn goes_on(self) -> Self {
        Self {
            on_error: OnError::GoOn,
            ..self
        }
    }
}

/// Where a description says that something runs.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// In the caller's task.
    Inline,
    /// In a tokio task.
    Spawn,
    /// On a thread that may block.
    Blocking,
    /// On the executor with this place among those that are bound when the pipeline is built.
    Bound(usize),
}

/// A step that another one waits for.
#[derive(Clone, Copy, Debug)]
pub struct Parent {
    pub(crate) step: u32,
    pub(crate) need: Need,
}

/// What is asked of a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Value,
    Maybe,
    Arm,
    End,
    Order,
    NoFailure,
}

impl Parent {
    /// Whether only the order is asked of it.
    fn orders(&self) -> bool {
        matches!(self.need, Need::Order | Need::NoFailure)
    }

    /// It has to give its value.
    pub const fn value(step: u32) -> Self {
        Self {
            step,
            need: Need::Value,
        }
    }

    /// It has to give its value, or be skipped for no failure.
    pub const fn maybe(step: u32) -> Self {
        Self {
            step,
            need: Need::Maybe,
        }
    }

    /// It has to give its value, or lie in an arm that is not taken.
    pub const fn arm(step: u32) -> Self {
        Self {
            step,
            need: Need::Arm,
        }
    }

    /// It has to end.
    pub const fn end(step: u32) -> Self {
        Self {
            step,
            need: Need::End,
        }
    }

    /// It has to end before a value that it borrows is moved, and nothing else is needed of it.
    pub const fn order(step: u32) -> Self {
        Self {
            step,
            need: Need::Order,
        }
    }

    /// It has to end, and not to fail.
    pub const fn no_failure(step: u32) -> Self {
        Self {
            step,
            need: Need::NoFailure,
        }
    }
}
