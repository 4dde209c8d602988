//! What a step is: what it calls, when, and how often.

use std::time::Duration;

use proc_macro2::Ident;

use super::{Arg, Arm, ConstantArm, Each, EachKind, Guard, InnerId, MethodId, StepId, ValueId};

#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) name: Ident,
    pub(crate) doc: Option<String>,
    /// The family that it is of, for pictures: `load for each region`.
    pub(crate) family: Option<String>,
    /// The line of the description on which the step begins, from 1.
    pub(crate) line: usize,
    pub(crate) call: Call,
    pub(crate) args: Vec<Arg>,
    pub(crate) output: Option<ValueId>,
    pub(crate) returns: Returns,
    /// Synchronous: a plain function, run where blocking is allowed.
    pub(crate) blocking: bool,
    /// Its failure does not fail the run.
    pub(crate) optional: bool,
    /// What it gives is told as text, if its type has one.
    pub(crate) show: bool,
    pub(crate) on_missing: OnMissing,
    pub(crate) guard: Option<Guard>,
    pub(crate) retry: Option<Retry>,
    /// The limit of one attempt.
    pub(crate) timeout: Option<Duration>,
    /// The limit of the step from when it is ready, waits included.
    pub(crate) deadline: Option<Duration>,
    pub(crate) executor: Option<Executor>,
    /// The place of the limit that it shares in [`Plan::limits`].
    pub(crate) limit: Option<usize>,
    /// How it is undone, if the run fails.
    pub(crate) undo: Option<Undo>,
    /// It calls for each element of a value.
    pub(crate) each: Option<Each>,
    /// All that it waits for, sorted and without repetition. One parent stands here several times when
    /// it is needed in several ways.
    pub(crate) parents: Vec<Parent>,
    /// The arms that have to be taken for it to run, outermost first.
    pub(crate) arms: Vec<Arm>,
    /// The step in whose slot its value goes, as that of one of the arms that meet there.
    pub(crate) merge: Option<StepId>,
    /// An error of this step is dealt with inside the pipeline: it is `optional`, or it has readers,
    /// all of them by `.ok()` or `.outcome()`, at least one by `.ok()`.
    pub(crate) handled: bool,
}

impl Step {
    /// Whether it produces no value, for itself or for the step in which its arm meets others.
    pub(crate) fn gives_nothing(&self) -> bool {
        self.output.is_none() && self.merge.is_none()
    }

    /// Whether something other than its parents decides that it runs, and not which elements it is called for.
    pub(crate) fn is_gated(&self) -> bool {
        !self.arms.is_empty() || self.guard.is_some() && !self.is_map()
    }

    /// Whether it, or each of its calls, is a run of its own.
    pub(crate) fn is_run(&self) -> bool {
        matches!(self.call, Call::Pipeline(..) | Call::Block(_))
    }

    /// Whether it makes a call of its own for each element of a value.
    pub(crate) fn is_map(&self) -> bool {
        let each = self.each.as_ref();
        each.is_some_and(|each| each.kind == EachKind::Map)
    }

    /// All that it reads besides its guard: what has the elements for which it calls too.
    pub(crate) fn all_args(&self) -> impl Iterator<Item = &Arg> {
        let each = self.each.iter();
        let each = each.flat_map(|each| std::iter::once(&each.source).chain(&each.start));
        each.chain(&self.args)
    }
}

/// What is called.
#[derive(Clone)]
pub(crate) enum Call {
    /// A method of the generated trait.
    Method(MethodId),
    /// A free function that exists already, with its line.
    Path(syn::Path, usize),
    /// Another pipeline.
    Pipeline(InnerRun),
    /// A block of steps: its place in [`Plan::blocks`].
    Block(usize),
    /// Nothing: an arm has put its value there, or one of these constants is it.
    Merge(Vec<ConstantArm>),
}

/// A run of another pipeline.
#[derive(Clone, Debug)]
pub(crate) struct InnerRun {
    pub(crate) inner: InnerId,
    /// The entry with which it begins, if it has several.
    pub(crate) entry: Option<Ident>,
    pub(crate) line: usize,
}

/// How a step is undone.
#[derive(Clone)]
pub(crate) struct Undo {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) call: Call,
    pub(crate) args: Vec<Arg>,
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Duration>,
}

/// What the callee returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    /// `Result<T, E>`
    Fallible,
    /// `T`
    Infallible,
    /// `Result<Option<T>, E>`
    Skippable,
    /// `Option<T>`: both `infallible` and `skippable`
    InfallibleSkippable,
}

/// What a missing parent does to the step, where its wire does not receive the absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnMissing {
    Skip,
    Fail,
}

#[derive(Clone)]
pub(crate) struct Retry {
    /// How often the step is called at most, at least 1.
    pub(crate) attempts: u32,
    pub(crate) delay: Duration,
    pub(crate) factor: f64,
    pub(crate) max_delay: Option<Duration>,
    pub(crate) jitter: Jitter,
    /// Whether an error is worth another attempt; `error` is `&E` in it. With its line.
    pub(crate) when: Option<(syn::Expr, usize)>,
    /// `Option<Duration>` that overrides the delay; `error` is `&E` in it. With its line.
    pub(crate) after: Option<(syn::Expr, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Jitter {
    /// Up to this part of the delay is added.
    Part(f64),
    /// The wait is drawn from zero to the delay.
    Full,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Executor {
    Inline,
    Spawn,
    Blocking,
    /// A name that is bound when the pipeline is built.
    Named(Ident),
}

/// A step that another one waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Parent {
    pub(crate) step: StepId,
    pub(crate) need: Need,
}

/// What is asked of a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Need {
    /// That it ends `Ok`: `x`, `&x`, `x.clone()`, a plain reading in a guard.
    Value,
    /// That it ends `Ok`, or is skipped for no failure: `x.maybe()`.
    Maybe,
    /// That it ends: `x.ok()`.
    Ok,
    /// That it ends: `x.outcome()`.
    Outcome,
    /// That it does not fail: `after`.
    After,
    /// That it gives the value of its arm, or that this is not taken.
    Arm,
    /// That it has let go of a value that this step moves.
    Order,
}
