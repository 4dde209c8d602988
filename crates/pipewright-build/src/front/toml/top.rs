//! The top level of a description.

use syn::parse::Parse;
use toml::de::{DeTable, DeValue};

use super::reader::{Key, Reader, Value, sorted};
use super::{branch, limits, step};
use super::{entry, keys};
use crate::check::{fragment, unknown_key, wrong_kind};
use crate::form::Form;
use crate::front::fragment::Fragment;
use crate::front::{pieces, wire};
use crate::plan::Arm;
use crate::span::{Span, Spanned};
use crate::tree::{Constant, Metadata, Name, Pipeline, Typed, Use};

pub(super) fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Pipeline {
    let place = Span::file(reader.file);
    let unnamed = Spanned::new(String::new(), reader.span(0..0));
    let mut pipeline = Pipeline::new(Form::Toml, vec![place], unnamed);
    for (key, value) in reader.entries(table, &keys::TOP) {
        read_key(key, value, &mut pipeline, reader);
    }
    if let Some(entries) = table.get("entries") {
        entry::read(entries, &mut pipeline, reader);
    }
    let instead = |key: &str| is_like_steps(key) || keys::TOP.later.contains(&key);
    let keys = sorted(table);
    // an unknown table may declare what others read
    pipeline.incomplete |= keys.iter().any(|(key, value)| {
        let known = keys::TOP.here.contains(&key.get_ref().as_ref());
        !known && (value.get_ref().is_table() || value.get_ref().is_array())
    });
    let has_steps = |(key, value): &(Key<'_>, Value<'_>)| {
        instead(key.get_ref()) || step::is_at_the_top(key.get_ref(), value.get_ref())
    };
    if !table.contains_key("steps") && !keys.iter().any(has_steps) {
        reader
            .findings
            .push(wrong_kind::no_steps(pipeline.name.span));
    }
    pipeline.blocks = std::mem::take(&mut reader.blocks);
    pipeline
}

fn is_like_steps(key: &str) -> bool {
    keys::TOP
        .habits
        .iter()
        .any(|(habit, name)| *habit == key && *name == "steps")
}

/// Whether a key below the table `of` is one of the pipeline, with a value that only the pipeline's key has:
/// in TOML, all that follows a `[table]` belongs to it.
pub(super) fn is_misplaced(key: &str, value: &DeValue<'_>, of: Of) -> bool {
    if of == Of::Step && keys::STEP.here.contains(&key) {
        return false;
    }
    let text = value.as_str().map(str::trim).unwrap_or_default();
    let is_text = !text.is_empty();
    match key {
        "use" | "requires" | "input" => {
            let paths = |list: &toml::de::DeArray<'_>| {
                let mut texts = list.iter().map(|item| item.get_ref().as_str());
                texts.any(|text| text.is_some_and(|text| is_path(text) || key == "input"))
            };
            value.as_array().is_some_and(paths)
        }
        "fail_fast" | "show" => value.as_bool().is_some(),
        "executor" => matches!(text, "Inline" | "Spawn" | "Blocking"),
        "deadline" => humantime::parse_duration(text).is_ok(),
        "output" => {
            let name = text.split_once('.').map_or(text, |(name, _)| name);
            let is_type = matches!(name, "str" | "bool" | "char")
                || name.ends_with(|char: char| char.is_ascii_digit());
            crate::check::is_word(name)
                && name.starts_with(char::is_lowercase)
                && !is_type
                && name != "usize"
                && name != "isize"
        }
        // metadata may be called so, and have that type
        "error" => is_text && of != Of::Metadata && equals(text).is_none() && is_path(text),
        "doc" => is_text && (of == Of::Step || (text.contains(' ') && equals(text).is_none())),
        _ => false,
    }
}

/// `crate::orders::Order`, `OrderError`
fn is_path(text: &str) -> bool {
    text.contains("::") || text.starts_with(char::is_uppercase)
}

/// The table that a key stands below.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Const,
    Metadata,
    Step,
}

/// Reports a pipeline's key that stands below the table `below`, and reads it as what it is.
fn misplaced(
    key: Key<'_>,
    value: Value<'_>,
    below: &str,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let found = unknown_key::misplaced(&reader.name(key), below);
    reader.findings.push(found);
    read_key(key, value, pipeline, reader);
}

/// Reads what every description may say, and the steps of a pipeline.
pub(super) fn read_key(
    key: Key<'_>,
    value: Value<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    match key.get_ref().as_ref() {
        "use" => uses(value, pipeline, reader),
        "doc" => pipeline.doc = reader.text("doc", value, "doc = \"What this pipeline is for.\""),
        "error" => {
            let fragment = reader.fragment("error", value, "error = \"OrderError\"");
            pipeline.error = fragment.and_then(|fragment| reader.ty(&fragment));
        }
        "requires" => pipeline.requires = requires(value, reader),
        "input" => inputs(value, pipeline, reader),
        "output" => {
            let fragment = reader.fragment("output", value, "output = \"receipt\"");
            pipeline.tail =
                fragment.map(|fragment| wire::parse(&fragment, Form::Toml, reader.findings));
        }
        "executor" => pipeline.executor = reader.executor(value),
        "fail_fast" => pipeline.fail_fast = reader.flag("fail_fast", value),
        "show" => pipeline.show = reader.flag("show", value),
        "deadline" => pipeline.deadline = reader.duration("deadline", value),
        "const" => constants(value, pipeline, reader),
        "metadata" => metadata(value, pipeline, reader),
        "limits" => limits::read(value, pipeline, reader),
        "steps" => steps(value, &[], pipeline, reader),
        _ => {}
    }
}

fn uses(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let example = "use = [\"crate::orders::{Order, OrderId}\"]";
    let Some(fragments) = reader.list("use", value, example) else {
        pipeline.incomplete = true;
        return;
    };
    let form = "what follows `use` in Rust, without `use` and `;`, as in `crate::orders::Order`";
    let read = |fragment: &Fragment| match fragment::whole_import(fragment) {
        None => Some(Use {
            tree: fragment.parse(syn::UseTree::parse, "an import", form, reader.findings)?,
            span: fragment.span(),
            places: fragment.places,
        }),
        Some(found) => {
            reader.findings.push(found);
            None
        }
    };
    let uses: Vec<Use> = fragments.iter().filter_map(read).collect();
    pipeline.incomplete |= uses.len() < fragments.len();
    pipeline.uses.extend(uses);
}

fn requires(value: Value<'_>, reader: &mut Reader<'_>) -> Vec<Spanned<syn::Path>> {
    let example = "requires = [\"crate::storage::Storage\"]";
    let fragments = reader.list("requires", value, example).unwrap_or_default();
    let read = |fragment: &Fragment| pieces::required(fragment, reader.findings);
    fragments.iter().filter_map(read).collect()
}

fn inputs(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(fragments) = reader.list("input", value, "input = [\"order_id: OrderId\"]") else {
        pipeline.incomplete = true;
        return;
    };
    for fragment in &fragments {
        let input = typed(fragment, reader);
        pipeline.incomplete |= input.is_none();
        pipeline.inputs.extend(input);
    }
}

/// `name: Type`
pub(super) fn typed(fragment: &Fragment, reader: &mut Reader<'_>) -> Option<Typed> {
    let Some(colon) = colon(&fragment.text) else {
        reader.findings.push(fragment::no_type(fragment));
        return None;
    };
    let name = fragment.part(0..colon).trimmed();
    if name.text.is_empty() {
        reader.findings.push(fragment::no_name(fragment));
        return None;
    }
    let ty = fragment.part(colon + 1..fragment.text.len());
    let ty = reader
        .ty(&ty)
        .unwrap_or_else(|| pieces::unread_type(fragment.span()));
    Some(Typed {
        name: Spanned::new(name.text.clone(), name.span()),
        ty,
    })
}

/// The colon between a name and its type, not one of a path.
fn colon(text: &str) -> Option<usize> {
    let at = text.find(':')?;
    (!text[at..].starts_with("::")).then_some(at)
}

fn constants(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let example = "[const]\nPAGE = \"u32 = 100\"";
    let Some(table) = reader.table("const", value, example) else {
        pipeline.incomplete = true;
        return;
    };
    for (key, value) in sorted(table) {
        if is_misplaced(key.get_ref(), value.get_ref(), Of::Const) {
            misplaced(key, value, "const", pipeline, reader);
            continue;
        }
        let constant = constant(reader.name(key), value, reader);
        pipeline.incomplete |= constant.is_none();
        pipeline.constants.extend(constant);
    }
}

fn constant(name: Name, value: Value<'_>, reader: &mut Reader<'_>) -> Option<Constant> {
    if value.get_ref().as_integer().is_some()
        || value.get_ref().as_float().is_some()
        || value.get_ref().as_bool().is_some()
    {
        let text = reader.text.get(value.span()).unwrap_or_default();
        let found = fragment::bare_constant(&name, reader.span(value.span()), text);
        reader.findings.push(found);
        return None;
    }
    let example = format!("{} = \"u32 = 100\"", name.value);
    let fragment = reader.fragment(&name.value, value, &example)?;
    if let Some(found) = fragment::no_constant_type(&name, &fragment) {
        reader.findings.push(found);
        return None;
    }
    let (ty, value) = typed_value(&fragment, reader)?;
    if value.is_none() {
        reader.findings.push(fragment::no_value(&name, &fragment));
    }
    Some(Constant {
        name,
        ty,
        value: value?,
    })
}

fn metadata(value: Value<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(table) = reader.table("metadata", value, "[metadata]\nuser = \"String\"") else {
        return;
    };
    for (key, value) in sorted(table) {
        if is_misplaced(key.get_ref(), value.get_ref(), Of::Metadata) {
            misplaced(key, value, "metadata", pipeline, reader);
            continue;
        }
        let name = reader.name(key);
        let fragment = reader.fragment(&name.value, value, "user = \"String\"");
        if let Some((ty, default)) = fragment.and_then(|fragment| typed_value(&fragment, reader)) {
            pipeline.metadata.push(Metadata { name, ty, default });
        }
    }
}

type TypedValue = (Spanned<syn::Type>, Option<syn::Expr>);

/// `Type` or `Type = value`
fn typed_value(fragment: &Fragment, reader: &mut Reader<'_>) -> Option<TypedValue> {
    let Some(equals) = equals(&fragment.text) else {
        return Some((reader.ty(fragment)?, None));
    };
    let ty = reader.ty(&fragment.part(0..equals))?;
    let default = fragment.part(equals + 1..fragment.text.len()).trimmed();
    Some((ty, Some(reader.expr(&default)?)))
}

/// The sign between a type and a value: the first that is not within `<…>`.
fn equals(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, char) in text.char_indices() {
        match char {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            '=' if depth <= 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// The steps of the pipeline, or those of some arms.
pub(super) fn steps(
    value: Value<'_>,
    arms: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let Some(table) = reader.table("steps", value, STEP) else {
        pipeline.incomplete = true;
        return;
    };
    for (key, value) in sorted(table) {
        step(key, value, arms, pipeline, reader);
    }
    if table.is_empty() {
        reader
            .findings
            .push(wrong_kind::no_steps(reader.span(value.span())));
    }
}

const STEP: &str = "[steps.validate]\ninput = [\"&order\"]";

/// One step of the pipeline, or of some arms.
pub(super) fn step(
    key: Key<'_>,
    value: Value<'_>,
    arms: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let name = reader.name(key);
    match reader.table(&name.value, value, STEP) {
        Some(table) if branch::is_one(table) => {
            let complete = branch::read(name, table, arms, pipeline, reader);
            pipeline.incomplete |= !complete;
        }
        Some(table) => {
            for (key, value) in sorted(table) {
                if is_misplaced(key.get_ref(), value.get_ref(), Of::Step) {
                    let below = format!("steps.{}", name.value);
                    misplaced(key, value, &below, pipeline, reader);
                }
            }
            let (mut step, complete) = step::read(name, table, reader);
            step.arms = arms.to_vec();
            pipeline.incomplete |= !complete;
            pipeline.steps.push(step);
        }
        None => pipeline.incomplete = true,
    }
}
