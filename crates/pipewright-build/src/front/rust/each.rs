//! `ids.map(|id: UserId| enrich(id, &settings))`, and `reduce` and `fold` alike.

use proc_macro2::Delimiter;

use super::body::{self, Ends, Kind};
use super::call::{self, Call, Found};
use super::reader::Reader;
use super::tokens::{Part, Token, Within, commas};
use super::{branch, statement};
use crate::check::{block, each as check, rust_form};
use crate::form::Form;
use crate::front::{each, pieces};
use crate::plan::EachKind;
use crate::span::Span;
use crate::tree::{Callee, Each, Element, Name, Pipeline, Returns};

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
        [start] => {
            let start = reader.fragment(start).trimmed();
            Some(each::start(&start, Form::Rust, reader.findings))
        }
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
    let elements =
        declared.map(|declared| each::elements(declared, &names, Form::Rust, reader.findings).0);
    let of = Elements::new(kind, elements.as_deref().unwrap_or_default(), span);
    let call = called(&body, &of, reader);
    let elements = elements?;
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

/// For what a call is made.
struct Elements {
    kind: EachKind,
    /// What a block is called where its value has no name.
    name: Name,
}

impl Elements {
    fn new(kind: EachKind, elements: &[Element], span: Span) -> Self {
        let name = each::name_of_block(elements, span);
        Self { kind, name }
    }
}

fn is_closure(tokens: &[Token]) -> bool {
    let first = tokens
        .iter()
        .find(|token| !token.is_word("move") && !token.is_word("async"));
    first.is_some_and(|first| first.is('|'))
}

/// What is done with each element: a call, or a block of steps.
fn called(part: &Part<'_>, each: &Elements, reader: &mut Reader<'_>) -> Option<Call> {
    let block = match part.tokens {
        [braces] => braces
            .group(Delimiter::Brace)
            .map(|inner| Part::new(inner, braces.before_end())),
        _ => None,
    };
    if let Some(block) = block {
        return match is_one_call(block.tokens) {
            true => called(&block, each, reader),
            false => steps(&block, each, reader),
        };
    }
    if branch::begins(part) || find(part).is_some() {
        return steps(part, each, reader);
    }
    match call::read(part, reader) {
        Found::Call(call) => Some(call),
        Found::Broken => None,
        Found::Other(part) => {
            let expected = rust_form::expression::Expected::Step;
            super::construct::report(&part, expected, reader);
            None
        }
    }
}

/// Whether braces stand around nothing but one call.
fn is_one_call(tokens: &[Token]) -> bool {
    match &body::statements(tokens)[..] {
        [] => true,
        [one] => {
            let is_last = one.kind == Kind::Expr && one.ends == Ends::Body;
            is_last && one.attributes.is_empty()
        }
        _ => false,
    }
}

/// A block of steps, through which each element goes.
fn steps(part: &Part<'_>, each: &Elements, reader: &mut Reader<'_>) -> Option<Call> {
    let span = reader.span(&part.range);
    if each.kind != EachKind::Map {
        reader.report(block::not_of_map(each.kind, span));
        return None;
    }
    let mut block = Pipeline::new(Form::Rust, vec![span], each.name.clone());
    // what the map asks for is not known yet
    block.returns = Returns::Type(Box::new(pieces::unread_type(span)));
    let statements = body::statements(part.tokens);
    let arms = std::mem::take(&mut reader.arms);
    let blocks = std::mem::take(&mut reader.blocks);
    block.incomplete |= !statement::read_all(&statements, &mut block, reader);
    block.returns = Returns::Inferred;
    reader.arms = arms;
    block.blocks = std::mem::replace(&mut reader.blocks, blocks);
    reader.blocks.push(block);
    Some(Call {
        callee: Callee::Block(reader.blocks.len() - 1),
        name: each.name.clone(),
        args: Vec::new(),
        each: None,
    })
}
