//! `ids.map(|id: UserId| enrich(id, &settings))`, and `reduce` and `fold` alike.

use proc_macro2::Delimiter;

use super::call::{self, Call, Found};
use super::reader::Reader;
use super::tokens::{Part, Token, Within, commas};
use crate::check::{each as check, later_key, rust_form};
use crate::form::Form;
use crate::front::{each, wire};
use crate::plan::EachKind;
use crate::tree::Each;

/// Where the parts of one are.
pub(super) struct Parts<'t> {
    kind: EachKind,
    source: &'t [Token],
    method: &'t Token,
    list: &'t Token,
}

/// Reports and leaves out `.collect()` after one.
pub(super) fn without_collect<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Part<'t> {
    let [rest @ .., dot, word, list] = part.tokens else {
        return part.clone();
    };
    let kept = Part::new(rest, part.range.clone());
    if !dot.is('.')
        || !word.is_word("collect")
        || list.group(Delimiter::Parenthesis).is_none()
        || find(&kept).is_none()
    {
        return part.clone();
    }
    let suffix = reader.span(&(dot.range.start..part.range.end));
    reader.report(check::collect(suffix));
    kept
}

/// Finds `value.map(…)`.
pub(super) fn find<'t>(part: &Part<'t>) -> Option<Parts<'t>> {
    let [source @ .., dot, method, list] = part.tokens else {
        return None;
    };
    list.group(Delimiter::Parenthesis)?;
    let kinds = [EachKind::Map, EachKind::Reduce, EachKind::Fold];
    let kind = kinds.into_iter().find(|kind| method.is_word(kind.name()))?;
    (dot.is('.') && !source.is_empty()).then_some(Parts {
        kind,
        source,
        method,
        list,
    })
}

/// Reads one.
pub(super) fn read(part: &Part<'_>, parts: &Parts<'_>, reader: &mut Reader<'_>) -> Option<Call> {
    let kind = parts.kind;
    let end = parts.list.before_end();
    let inner = parts.list.group(Delimiter::Parenthesis).unwrap_or_default();
    let mut arguments = commas(inner, Within::Exprs, end.clone());
    let span = reader.span(&(parts.method.range.start..part.range.end));
    let closure = arguments.pop();
    let Some(closure) = closure.filter(|closure| is_closure(closure.tokens)) else {
        reader.report(check::no_closure(kind, span));
        return None;
    };
    let start = match arguments.as_slice() {
        [] => None,
        [start] => Some(wire::parse(
            &reader.fragment(start),
            Form::Rust,
            reader.findings,
        )),
        [_, more, ..] => {
            let more = reader.span(&more.range);
            reader.report(check::no_closure(kind, more));
            return None;
        }
    };
    let bars = closure
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is('|'));
    let bars: Vec<usize> = bars.map(|(at, _)| at).take(2).collect();
    let [open, close] = bars.as_slice() else {
        reader.report(check::no_closure(kind, span));
        return None;
    };
    let place = closure.tokens[*close].range.start;
    let names = Part::new(&closure.tokens[open + 1..*close], place..place);
    let body = closure.skip(close + 1);
    let names = reader.fragment(&names);
    let declared = each::declared(kind, &names, reader.findings);
    let call = self::body(&body, reader);
    let (elements, _) = each::elements(declared?, &names, Form::Rust, reader.findings);
    let source = Part::new(parts.source, part.range.clone());
    if let [.., dot, filter, _] = parts.source
        && dot.is('.')
        && filter.is_word("filter")
    {
        reader.report(check::filtered(reader.span(&filter.range)));
        return None;
    }
    let source = reader.fragment(&source);
    let borrowed = each::is_borrowed(&elements);
    let (source, oks) = each::source(&source, borrowed, Form::Rust, reader.findings);
    let each = Each {
        span,
        kind,
        source,
        oks,
        elements,
        start,
    };
    Some(Call {
        each: Some(Box::new(each)),
        ..call?
    })
}

fn is_closure(tokens: &[Token]) -> bool {
    let first = tokens
        .iter()
        .find(|token| !token.is_word("move") && !token.is_word("async"));
    first.is_some_and(|first| first.is('|'))
}

/// The call that is made for each element.
fn body(part: &Part<'_>, reader: &mut Reader<'_>) -> Option<Call> {
    if let [block] = part.tokens
        && let Some(inner) = block.group(Delimiter::Brace)
    {
        if inner.iter().any(|token| token.is(';')) {
            let found =
                later_key::construct("a map over a block of steps", reader.span(&part.range));
            reader.report(found.help(
                "make a pipeline of these steps, and let the map run that: `pipeline::each_order(id)`",
            ));
            return None;
        }
        return body(&Part::new(inner, block.before_end()), reader);
    }
    match call::read(part, reader) {
        Found::Call(call) if call.each.is_none() => Some(call),
        Found::Call(_) => {
            let found = later_key::construct("a map within a map", reader.span(&part.range));
            reader.report(found.help(
                "make a pipeline of the inner map, and let the outer one run that: `pipeline::each_order(id)`",
            ));
            None
        }
        Found::Broken => None,
        Found::Other(part) => {
            let expected = rust_form::expression::Expected::Step;
            super::construct::report(&part, expected, reader);
            None
        }
    }
}
