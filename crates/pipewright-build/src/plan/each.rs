//! What a step does with the elements of a value.

use super::{Arg, ValueId};

/// What a step does with the elements of a value.
#[derive(Clone)]
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
