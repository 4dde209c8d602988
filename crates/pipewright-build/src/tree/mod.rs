//! The syntax tree: a pipeline as its file says it, each part with its place.
//!
//! Both front ends lower to it. Names are not looked up yet. What could not be read has been reported
//! and is left out, or stands here as an inferred type or expression (`_`); the gate after `resolve`
//! keeps such a tree from going further.

mod branch;
mod places;
mod read;
mod step;

use std::time::Duration;

pub(crate) use self::branch::{Branch, ConstantArm, Matched, Test, Way};
pub(crate) use self::places::Places;
pub(crate) use self::read::{Guard, GuardKind, How, Index, Wire, WireKind};
pub(crate) use self::step::{
    Callee, Condition, Each, Element, Repeated, Retry, Step, Undo, Variable,
};
use crate::flow::tree::Flow;
use crate::form::Form;
use crate::plan::{Arm, Executor};
use crate::span::{Span, Spanned};
use crate::workflow::tree::Workflow;

/// A name as written.
pub(crate) type Name = Spanned<String>;

/// One pipeline.
pub(crate) struct Pipeline {
    pub(crate) form: Form,
    pub(crate) kind: Kind,
    /// What of the file it is made of: a mistake there is one of this pipeline.
    pub(crate) places: Vec<Span>,
    pub(crate) name: Name,
    pub(crate) folders: Vec<String>,
    pub(crate) path: String,
    pub(crate) doc: Option<String>,
    pub(crate) uses: Vec<Use>,
    pub(crate) error: Option<Spanned<syn::Type>>,
    pub(crate) requires: Vec<Spanned<syn::Path>>,
    pub(crate) inputs: Vec<Typed>,
    pub(crate) constants: Vec<Constant>,
    pub(crate) metadata: Vec<Metadata>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) steps: Vec<Step>,
    /// The names of the values of families, which are those of arrays.
    pub(crate) arrays: Vec<String>,
    pub(crate) branches: Vec<Branch>,
    /// The ways to begin a run, by name; none where there is only one.
    pub(crate) entries: Vec<Entry>,
    /// The blocks of steps through which maps send their elements.
    pub(crate) blocks: Vec<Pipeline>,
    /// It is such a block, and has this of the pipeline around it.
    pub(crate) around: Option<Around>,
    pub(crate) tail: Option<Wire>,
    pub(crate) returns: Returns,
    pub(crate) executor: Option<Executor>,
    pub(crate) fail_fast: bool,
    /// What is given to it, and what its steps give, is told as text.
    pub(crate) show: bool,
    pub(crate) deadline: Option<Spanned<Duration>>,
    /// Something that might have declared a name could not be read: an unknown name is then no error.
    pub(crate) incomplete: bool,
}

/// What is described, with what only such a description says.
pub(crate) enum Kind {
    /// Steps that run as their wires allow.
    Pipeline,
    /// Steps that put further steps into a queue.
    Workflow(Box<Workflow>),
    /// Steps that call each other.
    Flow(Box<Flow>),
}

impl Kind {
    /// What it is called in reports.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Workflow(_) => "workflow",
            Self::Flow(_) => "flow",
        }
    }

    /// Every type that only such a description has, with what has it.
    pub(crate) fn types(&self) -> Vec<(String, &Spanned<syn::Type>)> {
        match self {
            Self::Pipeline => Vec::new(),
            Self::Workflow(workflow) => workflow.types().collect(),
            Self::Flow(flow) => flow.types().collect(),
        }
    }

    /// Every expression that only such a description has.
    pub(crate) fn expressions(&self) -> Vec<&syn::Expr> {
        match self {
            Self::Pipeline | Self::Flow(_) => Vec::new(),
            Self::Workflow(workflow) => workflow.expressions().collect(),
        }
    }
}

/// An import.
#[derive(Clone)]
pub(crate) struct Use {
    pub(crate) tree: syn::UseTree,
    pub(crate) span: Span,
    /// The way to the names in it.
    pub(crate) places: Places,
}

impl Pipeline {
    /// A pipeline about which nothing else is said.
    pub(crate) fn new(form: Form, places: Vec<Span>, name: Name) -> Self {
        Self {
            form,
            kind: Kind::Pipeline,
            places,
            name,
            folders: Vec::new(),
            path: String::new(),
            doc: None,
            uses: Vec::new(),
            error: None,
            requires: Vec::new(),
            inputs: Vec::new(),
            constants: Vec::new(),
            metadata: Vec::new(),
            limits: Vec::new(),
            steps: Vec::new(),
            arrays: Vec::new(),
            branches: Vec::new(),
            entries: Vec::new(),
            blocks: Vec::new(),
            around: None,
            tail: None,
            returns: Returns::Inferred,
            executor: None,
            fail_fast: false,
            show: false,
            deadline: None,
            incomplete: false,
        }
    }
}

/// What a block of steps has of the pipeline around it. The first of its inputs is the element; the others are
/// values of the pipeline that it reads.
pub(crate) struct Around {
    /// The map that sends its elements through.
    pub(crate) step: String,
    /// The names of its inputs that belong to what is around it.
    pub(crate) lent: Vec<String>,
    /// Those of them that stand for references, because they are elements that are borrowed.
    pub(crate) borrowed: Vec<String>,
    /// The names of all values around it, whether it reads them or not.
    pub(crate) seen: Vec<String>,
    /// What there has to be of each element in the end, if anything: its type, as far as that is known, and
    /// where it is said.
    pub(crate) gives: Option<Spanned<syn::Type>>,
}

impl Pipeline {
    /// Its steps, and those of its blocks.
    pub(crate) fn all_steps(&self) -> Vec<&Step> {
        let blocks = self.blocks.iter().flat_map(Self::all_steps);
        self.steps.iter().chain(blocks).collect()
    }

    /// The value that a step makes, for itself or for the branch in whose arm it stands.
    pub(crate) fn given<'t>(&'t self, step: &'t Step) -> Option<&'t Typed> {
        let gives = step.merge.map_or(step, |merge| &self.steps[merge]);
        gives.output.as_ref()
    }
}

/// One of several ways to begin a run.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: Name,
    pub(crate) doc: Option<String>,
    /// The names of the inputs that only it has.
    pub(crate) inputs: Vec<String>,
    /// The arm that is taken with it.
    pub(crate) arm: Arm,
}

/// What a description says about the type of its output.
pub(crate) enum Returns {
    /// Nothing: it is the type of the value.
    Inferred,
    /// There is none; where it would stand.
    Nothing(Span),
    /// This one.
    Type(Box<Spanned<syn::Type>>),
}

/// `name: Type`
#[derive(Clone)]
pub(crate) struct Typed {
    pub(crate) name: Name,
    pub(crate) ty: Spanned<syn::Type>,
}

/// `PAGE: u32 = 100`
#[derive(Clone)]
pub(crate) struct Constant {
    pub(crate) name: Name,
    pub(crate) ty: Spanned<syn::Type>,
    pub(crate) value: syn::Expr,
}

/// `source: String = "api".into()`
#[derive(Clone)]
pub(crate) struct Metadata {
    pub(crate) name: Name,
    pub(crate) ty: Spanned<syn::Type>,
    pub(crate) default: Option<syn::Expr>,
}

/// `database(permits = 10, per_second = 50)`
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) name: Name,
    pub(crate) permits: Option<Spanned<i128>>,
    pub(crate) per_second: Option<Spanned<i128>>,
}
