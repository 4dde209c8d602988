//! `#[step(…)]`

use super::attribute::{Attribute, docs};
use super::entries::{self, Entry};
use super::reader::Reader;
use super::tokens::Within;
use super::{family, keys, retry, undo, values};
use crate::check::{attribute, branch};
use crate::form::Form;
use crate::front::pieces;
use crate::plan::OnMissing;
use crate::span::Spanned;
use crate::tree::{Guard, Step};

/// Reads what stands above a step.
pub(super) fn read(attributes: &[Attribute<'_>], step: &mut Step, reader: &mut Reader<'_>) {
    step.doc = docs(attributes);
    let mut first = None;
    for attribute in attributes {
        if attribute.doc().is_some() && !attribute.inner {
            continue;
        }
        if !attribute.is("step") || attribute.inner {
            unknown(attribute, reader);
            continue;
        }
        let span = reader.span(&attribute.range);
        match first {
            Some(first) => reader.report(attribute::second("step", span, first)),
            None => first = Some(span),
        }
        keys(attribute, step, reader);
    }
}

/// Reads what stands above a branch: docs, and nothing else.
pub(super) fn read_docs(attributes: &[Attribute<'_>], step: &mut Step, reader: &mut Reader<'_>) {
    step.doc = docs(attributes);
    for attribute in attributes {
        if attribute.doc().is_some() && !attribute.inner {
            continue;
        }
        match attribute.is("step") && !attribute.inner {
            true => reader.report(branch::attribute(reader.span(&attribute.range))),
            false => unknown(attribute, reader),
        }
    }
}

/// An attribute that does not belong above a step.
pub(super) fn unknown(attribute: &Attribute<'_>, reader: &mut Reader<'_>) {
    let (name, span) = (attribute.name(reader), reader.span(&attribute.range));
    let key = reader.source(&attribute.content());
    let found = match attribute.inner {
        true => attribute::inner(span),
        false if keys::STEP.here.contains(&name.value.as_str()) => attribute::key(&name, span, key),
        false => attribute::unknown(&name, span, "step", "a step"),
    };
    reader.report(found);
}

fn keys(attribute: &Attribute<'_>, step: &mut Step, reader: &mut Reader<'_>) {
    let list = match attribute.after_name() {
        [] => return,
        [list] if list.group(proc_macro2::Delimiter::Parenthesis).is_some() => list,
        _ => {
            let span = reader.span(&attribute.range);
            return reader.report(attribute::malformed(span, "#[step(timeout = \"5s\")]"));
        }
    };
    for entry in entries::read(list, &keys::STEP, reader) {
        read_key(&entry, step, reader);
    }
}

pub(super) fn read_key(entry: &Entry<'_>, step: &mut Step, reader: &mut Reader<'_>) {
    match entry.key.value.as_str() {
        "name" => {
            if let Some(name) = values::text(entry, "name = \"validate_again\"", reader) {
                step.name = Spanned::new(name.text.clone(), name.span());
            }
        }
        "blocking" => step.blocking = values::flag(entry, reader),
        "infallible" => step.infallible = values::flag(entry, reader),
        "skippable" => step.skippable = values::flag(entry, reader),
        "optional" => step.optional = values::flag(entry, reader),
        "show" => step.show = values::flag(entry, reader),
        "on_missing" => step.on_missing = on_missing(entry, reader),
        "when" => step.guard = guard(entry, reader),
        "retry" => step.retry = retry::read(entry, reader),
        "timeout" => step.timeout = values::duration(entry, reader),
        "deadline" => step.deadline = values::duration(entry, reader),
        "after" => {
            let names = values::list(entry, Within::Exprs, "after = migrate", reader);
            let names = names.unwrap_or_default();
            let read = |name| pieces::earlier(name, reader.findings);
            step.after = names.iter().filter_map(read).collect();
        }
        "executor" => step.executor = values::executor(entry, reader),
        "undo" => step.undo = undo::read(entry, reader),
        "limit" => {
            let fragment = values::rust(entry, "limit = database", reader);
            step.limit = fragment.and_then(|name| pieces::limit(&name, reader.findings));
        }
        "for_each" => step.for_each = family::read(entry, reader),
        "concurrency" => step.concurrency = retry::integer(entry, "concurrency = 16", reader),
        "on_error" => {
            let text = values::text(entry, "on_error = \"skip\"", reader);
            step.on_error = text.and_then(|text| pieces::on_error(&text, reader.findings));
        }
        _ => {}
    }
}

fn on_missing(entry: &Entry<'_>, reader: &mut Reader<'_>) -> OnMissing {
    let text = values::text(entry, "on_missing = \"fail\"", reader);
    text.map_or(OnMissing::Skip, |text| {
        pieces::on_missing(&text, reader.findings)
    })
}

fn guard(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<Guard> {
    let fragment = values::rust(entry, "when = order.total > 1000", reader)?;
    let mut guard = pieces::guard(&fragment, Form::Rust, reader.findings)?;
    if guard.text.contains('\n') {
        // a long one is broken into lines, which are no part of it
        guard.text = guard.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Some(guard)
}
