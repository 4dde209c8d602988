use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::tree::{Name, Step};
use crate::wiring::{Role, Unknown, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0008",
    title: "unknown name",
    docs: "A wire, a guard, `after` or the output names something that the pipeline does not have. Wires and \
        guards name values (an input, or what a step's `output` declares) and constants; `after` names steps. \
        A step and its value may have different names: `[steps.charge]` with `output = \"payment: Charge\"` \
        is read as `payment`, and so is `let payment: Charge = charge(&order);`.",
    check: Check::Resolve(check),
};

/// Beyond so many unknown names in a file, no similar ones are looked for.
const MOST_SUGGESTIONS: usize = 100;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if wiring.tree.incomplete {
        return;
    }
    for (index, unknown) in wiring.unknown.iter().enumerate() {
        findings.push(report(wiring, unknown, index < MOST_SUGGESTIONS));
    }
}

fn report(wiring: &Wiring<'_>, unknown: &Unknown, suggest: bool) -> Diagnostic {
    match unknown.role {
        Role::After => after(wiring, &unknown.name, suggest),
        Role::Tail => tail(wiring, &unknown.name, suggest),
        Role::Wire | Role::Guard => value(wiring, unknown, suggest),
    }
}

fn value(wiring: &Wiring<'_>, unknown: &Unknown, suggest: bool) -> Diagnostic {
    let (name, form) = (&unknown.name, wiring.tree.form);
    let title = format!("there is no value `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if matches!(name.value.as_str(), "self" | "cx") {
        return error
            .label("a guard sees the pipeline's values only")
            .help(format!(
                "use a predicate of the trait, which has `self`: {}",
                form.when("is_wanted(&order)")
            ));
    }
    if let Some(step) = wiring.step_named(&name.value) {
        return named_like_step(error, step, name, form);
    }
    let error = error.label(match unknown.role {
        Role::Guard => "neither a value nor a constant, nor imported by `use`",
        _ => "neither an input nor produced by a step",
    });
    let error = similar(error, name, suggest, wiring.value_names());
    match (unknown.role, error.helps.is_empty()) {
        (Role::Wire, true) => error.help(format!(
            "make it an input of the pipeline, {}, or the value of a step, {}",
            form.input(&typed(name)),
            form.output(&typed(name))
        )),
        _ => error,
    }
}

fn typed(name: &Name) -> String {
    format!("{}: Type", name.value)
}

/// A step's name stands where its value's name is meant.
fn named_like_step(error: Diagnostic, step: &Step, name: &Name, form: Form) -> Diagnostic {
    match &step.output {
        Some(output) => {
            let value = &output.name.value;
            error
                .label(format!("`{}` is a step, not a value", name.value))
                .and(output.name.span, "this is the value that it produces")
                .edit(
                    format!("read its value, `{value}`"),
                    name.span,
                    value.clone(),
                )
        }
        None => error
            .label(format!("`{}` is a step that produces no value", name.value))
            .and(step.name.span, form.produces_nothing())
            .help(format!(
                "only to run after it, write {}",
                form.after(&name.value)
            ))
            .help(format!(
                "to read what it returns, give its value a name: {}",
                form.output(&typed(name))
            )),
    }
}

fn after(wiring: &Wiring<'_>, name: &Name, suggest: bool) -> Diagnostic {
    let title = format!("there is no step `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if let Some(value) = wiring.value_named(&name.value) {
        let value = &wiring.values[value];
        return match value.step {
            Some(step) => {
                let step = &wiring.tree.steps[step].name;
                error
                    .label(format!("`{}` is a value", name.value))
                    .and(step.span, "this is the step that produces it")
                    .edit(
                        format!("name the step, `{}`", step.value),
                        name.span,
                        step.value.clone(),
                    )
            }
            None => error
                .label(format!(
                    "`{}` is an input, there from the beginning",
                    name.value
                ))
                .help("take it out"),
        };
    }
    let steps = wiring
        .tree
        .steps
        .iter()
        .map(|step| step.name.value.as_str());
    similar(error.label("`after` names steps"), name, suggest, steps)
}

fn tail(wiring: &Wiring<'_>, name: &Name, suggest: bool) -> Diagnostic {
    let title = format!("nothing produces the output `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if let Some(step) = wiring.step_named(&name.value) {
        return named_like_step(error, step, name, wiring.tree.form);
    }
    if wiring.constant_named(&name.value).is_some() {
        return error
            .label("this is a constant")
            .help("let a step return it");
    }
    let error = error.label("neither an input nor produced by a step");
    let error = similar(error, name, suggest, wiring.value_names());
    match error.helps.is_empty() {
        true => error.help(format!(
            "the step that produces it has to say so: {}",
            wiring.tree.form.output(&typed(name))
        )),
        false => error,
    }
}

fn similar<'a>(
    error: Diagnostic,
    name: &Name,
    suggest: bool,
    candidates: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    if !suggest {
        return error;
    }
    match nearest(&name.value, candidates) {
        Some(meant) => error.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => error,
    }
}
