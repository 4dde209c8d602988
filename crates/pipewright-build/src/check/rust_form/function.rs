//! What a pipeline's function does not have.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

/// `pub`, `async`, `unsafe`: the word, all that belongs to it, and as far as the next one.
pub(crate) fn modifier(word: &str, text: &str, span: Span, to_next: Span) -> Diagnostic {
    let (title, label) = match word {
        "async" => (
            "a pipeline's function is not `async`".to_owned(),
            "the steps are asynchronous anyway, and so is `run`",
        ),
        "pub" => (
            format!("a pipeline is not `{text}`"),
            "it is seen where `include_pipelines!` stands",
        ),
        _ => (
            format!("a pipeline's function is not `{text}`"),
            "this function is read, never called",
        ),
    };
    Diagnostic::error(&RULE, span, title)
        .label(label)
        .edit("take it out", to_next, "")
}

pub(crate) fn generics(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a pipeline has no generic parameters")
        .label("the types of its values are fixed")
        .help("name the types; what implements the steps can be generic")
}

pub(crate) fn bounds(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a pipeline has no `where`")
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
