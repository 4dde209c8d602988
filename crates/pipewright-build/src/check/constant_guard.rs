use syn::{BinOp, Expr, Lit, UnOp};

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Guard, GuardKind, Step};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0024",
    title: "a guard that is always the same",
    docs: "A guard decides, in each run, whether its step runs. One that is always true does nothing, and a \
        step whose guard is always false never runs. Guards that ask something outside the pipeline, as in \
        `crate::settings::is_enabled()` or `cfg!(debug_assertions)`, are well; so are constants that are \
        there to be changed. This is a warning: the pipeline is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        if let Some(guard) = &step.guard
            && let GuardKind::Expression(expr, _) = &guard.kind
            && let Some(always) = value(expr)
        {
            findings.push(report(step, guard, always));
        }
    }
}

fn report(step: &Step, guard: &Guard, always: bool) -> Diagnostic {
    let name = &step.name.value;
    let (title, help) = match always {
        true => (
            format!("the guard of `{name}` is always true"),
            "take it out: the step then runs as it does now",
        ),
        false => (
            format!("the guard of `{name}` is always false, so it never runs"),
            "let the guard look at a value, or take the step out",
        ),
    };
    Diagnostic::warning(&RULE, guard.span, title)
        .label("this is the same in every run")
        .help(help)
}

/// What an expression is in every run, as far as its literals tell.
fn value(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Paren(inner) => value(&inner.expr),
        Expr::Group(inner) => value(&inner.expr),
        Expr::Lit(lit) => match &lit.lit {
            Lit::Bool(lit) => Some(lit.value),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => Some(!value(&unary.expr)?),
        Expr::Binary(binary) => {
            let (left, right) = (&binary.left, &binary.right);
            match binary.op {
                BinOp::And(_) => either(value(left), value(right), false),
                BinOp::Or(_) => either(value(left), value(right), true),
                _ => compared(&binary.op, number(left)?, number(right)?),
            }
        }
        _ => None,
    }
}

/// `decides` on one side is enough; otherwise both sides have to be known.
fn either(left: Option<bool>, right: Option<bool>, decides: bool) -> Option<bool> {
    match (left, right) {
        (Some(known), _) | (_, Some(known)) if known == decides => Some(decides),
        (Some(_), Some(_)) => Some(!decides),
        _ => None,
    }
}

fn number(expr: &Expr) -> Option<u128> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

fn compared(op: &BinOp, left: u128, right: u128) -> Option<bool> {
    Some(match op {
        BinOp::Eq(_) => left == right,
        BinOp::Ne(_) => left != right,
        BinOp::Lt(_) => left < right,
        BinOp::Le(_) => left <= right,
        BinOp::Gt(_) => left > right,
        BinOp::Ge(_) => left >= right,
        _ => return None,
    })
}
