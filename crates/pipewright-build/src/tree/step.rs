//! A step as it is written: what it calls, when, and how often.

use std::time::Duration;

use super::{ConstantArm, Guard, Name, Places, Typed, Wire};
use crate::plan::{Arm, EachKind, Executor, Jitter, OnError, OnMissing};
use crate::span::{Span, Spanned};

#[derive(Clone)]
pub(crate) struct Step {
    /// Where it begins.
    pub(crate) at: Span,
    pub(crate) name: Name,
    pub(crate) doc: Option<String>,
    pub(crate) call: Callee,
    pub(crate) args: Vec<Wire>,
    pub(crate) output: Option<Typed>,
    pub(crate) blocking: bool,
    pub(crate) infallible: bool,
    pub(crate) skippable: bool,
    pub(crate) optional: bool,
    /// What it gives is told as text.
    pub(crate) show: bool,
    pub(crate) on_missing: OnMissing,
    pub(crate) guard: Option<Guard>,
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Spanned<Duration>>,
    pub(crate) deadline: Option<Spanned<Duration>>,
    pub(crate) after: Vec<Name>,
    pub(crate) executor: Option<Executor>,
    pub(crate) undo: Option<Undo>,
    pub(crate) limit: Option<Name>,
    /// It is a family: a step for each of these. Once that has been made of it, nothing.
    pub(crate) for_each: Vec<Variable>,
    /// The family that it is of, and what tells its steps apart: `load for each region`.
    pub(crate) family: Option<String>,
    /// It calls for each element of a value.
    pub(crate) each: Option<Each>,
    pub(crate) concurrency: Option<Spanned<i128>>,
    pub(crate) on_error: Option<Spanned<OnError>>,
    /// The arms that have to be taken for it to run, outermost first.
    pub(crate) arms: Vec<Arm>,
    /// The step to which it gives its value, as one of the arms that meet there.
    pub(crate) merge: Option<usize>,
}

/// A variable of a family, and what it is in each of the steps.
#[derive(Clone)]
pub(crate) struct Variable {
    pub(crate) name: Name,
    /// The type of values that are constants, if it is said.
    pub(crate) ty: Option<Spanned<String>>,
    pub(crate) values: Vec<Spanned<Repeated>>,
    /// One of them could not be read: it is not known which steps there are.
    pub(crate) incomplete: bool,
}

impl Variable {
    /// One of whose values nothing is known.
    pub(crate) fn unread(name: Name) -> Self {
        Self {
            name,
            ty: None,
            values: Vec::new(),
            incomplete: true,
        }
    }
}

/// What a variable of a family is in one of its steps.
#[derive(Clone)]
pub(crate) enum Repeated {
    Literal(syn::Lit),
    /// A constant of the description.
    Constant(syn::Ident),
}

impl Step {
    /// A step that calls the method of its name, with nothing else said about it.
    pub(crate) fn new(at: Span, name: Name) -> Self {
        Self {
            at,
            call: Callee::Method(name.clone()),
            name,
            doc: None,
            args: Vec::new(),
            output: None,
            blocking: false,
            infallible: false,
            skippable: false,
            optional: false,
            show: false,
            on_missing: OnMissing::Skip,
            guard: None,
            retry: None,
            timeout: None,
            deadline: None,
            after: Vec::new(),
            executor: None,
            undo: None,
            limit: None,
            for_each: Vec::new(),
            family: None,
            each: None,
            concurrency: None,
            on_error: None,
            arms: Vec::new(),
            merge: None,
        }
    }
}

impl Step {
    /// Whether it makes a call of its own for each element of a value.
    pub(crate) fn is_map(&self) -> bool {
        let each = self.each.as_ref();
        each.is_some_and(|each| each.kind == EachKind::Map)
    }
}

/// What a step does with the elements of a value.
#[derive(Clone)]
pub(crate) struct Each {
    pub(crate) span: Span,
    pub(crate) kind: EachKind,
    /// What has the elements.
    pub(crate) source: Wire,
    /// Only the good ones of a `Collected` are its elements.
    pub(crate) oks: bool,
    /// The names by which the call has them; in a reduce and a fold, the first is what there is so far.
    pub(crate) elements: Vec<Element>,
    /// What a fold begins with.
    pub(crate) start: Option<Wire>,
}

/// `id: UserId`, `id: &UserId`
#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) name: Name,
    /// Without the `&`.
    pub(crate) ty: Spanned<syn::Type>,
    pub(crate) borrowed: bool,
}

/// What a step calls.
#[derive(Clone)]
pub(crate) enum Callee {
    /// A method of the generated trait.
    Method(Name),
    /// A free function that exists already.
    Path(Spanned<syn::Path>),
    /// Another pipeline: the folders below which it is, and its name.
    Pipeline(Spanned<Vec<String>>),
    /// A block of steps: its place in [`Pipeline::blocks`].
    Block(usize),
    /// Nothing: its value is that of the arm that was taken. Some arms are mere constants.
    Merge(Vec<ConstantArm>),
}

/// How a step is undone, if the run fails: `release(&reservation)`
#[derive(Clone)]
pub(crate) struct Undo {
    /// As written.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) call: Callee,
    pub(crate) args: Vec<Wire>,
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Spanned<Duration>>,
}

#[derive(Clone)]
pub(crate) struct Retry {
    pub(crate) span: Span,
    pub(crate) attempts: Option<Spanned<i128>>,
    pub(crate) delay: Option<Spanned<Duration>>,
    pub(crate) factor: Option<Spanned<f64>>,
    pub(crate) max_delay: Option<Spanned<Duration>>,
    pub(crate) jitter: Option<Spanned<Jitter>>,
    pub(crate) when: Option<Condition>,
    pub(crate) after: Option<Condition>,
}

/// An expression that looks at the error.
#[derive(Clone)]
pub(crate) struct Condition {
    pub(crate) expr: syn::Expr,
    pub(crate) span: Span,
    /// The way to the names in it.
    pub(crate) places: Places,
}

impl Retry {
    /// A retry about which nothing else is said.
    pub(crate) fn new(span: Span) -> Self {
        Self {
            span,
            attempts: None,
            delay: None,
            factor: None,
            max_delay: None,
            jitter: None,
            when: None,
            after: None,
        }
    }
}
