//! `kind = "flow"`

use toml::de::DeTable;

use super::reader::Reader;
use super::steps::{self, output};
use super::{keys, step, top};
use crate::flow::tree::{Called, Flow, Input};
use crate::form::Form;
use crate::front::pieces;
use crate::span::{Span, Spanned};
use crate::tree::{Kind, Name, Pipeline, Step};

const EXAMPLE: &str = "[steps.receive_order]\ninput = [\"order_id: OrderId\"]";

pub(super) fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Pipeline {
    let place = Span::file(reader.file);
    let unnamed = Spanned::new(String::new(), reader.span(0..0));
    let mut pipeline = Pipeline::new(Form::Toml, vec![place], unnamed);
    let mut flow = Flow::default();
    for (key, value) in reader.entries(table, &keys::FLOW) {
        match key.get_ref().as_ref() {
            "steps" => flow.steps = steps::read(value, EXAMPLE, &mut pipeline, reader, step),
            _ => top::read_key(key, value, &mut pipeline, reader),
        }
    }
    steps::are_there(table, &keys::FLOW, &mut pipeline, reader);
    pipeline.kind = Kind::Flow(Box::new(flow));
    pipeline
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
