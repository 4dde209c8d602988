//! `order: Order`: what an input, a `let`, a constant and metadata begin with.

use super::reader::Reader;
use super::tokens::{Part, Token, Within, find};
use crate::check::{fragment, rust_form};
use crate::front::pieces;
use crate::tree::Typed;

/// What declares the name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Input,
    Let,
    Metadata,
}

/// Where the value begins after a name and its type. A `<` that is not closed does not hide it.
pub(super) fn equals(tokens: &[Token]) -> Option<usize> {
    let anywhere = || tokens.iter().position(|token| token.is('='));
    find(tokens, Within::Types, '=').or_else(anywhere)
}

/// Reads a name and its type. The type may be left out for another report to say so; without a name that
/// others could read, there is nothing.
pub(super) fn read(part: &Part<'_>, of: Of, reader: &mut Reader<'_>) -> Option<Typed> {
    let part = without_mut(part, reader);
    let [first, rest @ ..] = part.tokens else {
        let found = fragment::no_name(&reader.fragment(&part));
        reader.report(found);
        return None;
    };
    if of == Of::Input
        && (first.is_word("self") || rest.first().is_some_and(|word| word.is_word("self")))
    {
        let found = rust_form::function::receiver(reader.span(&part.range));
        reader.report(found);
        return None;
    }
    let is_name = first.word().is_some_and(|word| word != "_");
    match rest {
        [] if is_name => {
            let fragment = reader.fragment(&part);
            reader.report(fragment::no_type(&fragment));
            let (name, ty) = (reader.name(first), pieces::unread_type(fragment.span()));
            Some(Typed { name, ty })
        }
        [colon, ..]
            if is_name && colon.is(':') && !rest.get(1).is_some_and(|next| next.is(':')) =>
        {
            let name = reader.name(first);
            let ty = reader.ty(&part.skip(2));
            let ty = ty.unwrap_or_else(|| pieces::unread_type(reader.span(&part.range)));
            Some(Typed { name, ty })
        }
        [word, ..] if is_name && word.word().is_some() => {
            let fragment = reader.fragment(&part);
            reader.report(fragment::no_type(&fragment));
            None
        }
        _ => {
            let colon = part.tokens.iter().position(|token| token.is(':'));
            let pattern = &part.tokens[..colon.unwrap_or(part.tokens.len())];
            let pattern = Part::new(pattern, part.range.clone());
            let text = reader.source(&pattern.range);
            let found =
                rust_form::statement::pattern(text, reader.span(&pattern.range), of == Of::Let);
            reader.report(found);
            None
        }
    }
}

/// Reports and leaves out `mut`.
fn without_mut<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Part<'t> {
    let [first, second, ..] = part.tokens else {
        return part.clone();
    };
    if !first.is_word("mut") {
        return part.clone();
    }
    let found = rust_form::statement::mutable(
        reader.span(&first.range),
        reader.span(&(first.range.start..second.range.start)),
    );
    reader.report(found);
    part.skip(1)
}
