//! One `[steps.NAME]` table.

use toml::de::{DeTable, DeValue};

use super::family;
use super::keys;
use super::reader::{Key, Reader, Value};
use super::{block, retry, top, undo};
use crate::check::each as check_each;
use crate::check::inner_call;
use crate::form::Form;
use crate::front::fragment::Fragment;
use crate::front::{each, pieces, wire};
use crate::plan::{EachKind, OnMissing};
use crate::tree::{Callee, Guard, Name, Step, WireKind};

/// What steps do with the elements of a value, each by a key of its name.
const EACH: [EachKind; 3] = [EachKind::Map, EachKind::Reduce, EachKind::Fold];

/// Reads a step, and whether all names that it declares could be read.
pub(super) fn read(name: Name, table: &DeTable<'_>, reader: &mut Reader<'_>) -> (Step, bool) {
    let mut step = Step::new(name.span, name);
    let mut complete = true;
    let mut called = true;
    for (key, value) in reader.entries(table, &keys::STEP) {
        let before = reader.findings.len();
        complete &= read_key(key, value, &mut step, reader);
        let is_call = matches!(&**key.get_ref(), "call" | "pipeline");
        called &= !is_call || reader.findings.len() == before;
    }
    if let (Some((call, _)), Some((pipeline, _))) =
        (table.get_key_value("call"), table.get_key_value("pipeline"))
    {
        let (call, pipeline) = (reader.span(call.span()), reader.span(pipeline.span()));
        reader.findings.push(inner_call::both(call, pipeline));
    }
    block::alone(table, &mut step, reader);
    let is_each = |key| EACH.iter().any(|kind| kind.name() == key);
    if step.each.is_none() && table.keys().any(|key| is_each(key.get_ref().as_ref())) {
        // what it goes over could not be read, and that has been reported
        (step.concurrency, step.on_error) = (None, None);
    }
    if !called {
        // whether these suit what is called is not known
        for wire in &mut step.args {
            if !matches!(wire.kind, WireKind::Named(..)) {
                wire.kind = WireKind::Broken;
            }
        }
    }
    // a misspelt `output` has been reported, and is no reason to report its readers too
    complete &= step.output.is_some()
        || table
            .keys()
            .all(|key| keys::STEP.here.contains(&key.get_ref().as_ref()));
    (step, complete)
}

/// Whether an entry of the whole file is a step, `[charge]`, that ought to be `[steps.charge]`.
pub(super) fn is_at_the_top(key: &str, value: &DeValue<'_>) -> bool {
    let of_step = |key: &str| keys::STEP.here.contains(&key) && !keys::TOP.here.contains(&key);
    let is_step = |table: &DeTable<'_>| {
        let has = |key: &str| table.contains_key(key);
        has("input") || has("output") || table.keys().any(|key| of_step(key.get_ref()))
    };
    !keys::TOP.here.contains(&key) && value.as_table().is_some_and(is_step)
}

/// Reads one key; false when a name that it declares could not be read.
pub(super) fn read_key(
    key: Key<'_>,
    value: Value<'_>,
    step: &mut Step,
    reader: &mut Reader<'_>,
) -> bool {
    match key.get_ref().as_ref() {
        "call" => {
            if let Some(callee) = callee(value, reader) {
                step.call = callee;
            }
        }
        "pipeline" => {
            let fragment = reader.fragment("pipeline", value, "pipeline = \"order_processing\"");
            let path = fragment.and_then(|path| pieces::pipeline(&path, reader.findings));
            if let Some(path) = path {
                step.call = Callee::Pipeline(path);
            }
        }
        "input" => {
            let fragments = reader
                .list("input", value, "input = [\"&order\"]")
                .unwrap_or_default();
            step.args = fragments
                .iter()
                .map(|fragment| wire::parse(fragment, Form::Toml, reader.findings))
                .collect();
        }
        "output" => {
            let fragment = reader.fragment("output", value, "output = \"order: Order\"");
            step.output = fragment.and_then(|fragment| top::typed(&fragment, reader));
            return step.output.is_some();
        }
        "doc" => step.doc = reader.text("doc", value, "doc = \"What this step does.\""),
        "blocking" => step.blocking = reader.flag("blocking", value),
        "infallible" => step.infallible = reader.flag("infallible", value),
        "skippable" => step.skippable = reader.flag("skippable", value),
        "optional" => step.optional = reader.flag("optional", value),
        "show" => step.show = reader.flag("show", value),
        "on_missing" => step.on_missing = on_missing(value, reader),
        "when" => step.guard = guard(value, reader),
        "retry" => step.retry = retry::read(value, reader),
        "timeout" => step.timeout = reader.duration("timeout", value),
        "deadline" => step.deadline = reader.duration("deadline", value),
        "after" => step.after = after(value, reader),
        "executor" => step.executor = reader.executor(value),
        "undo" => step.undo = undo::read(value, reader),
        "limit" => {
            let fragment = reader.fragment("limit", value, "limit = \"database\"");
            step.limit = fragment.and_then(|name| pieces::limit(&name, reader.findings));
        }
        "for_each" => step.for_each = family::read(value, reader),
        "map" => return each(EachKind::Map, key, value, step, reader),
        "reduce" => return each(EachKind::Reduce, key, value, step, reader),
        "fold" => return each(EachKind::Fold, key, value, step, reader),
        "each" => block::read(key, value, step, reader),
        "concurrency" => {
            step.concurrency = retry::integer("concurrency", value, "concurrency = 16", reader);
        }
        "on_error" => {
            let fragment = reader.fragment("on_error", value, "on_error = \"skip\"");
            step.on_error = fragment.and_then(|text| pieces::on_error(&text, reader.findings));
        }
        _ => {}
    }
    true
}

/// Reads what a step is called for; false when the names of elements could not be read.
fn each(
    kind: EachKind,
    key: Key<'_>,
    value: Value<'_>,
    step: &mut Step,
    reader: &mut Reader<'_>,
) -> bool {
    let example = format!("{} = \"{}\"", kind.name(), each::example(kind));
    let Some(fragment) = reader.fragment(kind.name(), value, &example) else {
        return false;
    };
    let read = each::read(kind, &fragment, reader.findings);
    let is_read = read.is_some();
    match &step.each {
        None => step.each = read,
        Some(first) => {
            let span = reader.span(key.span());
            reader.findings.push(check_each::second(kind, span, first));
        }
    }
    is_read
}

fn callee(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Callee> {
    let fragment = reader.fragment("call", value, "call = \"validate\"")?;
    pieces::callee(&fragment, reader.findings)
}

fn on_missing(value: Value<'_>, reader: &mut Reader<'_>) -> OnMissing {
    let fragment = reader.fragment("on_missing", value, "on_missing = \"fail\"");
    fragment.map_or(OnMissing::Skip, |fragment| {
        pieces::on_missing(&fragment, reader.findings)
    })
}

fn after(value: Value<'_>, reader: &mut Reader<'_>) -> Vec<Name> {
    let fragments = reader
        .list("after", value, "after = [\"migrate\"]")
        .unwrap_or_default();
    let read = |fragment: &Fragment| pieces::earlier(fragment, reader.findings);
    fragments.iter().filter_map(read).collect()
}

fn guard(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Guard> {
    let fragment = reader.fragment("when", value, "when = \"order.total > 1000\"")?;
    pieces::guard(&fragment, Form::Toml, reader.findings)
}
