//! The checked plan: what the emitters read.
//!
//! A plan is made by `lower` from a tree that has passed every check, so a wrong state cannot be
//! written here: ids instead of names, steps in an order in which they could run one after the other,
//! types present, defaults filled in.

use std::time::Duration;

use proc_macro2::Ident;

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
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The pipeline's name, also that of its module: `order_processing`.
    pub(crate) name: Ident,
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
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) tree: syn::UseTree,
    pub(crate) line: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Constant {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    pub(crate) value: syn::Expr,
    pub(crate) line: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    pub(crate) name: Ident,
    pub(crate) ty: syn::Type,
    pub(crate) default: Option<syn::Expr>,
    pub(crate) line: usize,
}

#[derive(Clone, Debug)]
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

#[derive(Clone, Debug)]
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

/// What a step does with the elements of a value.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    pub(crate) kind: EachKind,
    /// The value, and how it is read.
    pub(crate) source: Arg,
    /// Only the good ones of a `Collected` are its elements.
    pub(crate) oks: bool,
    /// The values of the elements; in a reduce and a fold, the first is what there is so far.
    pub(crate) elements: Vec<ValueId>,
    /// What a fold begins with.
    pub(crate) start: Option<Arg>,
    /// As written, for pictures: `id: &UserId`.
    pub(crate) text: String,
    /// What one call gives.
    pub(crate) gives: syn::Type,
    pub(crate) line: usize,
    /// How many elements are mapped at once.
    pub(crate) concurrency: Option<u32>,
    pub(crate) on_error: OnError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EachKind {
    Map,
    Reduce,
    Fold,
}

/// What the error of an element does to a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnError {
    Fail,
    Skip,
    Collect,
}

impl EachKind {
    /// Its key, and its method in Rust form.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Reduce => "reduce",
            Self::Fold => "fold",
        }
    }

    /// How it is called in reports.
    pub(crate) fn a(self) -> &'static str {
        match self {
            Self::Map => "a map",
            Self::Reduce => "a reduce",
            Self::Fold => "a fold",
        }
    }
}

/// What is called.
#[derive(Clone, Debug)]
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

/// A limit that steps share; one of the two is there.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) name: Ident,
    pub(crate) permits: Option<u32>,
    pub(crate) per_second: Option<u32>,
}

/// How a step is undone.
#[derive(Clone, Debug)]
pub(crate) struct Undo {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) call: Call,
    pub(crate) args: Vec<Arg>,
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Duration>,
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

/// A place where a run takes one of several ways.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// The name of the value in which the ways meet.
    pub(crate) value: Ident,
    /// As written, for pictures: `&message.kind`.
    pub(crate) text: Option<String>,
    /// What decides: it evaluates to the number of the way.
    pub(crate) decision: Decision,
    pub(crate) reads: Vec<GuardRead>,
    pub(crate) line: usize,
    pub(crate) ways: Vec<Way>,
    /// The arm of another branch that it lies in.
    pub(crate) within: Option<Arm>,
}

/// What decides which way is taken.
#[derive(Clone, Debug)]
pub(crate) enum Decision {
    /// This expression is matched with the ways' patterns.
    Match(Box<syn::Expr>),
    /// The first way whose condition holds.
    If,
    /// Where the run begins.
    Entry,
}

/// One of the ways of a branch.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) test: Test,
}

/// When a way is taken.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Pattern(Box<syn::Pat>, Option<Box<syn::Expr>>),
    If(Box<syn::Expr>),
    Else,
    /// The run begins there.
    Entry,
}

/// A way of a branch, by their places in [`Plan::branches`] and [`Branch::ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Arm {
    pub(crate) branch: usize,
    pub(crate) way: usize,
}

/// An arm that needs no step, and its line.
#[derive(Clone, Debug)]
pub(crate) struct ConstantArm {
    pub(crate) arms: Vec<Arm>,
    pub(crate) value: syn::Expr,
    pub(crate) line: usize,
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

/// One argument of a call.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// `x`, and the value is the step's from now on.
    Move(ValueId),
    /// `x`, of a type that copies.
    Copy(ValueId),
    /// `&x`
    Borrow(ValueId),
    /// `x.clone()`
    Clone(ValueId),
    /// `x.maybe()`
    Maybe(ValueId),
    /// `x.ok()`
    Ok(ValueId),
    /// `x.outcome()`
    Outcome(ValueId),
    /// The values of a family, each read in the same way.
    Array(Vec<Arg>),
    /// `&x.field`: the whole expression, and the value that it begins with. In path calls only.
    Field(ValueId, Box<syn::Expr>),
    /// The name of a constant of this pipeline.
    Constant(Ident),
    /// A literal. Its type is known in trait methods.
    Literal(syn::Lit),
    /// `cx`. In path calls only.
    Context,
    /// `self`: the implementation of the trait. In path calls only.
    Steps,
    /// What the pattern of the step's arm binds, as this type.
    Bound(Ident, Box<syn::Type>),
}

impl Arg {
    /// The values that it reads.
    pub(crate) fn values(&self) -> Vec<ValueId> {
        match self {
            Self::Move(value)
            | Self::Copy(value)
            | Self::Borrow(value)
            | Self::Clone(value)
            | Self::Maybe(value)
            | Self::Ok(value)
            | Self::Outcome(value)
            | Self::Field(value, _) => vec![*value],
            Self::Array(args) => args.iter().flat_map(Self::values).collect(),
            Self::Constant(..)
            | Self::Literal(..)
            | Self::Context
            | Self::Steps
            | Self::Bound(..) => Vec::new(),
        }
    }
}

/// The condition under which a step runs.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) kind: GuardKind,
}

#[derive(Clone, Debug)]
pub(crate) enum GuardKind {
    /// A synchronous trait method that returns `bool`.
    Predicate(MethodId, Vec<Arg>),
    /// Any other Rust expression.
    Expression(Box<syn::Expr>, Vec<GuardRead>),
}

/// A value that a guard's expression reads, and the variable by which it does so.
#[derive(Clone, Debug)]
pub(crate) struct GuardRead {
    pub(crate) value: ValueId,
    /// The variable in the expression. Equal to the value's name for a plain reading; `lower` has put
    /// another one in the place of `x.outcome()`, `x.maybe()` and `x.ok()`.
    pub(crate) variable: Ident,
    pub(crate) how: Reading,
}

/// How a guard sees a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// `&T`, or a copy for a type that copies
    Plain,
    /// `Option<&T>`, as `.maybe()`
    Maybe,
    /// `Option<&T>`, as `.ok()`
    Ok,
    /// `&Outcome<T, E>`
    Outcome,
}

#[derive(Clone, Debug)]
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

/// A method of the generated trait.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) doc: Option<String>,
    /// The line of the first step, or guard, that calls it.
    pub(crate) line: usize,
    pub(crate) params: Vec<Param>,
    pub(crate) kind: MethodKind,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: Ident,
    pub(crate) ty: ParamType,
}

/// A parameter's type, made from that of the value that is wired to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ParamType {
    /// `T`
    Owned(syn::Type),
    /// `&T`
    Borrowed(syn::Type),
    /// `Option<&T>`
    Optional(syn::Type),
    /// `&Outcome<T, E>`
    Outcome(syn::Type),
    /// An array of so many.
    Array(Box<ParamType>, usize),
}

impl ParamType {
    /// The type of the value that it is made from.
    pub(crate) fn of(&self) -> &syn::Type {
        match self {
            Self::Owned(ty) | Self::Borrowed(ty) | Self::Optional(ty) | Self::Outcome(ty) => ty,
            Self::Array(ty, _) => ty.of(),
        }
    }

    pub(crate) fn borrows(&self) -> bool {
        match self {
            Self::Owned(_) => false,
            Self::Borrowed(_) | Self::Optional(_) | Self::Outcome(_) => true,
            Self::Array(ty, _) => ty.borrows(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MethodKind {
    /// `async fn`, or `fn` when `blocking`; the output type is `None` for `()`.
    Step {
        blocking: bool,
        returns: Returns,
        output: Option<Box<syn::Type>>,
    },
    /// `fn(…) -> bool`, called by a guard.
    Predicate,
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
