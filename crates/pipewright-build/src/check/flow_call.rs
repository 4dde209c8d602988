use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Kind, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0066",
    title: "a call that cannot be made",
    docs: "`calls` names the steps of a flow that a step may call, each once, however often it calls them. A step \
        that is `blocking` is a plain `fn`: it can call others that are, but has no way to wait for one that is \
        not.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let Kind::Flow(flow) = &wiring.tree.kind else {
        return;
    };
    for (step, called) in wiring.tree.steps.iter().zip(&flow.steps) {
        for (index, name) in called.calls.iter().enumerate() {
            let first = called.calls[..index].iter();
            if let Some(first) = first.into_iter().find(|one| one.value == name.value) {
                findings.push(twice(&step.name, first, name));
                continue;
            }
            let callee = wiring.step_named(&name.value);
            if let Some(callee) = callee.filter(|callee| step.blocking && !callee.blocking) {
                findings.push(waits(&step.name, name, &callee.name));
            }
        }
    }
}

fn twice(step: &Name, first: &Name, second: &Name) -> Diagnostic {
    let title = format!("`{}` names `{}` twice", step.value, second.value);
    Diagnostic::error(&RULE, second.span, title)
        .label("the second time")
        .and(first.span, "the first time")
        .help("take one of them out: a step may call another as often as it likes")
}

fn waits(step: &Name, name: &Name, callee: &Name) -> Diagnostic {
    let title = format!(
        "`{}` is blocking, and cannot wait for `{}`",
        step.value, name.value
    );
    Diagnostic::error(&RULE, name.span, title)
        .label("this step is asynchronous")
        .and(callee.span, "it is not `blocking`")
        .help(format!(
            "let both be `blocking`, or neither: then `{}` can await the call",
            step.value
        ))
}
