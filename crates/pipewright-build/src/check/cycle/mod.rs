use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::wiring::{Edge, Reader, Reason, Wiring};

mod search;

pub(crate) static RULE: Rule = Rule {
    code: "PW0010",
    title: "steps that wait for each other",
    docs: "A step starts when all that it reads is there, so steps cannot wait for each other in a circle. \
        What counts: a value that a wire or a guard reads, `after`, and moves, because a step that moves a \
        value runs after every other step that reads it. The report shows one shortest circle of those that \
        hang together; `a` → `b` means that `a` has to end before `b` begins. Loops belong in a step, or in a \
        queue workflow.",
    check: Check::Validate(check),
};

/// So many steps of a circle are shown; there may be thousands.
const MOST_SHOWN: usize = 8;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let parents = wiring.parents();
    for circle in search::cycles(&parents) {
        findings.push(report(wiring, &circle));
    }
}

/// Each step of `circle` waits for the next one by that edge, the last one for the first.
fn report(wiring: &Wiring<'_>, circle: &[(usize, Edge)]) -> Diagnostic {
    let name = |step: usize| wiring.step_name(step).value.as_str();
    let (first, edge) = &circle[0];
    let title = match circle {
        [(step, _)] => format!("the step `{}` waits for itself", name(*step)),
        _ => format!("these steps wait for each other: {}", path(circle, &name)),
    };
    let mut error = Diagnostic::error(&RULE, edge.span, title).label(why(wiring, *first, edge));
    for (step, edge) in circle.iter().take(MOST_SHOWN).skip(1) {
        error = error.and(edge.span, why(wiring, *step, edge));
    }
    for (step, edge) in circle.iter().take(MOST_SHOWN) {
        if let Reason::Order { value, read } = edge.reason {
            let value = &wiring.values[value].name.value;
            let clone = format!("{value}.clone()");
            error = error.and(read, format!("`{}` reads it here", name(edge.parent)));
            if !wiring.may_borrow(Reader::Step(*step)) {
                return error.edit("clone it", edge.span, clone);
            }
            return error
                .edit(
                    format!("let `{}` borrow `{value}` instead", name(*step)),
                    edge.span,
                    format!("&{value}"),
                )
                .edit("or clone it", edge.span, clone);
        }
    }
    match circle {
        [_] => error.help("read the value of an earlier step, or an input, instead"),
        _ => error.help("take out one of these wires, or split a step in two"),
    }
}

/// `a` → `b` → `a`: each has to end before the next one begins.
fn path<'a>(circle: &[(usize, Edge)], name: &dyn Fn(usize) -> &'a str) -> String {
    let mut steps: Vec<String> = circle
        .iter()
        .rev()
        .map(|(step, _)| format!("`{}`", name(*step)))
        .collect();
    steps.rotate_right(1);
    let back = steps[0].clone();
    if steps.len() > MOST_SHOWN {
        let hidden = steps.len() - MOST_SHOWN;
        steps.truncate(MOST_SHOWN);
        steps.push(format!("… ({hidden} more)"));
    }
    steps.push(back);
    steps.join(" → ")
}

fn why(wiring: &Wiring<'_>, step: usize, edge: &Edge) -> String {
    let (step, parent) = (
        &wiring.step_name(step).value,
        &wiring.step_name(edge.parent).value,
    );
    let value = |value: usize| &wiring.values[value].name.value;
    match edge.reason {
        Reason::Data { value: read, .. } if step == parent => {
            format!("`{step}` reads `{}`, which it produces itself", value(read))
        }
        Reason::Data { value: read, .. } if value(read) == parent => {
            format!("`{step}` reads the value of `{parent}`")
        }
        Reason::Data { value: read, .. } => {
            format!(
                "`{step}` reads `{}`, which `{parent}` produces",
                value(read)
            )
        }
        Reason::Guard { value: read, .. } if step == parent => {
            format!(
                "the guard of `{step}` reads `{}`, which `{step}` produces",
                value(read)
            )
        }
        Reason::Guard { value: read, .. } if value(read) == parent => {
            format!("the guard of `{step}` reads the value of `{parent}`")
        }
        Reason::Guard { value: read, .. } => {
            format!(
                "the guard of `{step}` reads `{}`, which `{parent}` produces",
                value(read)
            )
        }
        Reason::Arm => format!("`{parent}` is an arm of `{step}`"),
        Reason::After => format!("`{step}` runs after `{parent}`"),
        Reason::Order { value: moved, .. } => {
            format!(
                "`{step}` moves `{}`, so it runs after `{parent}`, which reads it",
                value(moved)
            )
        }
    }
}
