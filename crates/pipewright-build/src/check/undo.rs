use quote::ToTokens;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::front::Fragment;
use crate::span::Span;
use crate::tree::{How, Step, Undo, Wire, WireKind};
use crate::wiring::{Arg, Edge, Reason, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0071",
    title: "an undo that cannot be made",
    docs: "`undo` is a call: of a method of the trait, or of a function by its path. It is made when all steps \
        have ended and the run has failed, if its step ended well. So it can read what is sure to be there \
        then: the inputs, what its own step gives, and what the steps give that this one cannot do without. \
        What may be missing it reads by `x.ok()`. It borrows (`&x`) or clones (`x.clone()`).",
    check: Check::Validate(check),
};

/// Something else than a call.
pub(crate) fn no_call(fragment: &Fragment, expr: &syn::Expr, form: Form) -> Diagnostic {
    let span = fragment.span();
    let error = Diagnostic::error(&RULE, span, format!("`{}` is no call", fragment.text));
    let error = error.label("an undo calls a method of the trait, or a function by its path");
    match expr {
        syn::Expr::Path(path) => {
            let callee = path.to_token_stream().to_string().replace(' ', "");
            error.edit("call it", span, format!("{callee}()"))
        }
        syn::Expr::MethodCall(call) if is_self(&call.receiver) => {
            let args = call.args.to_token_stream().to_string().replace("& ", "&");
            let called = format!("{}({args})", call.method);
            error.edit("a method of the trait is called by its name", span, called)
        }
        _ => error.help(format!(
            "for example: {}",
            form.undo("release(&reservation)")
        )),
    }
}

fn is_self(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::Path(path) if path.path.is_ident("self"))
}

/// There is no call at all.
pub(crate) fn nothing_called(span: Span, example: &str) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an undo that calls nothing")
        .label("it has to say what is called")
        .help(format!("for example: `{example}`"))
}

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let undone = wiring.tree.steps.iter().zip(&wiring.steps).enumerate();
    let undone = undone.filter_map(|(index, (step, wired))| {
        Some((index, step, step.undo.as_ref()?, wired.undo.as_slice()))
    });
    let undone: Vec<_> = undone.collect();
    if undone.is_empty() {
        return;
    }
    let parents = wiring.parents();
    for (index, step, undo, args) in undone {
        let sure = sure(index, &parents);
        for (wire, arg) in undo.args.iter().zip(args) {
            let found = examine(wiring, step, &sure, wire, arg);
            found.into_iter().for_each(|found| findings.push(found));
        }
        moves(wiring, step, undo, args).for_each(|found| findings.push(found));
    }
}

/// The steps that have ended well if this one has.
fn sure(step: usize, parents: &[Vec<Edge>]) -> Vec<bool> {
    let mut sure = vec![false; parents.len()];
    let mut open = vec![step];
    while let Some(step) = open.pop() {
        if std::mem::replace(&mut sure[step], true) {
            continue;
        }
        for edge in &parents[step] {
            if let Reason::Data { how, .. } | Reason::Guard { how, .. } = edge.reason
                && matches!(how, How::Move | How::Borrow | How::Clone)
            {
                open.push(edge.parent);
            }
        }
    }
    sure
}

fn examine(
    wiring: &Wiring<'_>,
    step: &Step,
    sure: &[bool],
    wire: &Wire,
    arg: &Arg,
) -> Option<Diagnostic> {
    let name = &step.name.value;
    let error = |title: String| Diagnostic::error(&RULE, wire.span, title);
    if let WireKind::Bound(bound, _) = &wire.kind {
        let title = format!("undoing `{name}` cannot read `{}`", bound.value);
        let label = "what a pattern binds is there for the call of the step only";
        let help = "read the value that is matched";
        return Some(error(title).label(label).help(help));
    }
    let (value, how) = match arg {
        Arg::Value(value, how) => (*value, *how),
        Arg::Field(value) => (*value, How::Borrow),
        Arg::Array(args) => {
            let mut found = args.iter();
            return found.find_map(|arg| examine(wiring, step, sure, wire, arg));
        }
        Arg::Constant(_) | Arg::Plain | Arg::Unknown => return None,
    };
    let maker = wiring.values[value].step?;
    if sure[maker] || !matches!(how, How::Move | How::Borrow | How::Clone) {
        return None;
    }
    let (value, by) = (wiring.values[value].name, wiring.step_name(maker));
    let title = format!("`{}` may be missing when `{name}` is undone", value.value);
    let label = match maker_is_arm(wiring, step, maker) {
        true => format!("`{}` is there only once the ways have met", value.value),
        false => format!("`{name}` ends well without `{}` too", by.value),
    };
    Some(error(title).label(label).edit(
        "read it as an `Option`",
        wire.span,
        format!("{}.ok()", value.value),
    ))
}

fn maker_is_arm(wiring: &Wiring<'_>, step: &Step, maker: usize) -> bool {
    step.merge
        .is_some_and(|merge| std::ptr::eq(&wiring.tree.steps[merge], &wiring.tree.steps[maker]))
}

/// An undo does not take values away.
fn moves<'a>(
    wiring: &'a Wiring<'_>,
    step: &'a Step,
    undo: &'a Undo,
    args: &'a [Arg],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let wires = undo.args.iter().zip(args);
    wires.filter_map(|(wire, arg)| {
        let Arg::Value(value, How::Move) = *arg else {
            return None;
        };
        let value = &wiring.values[value];
        let (name, value, copies) = (&step.name.value, &value.name.value, value.copy);
        let title = format!("undoing `{name}` cannot take `{value}` away");
        let error = Diagnostic::error(&RULE, wire.span, title)
            .label("an undo may be tried again, or come after another one that reads it")
            .edit("borrow it", wire.span, format!("&{value}"))
            .edit("or clone it", wire.span, format!("{value}.clone()"));
        (!copies).then_some(error)
    })
}
