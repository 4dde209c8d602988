//! How values are read: by calls, and by conditions.

use proc_macro2::Ident;

use super::{MethodId, ValueId};

/// One argument of a call.
#[derive(Clone)]
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
#[derive(Clone)]
pub(crate) struct Guard {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) kind: GuardKind,
}

#[derive(Clone)]
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
