//! Where a run takes one of several ways.

use proc_macro2::Ident;

use super::GuardRead;

/// A place where a run takes one of several ways.
#[derive(Clone)]
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
#[derive(Clone)]
pub(crate) enum Decision {
    /// This expression is matched with the ways' patterns.
    Match(Box<syn::Expr>),
    /// The first way whose condition holds.
    If,
    /// Where the run begins.
    Entry,
}

/// One of the ways of a branch.
#[derive(Clone)]
pub(crate) struct Way {
    /// As written, for pictures.
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) test: Test,
}

/// When a way is taken.
#[derive(Clone)]
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
#[derive(Clone)]
pub(crate) struct ConstantArm {
    pub(crate) arms: Vec<Arm>,
    pub(crate) value: syn::Expr,
    pub(crate) line: usize,
}
