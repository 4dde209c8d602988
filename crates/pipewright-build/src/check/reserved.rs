use super::names::{Unfit, mended, unfit};
use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Span;
use crate::tree::{Callee, GuardKind, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0007",
    title: "a name that cannot be used",
    docs: "Steps, values, constants and metadata become names in Rust: letters, digits and `_`, not beginning \
        with a digit. Keywords of Rust cannot be names, nor can `cx` (the run's context) and `self` (the \
        implementation of the steps), because generated functions have parameters of these names. \
        Declared metadata becomes a method of the run, and cannot have the name of one that every run has, such \
        as `deadline`; the same goes for executors and the pipeline's builder.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    for input in &tree.inputs {
        name("a value", &input.name, findings);
    }
    for constant in &tree.constants {
        name("a constant", &constant.name, findings);
    }
    for limit in &tree.limits {
        name("a limit", &limit.name, findings);
    }
    for metadata in &tree.metadata {
        metadata_name(&metadata.name, findings);
    }
    for step in &tree.steps {
        name("a step", &step.name, findings);
        if let Callee::Method(callee) = &step.call
            && callee.span != step.name.span
        {
            name("a method", callee, findings);
        }
        if let Some(output) = &step.output {
            name("a value", &output.name, findings);
        }
        for element in step.each.iter().flat_map(|each| &each.elements) {
            name("an element", &element.name, findings);
        }
        if let Some(GuardKind::Predicate(callee, _)) = step.guard.as_ref().map(|guard| &guard.kind)
        {
            name("a method", callee, findings);
        }
    }
}

fn name(what: &str, name: &Name, findings: &mut Findings) {
    let text = &name.value;
    let Some(unfit) = unfit(text) else { return };
    let title = format!("{what} cannot be called `{text}`");
    let reason = match unfit {
        Unfit::Keyword => "this is a keyword of Rust",
        Unfit::Taken if text == "cx" => {
            "this is what generated functions call the context of the run"
        }
        Unfit::Taken => "this is what generated functions call the implementation of the steps",
        Unfit::NoIdentifier => {
            "a name has letters, digits and `_`, and does not begin with a digit"
        }
    };
    let mended = mended(text);
    let error = Diagnostic::error(&RULE, name.span, title).label(reason);
    findings.push(error.edit(format!("call it `{mended}`"), name.span, mended));
}

/// What can be set before a run has methods of its own.
const TAKEN: &[&str] = &[
    "begin",
    "correlation_id",
    "metadata",
    "executor",
    "max_parallel",
    "deadline",
    "seed",
    "emit_to",
    "inside",
    "with_report",
    "only",
];

/// What has a place of its own where a pipeline is built.
const BUILT: &[&str] = &["steps", "executor", "max_parallel", "deadline", "limits"];

/// The executors that need not be bound.
const PLACES: &[&str] = &["Inline", "Spawn", "Blocking"];

/// The name of an executor that is to be bound when the pipeline is built.
pub(crate) fn executor(name: &str, span: Span) -> Option<Diagnostic> {
    let title = format!("an executor cannot be called `{name}`");
    let error = Diagnostic::error(&RULE, span, title);
    if let Some(place) = nearest(name, PLACES.iter().copied()) {
        let error = error.label("too much like one that is there");
        return Some(error.edit(format!("did you mean `{place}`?"), span, place));
    }
    let error = match unfit(name) {
        Some(_) => error.label("this word is taken in Rust"),
        None if BUILT.contains(&name) => error.label(format!(
            "the pipeline's builder has a method `.{name}(…)` of its own"
        )),
        None => return None,
    };
    let other = format!("{name}_pool");
    Some(error.edit(format!("call it `{other}`"), span, other))
}

fn metadata_name(metadata: &Name, findings: &mut Findings) {
    let text = metadata.value.as_str();
    if TAKEN.contains(&text) {
        let title = format!("metadata cannot be called `{text}`");
        let error = Diagnostic::error(&RULE, metadata.span, title)
            .label(format!("a run has a method `.{text}(…)` of its own"));
        let other = format!("{text}_value");
        findings.push(error.edit(format!("call it `{other}`"), metadata.span, other));
    } else {
        name("metadata", metadata, findings);
    }
}
