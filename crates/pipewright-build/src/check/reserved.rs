use super::names::{Unfit, mended, unfit};
use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::flow::tree::Flow;
use crate::names::{camel, pipeline_struct};
use crate::span::Span;
use crate::tree::{Callee, GuardKind, Kind, Name};
use crate::wiring::Wiring;
use crate::workflow::tree::Workflow;

pub(crate) static RULE: Rule = Rule {
    code: "PW0007",
    title: "a name that cannot be used",
    docs: "Steps, values, constants and metadata become names in Rust: letters, digits and `_`, not beginning \
        with a digit. Keywords of Rust cannot be names, nor can `cx` (the run's context) and `self` (the \
        implementation of the steps), because generated functions have parameters of these names. \
        Declared metadata becomes a method of the run, and cannot have the name of one that every run has, such \
        as `deadline`; the same goes for executors and the pipeline's builder. In a workflow, `head`, `tail` \
        and `delay` are what every queue has, and each step has a method `after_…` beside its own.",
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
        if let Some(Callee::Method(callee)) = step.undo.as_ref().map(|undo| &undo.call) {
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
    match &tree.kind {
        Kind::Pipeline => {}
        Kind::Workflow(workflow) => of_workflow(wiring, workflow, findings),
        Kind::Flow(flow) => of_flow(wiring, flow, findings),
    }
}

/// Names of inputs and entries beside which generated code has others.
fn of_flow(wiring: &Wiring<'_>, flow: &Flow, findings: &mut Findings) {
    /// What the flow's struct can do itself.
    const BUILT: &[&str] = &["new", "builder", "clone"];
    for (step, called) in wiring.tree.steps.iter().zip(&flow.steps) {
        let text = step.name.value.as_str();
        if called.entry.is_some() && BUILT.contains(&text) {
            let reason = "the flow's struct has a function of this name";
            findings.push(taken("an entry", &step.name, reason));
        }
        for input in &called.inputs {
            match input.name.value == "next" {
                true => {
                    let reason = "each step has this, to make its calls by";
                    findings.push(taken("an input", &input.name, reason));
                }
                false => name("an input", &input.name, findings),
            }
        }
    }
}

/// Names beside which generated code has others.
fn of_workflow(wiring: &Wiring<'_>, workflow: &Workflow, findings: &mut Findings) {
    /// What a queue can do itself.
    const QUEUE: &[&str] = &["head", "tail", "delay"];
    /// The other parameters of a decision.
    const DECISION: &[&str] = &["state", "outcome", "output", "queue"];
    let module = pipeline_struct(wiring.tree);
    for step in &wiring.tree.steps {
        let (text, span) = (step.name.value.as_str(), step.name.span);
        if QUEUE.contains(&text) {
            let reason = format!("a queue has a method `.{text}(…)` of its own");
            findings.push(taken("a step", &step.name, &reason));
        }
        let decision = format!("after_{text}");
        if let Some(other) = wiring.step_named(&decision) {
            let reason = format!("the decision after `{text}` is called so");
            let found = taken("a step", &other.name, &reason);
            findings.push(found.and(span, "this is the step"));
        }
        if module == format!("After{}", camel(text)) {
            let reason = "the workflow's struct and the step's queue would be called the same";
            findings.push(taken("a step", &step.name, reason));
        }
    }
    for payload in workflow
        .steps
        .iter()
        .filter_map(|step| step.payload.as_ref())
    {
        if DECISION.contains(&payload.name.value.as_str()) {
            let reason = "a decision has something else of this name";
            findings.push(taken("a payload", &payload.name, reason));
        } else {
            name("a payload", &payload.name, findings);
        }
    }
}

/// A name that something else has.
fn taken(what: &str, name: &Name, reason: &str) -> Diagnostic {
    let text = &name.value;
    let other = match what {
        "a step" | "an entry" => format!("do_{text}"),
        _ => format!("the_{text}"),
    };
    Diagnostic::error(
        &RULE,
        name.span,
        format!("{what} cannot be called `{text}`"),
    )
    .label(reason)
    .help(format!("call it otherwise, `{other}` for example"))
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
    "emit_also_to",
    "inside",
    "with_report",
    "only",
];

/// What has a place of its own where a pipeline is built.
const BUILT: &[&str] = &[
    "steps",
    "executor",
    "max_parallel",
    "deadline",
    "emit_to",
    "limits",
];

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
