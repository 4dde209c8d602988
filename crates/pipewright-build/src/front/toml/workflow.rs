//! `kind = "workflow"`

use toml::de::{DeTable, DeValue};

use super::reader::{Reader, Value, sorted};
use super::{keys, retry, step, top};
use crate::check::{fragment, wrong_kind};
use crate::form::Form;
use crate::front::fragment::Fragment;
use crate::front::{decision, pieces};
use crate::span::{Span, Spanned};
use crate::tree::{Kind, Name, Pipeline, Step, Typed};
use crate::workflow::tree::{Next, Work, Workflow};

pub(super) fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Pipeline {
    let place = Span::file(reader.file);
    let unnamed = Spanned::new(String::new(), reader.span(0..0));
    let mut pipeline = Pipeline::new(Form::Toml, vec![place], unnamed);
    let mut workflow = Workflow::default();
    for (key, value) in reader.entries(table, &keys::WORKFLOW) {
        match key.get_ref().as_ref() {
            "start" => workflow.start = named("start", value, "start = \"load\"", reader),
            "state" => {
                let fragment = reader.fragment("state", value, "state = \"Totals\"");
                workflow.state = fragment.and_then(|fragment| reader.ty(&fragment));
            }
            "concurrency" => {
                workflow.concurrency =
                    retry::integer("concurrency", value, "concurrency = 8", reader);
            }
            "max_steps" => {
                workflow.max_steps =
                    retry::integer("max_steps", value, "max_steps = 10_000", reader);
            }
            "steps" => steps(value, &mut pipeline, &mut workflow, reader),
            _ => top::read_key(key, value, &mut pipeline, reader),
        }
    }
    // an unknown key has been reported, and may be what should be one of these
    let known = |key: &str| keys::WORKFLOW.here.contains(&key);
    pipeline.incomplete |= !table.keys().all(|key| known(key.get_ref()));
    if !table.contains_key("steps") && !pipeline.incomplete {
        let found = wrong_kind::no_steps(pipeline.name.span);
        reader.findings.push(found);
        pipeline.incomplete = true;
    }
    pipeline.kind = Kind::Workflow(Box::new(workflow));
    pipeline
}

fn steps(
    value: Value<'_>,
    pipeline: &mut Pipeline,
    workflow: &mut Workflow,
    reader: &mut Reader<'_>,
) {
    let example = "[steps.load]\ninput = [\"batch: Batch\"]";
    let Some(table) = reader.table("steps", value, example) else {
        pipeline.incomplete = true;
        return;
    };
    for (key, value) in sorted(table) {
        let name = reader.name(key);
        match reader.table(&name.value, value, example) {
            Some(table) => {
                let before = reader.findings.len();
                let (step, work) = self::step(name, table, reader);
                pipeline.incomplete |= reader.findings.len() > before;
                pipeline.steps.push(step);
                workflow.steps.push(work);
            }
            None => pipeline.incomplete = true,
        }
    }
    if table.is_empty() {
        let found = wrong_kind::no_steps(reader.span(value.span()));
        reader.findings.push(found);
        pipeline.incomplete = true;
    }
}

fn step(name: Name, table: &DeTable<'_>, reader: &mut Reader<'_>) -> (Step, Work) {
    let mut step = Step::new(name.span, name);
    let mut work = Work {
        payload: None,
        output: None,
        next: Next::Any(Vec::new()),
    };
    let mut parts = decision::Parts::default();
    for (key, value) in reader.entries(table, &keys::WORK) {
        match key.get_ref().as_ref() {
            "input" => work.payload = payload(&step.name, value, reader),
            "output" => {
                let fragment = reader.fragment("output", value, "output = \"Vec<Item>\"");
                work.output = fragment.and_then(|fragment| output(&fragment, reader));
            }
            "next" => parts.next = next(value, reader),
            "if" => parts.condition = reader.fragment("if", value, "if = \"output.is_empty()\""),
            "yes" => parts.yes = named("yes", value, "yes = \"finish\"", reader),
            "no" => parts.no = named("no", value, "no = \"finish\"", reader),
            _ => drop(step::read_key(key, value, &mut step, reader)),
        }
    }
    work.next = parts.read(step.name.span, Form::Toml, reader.findings);
    (step, work)
}

/// `input = ["batch: Batch"]`
fn payload(step: &Name, value: Value<'_>, reader: &mut Reader<'_>) -> Option<Typed> {
    let mut inputs = reader
        .list("input", value, "input = [\"batch: Batch\"]")?
        .into_iter();
    let first = inputs.next().map(|first| top::typed(&first, reader));
    if let Some(second) = inputs.next() {
        let found = wrong_kind::second_payload(second.span(), &step.value);
        reader.findings.push(found);
    }
    first.flatten()
}

/// The type of what a step gives; a name for it has no meaning.
pub(super) fn output(fragment: &Fragment, reader: &mut Reader<'_>) -> Option<Spanned<syn::Type>> {
    if let Some((name, ty)) = fragment.text.split_once(':')
        && crate::check::is_word(name.trim())
        && !ty.starts_with(':')
    {
        let found = fragment::named_output(fragment, name.trim(), ty.trim());
        reader.findings.push(found);
        return None;
    }
    reader.ty(fragment)
}

fn next(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Next> {
    if let DeValue::String(_) = value.get_ref() {
        return named("next", value, "next = \"finish\"", reader).map(Next::To);
    }
    let list = reader.list("next", value, "next = [\"process\", \"finish\"]")?;
    let names = list
        .iter()
        .filter_map(|name| pieces::earlier(name, reader.findings));
    Some(Next::Any(names.collect()))
}

/// The name of a step.
pub(super) fn named(
    key: &str,
    value: Value<'_>,
    example: &str,
    reader: &mut Reader<'_>,
) -> Option<Name> {
    let fragment = reader.fragment(key, value, example)?;
    pieces::earlier(&fragment, reader.findings)
}
