use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::tree::Kind;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0062",
    title: "a workflow that lacks its start or its state",
    docs: "A run of a workflow begins with the payload of one step, `start`, and with a state, which decisions \
        change and which it gives back in the end: `run(payload, state)`. So the description names the step \
        and the type: `start = \"load\"` and `state = \"Totals\"`. A workflow that has nothing to give back \
        says `state = \"()\"`.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let Kind::Workflow(workflow) = &wiring.tree.kind else {
        return;
    };
    if wiring.tree.incomplete {
        return;
    }
    let (name, form) = (&wiring.tree.name, wiring.tree.form);
    let error = |title: &str| {
        let title = format!("{title} `{}`", name.value);
        Diagnostic::error(&RULE, name.span, title)
    };
    if workflow.start.is_none() {
        let first = wiring.tree.steps.first();
        let first = first.map_or("load", |step| &step.name.value);
        findings.push(
            error("nothing says with which step a run begins in")
                .label("`start` is missing")
                .help(format!("say it: {}", said(form, "start", first))),
        );
    }
    if workflow.state.is_none() {
        findings.push(
            error("nothing says what a run gives back in")
                .label("`state` is missing")
                .help(format!(
                    "name the type that decisions change: {}; `()` if there is none",
                    said(form, "state", "Totals")
                )),
        );
    }
}

/// A key of the workflow.
fn said(form: Form, key: &str, value: &str) -> String {
    match form {
        Form::Toml => format!("`{key} = \"{value}\"`"),
        Form::Rust => format!("`#[workflow({key} = {value})]`"),
    }
}
