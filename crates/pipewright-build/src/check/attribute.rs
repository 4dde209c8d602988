use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0033",
    title: "an attribute that means nothing here",
    docs: "In Rust form `#[pipeline(…)]` stands above a function, and `#[step(…)]` above the `let` or the call \
        that it is about; each once, with all its keys in one list. Doc comments may stand above both. Other \
        attributes of Rust have no meaning in a file that is read and never compiled.",
    check: Check::Reading,
};

/// An attribute called `name` in the place of one called `expected`, above `of`.
pub(crate) fn unknown(name: &Name, whole: Span, expected: &str, of: &str) -> Diagnostic {
    let text = name.value.as_str();
    let title = format!("{of} has no attribute `#[{text}]`");
    let error = Diagnostic::error(&RULE, name.span, title);
    if nearest(text, [expected]).is_some() {
        return error.label("unknown attribute").edit(
            format!("did you mean `{expected}`?"),
            name.span,
            expected,
        );
    }
    match text {
        "pipeline" | "workflow" if expected != "step" => error
            .label(match text {
                "pipeline" => "this stands above a function",
                _ => "this stands above a trait",
            })
            .edit("take it out", whole, ""),
        "pipeline" => error
            .label("this stands above a function")
            .edit("take it out", whole, ""),
        "step" => error
            .label("this stands above a `let` or a call, within the function")
            .edit("take it out", whole, ""),
        _ => error
            .label("this file is read, not compiled")
            .edit("take it out", whole, "")
            .note(format!(
                "above {of} stand doc comments and `#[{expected}(…)]`"
            )),
    }
}

/// `#[timeout = "5s"]`: a key of a step as an attribute of its own; `text` is what stands in it.
pub(crate) fn key(name: &Name, whole: Span, text: &str) -> Diagnostic {
    let title = format!("`{}` is a key of `#[step]`, not an attribute", name.value);
    let number = text
        .strip_prefix("retry(")
        .and_then(|rest| rest.strip_suffix(')'));
    let text = match number.map(str::trim) {
        Some(number) if number.parse::<u32>().is_ok() => &format!("retry(attempts = {number})"),
        _ => text,
    };
    Diagnostic::error(&RULE, name.span, title)
        .label("unknown attribute")
        .edit("write it as a key", whole, format!("#[step({text})]"))
}

/// `#![…]`, or `//!` below the top of the file.
pub(crate) fn inner(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this attribute means nothing here")
        .label("only a doc comment `//!` can stand for a file, at its top")
        .edit("take it out", span, "")
}

/// The same attribute again.
pub(crate) fn second(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("there are two attributes `#[{name}]`"))
        .label("the second one")
        .and(first, "the first one")
        .help(format!("write all keys in one: `#[{name}(…, …)]`"))
}

/// A key that was there before.
pub(crate) fn twice(key: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(&RULE, key.span, format!("`{}` is given twice", key.value))
        .label("the second time")
        .and(first, "the first time")
        .help("keep one of the two")
}

/// `#[step = "…"]`
pub(crate) fn malformed(span: Span, example: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, "the keys of an attribute stand in parentheses")
        .label("expected a list of keys")
        .help(format!("for example: `{example}`"))
}

/// Something in the list that is no key.
pub(crate) fn no_key(span: Span, of: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("this is no key of {of}"))
        .label("expected `key`, `key = value` or `key(…)`")
        .note("keys are separated by commas")
}

/// Nothing follows that it could be about.
pub(crate) fn dangling(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "nothing follows that this could be about")
        .label("expected a step or a function after this")
        .help("take it out, or write it above what it is about")
}

/// Above an input.
pub(crate) fn on_input(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an input has no attributes")
        .label("not above a parameter")
        .edit("take it out", span, "")
}

/// Above an output that is no step.
pub(crate) fn on_output(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "the output is a value, not a step")
        .label("there is no step below this")
        .help("write it above the `let` of the step that produces the output")
}

/// Above an import or a constant.
pub(crate) fn on_other(of: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("{of} has no attributes here"))
        .label("this file is read, not compiled")
        .edit("take it out", span, "")
}
