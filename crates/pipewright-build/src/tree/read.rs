//! How values are read: by calls, and by conditions.

use super::{Name, Places};
use crate::span::Span;

/// One argument of a call, or the tail.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) span: Span,
    pub(crate) kind: WireKind,
    /// What a parameter for it is called, if not like the value.
    pub(crate) param: Option<String>,
}

impl Wire {
    pub(crate) fn new(span: Span, kind: WireKind) -> Self {
        let param = None;
        Self { span, kind, param }
    }
}

#[derive(Clone)]
pub(crate) enum WireKind {
    /// `x`, `&x`, `x.clone()`, …; a bare name may also be that of a constant.
    Named(Name, How),
    /// `&x.field`, or, which is an error, `x.field`
    Field(Name, Box<syn::Expr>),
    /// `x[region]`, `&x["eu"]`: one step's value of a family. Once families are steps, there is none.
    Member(Name, Vec<Index>, How),
    /// All values of the family of that name.
    Array(Name, Vec<Wire>),
    /// `"eu"`, `10u32`
    Literal(syn::Lit),
    /// `cx`
    Context,
    /// `self`
    Steps,
    /// `args as &ToolArgs`: what the pattern of the step's arm binds.
    Bound(Name, Box<syn::Type>),
    /// Could not be read, and has been reported.
    Broken,
}

/// What tells a step of a family from the others.
#[derive(Clone)]
pub(crate) enum Index {
    /// A variable of the family that reads it.
    Variable(String),
    Literal(syn::Lit),
}

impl Index {
    /// What stands between the brackets.
    pub(crate) fn of(expr: &syn::Expr) -> Option<Self> {
        Some(match expr {
            syn::Expr::Lit(lit) => Self::Literal(lit.lit.clone()),
            syn::Expr::Path(path) => Self::Variable(path.path.get_ident()?.to_string()),
            _ => return None,
        })
    }
}

/// How a wire reads its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// `x`
    Move,
    /// `&x`
    Borrow,
    /// `x.clone()`
    Clone,
    /// `x.maybe()`
    Maybe,
    /// `x.ok()`
    Ok,
    /// `x.outcome()`
    Outcome,
}

impl How {
    /// The method by which a wire says so, where what it reads may be missing.
    pub(crate) fn method(self) -> Option<&'static str> {
        match self {
            Self::Maybe => Some("maybe"),
            Self::Ok => Some("ok"),
            Self::Outcome => Some("outcome"),
            Self::Move | Self::Borrow | Self::Clone => None,
        }
    }
}

/// The condition under which a step runs.
#[derive(Clone)]
pub(crate) struct Guard {
    /// As written.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) kind: GuardKind,
}

#[derive(Clone)]
pub(crate) enum GuardKind {
    /// `is_large(&order)`
    Predicate(Name, Vec<Wire>),
    /// Any other expression, and the places of the names in it.
    Expression(Box<syn::Expr>, Places),
}
