use std::collections::HashMap;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::span::{Span, Spanned};
use crate::text::of_type;
use crate::tree::{
    Callee, Each, Element, Entry, How, Limit, Name, Pipeline, Step, Typed, Wire, WireKind,
};
use crate::wiring::{Arg, Value, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0041",
    title: "a step that runs a pipeline, but not as that can be run",
    docs: "A pipeline that another one runs is run as by anybody else: with a wire for each of its inputs, in \
        their order, and each owned, because a run may go on elsewhere: `x` gives the value away, `x.clone()` \
        a clone. Whether it can fail, blocks or declines is said by its own steps; a run without an output \
        because that was skipped skips the step.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    limits(wiring, findings);
    for (index, step) in wiring.tree.steps.iter().enumerate() {
        let Callee::Pipeline(path) = &step.call else {
            continue;
        };
        if let Some(each) = step.each.as_ref().filter(|_| !step.is_map()) {
            findings.push(one_of_two(step, path.span, each));
            continue;
        }
        flags(step, path.span, findings);
        for (wire, arg) in step.args.iter().zip(&wiring.steps[index].args) {
            findings_of_wire(wiring, step, wire, arg, findings);
        }
        if let Some((inner, entry)) =
            wiring
                .all
                .begun_by(wiring.tree, step)
                .filter(|(inner, entry)| {
                    !inner.incomplete && entry.is_some() != inner.entries.is_empty()
                })
        {
            inputs(step, (inner, entry), path.span, findings);
            // the value of an arm is that in which it meets others
            let merge = step.merge.map(|merge| &wiring.tree.steps[merge]);
            let output = merge.map_or(&step.output, |merge| &merge.output);
            if let (Some(output), None) = (output, &inner.tail) {
                findings.push(no_output(output, inner, path.span));
            }
        }
    }
}

/// The limits of the pipelines that this one runs are its own too, and there is one of each name.
fn limits(wiring: &Wiring<'_>, findings: &mut Findings) {
    let mut known: HashMap<&str, (&Limit, bool)> = HashMap::new();
    let own = wiring.tree.limits.iter();
    known.extend(own.map(|limit| (limit.name.value.as_str(), (limit, true))));
    for step in &wiring.tree.steps {
        let (Callee::Pipeline(path), Some(inner)) =
            (&step.call, wiring.all.run_by(wiring.tree, step))
        else {
            continue;
        };
        for limit in wiring.all.limits(inner) {
            let name = limit.name.value.as_str();
            let &mut (first, is_settled) = known.entry(name).or_insert((limit, false));
            if !is_settled && !alike(first, limit) {
                known.insert(name, (first, true));
                findings.push(differ(wiring.tree.form, first, limit, path.span));
            }
        }
    }
}

fn alike(one: &Limit, other: &Limit) -> bool {
    let told = |limit: &Limit| {
        let number = |number: &Option<Spanned<i128>>| number.as_ref().map(|number| number.value);
        (number(&limit.permits), number(&limit.per_second))
    };
    told(one) == told(other)
}

fn differ(form: Form, one: &Limit, other: &Limit, span: Span) -> Diagnostic {
    let name = &one.name.value;
    let title = format!("the pipelines that are run here have different limits `{name}`");
    Diagnostic::error(&RULE, span, title)
        .label("the second of them is run here, and all runs inside one share a limit of one name")
        .and(one.name.span, "one")
        .and(other.name.span, "the other")
        .help(format!(
            "say here which it is: {}, or give one of them another name",
            form.limit(name)
        ))
}

/// What is said of a call, and not of a run.
fn flags(step: &Step, span: Span, findings: &mut Findings) {
    let flags = [
        (
            "blocking",
            step.blocking,
            "its own steps say whether they block",
        ),
        (
            "infallible",
            step.infallible,
            "a run may fail; its own steps say whether they can",
        ),
        (
            "skippable",
            step.skippable,
            "without an output its run skips the step anyway",
        ),
    ];
    for (flag, _, why) in flags.iter().filter(|(_, set, _)| *set) {
        let title = format!(
            "`{}` runs a pipeline, so it cannot be `{flag}`",
            step.name.value
        );
        let error = Diagnostic::error(&RULE, span, title).label(*why);
        findings.push(error.help(format!("take `{flag}` out")));
    }
}

/// A run in a reduce or a fold.
fn one_of_two(step: &Step, call: Span, each: &Each) -> Diagnostic {
    let (name, kind) = (&step.name.value, each.kind.a());
    let title = format!("`{name}` is {kind}, which cannot run a pipeline");
    Diagnostic::error(&RULE, call, title)
        .label("a pipeline")
        .and(each.span, kind)
        .help(format!(
            "let a map run it for each element, and {} what those give",
            each.kind.name()
        ))
}

/// Both keys in one table.
pub(crate) fn both(call: Span, pipeline: Span) -> Diagnostic {
    let title = "a step calls something, or runs a pipeline, not both";
    Diagnostic::error(&RULE, pipeline, title)
        .label("it is to run a pipeline")
        .and(call, "it is to call this")
        .help("take one of the two out, or make two steps of it")
}

fn findings_of_wire(
    wiring: &Wiring<'_>,
    step: &Step,
    wire: &Wire,
    arg: &Arg,
    findings: &mut Findings,
) {
    let callee = &step.name.value;
    let error = |title: String| Diagnostic::error(&RULE, wire.span, title);
    let found = match (arg, &wire.kind) {
        (Arg::Value(value, how), WireKind::Named(name, _)) => {
            let value = &wiring.values[*value];
            if let (How::Borrow, Some(each)) = (how, &step.each) {
                let mut elements = each.elements.iter();
                let element = elements.find(|one| one.name.value == name.value);
                return findings.push(borrowed_for_each(callee, name, element, value, wire.span));
            }
            let readers = if value.copy {
                None
            } else {
                Some(value.reads.len())
            };
            borrowed(callee, &name.value, *how, readers, wire.span)
        }
        (Arg::Array(args), WireKind::Array(name, _)) => match args.first() {
            Some(Arg::Value(_, how)) => borrowed(callee, &name.value, *how, Some(2), wire.span),
            _ => None,
        },
        (_, WireKind::Field(root, _)) if !matches!(arg, Arg::Unknown) => {
            let root = &root.value;
            let title =
                format!("`{callee}` runs a pipeline, which cannot read a field of `{root}`");
            let error = error(title).label("a pipeline owns its inputs");
            Some(error.help("let a step in between return this field, and give it to the pipeline"))
        }
        (_, WireKind::Context | WireKind::Steps) => {
            let title = format!("`{callee}` runs a pipeline, which has a context and steps anyway");
            let error = error(title).label("no input of the pipeline");
            Some(error.help("take this wire out"))
        }
        _ => None,
    };
    found.into_iter().for_each(|found| findings.push(found));
}

/// A value that is lent to a pipeline; `readers` is none for one that copies.
fn borrowed(
    callee: &str,
    name: &str,
    how: How,
    readers: Option<usize>,
    span: Span,
) -> Option<Diagnostic> {
    let error = |wire: &str| {
        let title = format!("`{callee}` runs a pipeline, which cannot borrow `{wire}`");
        Diagnostic::error(&RULE, span, title).label("a pipeline owns its inputs")
    };
    if let Some(method) = how.method() {
        let error = error(&format!("{name}.{method}()"));
        let help = "let a step in between read it, and give its value to the pipeline";
        return Some(error.help(help));
    }
    let (clone, error) = (format!("{name}.clone()"), error(name));
    (how == How::Borrow).then(|| match readers {
        None => error.edit("take the `&` out", span, name),
        Some(1) => error
            .edit("give it away", span, name)
            .edit("or give it a clone", span, clone),
        Some(_) => error.edit("give it a clone", span, clone).edit(
            "or the value, if nobody else needs it",
            span,
            name,
        ),
    })
}

/// What is lent to a pipeline that runs for each element: one of those, or what is there for all of them.
fn borrowed_for_each(
    callee: &str,
    name: &Name,
    element: Option<&Element>,
    value: &Value<'_>,
    span: Span,
) -> Diagnostic {
    let name = &name.value;
    let title = format!("`{callee}` runs a pipeline, which cannot borrow `{name}`");
    let error = Diagnostic::error(&RULE, span, title).label("a pipeline owns its inputs");
    let error = match element {
        Some(element) if element.borrowed => {
            let (ty, place) = (of_type(&element.ty.value), element.ty.span);
            error.edit("let each run have its element", place, ty)
        }
        Some(_) => error.edit("give it away", span, name.clone()),
        None if value.copy => error.edit("take the `&` out", span, name.clone()),
        None => error,
    };
    match value.copy {
        true => error,
        false => error.edit("give each run a clone", span, format!("{name}.clone()")),
    }
}

/// Whether there is a wire for each input.
fn inputs(
    step: &Step,
    (inner, entry): (&Pipeline, Option<&Entry>),
    span: Span,
    findings: &mut Findings,
) {
    let (wires, inputs) = (&step.args, inner.inputs_of(entry));
    let callee = entry
        .map_or(&inner.name, |entry| &entry.name)
        .value
        .as_str();
    let title = |found: usize| {
        format!(
            "`{callee}` has {}, but is given {found}",
            match inputs.len() {
                0 => "no input".to_owned(),
                1 => "one input".to_owned(),
                count => format!("{count} inputs"),
            }
        )
    };
    let error = match wires.get(inputs.len()) {
        Some(extra) => Diagnostic::error(&RULE, extra.span, title(wires.len()))
            .label("there is no input for this"),
        None if wires.len() < inputs.len() => {
            let missing: Vec<_> = inputs[wires.len()..].iter().map(|one| typed(one)).collect();
            let are = if missing.len() == 1 { "is" } else { "are" };
            Diagnostic::error(&RULE, span, title(wires.len()))
                .label(format!("{} {are} missing", missing.join(", ")))
        }
        None => return,
    };
    findings.push(match inputs.first().zip(inputs.last()) {
        Some((first, last)) => {
            let all: Vec<_> = inputs.iter().map(|one| typed(one)).collect();
            let all_inputs = Span {
                end: last.ty.span.end,
                ..first.name.span
            };
            let place = entry.map_or(all_inputs, |entry| entry.name.span);
            error.and(place, format!("its inputs: {}", all.join(", ")))
        }
        None => error.help("take the wires out"),
    });
}

fn typed(input: &Typed) -> String {
    format!("`{}: {}`", input.name.value, of_type(&input.ty.value))
}

fn no_output(output: &Typed, inner: &Pipeline, span: Span) -> Diagnostic {
    let name = &inner.name.value;
    let title = format!(
        "`{name}` is to give `{}`, and gives nothing",
        output.name.value
    );
    Diagnostic::error(&RULE, span, title)
        .label(format!("the pipeline `{name}` has no output"))
        .and(inner.name.span, "it is described here")
        .help("declare no value here, or give that pipeline an output")
}
