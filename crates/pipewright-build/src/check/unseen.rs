use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::readings;
use crate::span::Spanned;
use crate::tree::{Kind, Name};
use crate::wiring::Wiring;
use crate::workflow::tree::{If, Next, Work};

pub(crate) static RULE: Rule = Rule {
    code: "PW0064",
    title: "a name that an `if` cannot see",
    docs: "The `if` of a workflow's step looks at three things: `output`, which the step has given, its payload \
        under its own name, and `state`, the state of the run. Constants of the workflow, what `use` imports, \
        and functions and constants by their path are there too. What needs more is decided in code.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let Kind::Workflow(workflow) = &wiring.tree.kind else {
        return;
    };
    for (step, work) in wiring.tree.steps.iter().zip(&workflow.steps) {
        if let Next::If(next) = &work.next {
            for name in unseen(wiring, work, next) {
                findings.push(report(&step.name, work, &name));
            }
        }
    }
}

fn unseen(wiring: &Wiring<'_>, work: &Work, next: &If) -> Vec<Name> {
    let seen = seen(work);
    let found = readings::find(&mut next.expr.clone(), &|_| false);
    let unknown = found.free.iter().filter(|ident| {
        let name = ident.to_string();
        !seen.contains(&name.as_str())
            && wiring.constant_named(&name).is_none()
            && !wiring.imports.may_have(&name)
    });
    let named =
        |ident: &proc_macro2::Ident| Spanned::new(ident.to_string(), next.places.at(ident.span()));
    unknown.map(named).collect()
}

/// What an `if` can look at.
fn seen(work: &Work) -> Vec<&str> {
    let payload = work.payload.iter().map(|payload| &*payload.name.value);
    let output = work.output.iter().map(|_| "output");
    payload.chain(output).chain(["state"]).collect()
}

fn report(step: &Name, work: &Work, name: &Name) -> Diagnostic {
    let text = name.value.as_str();
    let title = format!("the `if` of `{}` cannot see `{text}`", step.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if text == "output" {
        return error
            .label("this step gives nothing")
            .help("say of what type it is: `output`, or in Rust form what stands after `->`");
    }
    let seen = seen(work);
    let error = error.label("there is no such name here");
    match nearest(text, seen.iter().copied()) {
        Some(meant) => error.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => error.note(format!(
            "it sees {}, and constants",
            super::suggest::and(&seen, 3)
        )),
    }
}
