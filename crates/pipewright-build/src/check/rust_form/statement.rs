//! What a line of a pipeline does not have.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

/// `let mut order`: the word, and as far as the name.
pub(crate) fn mutable(span: Span, to_name: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "values do not change")
        .label("no `mut` here")
        .edit("take it out", to_name, "")
        .note("a step that changes a value takes it by name and gives back another one")
}

/// `let (a, b): (A, B)`
pub(crate) fn pattern(text: &str, span: Span, in_let: bool) -> Diagnostic {
    let error = Diagnostic::error(&RULE, span, format!("`{text}` is not the name of a value"));
    match (text, in_let) {
        ("_", true) => error
            .label("each value has a name")
            .help("give it one; or, if the step returns nothing, write the call without `let`"),
        (_, true) => error
            .label("a step gives one value, with one name")
            .help("give the whole a name and a type; steps that read it can take it apart"),
        _ => error.label("expected a name, as in `order_id: OrderId`"),
    }
}

/// `order: Order = validate(&order_id);`, or without the type; `start` is where `let` is missing.
pub(crate) fn no_let(name: &Name, is_typed: bool, start: Span) -> Diagnostic {
    let title = format!("the value `{}` is declared without `let`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title).label("expected `let` before the name");
    match is_typed {
        true => error.edit("write it as a value", start, "let "),
        false => error.help(format!(
            "write `let {}: {} = …;`, with the type that the step gives",
            name.value,
            crate::names::camel(&name.value)
        )),
    }
}

/// `let order: Order;`
pub(crate) fn no_value(declared: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "no step produces this value")
        .label("expected `=` and a call")
        .help(format!(
            "write which step does: `let {declared} = validate(&order_id);`"
        ))
}

/// `let order: Order = … else { … };`
pub(crate) fn let_else(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a step has no `else`")
        .label("a step that fails, or is skipped, has no value")
        .help("those that can do without it read it with `.ok()` or `.maybe()`")
}

/// `return receipt;`: the word, the whole line, and the value.
pub(crate) fn returned(span: Span, line: Span, value: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a pipeline does not `return`")
        .label("the last line is the output as it is")
        .edit("write the value alone", line, value)
}

/// `receipt;` at the end
pub(crate) fn output_with_semicolon(text: &str, semicolon: Span) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        semicolon,
        format!("the output `{text}` ends with `;`"),
    )
    .label("a line with `;` is no output")
    .edit("take it out", semicolon, "")
}
