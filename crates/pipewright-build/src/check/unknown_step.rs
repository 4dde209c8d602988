use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Kind, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0060",
    title: "a step that is not there",
    docs: "In a workflow, `start`, `next`, `yes` and `no` name steps of the same description, and so does `calls` \
        in a flow. They are what the generated code is made of: a decision can put only those steps into the \
        queue that its `next` names, and a step can call only those that it declares, so each of them has to be \
        described.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if wiring.tree.incomplete {
        return;
    }
    let mut look = |key: &str, name: &Name, caller: Option<&Name>| {
        if wiring.step_named(&name.value).is_none() {
            findings.push(report(wiring, key, name, caller));
        }
    };
    match &wiring.tree.kind {
        Kind::Pipeline => {}
        Kind::Workflow(workflow) => {
            let start = workflow.start.iter();
            start.for_each(|name| look("start", name, None));
            let next = workflow.steps.iter().flat_map(|step| step.next.names());
            next.for_each(|name| look("next", name, None));
        }
        Kind::Flow(flow) => {
            for (step, called) in wiring.tree.steps.iter().zip(&flow.steps) {
                let calls = called.calls.iter();
                calls.for_each(|name| look("calls", name, Some(&step.name)));
            }
        }
    }
}

/// A step that calls itself has never lost a letter of another one's name.
fn report(wiring: &Wiring<'_>, key: &str, name: &Name, caller: Option<&Name>) -> Diagnostic {
    let text = name.value.as_str();
    let title = format!("there is no step `{text}`");
    let error = Diagnostic::error(&RULE, name.span, title);
    let error = match key {
        "start" => error.label("a run has to begin with a step of the workflow"),
        _ => error.label(format!("no step of this {}", wiring.tree.kind.noun())),
    };
    let steps = wiring.tree.steps.iter().map(|step| &step.name);
    let others = steps.filter(|step| caller.is_none_or(|caller| caller.span != step.span));
    match nearest(text, others.map(|step| step.value.as_str())) {
        Some(meant) => error.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => error.help(format!("describe it: {}", wiring.tree.form.work(text))),
    }
}
