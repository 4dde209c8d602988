use std::collections::HashMap;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::names::OUTPUT;
use crate::span::Span;
use crate::tree::{Name, Pipeline, Step, Typed};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0009",
    title: "a name that is given twice",
    docs: "Each value has one origin: an input, or the one step that produces it. Constants share the names of \
        values, because both are wired by name; so do the elements for which a step calls. Steps are unique too; two steps that call the same method \
        have names of their own (`call = \"…\"` in TOML, `#[step(name = \"…\")]` in Rust). A step may share the name of its value.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    let inputs = tree.inputs.iter().map(|input| (&input.name, "an input"));
    let constants = tree
        .constants
        .iter()
        .map(|constant| (&constant.name, "a constant"));
    let outputs = tree.steps.iter().filter_map(|step| step.output.as_ref());
    let outputs = outputs.map(|output| (&output.name, "the output of a step"));
    let mut seen: HashMap<&str, &Name> = HashMap::new();
    for (name, what) in inputs.chain(constants).chain(outputs) {
        match seen.get(name.value.as_str()) {
            Some(first) => findings.push(value(first, name, what)),
            None => drop(seen.insert(&name.value, name)),
        }
    }
    for step in &tree.steps {
        let mut own = HashMap::new();
        for element in step.each.iter().flat_map(|each| &each.elements) {
            let name = element.name.value.as_str();
            // what there is so far becomes the step's own value
            let is_own = |output: &Typed| output.name.value == name;
            let seen = seen
                .get(name)
                .filter(|_| !step.output.as_ref().is_some_and(is_own));
            if let Some(first) = own.insert(name, &element.name).or(seen.copied()) {
                findings.push(value(first, &element.name, "an element"));
            }
        }
    }
    if tree.around.is_none() {
        let values = seen.into_iter().map(|(name, first)| (name, first.clone()));
        in_blocks(tree, &values.collect(), findings);
        let mut seen: HashMap<&str, &Name> = HashMap::new();
        for step in tree.all_steps() {
            if let Some(first) = seen.insert(&step.name.value, &step.name) {
                findings.push(step_again(tree.form, step, first.span));
            }
        }
    }
}

/// In a block, names mean what they mean around it.
fn in_blocks(tree: &Pipeline, around: &HashMap<&str, Name>, findings: &mut Findings) {
    for block in &tree.blocks {
        let mut seen = around.clone();
        let outputs = block.steps.iter().filter_map(|step| step.output.as_ref());
        // what has no name of its own is called so
        let outputs = outputs.filter(|output| output.name.value != OUTPUT);
        for output in outputs {
            let name = output.name.value.as_str();
            if let Some(first) = around.get(name) {
                findings.push(value(first, &output.name, "the output of a step"));
            }
            seen.entry(name).or_insert_with(|| output.name.clone());
        }
        let elements = block.inputs.first();
        let elements = elements.filter(|_| block.around.is_some());
        seen.extend(elements.map(|one| (one.name.value.as_str(), one.name.clone())));
        in_blocks(block, &seen, findings);
    }
}

/// A step that is called like one that is there.
pub(crate) fn step_again(form: Form, step: &Step, first: Span) -> Diagnostic {
    match form {
        Form::Toml => steps(&step.name.value, Some(first), step.name.span),
        Form::Rust => calls(step, first),
    }
}

/// Two steps of one name; where the first one is may be unknown.
pub(crate) fn steps(name: &str, first: Option<Span>, second: Span) -> Diagnostic {
    let error = Diagnostic::error(&RULE, second, format!("two steps are called `{name}`"));
    let error = error.label("the second one");
    let error = match first {
        Some(first) => error.and(first, "the first one"),
        None => error,
    };
    let help = format!("give it another name; if it calls the same, add `call = \"{name}\"` to it");
    error.edit(help, second, format!("{name}_again"))
}

/// Two steps of one name in Rust form, where a step is named by what it calls.
fn calls(step: &Step, first: Span) -> Diagnostic {
    let name = &step.name.value;
    Diagnostic::error(
        &RULE,
        step.name.span,
        format!("two steps are called `{name}`"),
    )
    .label("the second one")
    .and(first, "the first one")
    .help(format!(
        "a step is named by what it calls; give this one a name of its own: `#[step(name = \"{name}_again\")]`"
    ))
}

/// Two values of one name.
pub(crate) fn value(first: &Name, second: &Name, what: &str) -> Diagnostic {
    let name = &second.value;
    let other = format!("other_{name}");
    Diagnostic::error(
        &RULE,
        second.span,
        format!("two values are called `{name}`"),
    )
    .label(format!("again, as {what}"))
    .and(first.span, format!("`{name}` is declared here"))
    .edit("give one of them another name", second.span, other)
}
