//! `for_each(region = ["eu", "us"], shard: u32 = [0, 1])`

use super::entries::Entry;
use super::reader::Reader;
use super::tokens::{Part, Within, commas};
use super::{binding, values};
use crate::check::{family as misuse, wrong_kind};
use crate::form::Form;
use crate::front::{family, wire};
use crate::span::Spanned;
use crate::tree::{Repeated, Variable};
use proc_macro2::Delimiter;

const EXAMPLE: &str = "for_each(region = [\"eu\", \"us\"])";

pub(super) fn read(entry: &Entry<'_>, reader: &mut Reader<'_>) -> Vec<Variable> {
    let Some(list) = values::group(entry, EXAMPLE, reader) else {
        return Vec::new();
    };
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    let parts = commas(tokens, Within::Types, list.before_end());
    if parts.is_empty() {
        let found = misuse::no_variables(reader.span(&entry.range));
        reader.report(found);
    }
    parts
        .iter()
        .filter_map(|part| variable(part, reader))
        .collect()
}

fn variable(part: &Part<'_>, reader: &mut Reader<'_>) -> Option<Variable> {
    let equals = binding::equals(part.tokens);
    let declared = equals.map(|equals| Part::new(&part.tokens[..equals], part.range.clone()));
    let list = equals.and_then(|equals| match &part.tokens[equals + 1..] {
        [list] => list.group(Delimiter::Bracket).map(|inner| (list, inner)),
        _ => None,
    });
    let (Some(declared), Some((list, inner))) = (declared, list) else {
        let name = part.tokens.first().filter(|token| token.word().is_some());
        let name = name.map(|token| reader.name(token));
        let (expected, example) = ("a list of values", "region = [\"eu\", \"us\"]");
        let span = reader.span(&part.range);
        let text = name.as_ref().map_or("for_each", |name| &name.value);
        reader.report(wrong_kind::no_value(text, span, expected, example));
        return name.map(Variable::unread);
    };
    let declared = family::declared(&reader.fragment(&declared), Form::Rust, reader.findings);
    let values = commas(inner, Within::Exprs, list.before_end());
    let values = values.iter().map(|part| value(part, reader)).collect();
    Some(family::variable(
        declared,
        values,
        Form::Rust,
        reader.findings,
    ))
}

fn value(part: &Part<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Repeated>> {
    let expr = reader.expr(part)?;
    let span = reader.span(&part.range);
    let literal = match &expr {
        syn::Expr::Lit(lit) => Some(lit.lit.clone()),
        expr => wire::negative(expr),
    };
    let literal = literal.filter(family::is_value).map(Repeated::Literal);
    let value = literal.or_else(|| match &expr {
        syn::Expr::Path(path) => path.path.get_ident().cloned().map(Repeated::Constant),
        _ => None,
    });
    if value.is_none() {
        reader.report(misuse::no_value(span));
    }
    Some(Spanned::new(value?, span))
}
