//! What does not stand where a step is called.

use syn::Expr;
use syn::spanned::Spanned as _;

use super::RULE;
use crate::check::branch;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::front::Fragment;
use crate::span::Span;

/// What stands there instead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected<'a> {
    /// A step, as a value with this name and type if they could be read.
    Value(Option<&'a str>),
    /// A step without a value.
    Step,
    /// The output.
    Output,
}

/// Whether an expression is meant as a wire, and so left to the rule about wires.
pub(crate) fn is_wire(expr: &Expr) -> bool {
    let is_name = |expr: &Expr| matches!(expr, Expr::Path(_) | Expr::Field(_));
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Lit(_) => true,
        Expr::Reference(reference) => is_name(&reference.expr),
        Expr::MethodCall(call) => is_name(&call.receiver) && call.method != FOR_EACH,
        Expr::Paren(inner) => is_wire(&inner.expr),
        _ => false,
    }
}

/// Whether an expression is what a wire can be.
fn is_reading(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            is_wire(expr)
                && call.args.is_empty()
                && crate::front::is_reading(&call.method.to_string())
        }
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Reference(_) => is_wire(expr),
        Expr::Paren(inner) => is_reading(&inner.expr),
        _ => false,
    }
}

/// Reports an expression that is no call of a step.
pub(crate) fn report(expr: &Expr, fragment: &Fragment, expected: Expected<'_>) -> Diagnostic {
    let at = |span: proc_macro2::Span| fragment.places.at(span);
    if let Some(call) = call_within(expr) {
        return around(at(call.span()), fragment);
    }
    match expr {
        Expr::If(found) => branch::no_value("if", at(found.if_token.span)),
        Expr::Match(found) => branch::no_value("match", at(found.match_token.span)),
        Expr::ForLoop(found) => repetition("for", at(found.for_token.span)),
        Expr::While(found) => repetition("while", at(found.while_token.span)),
        Expr::Loop(found) => repetition("loop", at(found.loop_token.span)),
        Expr::MethodCall(call) if call.method == FOR_EACH => for_each(at(call.method.span())),
        Expr::Closure(_) => error(fragment, "a closure is no step")
            .label("expected the call of a step")
            .help("give it a name: a method of the generated trait, or a function of your crate"),
        Expr::Macro(found) => a_macro(&found.mac, fragment, expected),
        Expr::Struct(_) => error(fragment, "a value is not built here")
            .label("expected the call of a step")
            .help(computes(expected)),
        Expr::Block(_) | Expr::Unsafe(_) | Expr::Async(_) | Expr::Const(_) => {
            error(fragment, "a block is no step")
                .label("expected the call of a step")
                .help("write its steps one below the other: they run as their wires allow")
        }
        Expr::Assign(_) => error(
            fragment,
            "a value is given once, by the step that produces it",
        )
        .label("values do not change")
        .help("give the new value a name of its own: `let changed: Type = …;`"),
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
            error(fragment, "a pipeline has no way out before its end")
                .label("all steps run, as far as their wires and guards allow")
                .help("whether a step runs is said by its guard: `#[step(when = …)]`")
        }
        Expr::Lit(_) => literal(fragment, expected),
        _ if is_reading(expr) => reading(fragment, expected),
        Expr::MethodCall(call) if name_of(&call.receiver).is_some() => {
            let receiver = name_of(&call.receiver).unwrap_or_default();
            let (step, more) = (&call.method, if call.args.is_empty() { "" } else { ", …" });
            error(fragment, "this is not the call of a step")
                .label("a step is no method of its value")
                .help(format!(
                    "if `{step}` is a step, call it so: `{step}(&{receiver}{more})`"
                ))
                .help("if it is a method of the value, let a step call it")
        }
        _ => error(fragment, "this is not the call of a step")
            .label("a pipeline computes nothing itself")
            .help(computes(expected)),
    }
}

/// `order`
fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

fn error(fragment: &Fragment, title: &str) -> Diagnostic {
    Diagnostic::error(&RULE, fragment.span(), title)
}

/// The call of a step to which something else is done: `validate(&order_id).unwrap()`.
fn call_within(expr: &Expr) -> Option<&syn::ExprCall> {
    let mut inner = expr;
    loop {
        inner = match inner {
            Expr::Await(outer) => &outer.base,
            Expr::Cast(outer) => &outer.expr,
            Expr::Field(outer) => &outer.base,
            Expr::MethodCall(outer) => &outer.receiver,
            Expr::Paren(outer) => &outer.expr,
            Expr::Reference(outer) => &outer.expr,
            Expr::Try(outer) => &outer.expr,
            Expr::Call(call) if matches!(*call.func, Expr::Path(_)) => return Some(call),
            _ => return None,
        }
    }
}

fn around(call: Span, fragment: &Fragment) -> Diagnostic {
    let start = fragment.span().start;
    let text = fragment.text.get(call.start - start..call.end - start);
    error(fragment, "a line calls a step, and does nothing else")
        .label("what is done with the value of a step belongs in a step")
        .edit("call it alone", fragment.span(), text.unwrap_or_default())
}

/// What iterators have, and a value of a pipeline has not.
const FOR_EACH: &str = "for_each";

fn for_each(method: Span) -> Diagnostic {
    Diagnostic::error(&RULE, method, "a value has no `for_each`")
        .label("a step is called for each element by a map")
        .edit("map the elements", method, "map")
}

/// `for`, `while`, `loop`
fn repetition(word: &str, span: Span) -> Diagnostic {
    let error = Diagnostic::error(&RULE, span, format!("a pipeline has no `{word}`"));
    let error = error.label("each step runs once");
    let error = match word {
        "for" => error.help(format!(
            "to call a step for each element of a value, map it: {}",
            Form::Rust.map()
        )),
        _ => error,
    };
    error
        .help("repeat within a step; a failed step is called again with `#[step(retry(attempts = 3))]`")
        .note("what loops is a workflow, `#[workflow]`, whose steps put further steps into a queue")
}

fn a_macro(found: &syn::Macro, fragment: &Fragment, expected: Expected<'_>) -> Diagnostic {
    let name = found
        .path
        .segments
        .last()
        .map(|last| last.ident.to_string())
        .unwrap_or_default();
    let title = format!("the macro `{name}!` is no step");
    let error = error(fragment, &title).label("this line is read, it never runs");
    match expected {
        _ if name.ends_with("join") => error.help(
            "steps run side by side as far as their wires allow: give each call a line of its own",
        ),
        Expected::Step => error.help("do it in a step, which can log and print as it likes"),
        Expected::Value(_) | Expected::Output => error.help(computes(expected)),
    }
}

fn literal(fragment: &Fragment, expected: Expected<'_>) -> Diagnostic {
    let text = fragment.text.trim();
    let error = error(fragment, "a literal is no step").label("expected the call of a step");
    match expected {
        Expected::Value(Some(declared)) => {
            let (name, ty) = declared.split_once(':').unwrap_or((declared, " u32"));
            let constant = format!("const {}:{ty} = {text};", name.trim().to_uppercase());
            error.help(format!(
                "make it a constant, above the function: `{constant}`"
            ))
        }
        _ => error.help("literals are wires: write it as the argument of a step"),
    }
}

/// `let copy: Order = order;`
fn reading(fragment: &Fragment, expected: Expected<'_>) -> Diagnostic {
    let text = fragment.text.trim();
    let error =
        error(fragment, &format!("`{text}` calls no step")).label("expected the call of a step");
    match expected {
        Expected::Step => error.help("take this line out, or make it the argument of a step"),
        Expected::Value(_) | Expected::Output => error.help(format!(
            "a wire stands where it is read: write `{text}` as the argument of the step that needs it"
        )),
    }
}

fn computes(expected: Expected<'_>) -> String {
    match expected {
        Expected::Value(Some(declared)) => {
            let name = declared.split(':').next().unwrap_or_default().trim();
            format!("let a step make it: `let {declared} = make_{name}(…);`")
        }
        _ => "let a step do this, and call that step here".to_owned(),
    }
}

/// `Some(order)`, `Ok(receipt)`, `Order(1)`: what is called, the whole, and what stands in parentheses.
pub(crate) fn constructor(name: &str, whole: Span, inner: &str) -> Diagnostic {
    let error = Diagnostic::error(&RULE, whole, format!("`{name}(…)` calls no step"));
    match name {
        "Ok" | "Some" => error
            .label("values are not wrapped here")
            .edit("write the value alone", whole, inner)
            .note(match name {
                "Ok" => "that a step, or a run, can fail goes without saying",
                _ => "`.maybe()` reads a value that may be missing as an `Option`",
            }),
        _ => error
            .label("this builds a value, which is what steps do")
            .help("let a step return it, and call that step"),
    }
}

/// `?` and `.await` after a call.
pub(crate) fn suffix(text: &str, span: Span) -> Diagnostic {
    let title = format!("`{}` is not needed here", text.trim());
    let label = match text.contains('?') {
        true => "a step that fails skips those that read it",
        false => "the run awaits its steps",
    };
    Diagnostic::error(&RULE, span, title)
        .label(label)
        .edit("take it out", span, "")
}

/// `self.validate(&order_id)`: the call, and what comes before the name.
pub(crate) fn method_of_self(name: &str, call: Span, before: Span) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        call,
        format!("the step `{name}` is called without `self.`"),
    )
    .label("there is no `self` in a pipeline")
    .edit("write its name only", before, "")
}
