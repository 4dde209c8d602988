use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::text::of_type;
use crate::tree::Kind;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0065",
    title: "a flow without an entry, or an entry that cannot be one",
    docs: "A run of a flow begins with one of its entries: `entry = true` in the step's table, `#[entry]` above its \
        function. The flow's struct has a method for each. A flow has at least one, and an entry's inputs are \
        owned, because a run goes on its own way and cannot borrow from whoever started it.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let Kind::Flow(flow) = &wiring.tree.kind else {
        return;
    };
    if wiring.tree.incomplete {
        return;
    }
    let form = wiring.tree.form;
    if flow.steps.iter().all(|step| step.entry.is_none()) {
        let name = &wiring.tree.name;
        let title = format!("the flow `{}` has no entry", name.value);
        findings.push(
            Diagnostic::error(&RULE, name.span, title)
                .label("nothing says with which step a run begins")
                .help(match form {
                    Form::Toml => "say it of the step: `entry = true`",
                    Form::Rust => "say it of the step: `#[entry]`",
                }),
        );
    }
    for (step, called) in wiring.tree.steps.iter().zip(&flow.steps) {
        let Some(entry) = called.entry else { continue };
        for input in called.inputs.iter().filter(|input| input.borrowed) {
            let ty = of_type(&input.ty.value);
            let title = format!(
                "the entry `{}` cannot borrow `{}`",
                step.name.value, input.name.value
            );
            findings.push(
                Diagnostic::error(&RULE, input.ty.span, title)
                    .label("a run has its inputs for itself")
                    .and(entry, "a run may begin here")
                    .edit(format!("take `{}`", owned(&ty)), input.ty.span, owned(&ty)),
            );
        }
    }
}

fn owned(ty: &str) -> String {
    match ty {
        "str" => "String".to_owned(),
        _ => match ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(element) => format!("Vec<{element}>"),
            None => ty.to_owned(),
        },
    }
}
