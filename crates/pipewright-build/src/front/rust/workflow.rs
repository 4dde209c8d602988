//! `#[workflow(start = load, state = Totals)] trait batch { fn load(batch: Batch) -> Vec<Item>; }`

use proc_macro2::Delimiter;

use super::attribute::{Attribute, docs};
use super::body::{self, Kind as Begins, Statement};
use super::entries::{self, Entry, Value};
use super::function;
use super::reader::Reader;
use super::tokens::{Part, Within, commas};
use super::{keys, pipeline, retry, step, values};
use crate::check::{attribute as misuse, rust_syntax, wrong_kind};
use crate::form::Form;
use crate::front::{Keys, decision, pieces};
use crate::tree::{Kind, Name, Pipeline, Step};
use crate::workflow::tree::{Next, Work, Workflow};

/// Reads the attribute and the functions of a trait.
pub(super) fn read(
    attribute: Option<&Attribute<'_>>,
    functions: &[Statement<'_>],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let mut workflow = Workflow::default();
    if let Some(attribute) = attribute {
        keys(attribute, pipeline, &mut workflow, reader);
    }
    for item in functions {
        let before = reader.findings.len();
        if let Some((step, work)) = function(item, reader) {
            pipeline.steps.push(step);
            workflow.steps.push(work);
        }
        pipeline.incomplete |= reader.findings.len() > before;
    }
    pipeline.kind = Kind::Workflow(Box::new(workflow));
}

fn keys(
    attribute: &Attribute<'_>,
    pipeline: &mut Pipeline,
    workflow: &mut Workflow,
    reader: &mut Reader<'_>,
) {
    let example = "#[workflow(start = load, state = Totals)]";
    let Some(list) = attribute.list(example, reader) else {
        return;
    };
    let before = reader.findings.len();
    for entry in entries::read(list, &keys::WORKFLOW, reader) {
        match entry.key.value.as_str() {
            "start" => workflow.start = named(&entry, "start = load", reader),
            "state" => {
                let fragment = values::rust(&entry, "state = Totals", reader);
                workflow.state = fragment.and_then(|ty| pieces::ty(&ty, reader.findings));
            }
            "concurrency" => {
                workflow.concurrency = retry::integer(&entry, "concurrency = 8", reader);
            }
            "max_steps" => {
                workflow.max_steps = retry::integer(&entry, "max_steps = 10_000", reader);
            }
            _ => pipeline::read_key(&entry, pipeline, reader),
        }
    }
    pipeline.incomplete |= reader.findings.len() > before;
}

/// `fn load(batch: Batch) -> Vec<Item>;`
fn function(item: &Statement<'_>, reader: &mut Reader<'_>) -> Option<(Step, Work)> {
    let part = function_part(item, reader)?;
    let function = function::cut(&part, reader)?;
    let mut step = Step::new(reader.span(&item.range), reader.name(function.name));
    let (inputs, output) = function.declaration(reader);
    let mut inputs = inputs.into_iter();
    let payload = inputs.next();
    if let Some(second) = inputs.next() {
        let found = wrong_kind::second_payload(second.name.span, &step.name.value);
        reader.report(found);
    }
    let mut parts = decision::Parts::default();
    if let Some(attribute) = own(&item.attributes, "next", reader) {
        next(attribute, &mut parts, reader);
    }
    attributes(
        &item.attributes,
        &["step", "next"],
        &keys::WORK,
        &mut step,
        reader,
    );
    let next = parts.read(step.name.span, Form::Rust, reader.findings);
    let work = Work {
        payload,
        output,
        next,
    };
    Some((step, work))
}

/// What is left of a line in a trait when its docs and attributes are gone; anything but a function is reported.
pub(super) fn function_part<'t>(item: &Statement<'t>, reader: &mut Reader<'_>) -> Option<Part<'t>> {
    let part = Part::new(item.tokens, item.range.clone());
    if part.tokens.is_empty() {
        for attribute in &item.attributes {
            let span = reader.span(&attribute.range);
            reader.report(misuse::dangling(span));
        }
        return None;
    }
    let keyword = body::keyword(part.tokens);
    let is_function = part
        .tokens
        .get(keyword)
        .is_some_and(|word| word.is_word("fn"));
    if item.kind != Begins::Item || !is_function {
        let found = rust_syntax::no_step(reader.span(&part.range));
        reader.report(found);
        return None;
    }
    if item.ends == body::Ends::Missing {
        reader.report(rust_syntax::no_semicolon(reader.span(&part.range)));
    }
    Some(part)
}

/// The attribute of that name; a second one is reported and left out.
pub(super) fn own<'a, 't>(
    attributes: &'a [Attribute<'t>],
    name: &str,
    reader: &mut Reader<'_>,
) -> Option<&'a Attribute<'t>> {
    let (mut first, mut found) = (None, None);
    for attribute in attributes.iter().filter(|one| !one.inner && one.is(name)) {
        let span = reader.span(&attribute.range);
        match first {
            Some(first) => reader.report(misuse::second(name, span, first)),
            None => {
                first = Some(span);
                found = Some(attribute);
            }
        }
    }
    found
}

/// Docs, and `#[step(…)]`; those that are no `known` ones are reported.
pub(super) fn attributes(
    attributes: &[Attribute<'_>],
    known: &[&str],
    keys: &'static Keys,
    step: &mut Step,
    reader: &mut Reader<'_>,
) {
    step.doc = docs(attributes);
    for attribute in attributes {
        let is_doc = attribute.doc().is_some() && !attribute.inner;
        let is_known = !attribute.inner && known.iter().any(|name| attribute.is(name));
        if !is_doc && !is_known {
            step::unknown(attribute, reader);
        }
    }
    let Some(attribute) = own(attributes, "step", reader) else {
        return;
    };
    if attribute.after_name().is_empty() {
        return;
    }
    let Some(list) = attribute.list("#[step(timeout = \"5s\")]", reader) else {
        return;
    };
    for entry in entries::read(list, keys, reader) {
        step::read_key(&entry, step, reader);
    }
}

/// `#[next(process, finish)]`, `#[next = finish]`, `#[next(if = …, yes = …, no = …)]`
fn next(attribute: &Attribute<'_>, parts: &mut decision::Parts, reader: &mut Reader<'_>) {
    if let [equals, ..] = attribute.after_name()
        && equals.is('=')
    {
        let end = attribute.range.end.saturating_sub(1);
        let part = Part::new(&attribute.after_name()[1..], end..end);
        let fragment = reader.fragment(&part);
        parts.next = pieces::earlier(&fragment, reader.findings).map(Next::To);
        return;
    }
    let Some(list) = attribute.list("#[next(process, finish)]", reader) else {
        return;
    };
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    if !tokens.iter().any(|token| token.is('=')) {
        let names = commas(tokens, Within::Exprs, list.before_end());
        let names = names
            .iter()
            .filter_map(|name| pieces::earlier(&reader.fragment(name), reader.findings));
        parts.next = Some(Next::Any(names.collect()));
        return;
    }
    for entry in entries::read(list, &keys::NEXT, reader) {
        match (entry.key.value.as_str(), &entry.value) {
            ("if", Value::Is(_)) => {
                parts.condition = values::rust(&entry, "if = output.is_empty()", reader);
            }
            ("yes", _) => parts.yes = named(&entry, "yes = finish", reader),
            ("no", _) => parts.no = named(&entry, "no = finish", reader),
            _ => drop(values::rust(&entry, "if = output.is_empty()", reader)),
        }
    }
}

/// The name of a step.
fn named(entry: &Entry<'_>, example: &str, reader: &mut Reader<'_>) -> Option<Name> {
    let fragment = values::rust(entry, example, reader)?;
    pieces::earlier(&fragment, reader.findings)
}
