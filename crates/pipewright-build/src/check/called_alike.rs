use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::pipelines::Known;
use crate::text::of_type;
use crate::tree::{Callee, Kind, Name, Pipeline, Step, WireKind};
use crate::wiring::{Arg, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0046",
    title: "a step that is called as a pipeline is",
    docs: "The call of a single name is that of a method of the trait, which then has to be written. A pipeline of \
        that name, with these inputs and this output, is run by its path: `pipeline::payment(order)`, in TOML \
        `pipeline = \"payment\"`. This is a warning: if the method is meant, the pipeline is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if !matches!(wiring.tree.kind, Kind::Pipeline) {
        return;
    }
    for (index, step) in wiring.tree.steps.iter().enumerate() {
        let Callee::Method(name) = &step.call else {
            continue;
        };
        let path = std::slice::from_ref(&name.value);
        let found = wiring.all.find(&wiring.tree.folders, path);
        if let Some(Known::Tree(inner)) = found.map(|found| found.known)
            && could_be(wiring, index, inner)
        {
            findings.push(report(wiring.tree.form, step, name, inner));
        }
    }
}

/// Whether a step reads what the pipeline is given, and gives what it gives.
fn could_be(wiring: &Wiring<'_>, index: usize, inner: &Pipeline) -> bool {
    let (step, args) = (&wiring.tree.steps[index], &wiring.steps[index].args);
    let of_value = |arg: &Arg| match arg {
        Arg::Value(value, _) => Some(of_type(&wiring.values[*value].ty.value)),
        _ => None,
    };
    let inputs = inner
        .inputs
        .iter()
        .map(|input| Some(of_type(&input.ty.value)));
    let is_pipeline = matches!(inner.kind, Kind::Pipeline) && inner.entries.is_empty();
    // that both are given nothing says nothing
    is_pipeline
        && !args.is_empty()
        && !std::ptr::eq(inner, wiring.tree)
        && args.iter().map(of_value).eq(inputs)
        && step.output.as_ref().map(|output| of_type(&output.ty.value)) == output_of(inner)
}

/// The type of a pipeline's output, if that is simply a value.
fn output_of(inner: &Pipeline) -> Option<String> {
    let WireKind::Named(tail, _) = &inner.tail.as_ref()?.kind else {
        return None;
    };
    let outputs = inner.steps.iter().filter_map(|step| step.output.as_ref());
    let mut values = outputs.chain(&inner.inputs);
    let value = values.find(|value| value.name.value == tail.value)?;
    Some(of_type(&value.ty.value))
}

fn report(form: Form, step: &Step, name: &Name, inner: &Pipeline) -> Diagnostic {
    let text = &name.value;
    let title = format!("`{text}` is called here as a method, and is the name of a pipeline");
    let warning = Diagnostic::warning(&RULE, name.span, title)
        .label(format!("`{}` calls a method of the trait", step.name.value))
        .and(inner.name.span, "the pipeline");
    match form {
        Form::Rust => warning.edit("to run it", name.span, format!("pipeline::{text}")),
        Form::Toml => warning.help(format!("to run it: `pipeline = \"{text}\"`")),
    }
}
