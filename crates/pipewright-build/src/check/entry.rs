use std::collections::HashMap;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::span::{Span, Spanned};
use crate::text::of_type;
use crate::tree::{Callee, Entry, Name, Step, Typed};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0045",
    title: "entries that do not meet",
    docs: "A pipeline may have several entries, which all give the same value: in Rust form an attribute \
        `#[entry(change = api_request(request: ApiRequest))]` each on a function with the parameter `change`, in TOML \
        a table `[entries.api_request]` with `input` and `output = \"change: Change\"`. Each is a step, and a run \
        function of its own, `pipeline.api_request(request)`. The inputs of an entry are there only if the run \
        begins with it, so no step can need those of two, and the output is none of them.",
    check: Check::Resolve(check),
};

/// What a pipeline has anyway.
const TAKEN: [&str; 4] = ["new", "builder", "clone", "plan"];

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    for entry in &tree.entries {
        if TAKEN.contains(&entry.name.value.as_str()) {
            findings.push(taken(&entry.name));
        }
    }
    let inputs = tree.entries.iter().flat_map(|entry| {
        let inputs = entry.inputs.iter();
        inputs.map(move |input| (input.as_str(), entry))
    });
    let inputs: HashMap<&str, &Entry> = inputs.collect();
    for (branch, wired) in tree.branches.iter().zip(&wiring.branches) {
        for (value, _, span) in &wired.reads {
            let name = &wiring.values[*value].name.value;
            if let Some(entry) = inputs.get(name.as_str())
                && !branch.within.contains(&entry.arm)
            {
                findings.push(branches(entry, name, *span));
            }
        }
    }
    for step in &tree.steps {
        if let (Callee::Pipeline(path), Some((inner, None))) =
            (&step.call, wiring.all.begun_by(wiring.tree, step))
            && let Some(entry) = inner.entries.first()
        {
            findings.push(inside(path, &inner.name.value, entry));
        }
    }
}

fn error(span: Span, title: String) -> Diagnostic {
    Diagnostic::error(&RULE, span, title)
}

fn taken(name: &Name) -> Diagnostic {
    let text = &name.value;
    error(name.span, format!("an entry cannot be called `{text}`"))
        .label(format!("the pipeline has a function `{text}` of its own"))
        .edit("give it another name", name.span, format!("by_{text}"))
}

/// A branch that looks at what only one entry has.
fn branches(entry: &Entry, name: &str, span: Span) -> Diagnostic {
    let title = format!(
        "`{name}` is there only if the run begins with `{}`",
        entry.name.value
    );
    error(span, title)
        .label("and this is decided in every run")
        .help(format!(
            "let `{}` put what is needed here into its value",
            entry.name.value
        ))
}

/// A pipeline with entries, run by a step that says none.
fn inside(path: &Spanned<Vec<String>>, pipeline: &str, entry: &Entry) -> Diagnostic {
    let title = format!("`{pipeline}` has several entries, and this says none of them");
    let (written, entry_name) = (path.value.join("::"), &entry.name.value);
    error(path.span, title)
        .label("with which of them would this run begin?")
        .and(entry.name.span, "one of its entries")
        .edit(
            "say the entry behind its name",
            path.span,
            format!("{written}::{entry_name}"),
        )
}

/// An attribute of which it cannot be said what it declares.
pub(crate) fn malformed(span: Span, example: &str) -> Diagnostic {
    error(span, "this declares no entry".to_owned())
        .label("expected the value, and the step that gives it")
        .help(format!("for example: `{example}`"))
}

/// An entry in TOML without `output`.
pub(crate) fn no_output(name: &Name) -> Diagnostic {
    error(
        name.span,
        format!("the entry `{}` gives nothing", name.value),
    )
    .label("it has no `output`")
    .help("say what all entries give: `output = \"change: Change\"`")
}

/// Entries that give different values.
pub(crate) fn other_value(first: &Name, second: &Name) -> Diagnostic {
    let title = format!(
        "this entry gives `{}`, and another one `{}`",
        second.value, first.value
    );
    error(second.span, title)
        .label("all entries of a pipeline meet in one value")
        .and(first.span, "the other one")
        .edit(
            format!("let it give `{}`", first.value),
            second.span,
            first.value.clone(),
        )
}

/// Entries whose value has different types.
pub(crate) fn other_type(first: &Typed, second: &Typed) -> Diagnostic {
    let (one, other) = (of_type(&first.ty.value), of_type(&second.ty.value));
    let title = format!(
        "`{}` is `{other}` here, and `{one}` elsewhere",
        first.name.value
    );
    error(second.ty.span, title)
        .label("all entries of a pipeline meet in one value")
        .and(first.ty.span, "the type that another entry gives")
        .edit(format!("let it give `{one}`"), second.ty.span, one)
}

/// The function has no parameter for what the entries give.
pub(crate) fn no_parameter(value: &Name, pipeline: &Name) -> Diagnostic {
    let (name, function) = (&value.value, &pipeline.value);
    error(
        value.span,
        format!("`{function}` has no parameter `{name}`"),
    )
    .label("what entries give is a parameter of the function")
    .and(
        pipeline.span,
        format!("it would say the type: `{name}: Type`"),
    )
    .help(format!("add it: `fn {function}({name}: Type)`"))
}

/// A step that needs the inputs of two entries.
pub(crate) fn both(step: &Step, one: &Entry, other: &Entry, span: Span) -> Diagnostic {
    let (one, other) = (&one.name.value, &other.name.value);
    let title = format!(
        "`{}` needs inputs of two entries, of which a run has one",
        step.name.value
    );
    error(span, title)
        .label(format!(
            "this is there only if the run begins with `{other}`, and another one with `{one}`"
        ))
        .help("read the value that the entries give, or make two steps of it")
}

/// The output is an input of one entry.
pub(crate) fn output(entry: &Entry, name: &Name, span: Span) -> Diagnostic {
    let (entry, name) = (&entry.name.value, &name.value);
    error(
        span,
        format!("the output `{name}` is there only if the run begins with `{entry}`"),
    )
    .label(format!("an input of the entry `{entry}` alone"))
    .help("make what the entries give the output, or what a step makes of it")
}

/// What takes an input by reference.
pub(crate) fn by_reference(form: Form, name: &str) -> String {
    match form {
        Form::Toml => format!("let the entry borrow it: `input = [\"{name}: &…\"]`"),
        Form::Rust => format!("let the entry borrow it: `{name}: &…`"),
    }
}
