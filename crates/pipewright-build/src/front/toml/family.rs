//! `for_each = { region = ["eu", "us"], "shard: u32" = [0, 1] }`

use proc_macro2::Span as At;
use syn::Lit;
use toml::de::DeValue;

use super::reader::{Key, Reader, Value, sorted};
use crate::check::family as misuse;
use crate::form::Form;
use crate::front::family;
use crate::front::fragment::Fragment;
use crate::span::Spanned;
use crate::tree::{Places, Repeated, Variable};

const EXAMPLE: &str = "for_each = { region = [\"eu\", \"us\"] }";

pub(super) fn read(value: Value<'_>, reader: &mut Reader<'_>) -> Vec<Variable> {
    let Some(table) = reader.table("for_each", value, EXAMPLE) else {
        return Vec::new();
    };
    if table.is_empty() {
        let found = misuse::no_variables(reader.span(value.span()));
        reader.findings.push(found);
    }
    let variables = sorted(table).into_iter();
    variables
        .map(|(key, value)| variable(key, value, reader))
        .collect()
}

fn variable(key: Key<'_>, value: Value<'_>, reader: &mut Reader<'_>) -> Variable {
    let Some(values) = value.get_ref().as_array() else {
        reader.wrong(key.get_ref(), value, "a list of values", EXAMPLE);
        return Variable::unread(reader.name(key));
    };
    let places = Places {
        whole: reader.span(key.span()),
        exact: false,
        escapes: Default::default(),
    };
    let declared = Fragment::new(key.get_ref().to_string(), places);
    let declared = family::declared(&declared, Form::Toml, reader.findings);
    let values = values.iter().map(|value| self::value(value, reader));
    let values = values.collect();
    family::variable(declared, values, Form::Toml, reader.findings)
}

fn value(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Repeated>> {
    let span = reader.span(value.span());
    let literal = match value.get_ref() {
        DeValue::String(text) => Some(Lit::Str(syn::LitStr::new(text, At::call_site()))),
        DeValue::Boolean(bool) => Some(Lit::Bool(syn::LitBool::new(*bool, At::call_site()))),
        DeValue::Integer(_) => {
            let text = reader.text.get(value.span()).unwrap_or_default();
            syn::parse_str(text.trim_start_matches('+')).ok()
        }
        _ => None,
    };
    if literal.is_none() {
        reader.findings.push(misuse::no_value(span));
    }
    Some(Spanned::new(Repeated::Literal(literal?), span))
}
