//! Where a run takes one of several ways.

use super::{Name, Places};
use crate::plan::Arm;
use crate::span::{Span, Spanned};

/// A place where a run takes one of several ways.
pub(crate) struct Branch {
    /// The name of the value in which the ways meet.
    pub(crate) value: Name,
    /// What is matched; none where each way has a condition of its own.
    pub(crate) on: Option<Matched>,
    pub(crate) ways: Vec<Way>,
    /// The arms of other branches that it lies in, outermost first.
    pub(crate) within: Vec<Arm>,
}

/// What is matched, as written: `&message.kind`.
pub(crate) struct Matched {
    pub(crate) text: String,
    pub(crate) expr: syn::Expr,
    pub(crate) places: Places,
}

/// One of the ways of a branch.
pub(crate) struct Way {
    /// As written: `Kind::Tool(_)`.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) test: Test,
}

/// When a way is taken.
pub(crate) enum Test {
    /// `Kind::Tool(args) if args.len() > 3`
    Pattern(Box<syn::Pat>, Option<Box<syn::Expr>>, Places),
    /// `order.total > 1000`
    If(Box<syn::Expr>, Places),
    /// When no other one is.
    Else,
    /// When the run begins there.
    Entry,
}

/// An arm that needs no step: `Reply::Denied`.
#[derive(Clone)]
pub(crate) struct ConstantArm {
    pub(crate) arms: Vec<Arm>,
    pub(crate) value: Spanned<syn::Expr>,
}
