use super::habits::LONGEST;
use super::suggest::nearest;
use super::{Check, Rule, is_word};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::front::Fragment;
use crate::span::Span;
use crate::tree::{Callee, How, WireKind};
use crate::wiring::{Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0006",
    title: "not a wire",
    docs: "A wire says how a step reads a value: `x` moves it, `&x` borrows it, `x.clone()` clones it, \
        `x.maybe()` reads `Option<&X>`, `None` when it was skipped, `x.ok()` reads `None` for a failure too, \
        `x.outcome()` reads the whole outcome. Literals with a known type (`\"eu\"`, `10u32`, `true`) and \
        constants are wires too; `&x.field`, `cx` and `self` are wires of calls by path. Anything that \
        computes belongs in a step.",
    check: Check::Resolve(check),
};

const FORMS: &str = "a wire is `x`, `&x`, `x.clone()`, `x.maybe()`, `x.ok()`, `x.outcome()`, a literal or a constant";

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for (name, span) in &wiring.misused {
        let title = format!("the constant `{}` is passed by its name", name.value);
        let error = Diagnostic::error(&RULE, *span, title)
            .label("a constant is always there, and is copied in");
        findings.push(error.edit("write its name only", *span, name.value.clone()));
    }
    for read in wiring
        .reads
        .iter()
        .filter(|read| read.guard && read.how == How::Move)
    {
        let value = &wiring.values[read.value];
        if let (Reader::Step(step), false) = (read.by, value.copy) {
            let name = &value.name.value;
            let title = format!(
                "the guard of `{}` cannot take `{name}` away",
                wiring.step_name(step).value
            );
            let error = Diagnostic::error(&RULE, read.span, title)
                .label("a guard only looks at its values");
            findings.push(error.edit("borrow it", read.span, format!("&{name}")));
        }
    }
    owned_fields(wiring, findings);
    if let Some(tail) = &wiring.tree.tail {
        output(tail, wiring.tree.form, findings);
    }
}

/// The output is a value, `x.maybe()` or `x.ok()`.
fn output(tail: &crate::tree::Wire, form: Form, findings: &mut Findings) {
    let error = Diagnostic::error(&RULE, tail.span, "the output has to be a value");
    match &tail.kind {
        WireKind::Named(_, How::Move | How::Maybe | How::Ok)
        | WireKind::Member(..)
        | WireKind::Array(..)
        | WireKind::Broken => {}
        WireKind::Named(name, how) => {
            let label = match how {
                How::Borrow => "a run gives its output away, it cannot lend it",
                How::Clone => "a run gives its output away, there is nothing to clone",
                _ => "a run's outcomes are in its report",
            };
            findings.push(
                error
                    .label(label)
                    .edit("write its name", tail.span, name.value.clone()),
            );
        }
        WireKind::Field(name, _) => {
            let help = format!("let a step return this part of `{}`", name.value);
            findings.push(error.label("this is a part of one").help(help));
        }
        WireKind::Literal(_) | WireKind::Context | WireKind::Steps | WireKind::Bound(..) => {
            findings.push(error.label("this is none").help(format!(
                "name an input, or what {} declares",
                form.declares()
            )));
        }
    }
}

/// What keeps an expression from being a wire.
pub(crate) enum Problem {
    /// `&mut x`
    Mutable(Option<String>),
    /// `&cx`
    Borrowed(String),
    /// `&x.clone()`, without the `&`
    BorrowedReading(String),
    /// `x.unwrap()`
    Method(String, String),
    /// `x.clone`
    NoParentheses(String),
    /// `crate::LIMIT`
    Path,
    /// `validate(&x)`, and what is called if that is a name
    Call(Option<String>),
    /// `|x| …`
    Closure,
    /// `"eu".to_string()`, and the place of the method
    Converted(Span),
    /// `order = &order`, and the place of what stands before the value
    Assigned(Span),
    Expression,
}

impl Problem {
    /// `predicate` is the method whose call the wire stands in, when that is a guard.
    pub(crate) fn report(&self, span: Span, predicate: Option<&str>, form: Form) -> Diagnostic {
        let found = match self {
            Self::Mutable(root) => mutable(root.as_deref(), span),
            Self::Borrowed(name) => {
                Diagnostic::error(&RULE, span, format!("`{name}` is passed as it is"))
                    .label("no `&` here")
                    .edit("take the `&` away", span, name.clone())
            }
            Self::BorrowedReading(wire) => {
                Diagnostic::error(&RULE, span, format!("`{wire}` is passed as it is"))
                    .label("no `&` here: this says already how the value is read")
                    .edit("take the `&` away", span, wire.clone())
            }
            Self::Method(value, method) => unknown_method(value, method, span),
            Self::NoParentheses(wire) => {
                Diagnostic::error(&RULE, span, format!("`{wire}` lacks its parentheses"))
                    .label("like this, it is a field")
                    .edit(format!("did you mean `{wire}()`?"), span.after(), "()")
            }
            Self::Path => Diagnostic::error(&RULE, span, "a path is not a wire")
                .label("expected the name of a value")
                .help(format!(
                    "to pass a constant, declare it: {}",
                    form.constant("LIMIT", "u32", "crate::LIMIT")
                ))
                .note(FORMS),
            Self::Call(Some(callee)) if !callee.starts_with(char::is_uppercase) => {
                call(callee, span, predicate, form)
            }
            Self::Closure => Diagnostic::error(&RULE, span, "a closure is not a wire")
                .label("a wire reads a value")
                .help("do in the step what the closure does"),
            Self::Converted(method) => Diagnostic::error(&RULE, span, "a text is passed as it is")
                .label("a step takes it as `&'static str`")
                .edit("write the text alone", *method, ""),
            Self::Assigned(name) => Diagnostic::error(&RULE, span, "an argument has no name here")
                .label("arguments stand in the order of the parameters")
                .edit("write the wire alone", *name, ""),
            Self::Call(_) | Self::Expression => computes(Diagnostic::error(
                &RULE,
                span,
                "this expression is not a wire",
            )),
        };
        match predicate {
            Some(name) => found.help(format!(
                "`{name}(…)` as the whole guard is a method of the trait; a function is called by its path, \
                 as in `crate::{name}(…)`"
            )),
            None => found,
        }
    }
}

/// What is written in the place of wires by those who know them from elsewhere.
pub(crate) fn habit(fragment: &Fragment, form: Form) -> Option<Diagnostic> {
    let (text, span) = (fragment.text.as_str(), fragment.span());
    if text.len() > LONGEST {
        return None;
    }
    let found = of_python(text, span).or_else(|| quoted(text, span, form));
    let found = found.or_else(|| several(text, span, form));
    found
        .or_else(|| typed(text, span))
        .or_else(|| template(text, span))
}

/// `x` or `&x`
fn is_wire(text: &str) -> bool {
    is_word(text.strip_prefix('&').unwrap_or(text))
}

/// `f"{x}"`
fn of_python(text: &str, span: Span) -> Option<Diagnostic> {
    if !text.starts_with("f\"") && !text.starts_with("f'") {
        return None;
    }
    let error = Diagnostic::error(&RULE, span, "an f-string is not a wire");
    Some(
        error
            .label("a wire reads a value and computes nothing")
            .help("let a step put the text together, and wire the value that it produces"),
    )
}

/// `'eu'`
fn quoted(text: &str, span: Span, form: Form) -> Option<Diagnostic> {
    let inner = in_single_quotes(text)?;
    let error = Diagnostic::error(&RULE, span, "a text stands in double quotes");
    let error = error.label("in single ones, Rust has one letter");
    Some(error.help(match form {
        Form::Toml => format!("write `'\"{inner}\"'`: TOML's own quotes, and in them Rust's"),
        Form::Rust => format!("write `\"{inner}\"`"),
    }))
}

/// `x, y`
fn several(text: &str, span: Span, form: Form) -> Option<Diagnostic> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let is_keyword = |part: &&str| matches!(*part, "&mut" | "as");
    if parts.len() < 2 || !parts.iter().all(|part| is_wire(part)) || parts.iter().any(is_keyword) {
        return None;
    }
    let error = Diagnostic::error(&RULE, span, format!("`{text}` is more than one wire"));
    Some(match form {
        Form::Toml => error.label("each wire is a text of its own").edit(
            "put each in quotes",
            span,
            parts.join("\", \""),
        ),
        Form::Rust => {
            let error = error.label("a comma is missing");
            error.edit("put commas between them", span, parts.join(", "))
        }
    })
}

/// `x: X`
fn typed(text: &str, span: Span) -> Option<Diagnostic> {
    let (name, ty) = text.split_once(':')?;
    let is_typed =
        is_wire(name.trim()) && !ty.starts_with(':') && syn::parse_str::<syn::Type>(ty).is_ok();
    is_typed.then(|| {
        let error = Diagnostic::error(&RULE, span, format!("`{text}` is a wire with a type"));
        error
            .label("a value has its type where it is declared")
            .edit("write the wire alone", span, name.trim())
    })
}

/// `${x}`
fn template(text: &str, span: Span) -> Option<Diagnostic> {
    let inner = text.trim_start_matches(['$', '{']).trim_end_matches('}');
    let inner = inner.trim();
    (inner.len() < text.len() && is_wire(inner)).then(|| {
        let error = Diagnostic::error(&RULE, span, format!("`{text}` is a template, not a wire"));
        error
            .label("a wire is Rust, which needs no braces here")
            .edit("write its name", span, inner)
    })
}

/// The text in `'eu'`, which is no letter.
fn in_single_quotes(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let is_plain = !inner.contains(['\'', '"', '\\']) && inner.chars().count() != 1;
    is_plain.then_some(inner)
}

/// A call within a call.
fn call(callee: &str, span: Span, predicate: Option<&str>, form: Form) -> Diagnostic {
    let error = Diagnostic::error(&RULE, span, "a call is not a wire");
    let error = error.label("a wire reads a value, and this one has none yet");
    match predicate {
        Some(_) => error.help("let a step compute it, and read the value that it produces"),
        None => error.help(format!(
            "make it a step of its own, {}, and read its value here",
            form.step(callee)
        )),
    }
}

fn computes(error: Diagnostic) -> Diagnostic {
    error
        .label("a wire reads a value and computes nothing")
        .help("let a step compute it, and wire the value that it produces")
        .note(FORMS)
}

/// `x.field` in a call by path; for methods of the trait `path_call` knows better.
fn owned_fields(wiring: &Wiring<'_>, findings: &mut Findings) {
    let is_path = |call: &Callee| matches!(call, Callee::Path(_));
    let steps = || wiring.tree.steps.iter();
    let calls = steps().filter(|step| is_path(&step.call));
    let undos = steps().filter_map(|step| step.undo.as_ref());
    let undos = undos.filter(|undo| is_path(&undo.call));
    let args = calls.flat_map(|step| &step.args);
    for wire in args.chain(undos.flat_map(|undo| &undo.args)) {
        if let WireKind::Field(root, expr) = &wire.kind
            && wiring.value_named(&root.value).is_some()
            && matches!(**expr, syn::Expr::Field(_))
        {
            findings.push(
                Diagnostic::error(&RULE, wire.span, "a field is read by reference")
                    .label("this would move the field out of its value")
                    .edit(
                        "borrow it",
                        Span {
                            end: wire.span.start,
                            ..wire.span
                        },
                        "&",
                    ),
            );
        }
    }
}

fn mutable(root: Option<&str>, span: Span) -> Diagnostic {
    let error = Diagnostic::error(&RULE, span, "a wire cannot borrow mutably")
        .label("values are shared by all steps that read them");
    match root {
        Some(name) => error
            .edit(
                "move the value, and produce the changed one as a new value",
                span,
                name,
            )
            .edit("or only read it", span, format!("&{name}")),
        None => error,
    }
}

fn unknown_method(value: &str, method: &str, span: Span) -> Diagnostic {
    let title = format!("`.{method}()` is not a way to read `{value}`");
    let error = Diagnostic::error(&RULE, span, title);
    let habit = match method {
        "as_ref" | "borrow" | "to_ref" | "iter" => Some(format!("&{value}")),
        "to_owned" | "cloned" | "copy" | "copied" => Some(format!("{value}.clone()")),
        "option" | "optional" | "unwrap_or_default" | "get" => Some(format!("{value}.maybe()")),
        "result" | "err" => Some(format!("{value}.outcome()")),
        _ => nearest(method, ["clone", "maybe", "ok", "outcome"])
            .map(|near| format!("{value}.{near}()")),
    };
    match habit {
        Some(wire) => error
            .label("unknown")
            .edit(format!("did you mean `{wire}`?"), span, wire),
        None => computes(error),
    }
}
