//! The checked plan: what the emitters read.
//!
//! A plan is made by `lower` from a tree that has passed every check, so a wrong state cannot be
//! written here: ids instead of names, steps in an order in which they could run one after the other,
//! types present, defaults filled in.

mod branch;
mod each;
mod method;
mod read;
mod step;

use std::time::Duration;

use proc_macro2::Ident;

pub(crate) use self::branch::{Arm, Branch, ConstantArm, Decision, Test, Way};
pub(crate) use self::each::{Each, EachKind, OnError};
pub(crate) use self::method::{Method, MethodKind, Param, ParamType};
pub(crate) use self::read::{Arg, Guard, GuardKind, GuardRead, Reading};
pub(crate) use self::step::{
    Call, Executor, InnerRun, Jitter, Need, OnMissing, Parent, Retry, Returns, Step, Undo,
};

/// The place of a value in [`Plan::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ValueId(pub(crate) usize);

/// The place of a step in [`Plan::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StepId(pub(crate) usize);

/// The place of a trait method in [`Plan::methods`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MethodId(pub(crate) usize);

/// The place of another pipeline in [`Plan::inner`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct InnerId(pub(crate) usize);

/// One pipeline, ready to be emitted.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The pipeline's name, also that of its module: `order_processing`.
    pub(crate) name: Ident,
    /// What runs of it are called, and pictures: its name behind its folders, `billing::refund`.
    pub(crate) told: String,
    /// The name of its struct: `OrderProcessing`.
    pub(crate) pipeline: String,
    /// The description's path as the user knows it, with forward slashes: `pipelines/order_processing.toml`.
    pub(crate) path: String,
    pub(crate) doc: Option<String>,
    /// The user's imports, sorted.
    pub(crate) uses: Vec<Use>,
    /// The type of every step's error, with its line; `None` is `pipewright::BoxError`.
    pub(crate) error: Option<(syn::Type, usize)>,
    /// Supertraits of the generated `Steps`.
    /// What implementers of the steps have to be as well, each with its line.
    pub(crate) requires: Vec<(syn::Path, usize)>,
    /// By name.
    pub(crate) constants: Vec<Constant>,
    /// By name.
    pub(crate) metadata: Vec<Metadata>,
    /// By name.
    pub(crate) limits: Vec<Limit>,
    /// The inputs first, in the order of `run`'s parameters; then what steps produce, in step order.
    pub(crate) values: Vec<Value>,
    /// Each after all that it waits for, in an order that does not depend on where they are described.
    pub(crate) steps: Vec<Step>,
    /// Where a run takes one of several ways.
    pub(crate) branches: Vec<Branch>,
    /// The ways to begin a run, in the order of their numbers; none where there is only one.
    pub(crate) entries: Vec<Entry>,
    /// One for each distinct trait method that steps or guards call, in order of first use.
    pub(crate) methods: Vec<Method>,
    /// One for each distinct pipeline that steps run, in order of first use.
    pub(crate) inner: Vec<Inner>,
    /// The blocks of steps through which maps send their elements.
    pub(crate) blocks: Vec<Plan>,
    /// It is such a block.
    pub(crate) is_block: bool,
    /// Types of what is no value of the pipeline, each with its line: those of a workflow.
    pub(crate) types: Vec<(syn::Type, usize)>,
    /// Expressions that are no conditions of its steps.
    pub(crate) expressions: Vec<syn::Expr>,
    /// Another pipeline runs it.
    pub(crate) is_inner: bool,
    pub(crate) tail: Option<Tail>,
    pub(crate) executor: Option<Executor>,
    pub(crate) fail_fast: bool,
    /// The inputs are told as text, where their types have one.
    pub(crate) show: bool,
    pub(crate) deadline: Option<Duration>,
}

/// One of several ways to begin a run.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name of its function, and of its step.
    pub(crate) name: Ident,
    pub(crate) doc: Option<String>,
    pub(crate) line: usize,
    /// The inputs that only it has.
    pub(crate) inputs: Vec<ValueId>,
}

/// An import, and the line of the description on which it stands.
#[derive(Clone)]
pub(crate) struct Use {
    pub(crate) tree: syn::UseTree,
    pub(crate) line: usize,
}

#[derive(Clone)]
pub(crate) struct Constant {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    pub(crate) value: syn::Expr,
    pub(crate) line: usize,
}

#[derive(Clone)]
pub(crate) struct Metadata {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    pub(crate) default: Option<syn::Expr>,
    pub(crate) line: usize,
}

#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    /// The line on which its type stands.
    pub(crate) line: usize,
    pub(crate) origin: Origin,
    /// A primitive number, `bool` or `char`: reading it by name copies it.
    pub(crate) copy: bool,
    /// A step, or the tail, moves it. Never so for `copy` values.
    pub(crate) moved: bool,
    /// What undoes a step reads it, so it is there until the run has ended. Never so for moved values.
    pub(crate) kept: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Input,
    Step(StepId),
    /// An element that a step calls for. It has no slot: calls have it as a variable, which is a reference
    /// if it is lent.
    Element {
        lent: bool,
    },
    /// A value of the pipeline around this block.
    Around,
    /// The element for which this block of steps is, where it belongs to a value of the pipeline around it.
    Lent,
}

/// A limit that steps share; one of the two is there.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) name: Ident,
    pub(crate) permits: Option<u32>,
    pub(crate) per_second: Option<u32>,
}

/// A pipeline that this one runs.
#[derive(Clone, Debug)]
pub(crate) struct Inner {
    /// How many modules up from that of this pipeline the other one is found.
    pub(crate) up: usize,
    /// The way down from there: folders, and its name.
    pub(crate) down: Vec<Ident>,
    /// The whole path, from the module that has all pipelines.
    pub(crate) path: Vec<String>,
    /// Its struct.
    pub(crate) pipeline: Ident,
    /// The line of the first step that runs it.
    pub(crate) line: usize,
    /// The executors that it leaves to be bound.
    pub(crate) bound: Vec<Ident>,
    /// The limits that it has, by name.
    pub(crate) limits: Vec<Ident>,
    /// It has an output.
    pub(crate) gives: bool,
    /// The metadata that it is handed.
    pub(crate) metadata: Vec<Ident>,
}

impl Inner {
    /// What it is called in pictures: by the way to it, so that they are the same wherever the folder is.
    pub(crate) fn told(&self, entry: Option<&Ident>) -> String {
        let names: Vec<_> = self
            .down
            .iter()
            .chain(entry)
            .map(Ident::to_string)
            .collect();
        names.join("::")
    }
}

/// What a run resolves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) value: ValueId,
    /// `x.maybe()`, `x.ok()`: an absence is `None`.
    pub(crate) how: TailReading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TailReading {
    Value,
    Maybe,
    Ok,
}
