//! From tokens to fragments of the file.

use std::ops::Range;

use proc_macro2::Delimiter;
use syn::Lit;

use super::tokens::{Kind, Part, Token};
use crate::diagnostic::{Diagnostic, Findings};
use crate::escapes::Escapes;
use crate::front::fragment::Fragment;
use crate::front::pieces;
use crate::plan::Arm;
use crate::span::{FileId, Span, Spanned};
use crate::tree::{Name, Pipeline, Places};

pub(super) struct Reader<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) findings: &'a mut Findings,
    /// The arms in which the steps lie that are being read, outermost first.
    pub(super) arms: Vec<Arm>,
    /// The blocks of steps that have been read, and belong to no pipeline yet.
    pub(super) blocks: Vec<Pipeline>,
}

impl Reader<'_> {
    pub(super) fn report(&mut self, found: Diagnostic) {
        self.findings.push(found);
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// A word as a name.
    pub(super) fn name(&self, token: &Token) -> Name {
        let word = token.word().unwrap_or_default();
        Spanned::new(word.to_owned(), self.span(&token.range))
    }

    /// What stands in the file.
    pub(super) fn source(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn fragment(&self, part: &Part<'_>) -> Fragment {
        self.fragment_at(&part.range)
    }

    pub(super) fn fragment_at(&self, range: &Range<usize>) -> Fragment {
        let places = Places {
            whole: self.span(range),
            exact: true,
            escapes: Escapes::default(),
        };
        Fragment::new(self.source(range), places)
    }

    pub(super) fn ty(&mut self, part: &Part<'_>) -> Option<Spanned<syn::Type>> {
        pieces::ty(&self.fragment(part), self.findings)
    }

    pub(super) fn expr(&mut self, part: &Part<'_>) -> Option<syn::Expr> {
        pieces::expr(&self.fragment(part), self.findings)
    }

    /// The text in quotes that a part consists of, and where it stands without its quotes.
    pub(super) fn quoted(&self, part: &Part<'_>) -> Option<Fragment> {
        let Some(Lit::Str(literal)) = literal(part) else {
            return None;
        };
        let (value, range) = (literal.value(), &part.range);
        let inner = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
        let exact = self.text.get(inner.clone()) == Some(&*value);
        let places = Places {
            whole: self.span(if exact { &inner } else { range }),
            exact,
            escapes: Escapes::default(),
        };
        Some(Fragment::new(value, places))
    }
}

/// The literal that a part consists of.
pub(super) fn literal(part: &Part<'_>) -> Option<Lit> {
    match part.tokens {
        [
            Token {
                kind: Kind::Literal(literal),
                ..
            },
        ] => Some(Lit::new(literal.clone())),
        _ => None,
    }
}

/// What a part is, in the words of reports.
pub(super) fn describe(part: &Part<'_>) -> &'static str {
    match literal(part) {
        Some(Lit::Str(_)) => return "text",
        Some(Lit::Int(_)) => return "a whole number",
        Some(Lit::Float(_)) => return "a number",
        Some(_) => return "a literal",
        None => {}
    }
    match part.tokens {
        [] => "nothing",
        [token] if token.is_word("true") || token.is_word("false") => "`true` or `false`",
        [token] if token.word().is_some() => "a name",
        [token] if token.group(Delimiter::Bracket).is_some() => "a list",
        [token] if token.group(Delimiter::Brace).is_some() => "a block",
        _ => "an expression",
    }
}
