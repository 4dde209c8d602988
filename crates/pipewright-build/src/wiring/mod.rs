//! Names looked up: who reads what, and who waits for whom.

mod branch;
mod build;
mod imports;
mod mentions;
mod order;

use std::collections::HashMap;

pub(crate) use build::is_copy;
pub(crate) use imports::Imports;
pub(crate) use order::{Edge, Reason};

use crate::pipelines::Pipelines;
use crate::plan::Test;
use crate::readings::Reading;
use crate::span::{Span, Spanned};
use crate::tree::{Callee, How, Limit, Name, Pipeline, Step};

/// A tree and what its names mean. Unknown names are in `unknown`; after the gate there are none.
pub(crate) struct Wiring<'t> {
    pub(crate) tree: &'t Pipeline,
    /// The whole pipeline, if that is a block of it.
    pub(crate) whole: &'t Pipeline,
    /// This pipeline and all others.
    pub(crate) all: &'t Pipelines<'t>,
    /// The inputs, then the outputs of the steps, in the order of the description.
    pub(crate) values: Vec<Value<'t>>,
    /// For each step of the tree.
    pub(crate) steps: Vec<Wired>,
    /// For each block of steps of the tree.
    pub(crate) blocks: Vec<Self>,
    /// For each branch of the tree.
    pub(crate) branches: Vec<Branch>,
    /// Every reading of a value, by step, the tail last.
    pub(crate) reads: Vec<Read>,
    pub(crate) imports: Imports,
    pub(crate) unknown: Vec<Unknown>,
    /// Constants that are wired as if they were values.
    pub(crate) misused: Vec<(Name, Span)>,
    by_value: HashMap<&'t str, usize>,
    by_constant: HashMap<&'t str, usize>,
    by_step: HashMap<&'t str, usize>,
    by_element: HashMap<(usize, &'t str), usize>,
}

pub(crate) struct Value<'t> {
    pub(crate) name: &'t Name,
    pub(crate) ty: &'t Spanned<syn::Type>,
    /// The step that produces it; an input has none.
    pub(crate) step: Option<usize>,
    /// The element that a step calls for.
    pub(crate) element: Option<Element>,
    /// It belongs to the pipeline around this block, which only lends it.
    pub(crate) lent: bool,
    /// A primitive number, `bool` or `char`.
    pub(crate) copy: bool,
    /// Its readings, in [`Wiring::reads`].
    pub(crate) reads: Vec<usize>,
}

/// What kind of an element a value is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// The step that calls for it, and alone sees it.
    pub(crate) of: usize,
    pub(crate) borrowed: bool,
}

pub(crate) struct Wired {
    pub(crate) args: Vec<Arg>,
    pub(crate) guard: Option<Guard>,
    pub(crate) after: Vec<(usize, Span)>,
    pub(crate) undo: Vec<Arg>,
    pub(crate) each: Option<Each>,
}

/// What a map, a reduce or a fold reads besides its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    pub(crate) source: Arg,
    pub(crate) start: Option<Arg>,
    /// The values of its elements.
    pub(crate) elements: Vec<usize>,
}

/// A branch: its expressions with variables for `x.outcome()` and the like, and what they read.
#[derive(Default)]
pub(crate) struct Branch {
    pub(crate) on: Option<syn::Expr>,
    pub(crate) ways: Vec<Test>,
    pub(crate) reads: Vec<(usize, Reading, Span)>,
}

/// What a wire means.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Value(usize, How),
    Field(usize),
    Constant(usize),
    /// All of these.
    Array(Vec<Arg>),
    /// A literal, `cx`, `self`: as in the tree.
    /// A literal, `cx`, `self`, what a pattern binds: as in the tree.
    Plain,
    /// Unknown or broken, and reported.
    Unknown,
}

pub(crate) enum Guard {
    Predicate(Vec<Arg>),
    /// The expression with variables for `x.outcome()` and the like, and what it reads.
    Expression(Box<syn::Expr>, Vec<(usize, Reading)>),
}

/// One reading of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    pub(crate) value: usize,
    pub(crate) by: Reader,
    pub(crate) how: How,
    pub(crate) span: Span,
    /// The guard reads, not the call.
    pub(crate) guard: bool,
    /// `&x.field`
    pub(crate) field: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    Step(usize),
    /// What undoes this step, when all have ended.
    Undo(usize),
    Tail,
}

/// A name that means nothing.
pub(crate) struct Unknown {
    pub(crate) name: Name,
    pub(crate) role: Role,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Wire,
    /// What has the elements, or what a fold begins with.
    Source,
    Guard,
    After,
    Tail,
}

impl<'t> Wiring<'t> {
    pub(crate) fn value_named(&self, name: &str) -> Option<usize> {
        self.by_value.get(name).copied()
    }

    /// The value that a name means there. A call sees the elements that it is made for, and so does the guard
    /// of a map.
    pub(crate) fn value_seen(&self, name: &str, by: Reader, role: Role) -> Option<usize> {
        let element = match (by, role) {
            (Reader::Step(step), Role::Wire) => self.by_element.get(&(step, name)),
            (Reader::Step(step), Role::Guard) if self.tree.steps[step].is_map() => {
                self.by_element.get(&(step, name))
            }
            _ => None,
        };
        element.copied().or_else(|| self.value_named(name))
    }

    pub(crate) fn constant_named(&self, name: &str) -> Option<usize> {
        self.by_constant.get(name).copied()
    }

    pub(crate) fn step_named(&self, name: &str) -> Option<&'t Step> {
        self.by_step.get(name).map(|&step| &self.tree.steps[step])
    }

    /// The names of all values, arrays and constants, in the order of the description.
    pub(crate) fn value_names(&self) -> impl Iterator<Item = &'t str> {
        let around = self.tree.around.iter();
        let constants = self
            .tree
            .constants
            .iter()
            .map(|constant| constant.name.value.as_str());
        self.values
            .iter()
            .filter(|value| value.element.is_none())
            .map(|value| value.name.value.as_str())
            .chain(self.tree.arrays.iter().map(String::as_str))
            .chain(constants)
            .chain(around.flat_map(|around| around.seen.iter().map(String::as_str)))
    }

    /// Whether a reading takes the value away.
    pub(crate) fn moves(&self, read: &Read) -> bool {
        let takes = match read.by {
            Reader::Tail => true,
            Reader::Step(_) => read.how == How::Move && !read.guard,
            Reader::Undo(_) => false,
        };
        let value = &self.values[read.value];
        takes && !value.copy && !value.lent && !self.is_shared(read)
    }

    /// Whether a reading is one that each call for an element of a value would have to make: what those take,
    /// only the first could have.
    pub(crate) fn is_shared(&self, read: &Read) -> bool {
        let Reader::Step(step) = read.by else {
            return false;
        };
        self.tree.steps[step].each.as_ref().is_some_and(|each| {
            let mut whole = std::iter::once(&each.source).chain(&each.start);
            let is_element = self.values[read.value].element.is_some();
            !is_element && !read.guard && !whole.any(|wire| wire.span == read.span)
        })
    }

    /// Whether a reader could borrow what it reads: a pipeline owns its inputs, and so does the caller its
    /// output.
    pub(crate) fn may_borrow(&self, by: Reader) -> bool {
        match by {
            Reader::Step(step) => !matches!(self.tree.steps[step].call, Callee::Pipeline(_)),
            Reader::Undo(_) => true,
            Reader::Tail => false,
        }
    }

    /// Whether a value is the element for which this block of steps is.
    pub(crate) fn is_element(&self, value: usize) -> bool {
        value == 0 && self.tree.around.is_some()
    }

    /// The readings that take a value away, in the order of the description.
    pub(crate) fn movers(&self, value: usize) -> impl Iterator<Item = &Read> {
        let reads = self.values[value]
            .reads
            .iter()
            .map(|&read| &self.reads[read]);
        reads.filter(|read| self.moves(read))
    }

    /// The limits, by name, those of the pipelines that it runs among them.
    pub(crate) fn limits(&self) -> Vec<&'t Limit> {
        self.all.limits(self.whole)
    }

    /// Whether what undoes a step reads a value, so that it is there until the run has ended.
    pub(crate) fn is_kept(&self, value: usize) -> bool {
        let mut reads = self.values[value].reads.iter();
        reads.any(|&read| matches!(self.reads[read].by, Reader::Undo(_)))
    }

    /// Whether at most one of two steps runs: they lie in different arms of one branch.
    pub(crate) fn excludes(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.tree.steps[one].arms, &self.tree.steps[other].arms);
        let mut pairs = one.iter().zip(other);
        pairs
            .find(|(one, other)| one != other)
            .is_some_and(|(one, other)| one.branch == other.branch)
    }

    /// The reading of the pipeline's output.
    pub(crate) fn tail(&self) -> Option<&Read> {
        self.reads.last().filter(|read| read.by == Reader::Tail)
    }

    pub(crate) fn step_name(&self, step: usize) -> &'t Name {
        &self.tree.steps[step].name
    }
}
