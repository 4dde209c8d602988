//! What a pipeline's function does not have.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

/// What a function describes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Pipeline,
    /// A step of a workflow or a flow.
    Step,
}

impl Of {
    fn noun(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Step => "step",
        }
    }
}

/// `pub`, `async`, `unsafe`: the word, all that belongs to it, and as far as the next one.
pub(crate) fn modifier(of: Of, word: &str, text: &str, span: Span, to_next: Span) -> Diagnostic {
    let (title, label) = match (word, of) {
        ("async", Of::Pipeline) => (
            "a pipeline's function is not `async`".to_owned(),
            "the steps are asynchronous anyway, and so is `run`",
        ),
        ("async", Of::Step) => (
            "a step is not declared as `async`".to_owned(),
            "it is asynchronous anyway, unless it is `blocking`",
        ),
        ("pub", Of::Pipeline) => (
            format!("a pipeline is not `{text}`"),
            "it is seen where `include_pipelines!` stands",
        ),
        ("pub", Of::Step) => (
            format!("a step is not `{text}`"),
            "it is seen wherever the trait of the steps is",
        ),
        (_, Of::Pipeline) => (
            format!("a pipeline's function is not `{text}`"),
            "this function is read, never called",
        ),
        (_, Of::Step) => (
            format!("a step is not `{text}`"),
            "this function is read, never called",
        ),
    };
    Diagnostic::error(&RULE, span, title)
        .label(label)
        .edit("take it out", to_next, "")
}

pub(crate) fn generics(of: Of, span: Span) -> Diagnostic {
    let title = format!("a {} has no generic parameters", of.noun());
    Diagnostic::error(&RULE, span, title)
        .label("the types of its values are fixed")
        .help("name the types; what implements the steps can be generic")
}

pub(crate) fn bounds(of: Of, span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("a {} has no `where`", of.noun()))
        .label("there are no generic parameters to bound")
        .help("what implements the steps is bounded by `#[pipeline(requires = crate::storage::Storage)]`")
}

pub(crate) fn receiver(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "`self` is no input")
        .label("the parameters are what a run is given")
        .help("take it out; what implements the steps is given to `new`, and each step has it as `self`")
}

/// A function in a trait that has a body.
pub(crate) fn body(name: &Name, span: Span) -> Diagnostic {
    let title = format!("the step `{}` has a body", name.value);
    Diagnostic::error(&RULE, span, title)
        .label("expected `;` after the parameters, or after the type of the output")
        .help("take the body out: what a step does is written where the steps are implemented")
}

pub(crate) fn no_body(name: &Name, end: Span) -> Diagnostic {
    let title = format!("the pipeline `{}` has no body", name.value);
    Diagnostic::error(&RULE, end, title)
        .label("expected `{` after the parameters, or after the type of the output")
        .help("write its steps between `{` and `}`")
}
