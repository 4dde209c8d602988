//! `trait batch { … }`: what describes a workflow.

use proc_macro2::Delimiter;

use super::body::{self, Statement};
use super::reader::Reader;
use super::tokens::{Part, Token};
use crate::check::{rust_form, rust_syntax};

/// A trait as it is cut, before anything in it is read.
#[derive(Debug)]
pub(super) struct Trait<'t> {
    pub(super) name: &'t Token,
    body: &'t [Token],
}

/// Cuts the tokens of a trait, or reports why that cannot be done.
pub(super) fn cut<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Option<Trait<'t>> {
    let keyword = body::keyword(part.tokens);
    let (modifiers, rest) = part.tokens.split_at(keyword);
    let [_, name, between @ .., last] = rest else {
        return broken(part, reader);
    };
    let Some(body) = last.group(Delimiter::Brace) else {
        return broken(part, reader);
    };
    if name.word().is_none() {
        return broken(part, reader);
    }
    for needless in [modifiers, between] {
        if let Some(range) = super::tokens::range(needless) {
            let text = reader.source(&range).to_owned();
            let found = rust_form::item::needless(&text, reader.span(&range));
            reader.report(found);
        }
    }
    Some(Trait { name, body })
}

fn broken<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Option<Trait<'t>> {
    let found = rust_syntax::no_trait(reader.span(&part.range));
    reader.report(found);
    None
}

impl<'t> Trait<'t> {
    /// Its functions, and what else stands in it.
    pub(super) fn items(&self) -> Vec<Statement<'t>> {
        body::statements(self.body)
    }
}
