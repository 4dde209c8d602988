//! `#[flow] trait checkout { #[entry] #[calls(validate)] fn receive_order(order_id: OrderId) -> Receipt; }`

use proc_macro2::Delimiter;

use super::attribute::Attribute;
use super::body::Statement;
use super::reader::Reader;
use super::tokens::{Within, commas};
use super::workflow::{attributes, function_part, own};
use super::{entries, function, keys, pipeline};
use crate::flow::tree::{Called, Flow, Input};
use crate::front::pieces;
use crate::tree::{Kind, Name, Pipeline, Step};

/// Reads the attribute and the functions of a trait.
pub(super) fn read(
    attribute: Option<&Attribute<'_>>,
    functions: &[Statement<'_>],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let mut flow = Flow::default();
    if let Some(attribute) = attribute.filter(|attribute| !attribute.after_name().is_empty())
        && let Some(list) = attribute.list("#[flow(error = OrderError)]", reader)
    {
        for entry in entries::read(list, &keys::FLOW, reader) {
            pipeline::read_key(&entry, pipeline, reader);
        }
    }
    for item in functions {
        let before = reader.findings.len();
        if let Some((step, called)) = function(item, reader) {
            pipeline.steps.push(step);
            flow.steps.push(called);
        }
        pipeline.incomplete |= reader.findings.len() > before;
    }
    pipeline.kind = Kind::Flow(Box::new(flow));
}

/// `fn receive_order(order_id: OrderId) -> Receipt;`
fn function(item: &Statement<'_>, reader: &mut Reader<'_>) -> Option<(Step, Called)> {
    let part = function_part(item, reader)?;
    let function = function::cut(&part, reader)?;
    let mut step = Step::new(reader.span(&item.range), reader.name(function.name));
    let (inputs, output) = function.declaration(reader);
    let inputs = inputs.into_iter().map(|one| Input::new(one.name, one.ty));
    let mut called = Called {
        inputs: inputs.collect(),
        output,
        ..Called::default()
    };
    if let Some(attribute) = own(&item.attributes, "entry", reader) {
        called.entry = Some(reader.span(&attribute.range));
        if !attribute.after_name().is_empty() {
            let found =
                crate::check::attribute::malformed(reader.span(&attribute.range), "#[entry]");
            reader.report(found);
        }
    }
    if let Some(attribute) = own(&item.attributes, "calls", reader) {
        called.calls = calls(attribute, reader);
    }
    let known = ["step", "entry", "calls"];
    attributes(&item.attributes, &known, &keys::CALLED, &mut step, reader);
    Some((step, called))
}

/// `#[calls(validate, charge)]`
fn calls(attribute: &Attribute<'_>, reader: &mut Reader<'_>) -> Vec<Name> {
    let Some(list) = attribute.list("#[calls(validate, charge)]", reader) else {
        return Vec::new();
    };
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    let names = commas(tokens, Within::Exprs, list.before_end());
    let names = names
        .iter()
        .filter_map(|name| pieces::earlier(&reader.fragment(name), reader.findings));
    names.collect()
}
