//! The syntax tree: a pipeline as its file says it, each part with its place.
//!
//! Both front ends lower to it. Names are not looked up yet. What could not be read has been reported
//! and is left out, or stands here as an inferred type or expression (`_`); the gate after `resolve`
//! keeps such a tree from going further.

use std::time::Duration;

use crate::escapes::Escapes;
use crate::flow::tree::Flow;
use crate::form::Form;
use crate::plan::{Arm, EachKind, Executor, Jitter, OnError, OnMissing};
use crate::span::{Span, Spanned};
use crate::workflow::tree::Workflow;

/// A name as written.
pub(crate) type Name = Spanned<String>;

/// One pipeline.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Clone, Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
pub(crate) enum Returns {
    /// Nothing: it is the type of the value.
    Inferred,
    /// There is none; where it would stand.
    Nothing(Span),
    /// This one.
    Type(Box<Spanned<syn::Type>>),
}

/// `name: Type`
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) name: Name,
    pub(crate) ty: Spanned<syn::Type>,
}

/// `PAGE: u32 = 100`
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    pub(crate) name: Name,
    pub(crate) ty: Spanned<syn::Type>,
    pub(crate) value: syn::Expr,
}

/// `source: String = "api".into()`
#[derive(Clone, Debug)]
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

#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: Name,
    /// Without the `&`.
    pub(crate) ty: Spanned<syn::Type>,
    pub(crate) borrowed: bool,
}

/// What a step calls.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub(crate) struct Undo {
    /// As written.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) call: Callee,
    pub(crate) args: Vec<Wire>,
    pub(crate) retry: Option<Retry>,
    pub(crate) timeout: Option<Spanned<Duration>>,
}

/// A place where a run takes one of several ways.
#[derive(Debug)]
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
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) text: String,
    pub(crate) expr: syn::Expr,
    pub(crate) places: Places,
}

/// One of the ways of a branch.
#[derive(Debug)]
pub(crate) struct Way {
    /// As written: `Kind::Tool(_)`.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) test: Test,
}

/// When a way is taken.
#[derive(Debug)]
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
#[derive(Clone, Debug)]
pub(crate) struct ConstantArm {
    pub(crate) arms: Vec<Arm>,
    pub(crate) value: Spanned<syn::Expr>,
}

/// One argument of a call, or the tail.
#[derive(Clone, Debug)]
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

#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// As written.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) kind: GuardKind,
}

#[derive(Clone, Debug)]
pub(crate) enum GuardKind {
    /// `is_large(&order)`
    Predicate(Name, Vec<Wire>),
    /// Any other expression, and the places of the names in it.
    Expression(Box<syn::Expr>, Places),
}

/// The way from the spans of a parsed fragment to places in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) whole: Span,
    /// Whether the fragment stands in the file as it is, apart from `escapes`.
    pub(crate) exact: bool,
    pub(crate) escapes: Escapes,
}

impl Places {
    pub(crate) fn at(self, span: proc_macro2::Span) -> Span {
        let range = span.byte_range();
        let part = self.part(range.clone()).whole;
        match range.is_empty() || part.end > self.whole.end {
            true => self.whole,
            false => part,
        }
    }

    /// Those of a part of the fragment.
    pub(crate) fn part(self, range: std::ops::Range<usize>) -> Self {
        if !self.exact {
            return self;
        }
        let place = |at: usize| self.whole.start + self.escapes.raw(at);
        Self {
            whole: Span {
                start: place(range.start),
                end: place(range.end),
                ..self.whole
            },
            exact: true,
            escapes: self.escapes.part(range),
        }
    }
}

#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
