//! A step with `match` or `arms`: a branch.

use toml::de::{DeString, DeTable};

use super::keys;
use super::reader::{Reader, Value};
use super::{block, step, top};
use crate::check::branch as rule;
use crate::form::Form;
use crate::front::branch::{self, Merge};
use crate::front::pieces;
use crate::plan::Arm;
use crate::span::{Span, Spanned};
use crate::tree::{Callee, Name, Pipeline, Step, Way};

const EXAMPLE: &str = "[[steps.reply.arms]]\npattern = \"Kind::Tool\"\ncall = \"run_tool\"";

/// Whether a step is one.
pub(super) fn is_one(table: &DeTable<'_>) -> bool {
    table.contains_key("match") || table.contains_key("arms")
}

/// Reads a branch with all that lies in its arms; false when it cannot be said what its value is.
pub(super) fn read(
    name: Name,
    table: &DeTable<'_>,
    within: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> bool {
    let (mut output, mut doc) = (None, None);
    for (key, value) in reader.entries(table, &keys::BRANCH) {
        match key.get_ref().as_ref() {
            "output" => {
                let fragment = reader.fragment("output", value, "output = \"reply: Reply\"");
                output = Some(fragment.and_then(|fragment| top::typed(&fragment, reader)));
            }
            "doc" => doc = reader.text("doc", value, "doc = \"What is decided here.\""),
            _ => {}
        }
    }
    let Some(output) = output else {
        reader.findings.push(rule::no_output(name.span));
        return false;
    };
    let Some(output) = output else { return false };
    let (merge, step) = pipeline.merge(name.span, output, within);
    step.name = name.clone();
    step.doc = doc;
    ways(table, name.span, &merge, within, pipeline, reader);
    true
}

/// The ways of a branch, each with what lies in it.
fn ways(
    table: &DeTable<'_>,
    at: Span,
    merge: &Merge,
    within: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let on = table.get("match").map(|value| {
        let fragment = reader.fragment("match", value, "match = \"&message.kind\"");
        fragment.and_then(|fragment| branch::matched(&fragment, reader.findings))
    });
    let matched = on.is_some();
    let Some(arms) = table.get("arms").and_then(|value| arms(value, reader)) else {
        let known = |key: &DeString<'_>| keys::BRANCH.here.contains(&key.as_ref());
        // a key that is misspelt has been reported
        if !table.contains_key("arms") && table.keys().all(|key| known(key.get_ref())) {
            reader.findings.push(rule::no_arms(at));
        }
        return;
    };
    let count = arms.len();
    let tests = arms
        .iter()
        .enumerate()
        .map(|(number, (arm, span))| way(arm, *span, matched, number + 1 == count, reader));
    let tests: Vec<Way> = tests.collect();
    let branch = pipeline.branch(merge, on.flatten(), tests, within);
    for (way, (arm, span)) in arms.into_iter().enumerate() {
        let mut within = within.to_vec();
        within.push(Arm { branch, way });
        body(arm, span, merge, &within, pipeline, reader);
    }
}

type ArmTable<'t> = (&'t DeTable<'t>, Span);

fn arms<'t>(value: Value<'t>, reader: &mut Reader<'_>) -> Option<Vec<ArmTable<'t>>> {
    let Some(array) = value.get_ref().as_array() else {
        reader.wrong("arms", value, "a list of tables", EXAMPLE);
        return None;
    };
    let mut tables = Vec::new();
    for item in array.iter() {
        let table = reader.table("arms", item, EXAMPLE)?;
        tables.push((table, reader.span(item.span())));
    }
    if tables.is_empty() {
        reader
            .findings
            .push(rule::no_arms(reader.span(value.span())));
        return None;
    }
    Some(tables)
}

/// When an arm is taken.
fn way(table: &DeTable<'_>, span: Span, matched: bool, last: bool, reader: &mut Reader<'_>) -> Way {
    let key = if matched { "pattern" } else { "if" };
    let way = table.get(key).map(|value| {
        let fragment = reader.fragment(key, value, &format!("{key} = \"…\""))?;
        match matched {
            true => branch::pattern(&fragment, reader.findings),
            false => branch::condition(&fragment, reader.findings),
        }
    });
    match way {
        Some(Some(_)) if !matched && last => {
            reader.findings.push(rule::untold(span, matched, last));
        }
        Some(Some(way)) => return way,
        // what is there has been reported
        Some(None) => {}
        None if !matched && last => return branch::otherwise(span),
        None => reader.findings.push(rule::untold(span, matched, last)),
    }
    branch::unread(span)
}

/// What an arm gives: the value of a step, of a further branch, or a constant.
fn body(
    table: &DeTable<'_>,
    span: Span,
    merge: &Merge,
    arms: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let mut step = Step::new(span, Spanned::new(String::new(), span));
    let (mut called, mut name, mut constant) = (None, None, None);
    for (key, value) in reader.entries(table, &keys::ARM) {
        match key.get_ref().as_ref() {
            "call" => {
                called = Some(None);
                let fragment = reader.fragment("call", value, "call = \"run_tool\"");
                if let Some(fragment) = fragment
                    && let Some(callee) = pieces::callee(&fragment, reader.findings)
                {
                    called = Some(pieces::own_name(&callee, &fragment));
                    step.call = callee;
                }
            }
            "pipeline" => {
                step::read_key(key, value, &mut step, reader);
                called = Some(match &step.call {
                    Callee::Pipeline(path) => {
                        let own = path.value.last().cloned().unwrap_or_default();
                        Some(Spanned::new(own, path.span))
                    }
                    _ => None,
                });
            }
            "name" => {
                let fragment = reader.fragment("name", value, "name = \"run_tool_again\"");
                name = fragment.map(|fragment| fragment.trimmed());
            }
            "value" => {
                let fragment = reader.fragment("value", value, "value = \"Reply::Denied\"");
                constant = Some(
                    fragment.and_then(|fragment| branch::constant(&fragment, reader.findings)),
                );
            }
            "steps" => top::steps(value, arms, pipeline, reader),
            "pattern" | "if" | "match" | "arms" => {}
            _ => drop(step::read_key(key, value, &mut step, reader)),
        }
    }
    if matches!(step.call, Callee::Block(_)) {
        called = Some(Some(block::name(&step)));
        block::alone(table, &mut step, reader);
    }
    match (called, constant) {
        _ if is_one(table) => ways(table, span, merge, arms, pipeline, reader),
        (Some(Some(own)), _) => {
            step.name = match name {
                Some(name) => Spanned::new(name.text.clone(), name.span()),
                None => own,
            };
            step.at = step.name.span;
            pipeline.arm(merge, step, arms);
        }
        (Some(None), _) | (None, Some(None)) => {}
        (None, Some(Some(value))) => pipeline.constant_arm(merge, value, arms),
        (None, None) => reader.findings.push(rule::empty_arm(span, Form::Toml)),
    }
}
