use std::ops::Range;

use proc_macro2::TokenStream;

use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Span};

pub(crate) static RULE: Rule = Rule {
    code: "PW0030",
    title: "the file is not valid Rust",
    docs: "A file in Rust form is never compiled, but it is written in Rust's syntax: brackets and quotes are \
        closed, statements and imports end with `;`, a function has a name, parameters and a body. When a \
        bracket or a quote is not closed, nothing else in the file has been checked yet.",
    check: Check::Reading,
};

/// The text cannot be cut into tokens, because of what stands at `at`.
pub(crate) fn no_tokens(file: FileId, text: &str, at: Range<usize>) -> Diagnostic {
    let start = at.start.min(text.len());
    let Some(char) = text.get(start..).and_then(|rest| rest.chars().next()) else {
        let end = Span::new(file, text.len()..text.len());
        return Diagnostic::error(&RULE, end, "the file ends too early")
            .label("something is missing");
    };
    let span = Span::new(file, start..start + char.len_utf8());
    match char {
        '(' | '[' | '{' => Diagnostic::error(&RULE, span, format!("`{char}` is not closed")).label(
            match closing(char) {
                Some(closing) => format!("there is no `{closing}` for this"),
                None => String::new(),
            },
        ),
        ')' | ']' | '}' => {
            let open = open_before(file, text, start);
            let found = closes(char, span, open);
            match open.and_then(|(open, place)| end_of_line(text, open, place)) {
                Some((place, closing)) => found.edit("close it", place, closing),
                None => found,
            }
        }
        '"' | '\'' => Diagnostic::error(&RULE, span, "a quote is not closed")
            .label("what begins here has no end"),
        _ => Diagnostic::error(&RULE, span, format!("`{char}` cannot stand here"))
            .label("this is not Rust"),
    }
}

fn closes(char: char, span: Span, open: Option<(char, Span)>) -> Diagnostic {
    match open {
        Some((open, place)) => {
            let title = format!("`{char}` does not close `{open}`");
            let error = Diagnostic::error(&RULE, span, title).and(place, "this is still open");
            match closing(open) {
                Some(closing) => error.label(format!("expected `{closing}` before this")),
                None => error,
            }
        }
        None => Diagnostic::error(&RULE, span, format!("`{char}` closes nothing"))
            .label("there is no bracket that it could close"),
    }
}

/// Where a bracket would most likely be closed: before the `;` that ends its line.
fn end_of_line(text: &str, open: char, place: Span) -> Option<(Span, String)> {
    let line = text.get(place.end..)?.lines().next()?.trim_end();
    let end = place.end + line.strip_suffix(';')?.len();
    let span = Span {
        start: end,
        end,
        ..place
    };
    Some((span, closing(open)?.to_string()))
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => return None,
    })
}

/// The innermost bracket that is open at `at`.
fn open_before(file: FileId, text: &str, at: usize) -> Option<(char, Span)> {
    let error = text.get(..at)?.parse::<TokenStream>().err()?;
    let start = error.span().byte_range().start;
    let open = text.get(start..)?.chars().next()?;
    closing(open)?;
    Some((open, Span::new(file, start..start + 1)))
}

/// `#!/usr/bin/env …`
pub(crate) fn shebang(line: Span) -> Diagnostic {
    Diagnostic::error(&RULE, line, "a file of pipelines is no script")
        .label("nothing runs this file: the build script reads it")
        .help("take this line out")
}

/// A statement or an import that does not end.
pub(crate) fn no_semicolon(statement: Span) -> Diagnostic {
    let end = statement.after();
    Diagnostic::error(&RULE, end, "a `;` is missing")
        .label("expected `;` here")
        .edit("put it in", end, ";")
}

pub(crate) fn no_function(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this function cannot be read")
        .label("expected a name, parameters and a body")
        .help("a pipeline is written as `fn order_processing(order_id: OrderId) -> Receipt { … }`")
}

/// What is no function, in a trait.
pub(crate) fn no_step(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this is no step")
        .label("expected `fn`, a name, parameters and `;`")
        .help("each step is a function: `fn load(batch: Batch) -> Vec<Item>;`")
}

pub(crate) fn no_trait(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this trait cannot be read")
        .label("expected a name, and the steps between `{` and `}`")
        .help("a workflow is written as `trait batch { fn load(batch: Batch) -> Vec<Item>; }`")
}

/// Something other than `->` after the parameters.
pub(crate) fn no_arrow(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "the type of the output stands after `->`")
        .label("expected `->` and a type, or the body")
}
