//! `kind = "workflow"`

use toml::de::{DeTable, DeValue};

use super::reader::{Reader, Value};
use super::steps::{self, output};
use super::{keys, retry, step, top};
use crate::check::wrong_kind;
use crate::form::Form;
use crate::front::{decision, pieces};
use crate::span::{Span, Spanned};
use crate::tree::{Kind, Name, Pipeline, Step, Typed};
use crate::workflow::tree::{Next, Work, Workflow};

const EXAMPLE: &str = "[steps.load]\ninput = [\"batch: Batch\"]";

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
            "steps" => workflow.steps = steps::read(value, EXAMPLE, &mut pipeline, reader, step),
            _ => top::read_key(key, value, &mut pipeline, reader),
        }
    }
    steps::are_there(table, &keys::WORKFLOW, &mut pipeline, reader);
    pipeline.kind = Kind::Workflow(Box::new(workflow));
    pipeline
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
