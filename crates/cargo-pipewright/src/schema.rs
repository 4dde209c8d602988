//! The JSON Schema of pipelines in TOML form, made of the tables that they are read with.
//!
//! It is of draft 7, which all editors have. It says which keys there are and what kind of value each
//! takes; what stands in texts, which is Rust, is left to `check`.
//!
//! Editors complete keys by `properties`, and know nothing of `if`. So each place where one of several tables
//! can stand says it twice: the keys of all of them, with nothing forbidden, and then, by `if`, exactly those
//! of the one that is there.

use pipewright_build::{Key, Table, Takes, tables};
use serde_json::{Map, Value, json};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A number and a unit, or several in a row.
const TIME: &str = r"^\s*[0-9].*[A-Za-z]\s*$";

/// What a file can describe; without a `kind` it is the first.
const KINDS: [&str; 3] = ["pipeline", "workflow", "flow"];

/// All that can stand below `[steps]`.
const STEPS: [&str; 4] = ["step", "branch", "workflow_step", "flow_step"];

/// What can stand below `[steps]` of a pipeline, or of an arm.
const PIPELINE_STEPS: &[&str] = &["step", "branch"];

/// The whole schema.
pub(crate) fn schema() -> Value {
    let tables = tables();
    let mut definitions: Map<String, Value> = tables
        .iter()
        .map(|one| (one.name.to_owned(), table(one)))
        .collect();
    definitions.insert("any_step".to_owned(), any(&tables, &STEPS));
    definitions.insert("step_or_branch".to_owned(), step_or_branch(&tables));
    let mut schema = any(&tables, &KINDS);
    schema["$schema"] = DRAFT.into();
    schema["title"] = "A pipeline of pipewright".into();
    schema["properties"]["kind"]["enum"] = json!(KINDS);
    schema["properties"]["steps"]["additionalProperties"] = reference("any_step");
    let [first, others @ ..] = KINDS;
    let exact = others.iter().rfold(reference(first), |exact, kind| {
        let is_kind = json!({
            "properties": { "kind": { "const": kind } },
            "required": ["kind"],
            "additionalProperties": true,
        });
        choice(is_kind, reference(kind), exact)
    });
    merge(&mut schema, exact);
    schema["definitions"] = definitions.into();
    schema
}

/// A step of a pipeline, or a branch.
fn step_or_branch(all: &[Table]) -> Value {
    let has = |key: &str| json!({ "required": [key], "additionalProperties": true });
    let is_branch = json!({ "anyOf": [has("match"), has("arms")], "additionalProperties": true });
    let mut any = any(all, PIPELINE_STEPS);
    merge(
        &mut any,
        choice(is_branch, reference("branch"), reference("step")),
    );
    any
}

/// Tombi takes a table that says nothing of further keys to have none.
fn choice(condition: Value, then: Value, otherwise: Value) -> Value {
    json!({ "if": condition, "then": then, "else": otherwise, "additionalProperties": true })
}

/// Adds the one to the other.
fn merge(schema: &mut Value, more: Value) {
    if let (Value::Object(schema), Value::Object(more)) = (schema, more) {
        schema.extend(more);
    }
}

/// A table as it is.
fn table(table: &Table) -> Value {
    let keys = table.keys.iter();
    let properties: Map<String, Value> = keys
        .map(|one| (one.name.to_owned(), key(table, one)))
        .collect();
    let required = table.keys.iter().filter(|key| key.is_required);
    let required: Vec<&str> = required.map(|key| key.name).collect();
    json!({
        "title": table.of,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The keys of several tables; what they mean is told of each where it is not the same.
fn any(all: &[Table], names: &[&str]) -> Value {
    let mut properties: Map<String, Value> = Map::new();
    let tables = names
        .iter()
        .filter_map(|name| all.iter().find(|table| table.name == *name));
    for table in tables {
        for one in &table.keys {
            let told = key(table, one);
            match properties.get_mut(one.name) {
                None => drop(properties.insert(one.name.to_owned(), told)),
                Some(first) if first["description"] == told["description"] => {}
                Some(first) => {
                    let [before, here] = [&*first, &told].map(|one| text(&one["description"]));
                    first["description"] = format!("{before}\n\nOf {}: {here}", table.of).into();
                }
            }
        }
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": true })
}

fn key(table: &Table, key: &Key) -> Value {
    let takes = match (table.name, key.name) {
        // it tells the kinds apart
        ("pipeline", "kind") => Takes::Choice(&["pipeline"]),
        _ => key.takes,
    };
    let mut described = value(takes);
    let text = format!("{}\n\n```toml\n{}\n```", key.doc, key.example);
    described["description"] = text.into();
    described
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn value(takes: Takes) -> Value {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": text() });
    match takes {
        Takes::Choice(words) => json!({ "type": "string", "enum": words }),
        Takes::ChoiceOrName(words) => json!({ "anyOf": [{ "enum": words }, text()] }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Count => json!({ "type": "integer", "minimum": 1 }),
        Takes::Number => json!({ "type": "number", "minimum": 0 }),
        Takes::PartOr(word) => json!({
            "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "enum": [word] }]
        }),
        Takes::Time => json!({ "type": "string", "pattern": TIME }),
        Takes::Texts => texts(),
        Takes::TextOrTexts => json!({ "anyOf": [text(), texts()] }),
        Takes::Table(name) => json!({ "allOf": [reference(name)] }),
        Takes::TextOrTable(name) => json!({ "anyOf": [text(), reference(name)] }),
        Takes::Tables(name) => json!({ "type": "array", "items": reference(name) }),
        Takes::Named(&[name]) => named(reference(name)),
        Takes::Named(_) => named(reference("step_or_branch")),
        Takes::Block => {
            let output = json!({ "anyOf": [text(), reference("step_or_branch")] });
            let mut block = named(reference("step_or_branch"));
            block["properties"] = json!({ "output": output });
            block
        }
        Takes::NamedTexts => named(text()),
        Takes::NamedConstants => named(json!({
            "type": "array",
            "items": { "type": ["string", "integer", "boolean"] },
            "minItems": 1,
        })),
        _ => text(),
    }
}

fn named(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}
