use super::return_type::{plain, same};
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::span::{Span, Spanned};
use crate::text::of_type;
use crate::tree::{Kind, Name, Typed};
use crate::wiring::Wiring;
use crate::workflow::tree::{Next, Work, Workflow};

pub(crate) static RULE: Rule = Rule {
    code: "PW0061",
    title: "a decision that cannot be made",
    docs: "What follows a step of a workflow is said in one of three ways. A list of steps (`next = [\"process\", \
        \"finish\"]`, `#[next(process, finish)]`) leaves it to the method `after_…`, which puts any of them into \
        the queue. One step (`next = \"finish\"`, `#[next = finish]`) always follows. And `if` chooses between \
        `yes` and `no`, of which one may be left out. The last two need no code: what the step gives is the \
        payload of the step that follows, unless that has none.",
    check: Check::Resolve(check),
};

/// `yes` or `no` alone.
pub(crate) fn no_condition(branch: &Name, form: Form) -> Diagnostic {
    let title = "`yes` and `no` answer an `if`, and there is none";
    Diagnostic::error(&RULE, branch.span, title)
        .label("when?")
        .help(format!(
            "add a condition: {}",
            form.condition("output.is_empty()")
        ))
}

/// `next` and `if`.
pub(crate) fn two_decisions(next: Span, condition: Span) -> Diagnostic {
    let title = "`next` and `if` both say what follows";
    Diagnostic::error(&RULE, next, title)
        .label("one way to decide")
        .and(condition, "and another one")
        .help("keep one of the two")
}

/// `if` alone.
pub(crate) fn no_branch(condition: Span, form: Form) -> Diagnostic {
    Diagnostic::error(&RULE, condition, "`if` has neither `yes` nor `no`")
        .label("and then?")
        .help(format!("say which step follows: {}", form.branch("finish")))
}

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let Kind::Workflow(workflow) = &wiring.tree.kind else {
        return;
    };
    for (step, work) in wiring.tree.steps.iter().zip(&workflow.steps) {
        if let Next::Any(names) = &work.next {
            twice(&step.name, names, findings);
            continue;
        }
        for name in work.next.names() {
            if let Some(found) = unfit(wiring, workflow, &step.name, work, name) {
                findings.push(found);
            }
        }
    }
}

fn twice(step: &Name, names: &[Name], findings: &mut Findings) {
    for (index, name) in names.iter().enumerate() {
        let first = names[..index].iter().find(|one| one.value == name.value);
        if let Some(first) = first {
            let title = format!("`{}` names `{}` twice", step.value, name.value);
            findings.push(
                Diagnostic::error(&RULE, name.span, title)
                    .label("the second time")
                    .and(first.span, "the first time")
                    .help("take one of them out: a decision may put it into the queue as often as it likes"),
            );
        }
    }
}

/// What the step gives is something else than the payload of the one that follows.
fn other_type(
    step: &Name,
    output: &Spanned<syn::Type>,
    next: &Name,
    payload: &Typed,
    form: Form,
) -> Diagnostic {
    let (given, wanted) = (of_type(&output.value), of_type(&payload.ty.value));
    let title = format!(
        "`{}` gives a `{given}`, and the payload of `{}` is a `{wanted}`",
        step.value, next.value
    );
    Diagnostic::error(&RULE, next.span, title)
        .label("what the step gives is the payload of this one")
        .and(output.span, format!("this is `{given}`"))
        .and(payload.ty.span, format!("and this is `{wanted}`"))
        .help(format!(
            "write one type in both places, or decide in code: {}",
            form.next(&next.value)
        ))
}

/// A step that always follows, and whose payload the step before it does not give.
fn unfit(
    wiring: &Wiring<'_>,
    workflow: &Workflow,
    step: &Name,
    work: &Work,
    next: &Name,
) -> Option<Diagnostic> {
    let place = wiring
        .tree
        .steps
        .iter()
        .position(|one| one.name.value == next.value)?;
    let payload = workflow.steps.get(place)?.payload.as_ref()?;
    let ty = of_type(&payload.ty.value);
    if let Some(output) = &work.output {
        let fits = same(&plain(&output.value), &plain(&payload.ty.value));
        return (!fits).then(|| other_type(step, output, next, payload, wiring.tree.form));
    }
    let title = format!(
        "`{}` gives nothing that could be the payload of `{}`",
        step.value, next.value
    );
    Some(
        Diagnostic::error(&RULE, next.span, title)
            .label(format!("`{}` needs a `{ty}`", next.value))
            .and(payload.ty.span, "this is its payload")
            .help(format!(
                "let `{}` give one, {}, or decide in code: {}",
                step.value,
                wiring.tree.form.gives(&ty),
                wiring.tree.form.next(&next.value)
            )),
    )
}
