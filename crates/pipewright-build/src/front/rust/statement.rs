//! A statement becomes a step, or the output.

use super::body::{Ends, Kind, Statement};
use super::call::{self, Call, Found};
use super::reader::Reader;
use super::tokens::{Part, Token};
use super::{binding, branch, construct, step};
use crate::check::rust_form::expression::Expected;
use crate::check::{self, attribute, rust_form, rust_syntax};
use crate::form::Form;
use crate::front::wire;
use crate::names::OUTPUT;
use crate::span::{Span, Spanned};
use crate::tree::{Callee, How, Pipeline, Returns, Step, Typed, Wire, WireKind};

/// Reads all statements of a body, and tells whether each step could be read.
pub(super) fn read_all(
    statements: &[Statement<'_>],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> bool {
    let mut unread = false;
    for (at, statement) in statements.iter().enumerate() {
        let last = at + 1 == statements.len();
        unread |= read(statement, last, pipeline, reader).is_none();
    }
    if unread {
        // `after` may name what could not be read
        pipeline
            .steps
            .iter_mut()
            .for_each(|step| step.after.clear());
    }
    !unread
}

/// `None` when there is a step that could not be read.
pub(super) fn read(
    statement: &Statement<'_>,
    last: bool,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    let part = Part::new(statement.tokens, statement.range.clone());
    if part.tokens.is_empty() {
        let spans = statement
            .attributes
            .iter()
            .map(|attribute| reader.span(&attribute.range));
        let found: Vec<_> = spans.map(attribute::dangling).collect();
        found.into_iter().for_each(|found| reader.report(found));
        return Some(());
    }
    let is_let = statement.kind == Kind::Let;
    if statement.ends == Ends::Missing || (is_let && statement.ends == Ends::Body) {
        reader.report(rust_syntax::no_semicolon(reader.span(&part.range)));
    }
    match statement.kind {
        Kind::Let => binding(statement, &part, pipeline, reader),
        Kind::Item => {
            let found =
                rust_form::item::inside(&item_text(&part, reader), reader.span(&part.range));
            reader.report(found);
            pipeline.incomplete = true;
            Some(())
        }
        Kind::Expr if last && statement.ends == Ends::Body => {
            output(statement, &part, pipeline, reader)
        }
        Kind::Expr => expression(statement, &part, last, pipeline, reader),
        Kind::Block => {
            let is_output = last && !matches!(statement.ends, Ends::Semicolon(_));
            if branch::begins(&part) {
                return branching(statement, &part, is_output, pipeline, reader);
            }
            let expected = match is_output && !matches!(pipeline.returns, Returns::Nothing(_)) {
                true => Expected::Output,
                false => Expected::Step,
            };
            construct::report(&part, expected, reader);
            broken_output(is_output, &part, pipeline, reader);
            None
        }
    }
}

/// The line on which an item begins, without its block.
fn item_text(part: &Part<'_>, reader: &Reader<'_>) -> String {
    let text = reader.source(&part.range);
    let line = text.lines().next().unwrap_or_default();
    line.split(['{', '('])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// `let order: Order = validate(&order_id);`
fn binding(
    statement: &Statement<'_>,
    part: &Part<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    declaration(statement, &part.skip(1), pipeline, reader)
}

/// What follows `let`.
fn declaration(
    statement: &Statement<'_>,
    part: &Part<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    let equals = binding::equals(part.tokens);
    let declared = &part.tokens[..equals.unwrap_or(part.tokens.len())];
    let declared = Part::new(declared, part.range.clone());
    let before = reader.findings.len();
    let typed = binding::read(&declared, binding::Of::Let, reader);
    let after = reader.findings.len();
    pipeline.incomplete |= typed.is_none();
    let Some(equals) = equals else {
        if typed.is_some() {
            let text = reader.source(&declared.range).to_owned();
            reader.report(rust_form::statement::no_value(
                &text,
                reader.span(&part.range),
            ));
        }
        pipeline.inputs.extend(typed);
        return None;
    };
    let value = without_else(&part.skip(equals + 1), reader);
    if branch::begins(&value)
        && let Some(typed) = typed
    {
        branch::read(&value, &statement.attributes, typed, pipeline, reader);
        return Some(());
    }
    let found = call::read(&value, reader);
    if typed.is_none() && (reader.findings.len() > after || matches!(found, Found::Other(_))) {
        // `let (a, b) = join!(…)`, `let Some(a) = … else`: the pattern is there for what is wrong behind it
        reader.findings.take_back(before..after);
    }
    match found {
        Found::Call(call) => {
            let at = reader.span(&statement.range);
            push(statement, at, call, typed, pipeline, reader);
            return Some(());
        }
        Found::Broken => {}
        Found::Other(value) => {
            let text = typed
                .as_ref()
                .map(|_| reader.source(&declared.range).to_owned());
            construct::report(&value, Expected::Value(text.as_deref()), reader);
        }
    }
    // its readers are no mistakes: to them it is like an input
    pipeline.inputs.extend(typed);
    None
}

/// Reports and leaves out what follows `else` in a `let`.
fn without_else<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Part<'t> {
    let is_if = part.tokens.first().is_some_and(|token| token.is_word("if"));
    let otherwise = part.tokens.iter().position(|token| token.is_word("else"));
    match otherwise {
        Some(at) if !is_if && at > 0 => {
            let span = reader.span(&(part.tokens[at].range.start..part.range.end));
            reader.report(rust_form::statement::let_else(span));
            Part::new(&part.tokens[..at], part.range.clone())
        }
        _ => part.clone(),
    }
}

/// `notify(&order);`
fn expression(
    statement: &Statement<'_>,
    part: &Part<'_>,
    last: bool,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    if let Some(value) = returned(statement, part, last, reader) {
        return output(statement, &value, pipeline, reader);
    }
    if let [name, colon, next, ..] = part.tokens
        && name.word().is_some()
        && (colon.is('=') || colon.is(':') && !next.is(':'))
        && !next.is('=')
        && !is_declared(pipeline, name)
    {
        return without_let(statement, part, pipeline, reader);
    }
    match call::read(part, reader) {
        Found::Call(call) => {
            let at = reader.span(&statement.range);
            push(statement, at, call, None, pipeline, reader);
            Some(())
        }
        Found::Broken => None,
        Found::Other(part) => {
            let is_value = part.tokens.len() == 1 && part.tokens[0].word().is_some();
            match (&statement.ends, &pipeline.returns) {
                (Ends::Semicolon(semicolon), Returns::Type(_)) if last && is_value => {
                    let found = rust_form::statement::output_with_semicolon(
                        reader.source(&part.range),
                        reader.span(semicolon),
                    );
                    reader.report(found);
                    output(statement, &part, pipeline, reader)
                }
                _ => {
                    construct::report(&part, Expected::Step, reader);
                    None
                }
            }
        }
    }
}

/// Whether a value of this name is there already: giving it another time is another mistake.
fn is_declared(pipeline: &Pipeline, name: &Token) -> bool {
    let outputs = pipeline
        .steps
        .iter()
        .filter_map(|step| step.output.as_ref());
    let mut values = pipeline.inputs.iter().chain(outputs);
    values.any(|value| name.is_word(&value.name.value))
}

/// `payment: Charge = charge(&order);`, `payment = charge(&order);`
fn without_let(
    statement: &Statement<'_>,
    part: &Part<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    let (name, is_typed) = (reader.name(&part.tokens[0]), part.tokens[1].is(':'));
    let start = reader.span(&(part.range.start..part.range.start));
    reader.report(rust_form::statement::no_let(&name, is_typed, start));
    if is_typed {
        return declaration(statement, part, pipeline, reader);
    }
    pipeline.incomplete = true;
    None
}

/// Reports and leaves out `return` before the output.
fn returned<'t>(
    statement: &Statement<'_>,
    part: &Part<'t>,
    last: bool,
    reader: &mut Reader<'_>,
) -> Option<Part<'t>> {
    let [word, _, ..] = part.tokens else {
        return None;
    };
    if !last || !word.is_word("return") {
        return None;
    }
    let value = part.skip(1);
    let end = match &statement.ends {
        Ends::Semicolon(semicolon) => semicolon.end,
        _ => value.range.end,
    };
    let found = rust_form::statement::returned(
        reader.span(&word.range),
        reader.span(&(word.range.start..end)),
        reader.source(&value.range),
    );
    reader.report(found);
    Some(value)
}

/// `receipt`, `receipt.maybe()`, or a call, whose value is then called `output`.
fn output(
    statement: &Statement<'_>,
    part: &Part<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    let part = returned(statement, part, true, reader).unwrap_or_else(|| part.clone());
    let span = reader.span(&part.range);
    match call::read(&part, reader) {
        Found::Call(call) => {
            let typed = match &pipeline.returns {
                Returns::Type(ty) => Some(Typed {
                    name: Spanned::new(OUTPUT.to_owned(), span),
                    ty: (**ty).clone(),
                }),
                Returns::Nothing(_) | Returns::Inferred => None,
            };
            if let Some(typed) = &typed {
                let kind = WireKind::Named(typed.name.clone(), How::Move);
                pipeline.tail = Some(Wire::new(span, kind));
            }
            push(statement, span, call, typed, pipeline, reader);
            Some(())
        }
        Found::Broken => {
            broken_output(true, &part, pipeline, reader);
            None
        }
        Found::Other(part) => {
            for attribute in &statement.attributes {
                reader.report(attribute::on_output(reader.span(&attribute.range)));
            }
            value(&part, pipeline, reader);
            Some(())
        }
    }
}

/// A branch that is the output, or has no name.
fn branching(
    statement: &Statement<'_>,
    part: &Part<'_>,
    is_output: bool,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Option<()> {
    let span = reader.span(&part.range);
    match &pipeline.returns {
        Returns::Type(ty) if is_output => {
            let typed = Typed {
                name: Spanned::new(OUTPUT.to_owned(), reader.span(&part.tokens[0].range)),
                ty: (**ty).clone(),
            };
            let kind = WireKind::Named(typed.name.clone(), How::Move);
            pipeline.tail = Some(Wire::new(span, kind));
            branch::read(part, &statement.attributes, typed, pipeline, reader);
            Some(())
        }
        _ => {
            let at = reader.span(&part.tokens[0].range);
            let found = match branch::guarded(part, reader) {
                Some(step) => check::branch::only_a_guard(at, span, step),
                None => {
                    let word = part.tokens[0].word().unwrap_or_default();
                    check::branch::no_value(word, at)
                }
            };
            reader.report(found);
            broken_output(is_output, part, pipeline, reader);
            None
        }
    }
}

/// An output that is no call.
fn value(part: &Part<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let fragment = reader.fragment(part);
    let expr: Option<syn::Expr> = fragment.parse(
        syn::parse::Parse::parse,
        "an output",
        "a value's name, as in `receipt` or `receipt.maybe()`",
        reader.findings,
    );
    pipeline.tail = Some(match expr {
        Some(expr) if rust_form::expression::is_wire(&expr) => {
            wire::from_expr(&expr, fragment.places, None, Form::Rust, reader.findings)
        }
        Some(expr) => {
            let found = rust_form::expression::report(&expr, &fragment, Expected::Output);
            reader.report(found);
            broken(fragment.span())
        }
        None => broken(fragment.span()),
    });
}

fn broken_output(
    is_output: bool,
    part: &Part<'_>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    if is_output {
        pipeline.tail = Some(broken(reader.span(&part.range)));
    }
}

fn broken(span: Span) -> Wire {
    Wire::new(span, WireKind::Broken)
}

fn push(
    statement: &Statement<'_>,
    at: Span,
    call: Call,
    output: Option<Typed>,
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) {
    let name = match (&call.callee, &output) {
        // a block has no name of its own
        (Callee::Block(_), Some(output)) => output.name.clone(),
        _ => call.name,
    };
    let mut step = Step::new(at, name);
    step.call = call.callee;
    step.args = call.args;
    step.each = call.each.map(|each| *each);
    step.output = output;
    step.arms = reader.arms.clone();
    step::read(&statement.attributes, &mut step, reader);
    pipeline.steps.push(step);
}
