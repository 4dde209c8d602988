//! `#[step(…)]`, `/// docs`, `#![…]`

use std::ops::Range;

use proc_macro2::Delimiter;

use super::reader::{Reader, literal};
use super::tokens::{Kind, Part, Token, range};
use crate::tree::Name;

#[derive(Clone, Debug)]
pub(super) struct Attribute<'t> {
    pub(super) range: Range<usize>,
    /// `#![…]` or `//!`
    pub(super) inner: bool,
    /// What stands between the brackets.
    pub(super) tokens: &'t [Token],
}

/// The attributes before an item or a statement, and what follows them.
pub(super) fn leading(tokens: &[Token]) -> (Vec<Attribute<'_>>, &[Token]) {
    let (mut attributes, mut rest) = (Vec::new(), tokens);
    while let Some((attribute, count)) = first(rest) {
        attributes.push(attribute);
        rest = &rest[count..];
    }
    (attributes, rest)
}

/// Whether an attribute begins here.
pub(super) fn begins(tokens: &[Token]) -> bool {
    first(tokens).is_some()
}

fn first(tokens: &[Token]) -> Option<(Attribute<'_>, usize)> {
    let (hash, rest) = tokens.split_first().filter(|(hash, _)| hash.is('#'))?;
    let inner = rest.first().is_some_and(|token| token.is('!'));
    let brackets = rest.get(usize::from(inner))?;
    let attribute = Attribute {
        range: hash.range.start..brackets.range.end,
        inner,
        tokens: brackets.group(Delimiter::Bracket)?,
    };
    Some((attribute, 2 + usize::from(inner)))
}

impl<'t> Attribute<'t> {
    /// What it is called: `step`, `tokio::main`.
    pub(super) fn name(&self, reader: &Reader<'_>) -> Name {
        let is_path = |token: &Token| token.word().is_some() || token.is(':');
        let length = self
            .tokens
            .iter()
            .take_while(|token| is_path(token))
            .count();
        let range = range(&self.tokens[..length]).unwrap_or(self.range.clone());
        Name::new(reader.source(&range).to_owned(), reader.span(&range))
    }

    /// Where that stands which is between the brackets.
    pub(super) fn content(&self) -> Range<usize> {
        range(self.tokens).unwrap_or(self.range.clone())
    }

    pub(super) fn is(&self, name: &str) -> bool {
        let more = self.tokens.get(1).is_some_and(|token| token.is(':'));
        !more && self.tokens.first().is_some_and(|token| token.is_word(name))
    }

    /// What follows the name.
    pub(super) fn after_name(&self) -> &'t [Token] {
        &self.tokens[self.tokens.len().min(1)..]
    }

    /// The list of keys that follows the name; without one, that is reported.
    pub(super) fn list(&self, example: &str, reader: &mut Reader<'_>) -> Option<&'t Token> {
        match self.after_name() {
            [list] if list.group(Delimiter::Parenthesis).is_some() => Some(list),
            _ => {
                let span = reader.span(&self.range);
                reader.report(crate::check::attribute::malformed(span, example));
                None
            }
        }
    }

    /// The text of a doc comment.
    pub(super) fn doc(&self) -> Option<String> {
        let [
            _,
            equals,
            text @ Token {
                kind: Kind::Literal(_),
                ..
            },
        ] = self.tokens
        else {
            return None;
        };
        let part = Part::new(std::slice::from_ref(text), text.range.clone());
        match literal(&part)? {
            syn::Lit::Str(text) if self.is("doc") && equals.is('=') => Some(text.value()),
            _ => None,
        }
    }
}

/// The docs of several comments, one after the other.
pub(super) fn docs<'a, 't: 'a>(
    attributes: impl IntoIterator<Item = &'a Attribute<'t>>,
) -> Option<String> {
    let comments = attributes.into_iter().filter_map(Attribute::doc);
    let lines: Vec<String> = comments.map(|comment| unframed(&comment)).collect();
    let text = lines.join("\n");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text of a comment without the blank, or the asterisk, before each line.
fn unframed(comment: &str) -> String {
    let several = comment.contains('\n');
    let line = |line: &str| {
        let line = line.trim_end();
        let line = match several {
            true => line.trim_start().trim_start_matches('*'),
            false => line,
        };
        line.strip_prefix(' ').unwrap_or(line).to_owned()
    };
    comment.lines().map(line).collect::<Vec<_>>().join("\n")
}
