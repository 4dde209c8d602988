//! `match message.kind { … }`, `if order.total > 1000 { … } else { … }`

use proc_macro2::Delimiter;

use super::attribute::{self, Attribute};
use super::body::{self, Ends, Kind};
use super::call::{self, Found};
use super::reader::Reader;
use super::tokens::{Part, Token, Within, find};
use super::{statement, step};
use crate::check::branch as rule;
use crate::form::Form;
use crate::front::branch::{self, Merge};
use crate::plan::Arm;
use crate::tree::{Pipeline, Step, Typed, Way};

/// Whether a branch begins here.
pub(super) fn begins(part: &Part<'_>) -> bool {
    let first = part.tokens.first();
    first.is_some_and(|first| first.is_word("match") || first.is_word("if"))
}

/// Reads a branch with all that lies in its arms.
pub(super) fn read(
    part: &Part<'_>,
    attributes: &[Attribute<'_>],
    value: Typed,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let (at, within) = (value.name.span, reader.arms.clone());
    let (merge, step) = pipeline.merge(at, value, &within);
    step::read_docs(attributes, step, reader);
    ways(part, &merge, &within, pipeline, reader);
}

/// What `if order.shippable { ship(&order); }` is in the language of pipelines: a step with a guard.
pub(super) fn guarded(part: &Part<'_>, reader: &Reader<'_>) -> Option<String> {
    let block = block(part.tokens).filter(|at| at + 1 == part.tokens.len())?;
    let [word, head @ ..] = &part.tokens[..block] else {
        return None;
    };
    let inner = part.tokens[block].group(Delimiter::Brace)?;
    let [step] = &body::statements(inner)[..] else {
        return None;
    };
    let is_plain = step.attributes.is_empty() && matches!(step.kind, Kind::Let | Kind::Expr);
    if !word.is_word("if") || head.first()?.is_word("let") || !is_plain {
        return None;
    }
    let head = Part::new(head, word.range.clone());
    let line = reader.source(&(0..part.range.start)).lines().next_back()?;
    let indent = &line[..line.len() - line.trim_start().len()];
    let (condition, step) = (reader.source(&head.range), reader.source(&step.range));
    Some(format!("#[step(when = {condition})]\n{indent}{step};"))
}

/// One way, and what lies in it.
struct Cut<'t> {
    way: Way,
    attributes: Vec<Attribute<'t>>,
    body: Part<'t>,
}

fn ways(
    part: &Part<'_>,
    merge: &Merge,
    within: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let (on, cut) = match part.tokens {
        [word, rest @ .., arms] if word.is_word("match") => {
            let Some(inner) = arms.group(Delimiter::Brace) else {
                return reader.report(rule::no_arms(reader.span(&word.range)));
            };
            let matched = Part::new(rest, word.range.end..word.range.end);
            let fragment = reader.fragment(&matched);
            let matched = branch::matched(&fragment, reader.findings);
            if inner.is_empty() {
                reader.report(rule::no_arms(reader.span(&arms.range)));
            }
            (matched, arms_of_match(inner, reader))
        }
        [_, rest @ ..] if rest.first().is_some_and(|first| first.is_word("let")) => {
            if_let(part, reader)
        }
        _ => (None, conditions(part, reader)),
    };
    let mut bodies = Vec::new();
    let tests = cut.into_iter().map(|cut| {
        bodies.push((cut.attributes, cut.body));
        cut.way
    });
    let tests = tests.collect();
    let branch = pipeline.branch(merge, on, tests, within);
    for (way, (attributes, part)) in bodies.into_iter().enumerate() {
        let mut arms = within.to_vec();
        arms.push(Arm { branch, way });
        body(&part, &attributes, merge, &arms, pipeline, reader);
    }
}

fn arms_of_match<'t>(tokens: &'t [Token], reader: &mut Reader<'_>) -> Vec<Cut<'t>> {
    let (mut cut, mut rest) = (Vec::new(), tokens);
    while !rest.is_empty() {
        let (attributes, code) = attribute::leading(rest);
        let mut pairs = code.windows(2);
        let Some(arrow) = pairs.position(|pair| pair[0].is('=') && pair[1].is('>')) else {
            let left = Part::new(code, rest[0].range.clone());
            let fragment = reader.fragment(&left);
            reader.report(rule::no_arrow(fragment.span()));
            break;
        };
        let pattern = Part::new(&code[..arrow], code[arrow].range.clone());
        let fragment = reader.fragment(&pattern);
        let way = branch::pattern(&fragment, reader.findings);
        let after = &code[arrow + 2..];
        let length = length(after);
        let body = Part::new(&after[..length], code[arrow + 1].range.clone());
        rest = match &after[length..] {
            [comma, rest @ ..] if comma.is(',') => rest,
            rest => rest,
        };
        cut.push(Cut {
            way: way.unwrap_or_else(|| branch::unread(fragment.span())),
            attributes,
            body,
        });
    }
    cut
}

/// How many tokens the body of an arm has.
fn length(tokens: &[Token]) -> usize {
    match body::kind(tokens) {
        Kind::Block => body::end(tokens, Kind::Block).0,
        Kind::Let | Kind::Item | Kind::Expr => {
            find(tokens, Within::Exprs, ',').unwrap_or(tokens.len())
        }
    }
}

/// `if let Some(coupon) = &order.coupon { … } else { … }`
fn if_let<'t>(
    part: &Part<'t>,
    reader: &mut Reader<'_>,
) -> (Option<crate::tree::Matched>, Vec<Cut<'t>>) {
    let Some((head, first, second)) = two_ways(part, reader) else {
        return (None, Vec::new());
    };
    let equals = find(&head[1..], Within::Exprs, '=').map_or(head.len(), |at| at + 1);
    let at = head[0].range.end..head[0].range.end;
    let pattern = Part::new(&head[1..equals], at.clone());
    let matched = Part::new(&head[(equals + 1).min(head.len())..], at);
    let (pattern, matched) = (reader.fragment(&pattern), reader.fragment(&matched));
    let on = branch::matched(&matched, reader.findings);
    let way = branch::pattern(&pattern, reader.findings);
    let way = way.unwrap_or_else(|| branch::unread(pattern.span()));
    let otherwise = Way {
        text: "_".to_owned(),
        ..branch::otherwise(reader.span(&second.range))
    };
    let cut = [(way, first), (otherwise, second)].map(|(way, body)| Cut {
        way,
        attributes: Vec::new(),
        body,
    });
    (on, cut.into())
}

/// The condition of an `if`, its block, and that of its `else`.
fn two_ways<'t>(
    part: &Part<'t>,
    reader: &mut Reader<'_>,
) -> Option<(&'t [Token], Part<'t>, Part<'t>)> {
    let block = block(part.tokens)?;
    let head = &part.tokens[1..block];
    let first = Part::new(&part.tokens[block..=block], part.range.clone());
    match &part.tokens[block + 1..] {
        [word, rest @ ..] if word.is_word("else") && !rest.is_empty() => {
            let second = Part::new(rest, word.range.clone());
            Some((head, first, second))
        }
        _ => {
            reader.report(rule::no_else(reader.span(&part.tokens[0].range)));
            None
        }
    }
}

fn block(tokens: &[Token]) -> Option<usize> {
    let is_block = |token: &Token| token.group(Delimiter::Brace).is_some();
    tokens.iter().position(is_block)
}

/// `if a { … } else if b { … } else { … }`
fn conditions<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Vec<Cut<'t>> {
    let (mut cut, mut rest) = (Vec::new(), part.clone());
    loop {
        let Some((head, first, second)) = two_ways(&rest, reader) else {
            return cut;
        };
        let head = Part::new(head, rest.range.clone());
        let fragment = reader.fragment(&head);
        let way = branch::condition(&fragment, reader.findings);
        cut.push(Cut {
            way: way.unwrap_or_else(|| branch::unread(fragment.span())),
            attributes: Vec::new(),
            body: first,
        });
        let is_if = |at: usize, word| second.tokens.get(at).is_some_and(|it| it.is_word(word));
        if !is_if(0, "if") || is_if(1, "let") {
            cut.push(Cut {
                way: branch::otherwise(reader.span(&second.range)),
                attributes: Vec::new(),
                body: second,
            });
            return cut;
        }
        rest = second;
    }
}

/// What an arm gives: the value of a step, of a further branch, or a constant.
fn body(
    part: &Part<'_>,
    attributes: &[Attribute<'_>],
    merge: &Merge,
    arms: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    if let [only] = part.tokens
        && let Some(inner) = only.group(Delimiter::Brace)
    {
        let end = Part::new(inner, only.before_end());
        return block_body(&end, attributes, merge, arms, pipeline, reader);
    }
    if part.tokens.is_empty() {
        return reader.report(rule::empty_arm(reader.span(&part.range), Form::Rust));
    }
    if let Some(first) = attribute::leading(part.tokens).0.first() {
        let text = reader.source(&first.range);
        return reader.report(rule::inner_attribute(reader.span(&first.range), text));
    }
    if begins(part) {
        return ways(part, merge, arms, pipeline, reader);
    }
    match call::read(part, reader) {
        Found::Call(call) => {
            let mut step = Step::new(reader.span(&part.range), call.name);
            step.call = call.callee;
            step.args = call.args;
            step.each = call.each.map(|each| *each);
            step::read(attributes, &mut step, reader);
            pipeline.arm(merge, step, arms);
        }
        Found::Broken => {}
        Found::Other(part) => {
            let fragment = reader.fragment(&part);
            if let Some(value) = branch::constant(&fragment, reader.findings) {
                pipeline.constant_arm(merge, value, arms);
            }
        }
    }
}

/// The steps of a block, of which the last gives the value.
fn block_body(
    part: &Part<'_>,
    attributes: &[Attribute<'_>],
    merge: &Merge,
    arms: &[Arm],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let statements = body::statements(part.tokens);
    let Some((last, steps)) = statements.split_last() else {
        return reader.report(rule::empty_arm(reader.span(&part.range), Form::Rust));
    };
    let outer = std::mem::replace(&mut reader.arms, arms.to_vec());
    for statement in steps {
        if statement::read(statement, false, pipeline, reader).is_none() {
            pipeline.incomplete = true;
        }
    }
    reader.arms = outer;
    let value = Part::new(last.tokens, last.range.clone());
    if let Ends::Semicolon(semicolon) = &last.ends {
        reader.report(rule::semicolon(reader.span(semicolon)));
    }
    if last.kind == Kind::Let {
        let end = reader.span(&(part.range.end..part.range.end));
        return reader.report(rule::empty_arm(end, Form::Rust));
    }
    let attributes = match last.attributes.is_empty() {
        true => attributes,
        false => &last.attributes,
    };
    self::body(&value, attributes, merge, arms, pipeline, reader);
}
