use syn::Lit;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::tree::{Callee, GuardKind, Name, Wire, WireKind};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0018",
    title: "a wire that only a call by path can have",
    docs: "The generated trait has a method for each step, and a method needs a type for each parameter. The \
        type of a field or of a bare number is known to rustc only, so such wires go with functions that are \
        called by their path (`crate::orders::validate`), whose parameters have types already. For \
        a number write its type (`10u32`); for a field, pass the whole value, or put a step in between that \
        returns the field. `self` and `cx` are there in every method anyway.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let form = wiring.tree.form;
    // a field of what is unknown is another mistake
    let is_known = |wire: &&Wire| match &wire.kind {
        WireKind::Field(root, _) => {
            wiring.value_named(&root.value).is_some()
                || wiring.constant_named(&root.value).is_some()
        }
        _ => true,
    };
    for step in &wiring.tree.steps {
        if let Callee::Method(callee) = &step.call {
            step.args
                .iter()
                .filter(is_known)
                .for_each(|wire| examine(callee, false, wire, form, findings));
        }
        if let Some(undo) = &step.undo
            && let Callee::Method(callee) = &undo.call
        {
            undo.args
                .iter()
                .filter(is_known)
                .for_each(|wire| examine(callee, false, wire, form, findings));
        }
        if let Some(GuardKind::Predicate(callee, args)) =
            step.guard.as_ref().map(|guard| &guard.kind)
        {
            args.iter()
                .filter(is_known)
                .for_each(|wire| examine(callee, true, wire, form, findings));
        }
    }
}

fn examine(callee: &Name, predicate: bool, wire: &Wire, form: Form, findings: &mut Findings) {
    let method = &callee.value;
    match &wire.kind {
        WireKind::Field(root, _) => findings.push(field(method, &root.value, wire, form)),
        WireKind::Context => findings.push(present(method, "cx", predicate, wire)),
        WireKind::Steps => findings.push(present(method, "self", false, wire)),
        WireKind::Literal(lit) => {
            if let Some(found) = literal(method, lit, wire) {
                findings.push(found);
            }
        }
        WireKind::Named(..)
        | WireKind::Member(..)
        | WireKind::Array(..)
        | WireKind::Bound(..)
        | WireKind::Broken => {}
    }
}

/// `cx` and `self` are parameters of every method; a predicate has `self` only.
fn present(method: &str, name: &str, predicate: bool, wire: &Wire) -> Diagnostic {
    let (title, label) = match predicate {
        true => (
            format!("`{method}` cannot have `{name}`"),
            "predicates see values, and `self`",
        ),
        false => (
            format!("`{method}` has `{name}` anyway"),
            "every method of the trait has it",
        ),
    };
    Diagnostic::error(&RULE, wire.span, title)
        .label(label)
        .help("take this wire out")
}

fn field(method: &str, root: &str, wire: &Wire, form: Form) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        wire.span,
        format!("`{method}` cannot read a field of `{root}`"),
    )
    .label("the type of this field is not known here")
    .edit("pass the whole value", wire.span, format!("&{root}"))
    .help(format!(
        "a step in between could read `&{root}` and return this field"
    ))
    .note(format!(
        "only functions that are called by their path ({}) can read fields",
        form.path_call()
    ))
}

fn literal(method: &str, lit: &Lit, wire: &Wire) -> Option<Diagnostic> {
    let (text, suffix, types) = match lit {
        Lit::Int(int) => (int.to_string(), int.suffix(), INTEGERS),
        Lit::Float(float) => (float.to_string(), float.suffix(), FLOATS),
        _ => return None,
    };
    if types.contains(&suffix) || (matches!(lit, Lit::Int(_)) && FLOATS.contains(&suffix)) {
        return None;
    }
    let ty = types[0];
    let digits = text.strip_suffix(suffix).unwrap_or(&text);
    let written = format!("{digits}{ty}");
    let error = match suffix {
        "" => Diagnostic::error(
            &RULE,
            wire.span,
            format!("`{method}` needs to know the type of `{text}`"),
        )
        .label("a number without a type"),
        _ => Diagnostic::error(
            &RULE,
            wire.span,
            format!("`{suffix}` is not a type of numbers"),
        )
        .label(format!("expected one like `{ty}`")),
    };
    Some(error.edit("write the type behind it, for example", wire.span, written))
}

const INTEGERS: &[&str] = &[
    "u32", "u8", "u16", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
];
const FLOATS: &[&str] = &["f64", "f32"];
