//! The methods of the generated trait.

use proc_macro2::Ident;

use super::Returns;

/// A method of the generated trait.
#[derive(Clone)]
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) doc: Option<String>,
    /// The line of the first step, or guard, that calls it.
    pub(crate) line: usize,
    pub(crate) params: Vec<Param>,
    pub(crate) kind: MethodKind,
}

#[derive(Clone)]
pub(crate) struct Param {
    pub(crate) name: Ident,
    pub(crate) ty: ParamType,
}

/// A parameter's type, made from that of the value that is wired to it.
#[derive(Clone)]
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

#[derive(Clone)]
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
