//! What does not stand in a file of pipelines.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::tree::Name;

/// A function without `#[pipeline]`, which would stand at `at`.
pub(crate) fn no_pipeline(name: &Name, at: Span) -> Diagnostic {
    let title = format!("the function `{}` is no pipeline", name.value);
    Diagnostic::error(&RULE, name.span, title)
        .label("`#[pipeline]` is missing")
        .edit("if it is meant to be one, say so", at, "#[pipeline]\n")
        .help("a function that steps call belongs in your crate, and is called by its path: `crate::orders::validate(…)`")
}

/// `pub` before a trait, or parameters, supertraits and bounds behind its name.
pub(crate) fn needless(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("`{text}` means nothing here"))
        .label("this trait is read, never compiled")
        .help("take it out; a trait that implementers need as well is named by `requires`")
}

/// `struct Order`, `mod orders`
pub(crate) fn foreign(word: &str, span: Span) -> Diagnostic {
    let (what, help) = match word {
        "struct" | "enum" | "type" | "union" => (
            "a type",
            "write it in your crate, and bring it in here: `use crate::orders::Order;`",
        ),
        "static" => (
            "a `static`",
            "a value that never changes is a constant: `const PAGE: u32 = 100;`",
        ),
        "mod" => (
            "a module",
            "a folder of pipelines is a module: give this one a folder and a file of its own",
        ),
        "impl" => (
            "an `impl`",
            "the steps are implemented in your crate: `impl order_processing::Steps for Shop { … }`",
        ),
        "trait" => (
            "a trait",
            "the trait of the steps is generated, and another one belongs in your crate; if it is meant to be a \
             workflow, say so: `#[workflow(start = load, state = Totals)]`",
        ),
        "crate" => ("an `extern crate`", "bring in what is needed with `use`"),
        _ => ("a macro", "write it in your crate"),
    };
    Diagnostic::error(
        &RULE,
        span,
        format!("{what} does not stand in a file of pipelines"),
    )
    .label("expected `use`, `const`, or a function with `#[pipeline]`")
    .help(help)
}

/// No item at all.
pub(crate) fn none(span: Span, is_python: bool) -> Diagnostic {
    let error = Diagnostic::error(&RULE, span, "this does not stand in a file of pipelines");
    if is_python {
        return error
            .label("Python, by the look of it")
            .help("a pipeline is a function as Rust writes it: `#[pipeline] fn order_processing(order_id: OrderId) -> Receipt { … }`");
    }
    error
        .label("expected `use`, `const`, or a function with `#[pipeline]`")
        .help("steps stand in the body of a function: `#[pipeline] fn order_processing(…) { … }`")
}

/// An item in the body of a pipeline; `text` is how it begins.
pub(crate) fn inside(text: &str, span: Span) -> Diagnostic {
    let word = text.split_whitespace().find(|word| {
        matches!(
            *word,
            "use" | "const" | "fn" | "struct" | "enum" | "type" | "static"
        )
    });
    let (what, help) = match word {
        Some("use") => (
            "an import",
            "write it above the function, for all pipelines of the file",
        ),
        Some("const") => (
            "a constant",
            "write it above the function, for all pipelines of the file",
        ),
        Some("fn") => (
            "a function",
            "write it in your crate, and call it by its path: `crate::orders::validate(&order_id)`",
        ),
        _ => (
            "this",
            "write it in your crate, and bring it in above the function with `use`",
        ),
    };
    let first_line = Span::new(span.file, span.start..span.start + text.len());
    Diagnostic::error(
        &RULE,
        first_line,
        format!("{what} does not stand in a pipeline"),
    )
    .label("a pipeline holds steps, and its output at the end")
    .help(help)
}

/// `pub use`
pub(crate) fn visible(text: &str, span: Span, to_next: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("nothing here is `{text}`"))
        .label("imports and constants are for the pipelines of this file")
        .edit("take it out", to_next, "")
}

/// `use ::std::path::PathBuf;`
pub(crate) fn leading_colons(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an import does not begin with `::` here")
        .label("not needed")
        .edit("take it out", span, "")
}
