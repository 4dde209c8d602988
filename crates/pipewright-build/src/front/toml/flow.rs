//! `kind = "flow"`

use toml::de::DeTable;

use super::reader::{Reader, Value, sorted};
use super::workflow::output;
use super::{keys, step, top};
use crate::check::wrong_kind;
use crate::flow::tree::{Called, Flow, Input};
use crate::form::Form;
use crate::front::pieces;
use crate::span::{Span, Spanned};
use crate::tree::{Kind, Name, Pipeline, Step};

pub(super) fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Pipeline {
    let place = Span::file(reader.file);
    let unnamed = Spanned::new(String::new(), reader.span(0..0));
    let mut pipeline = Pipeline::new(Form::Toml, vec![place], unnamed);
    let mut flow = Flow::default();
    for (key, value) in reader.entries(table, &keys::FLOW) {
        match key.get_ref().as_ref() {
            "steps" => steps(value, &mut pipeline, &mut flow, reader),
            _ => top::read_key(key, value, &mut pipeline, reader),
        }
    }
    // an unknown key has been reported, and may be what should be `steps`
    let known = |key: &str| keys::FLOW.here.contains(&key);
    pipeline.incomplete |= !table.keys().all(|key| known(key.get_ref()));
    if !table.contains_key("steps") && !pipeline.incomplete {
        let found = wrong_kind::no_steps(pipeline.name.span);
        reader.findings.push(found);
        pipeline.incomplete = true;
    }
    pipeline.kind = Kind::Flow(Box::new(flow));
    pipeline
}

fn steps(value: Value<'_>, pipeline: &mut Pipeline, flow: &mut Flow, reader: &mut Reader<'_>) {
    let example = "[steps.receive_order]\ninput = [\"order_id: OrderId\"]";
    let Some(table) = reader.table("steps", value, example) else {
        pipeline.incomplete = true;
        return;
    };
    for (key, value) in sorted(table) {
        let name = reader.name(key);
        match reader.table(&name.value, value, example) {
            Some(table) => {
                let before = reader.findings.len();
                let (step, called) = self::step(name, table, reader);
                pipeline.incomplete |= reader.findings.len() > before;
                pipeline.steps.push(step);
                flow.steps.push(called);
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

fn step(name: Name, table: &DeTable<'_>, reader: &mut Reader<'_>) -> (Step, Called) {
    let mut step = Step::new(name.span, name);
    let mut called = Called::default();
    for (key, value) in reader.entries(table, &keys::CALLED) {
        match key.get_ref().as_ref() {
            "entry" => {
                let span = reader.span(key.span());
                called.entry = reader.flag("entry", value).then_some(span);
            }
            "input" => {
                let inputs = reader.list("input", value, "input = [\"order: &Order\"]");
                let inputs = inputs.unwrap_or_default();
                let inputs = inputs.iter().filter_map(|input| top::typed(input, reader));
                called.inputs = inputs.map(|one| Input::new(one.name, one.ty)).collect();
            }
            "output" => {
                let fragment = reader.fragment("output", value, "output = \"Receipt\"");
                called.output = fragment.and_then(|fragment| output(&fragment, reader));
            }
            "calls" => {
                let list = reader.list("calls", value, "calls = [\"validate\", \"charge\"]");
                let list = list.unwrap_or_default();
                let names = list
                    .iter()
                    .filter_map(|name| pieces::earlier(name, reader.findings));
                called.calls = names.collect();
            }
            _ => drop(step::read_key(key, value, &mut step, reader)),
        }
    }
    (step, called)
}
