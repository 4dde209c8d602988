//! The tokens of a file, each with its place in bytes, and how they are cut into parts.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Deeper groups are not looked into: what stands there is no part of a pipeline's own syntax, and the
/// parser of fragments refuses it.
const DEEPEST: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// An identifier or a keyword.
    Word(String),
    Punct(char),
    Literal(proc_macro2::Literal),
    /// What stands between brackets.
    Group(Delimiter, Vec<Token>),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    pub(super) fn is(&self, punct: char) -> bool {
        matches!(self.kind, Kind::Punct(found) if found == punct)
    }

    /// What stands between brackets of that kind.
    pub(super) fn group(&self, delimiter: Delimiter) -> Option<&[Token]> {
        match &self.kind {
            Kind::Group(found, inner) if *found == delimiter => Some(inner),
            _ => None,
        }
    }

    /// The empty place between its brackets, after what stands there.
    pub(super) fn before_end(&self) -> Range<usize> {
        let at = self.range.end.saturating_sub(1).max(self.range.start);
        at..at
    }
}

/// The tokens of a text, or where it stops being Rust.
pub(super) fn of(text: &str) -> Result<Vec<Token>, Range<usize>> {
    let stream: TokenStream = text
        .parse()
        .map_err(|error: proc_macro2::LexError| error.span().byte_range())?;
    Ok(convert(stream, 0))
}

fn convert(stream: TokenStream, depth: usize) -> Vec<Token> {
    let one = |tree: TokenTree| {
        let range = tree.span().byte_range();
        let kind = match tree {
            TokenTree::Ident(ident) => Kind::Word(ident.to_string()),
            TokenTree::Punct(punct) => Kind::Punct(punct.as_char()),
            TokenTree::Literal(literal) => Kind::Literal(literal),
            TokenTree::Group(group) => {
                let inner = match depth < DEEPEST {
                    true => convert(group.stream(), depth + 1),
                    false => Vec::new(),
                };
                Kind::Group(group.delimiter(), inner)
            }
        };
        Token { kind, range }
    };
    stream.into_iter().map(one).collect()
}

/// From the first token to the last.
pub(super) fn range(tokens: &[Token]) -> Option<Range<usize>> {
    Some(tokens.first()?.range.start..tokens.last()?.range.end)
}

/// Some tokens, or the place where some are missing.
#[derive(Clone, Debug)]
pub(super) struct Part<'t> {
    pub(super) tokens: &'t [Token],
    pub(super) range: Range<usize>,
}

impl<'t> Part<'t> {
    /// These tokens, which would stand at `otherwise` if there were any.
    pub(super) fn new(tokens: &'t [Token], otherwise: Range<usize>) -> Self {
        Self {
            tokens,
            range: range(tokens).unwrap_or(otherwise),
        }
    }

    /// What follows the first `count` tokens.
    pub(super) fn skip(&self, count: usize) -> Self {
        Self::new(&self.tokens[count..], self.range.end..self.range.end)
    }
}

/// What `<` is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// It opens a list of generic arguments.
    Types,
    /// So after `::`; anywhere else it compares.
    Exprs,
}

/// Where a token of that kind stands that is not within brackets.
pub(super) fn find(tokens: &[Token], within: Within, wanted: char) -> Option<usize> {
    let mut walk = Walk::new(tokens, within);
    while let Some(at) = walk.next_outside() {
        if tokens[at].is(wanted) {
            return Some(at);
        }
    }
    None
}

/// The parts between commas; `end` is where another one would stand.
pub(super) fn commas(tokens: &[Token], within: Within, end: Range<usize>) -> Vec<Part<'_>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let mut walk = Walk::new(tokens, within);
    while let Some(at) = walk.next_outside() {
        if tokens[at].is(',') {
            let comma = tokens[at].range.start;
            parts.push(Part::new(&tokens[start..at], comma..comma));
            start = at + 1;
        }
    }
    if start < tokens.len() {
        parts.push(Part::new(&tokens[start..], end));
    }
    parts
}

/// Goes through tokens, and past what stands between `<` and `>`, and past a closure's parameters.
struct Walk<'t> {
    tokens: &'t [Token],
    within: Within,
    at: usize,
    depth: usize,
}

impl<'t> Walk<'t> {
    fn new(tokens: &'t [Token], within: Within) -> Self {
        Self {
            tokens,
            within,
            at: 0,
            depth: 0,
        }
    }

    fn next_outside(&mut self) -> Option<usize> {
        while let Some(token) = self.tokens.get(self.at) {
            let at = self.at;
            self.at += 1;
            match token.kind {
                Kind::Punct('<') if self.opens(at) => self.depth += 1,
                Kind::Punct('>') if self.depth > 0 && !self.is_arrow(at) => self.depth -= 1,
                Kind::Punct('|') if self.depth == 0 && self.begins_closure(at) => {
                    self.at = self.end_of_parameters(at);
                }
                _ if self.depth == 0 => return Some(at),
                _ => {}
            }
        }
        None
    }

    fn opens(&self, at: usize) -> bool {
        self.within == Within::Types || self.depth > 0 || (at > 0 && self.tokens[at - 1].is(':'))
    }

    /// The end of `->` or `=>`
    fn is_arrow(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| &self.tokens[at]);
        before.is_some_and(|token| token.is('-') || token.is('='))
    }

    fn begins_closure(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| &self.tokens[at]);
        before.is_none_or(|token| {
            token.is(',') || token.is('=') || token.is_word("move") || token.is_word("async")
        })
    }

    fn end_of_parameters(&self, at: usize) -> usize {
        let rest = &self.tokens[at + 1..];
        let end = rest.iter().position(|token| token.is('|'));
        end.map_or(at + 1, |end| at + end + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::{Within, commas, find, of};

    fn parts(text: &str, within: Within) -> Vec<&str> {
        let tokens = of(text).expect("tokens");
        let parts = commas(&tokens, within, text.len()..text.len());
        parts.into_iter().map(|part| &text[part.range]).collect()
    }

    #[test]
    fn commas_within_brackets_do_not_count() {
        assert_eq!(
            parts("a, &b, c.d(e, f),", Within::Exprs),
            ["a", "&b", "c.d(e, f)"]
        );
        assert_eq!(
            parts("x::<A, B>(y), z", Within::Exprs),
            ["x::<A, B>(y)", "z"]
        );
        assert_eq!(
            parts("|a, b| add(a, b), c", Within::Exprs),
            ["|a, b| add(a, b)", "c"]
        );
        assert_eq!(parts("a < b, c > d", Within::Exprs), ["a < b", "c > d"]);
        assert_eq!(
            parts("a: Map<A, fn(B) -> C>, b: D", Within::Types),
            ["a: Map<A, fn(B) -> C>", "b: D"]
        );
        assert_eq!(parts("a,, b", Within::Exprs), ["a", "", "b"]);
    }

    #[test]
    fn places_are_bytes() {
        let text = "größe: Größe<'ä'> = 𝒳(\"ß\", y)";
        let tokens = of(text).expect("tokens");
        let at = find(&tokens, Within::Types, '=').expect("a sign");
        assert_eq!(&text[tokens[at].range.clone()], "=");
        let last = tokens.last().expect("a group");
        assert_eq!(&text[last.range.clone()], "(\"ß\", y)");
    }

    #[test]
    fn where_a_text_stops_being_rust() {
        assert_eq!(of("fn a(ß) { (").unwrap_err().start, 11);
        assert_eq!(of("fn a(ß) }").unwrap_err().start, 9);
    }
}
