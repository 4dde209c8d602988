//! What a step calls: `validate(&order_id)`, `crate::orders::validate(self, &order_id)`.

use proc_macro2::Delimiter;

use super::each;
use super::reader::Reader;
use super::tokens::{Kind, Part, Token, Within, commas};
use crate::check::rust_form;
use crate::form::Form;
use crate::front::{pieces, wire};
use crate::tree::{Callee, Each, Name, Wire};

/// A call that could be read.
pub(super) struct Call {
    pub(super) callee: Callee,
    /// The callee's own name, which the step has unless it says otherwise.
    pub(super) name: Name,
    pub(super) args: Vec<Wire>,
    /// It is made for each element of a value.
    pub(super) each: Option<Box<Each>>,
}

/// What stands where a call is expected.
pub(super) enum Found<'t> {
    Call(Call),
    /// A call that has been reported.
    Broken,
    /// Something else.
    Other(Part<'t>),
}

/// Reads a call; what is needless around it is reported and left out.
pub(super) fn read<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Found<'t> {
    let part = without_self(&without_suffix(&unwrapped(part), reader), reader);
    let part = each::without_collect(&part, reader);
    if let Some(each) = each::find(&part) {
        return each::read(&part, &each, reader).map_or(Found::Broken, Found::Call);
    }
    let Some((list, path)) = part.tokens.split_last() else {
        return Found::Other(part);
    };
    match list.group(Delimiter::Parenthesis) {
        Some(args) if is_path(path) => {
            let path = Part::new(path, part.range.clone());
            call(&part, &path, args, reader).map_or(Found::Broken, Found::Call)
        }
        _ => Found::Other(part),
    }
}

fn call(
    whole: &Part<'_>,
    path: &Part<'_>,
    args: &[Token],
    reader: &mut Reader<'_>,
) -> Option<Call> {
    let fragment = reader.fragment(path);
    let end = whole.range.end.saturating_sub(1);
    let [first, rest @ ..] = path.tokens else {
        return None;
    };
    let text = fragment.text.as_str();
    if rest.is_empty() && text.starts_with(char::is_uppercase) {
        let inner = Part::new(args, end..end);
        let (inner, span) = (reader.source(&inner.range), reader.span(&whole.range));
        let found = rust_form::expression::constructor(text, span, inner);
        reader.report(found);
        return None;
    }
    let args: Vec<Wire> = commas(args, Within::Exprs, end..end)
        .iter()
        .map(|arg| wire::parse(&reader.fragment(arg), Form::Rust, reader.findings))
        .collect();
    let callee = match first.is_word("pipeline") && rest.len() > 2 {
        true => Callee::Pipeline(pieces::pipeline(
            &reader.fragment(&path.skip(3)),
            reader.findings,
        )?),
        false => pieces::callee(&fragment, reader.findings)?,
    };
    let name = pieces::own_name(&callee, &fragment)?;
    Some(Call {
        callee,
        name,
        args,
        each: None,
    })
}

/// `validate`, `crate::orders::validate`, `fetch::<Order>`
fn is_path(tokens: &[Token]) -> bool {
    const EXPRESSIONS: [&str; 8] = [
        "async", "break", "else", "match", "move", "return", "unsafe", "while",
    ];
    let (mut depth, mut before_was_word) = (0_usize, false);
    for token in tokens {
        match &token.kind {
            Kind::Punct('<') => depth += 1,
            Kind::Punct('>') => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return false,
            },
            _ if depth > 0 => {}
            Kind::Word(word) if before_was_word || EXPRESSIONS.contains(&word.as_str()) => {
                return false;
            }
            Kind::Word(_) | Kind::Punct(':') => {}
            _ => return false,
        }
        before_was_word = matches!(token.kind, Kind::Word(_));
    }
    !tokens.is_empty() && depth == 0
}

/// Without parentheses around the whole.
fn unwrapped<'t>(part: &Part<'t>) -> Part<'t> {
    match part.tokens {
        [only] => match only.group(Delimiter::Parenthesis) {
            Some(inner) if inner.len() > 1 && !inner.iter().any(|token| token.is(',')) => {
                Part::new(inner, part.range.clone())
            }
            _ => part.clone(),
        },
        _ => part.clone(),
    }
}

/// Reports and leaves out `?` and `.await` at the end.
fn without_suffix<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Part<'t> {
    let mut tokens = part.tokens;
    loop {
        tokens = match tokens {
            [rest @ .., mark] if mark.is('?') && !rest.is_empty() => rest,
            [rest @ .., dot, word] if dot.is('.') && word.is_word("await") && !rest.is_empty() => {
                rest
            }
            _ => break,
        };
    }
    let kept = Part::new(tokens, part.range.clone());
    let suffix = kept.range.end..part.range.end;
    if !is_step_or_value(kept.tokens) {
        return part.clone();
    }
    if kept.tokens.len() < part.tokens.len() {
        let found = rust_form::expression::suffix(reader.source(&suffix), reader.span(&suffix));
        reader.report(found);
    }
    kept
}

/// `validate(…)`, `self.validate(…)`, `order`
fn is_step_or_value(tokens: &[Token]) -> bool {
    match tokens {
        [value] => value.word().is_some(),
        [this, dot, rest @ ..] if this.is_word("self") && dot.is('.') => is_step_or_value(rest),
        [path @ .., list] => list.group(Delimiter::Parenthesis).is_some() && is_path(path),
        [] => false,
    }
}

/// Reports and leaves out `self.` before a call.
fn without_self<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Part<'t> {
    match part.tokens {
        [this, dot, name, list] if this.is_word("self") && dot.is('.') && name.word().is_some() => {
            if list.group(Delimiter::Parenthesis).is_none() {
                return part.clone();
            }
            let found = rust_form::expression::method_of_self(
                name.word().unwrap_or_default(),
                reader.span(&part.range),
                reader.span(&(this.range.start..name.range.start)),
            );
            reader.report(found);
            part.skip(2)
        }
        _ => part.clone(),
    }
}
