//! A function's body, cut into statements.

use std::ops::Range;

use proc_macro2::Delimiter;

use super::attribute::{self, Attribute};
use super::tokens::{Token, range};

#[derive(Debug)]
pub(super) struct Statement<'t> {
    pub(super) attributes: Vec<Attribute<'t>>,
    /// Without the semicolon.
    pub(super) tokens: &'t [Token],
    /// Where these tokens are, or where they are missing.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    pub(super) ends: Ends,
}

impl Statement<'_> {
    /// From its first attribute to its end.
    pub(super) fn whole(&self) -> Range<usize> {
        let first = self.attributes.first();
        first.map_or(self.range.start, |attribute| attribute.range.start)..self.range.end
    }
}

/// What a statement begins like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Let,
    /// `if`, `match`, a loop, a block
    Block,
    /// `fn`, `use`, `struct`
    Item,
    Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// With `;`, which stands there.
    Semicolon(Range<usize>),
    /// With a block, which needs none.
    Block,
    /// With the body.
    Body,
    /// Where the next statement begins although there is no `;`.
    Missing,
}

/// Cuts a body into statements.
pub(super) fn statements(tokens: &[Token]) -> Vec<Statement<'_>> {
    let (mut statements, mut rest) = (Vec::new(), tokens);
    while !rest.is_empty() {
        let (attributes, code) = attribute::leading(rest);
        let kind = kind(code);
        let (length, ends) = end(code, kind);
        let (tokens, after) = code.split_at(length);
        rest = match ends {
            Ends::Semicolon(_) => &after[1..],
            _ => after,
        };
        let otherwise = attributes.last().map(|attribute| attribute.range.clone());
        if let Some(range) = range(tokens).or(otherwise) {
            statements.push(Statement {
                attributes,
                tokens,
                range,
                kind,
                ends,
            });
        }
    }
    statements
}

/// What begins here.
pub(super) fn kind(tokens: &[Token]) -> Kind {
    const ITEMS: [&str; 11] = [
        "enum",
        "extern",
        "fn",
        "impl",
        "macro_rules",
        "mod",
        "pub",
        "static",
        "struct",
        "trait",
        "use",
    ];
    const BLOCKS: [&str; 5] = ["for", "if", "loop", "match", "while"];
    let Some(first) = tokens.first() else {
        return Kind::Expr;
    };
    let next_is_block = tokens.get(1).is_some_and(is_block);
    match first.word() {
        Some("let") => Kind::Let,
        Some(word) if BLOCKS.contains(&word) => Kind::Block,
        Some("unsafe" | "async" | "const") if next_is_block => Kind::Block,
        Some("async") if tokens.get(1).is_some_and(|next| next.is_word("move")) => Kind::Block,
        Some("unsafe" | "async" | "const" | "type") => Kind::Item,
        Some(word) if ITEMS.contains(&word) => Kind::Item,
        None if is_block(first) || is_label(tokens) => Kind::Block,
        _ => Kind::Expr,
    }
}

/// `'outer:`
fn is_label(tokens: &[Token]) -> bool {
    matches!(tokens, [quote, _, colon, ..] if quote.is('\'') && colon.is(':'))
}

fn is_block(token: &Token) -> bool {
    token.group(Delimiter::Brace).is_some()
}

/// How many tokens belong to it, and how it ends.
pub(super) fn end(tokens: &[Token], kind: Kind) -> (usize, Ends) {
    match kind {
        Kind::Let | Kind::Expr => semicolon(tokens, 0),
        Kind::Block => block(tokens),
        Kind::Item => item(tokens),
    }
}

/// As far as the semicolon, or where it is missing.
fn semicolon(tokens: &[Token], from: usize) -> (usize, Ends) {
    let mut in_call = !tokens.first().is_some_and(|first| first.is_word("let"));
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if token.is(';') {
            return (at, Ends::Semicolon(token.range.clone()));
        }
        in_call |= token.is('=');
        if at > 0 && begins_statement(&tokens[..at], &tokens[at..], in_call) {
            return (at, Ends::Missing);
        }
        let is_macro = at > 1 && tokens[at - 1].is('!') && is_block(token);
        if is_macro && at == 2 && !follows(tokens, at, &['.', '?', ';']) {
            return (at + 1, Ends::Block);
        }
    }
    (tokens.len(), Ends::Body)
}

fn follows(tokens: &[Token], at: usize, puncts: &[char]) -> bool {
    let next = tokens.get(at + 1);
    next.is_some_and(|next| puncts.iter().any(|&punct| next.is(punct)))
}

/// Whether a statement begins where another one has not ended.
fn begins_statement(before: &[Token], tokens: &[Token], in_call: bool) -> bool {
    const GO_ON: [&str; 6] = ["as", "else", "for", "if", "in", "where"];
    let (Some(last), Some(token)) = (before.last(), tokens.first()) else {
        return false;
    };
    let in_condition = last.is_word("if") || last.is_word("while") || last.is('&') || last.is('|');
    let after_call = in_call && last.group(Delimiter::Parenthesis).is_some();
    match token.word() {
        Some("let") => !in_condition,
        Some(word) => after_call && !GO_ON.contains(&word),
        None => attribute::begins(tokens),
    }
}

fn block(tokens: &[Token]) -> (usize, Ends) {
    let Some(mut at) = tokens.iter().position(is_block) else {
        return semicolon(tokens, 0);
    };
    while tokens
        .get(at + 1)
        .is_some_and(|token| token.is_word("else"))
    {
        match tokens[at + 2..].iter().position(is_block) {
            Some(next) => at += 2 + next,
            None => return semicolon(tokens, at + 2),
        }
    }
    match tokens.get(at + 1) {
        Some(token) if token.is(';') || token.is('.') || token.is('?') => semicolon(tokens, at + 1),
        _ => (at + 1, Ends::Block),
    }
}

/// As far as the semicolon or the braces of an item.
fn item(tokens: &[Token]) -> (usize, Ends) {
    let keyword = keyword(tokens);
    let needs_semicolon = tokens
        .get(keyword)
        .and_then(Token::word)
        .is_some_and(|word| matches!(word, "use" | "const" | "static" | "type" | "crate"));
    for (at, token) in tokens.iter().enumerate().skip(keyword) {
        if token.is(';') {
            return (at, Ends::Semicolon(token.range.clone()));
        }
        let rest = &tokens[at..];
        if at > keyword && (begins_item(rest) || attribute::begins(rest)) {
            return (at, Ends::Missing);
        }
        if is_block(token) && !needs_semicolon {
            return (at + 1, Ends::Block);
        }
    }
    (tokens.len(), Ends::Body)
}

/// Where the word stands that says what an item is.
pub(super) fn keyword(tokens: &[Token]) -> usize {
    let is_modifier = |(at, token): (usize, &Token)| match token.word() {
        Some("async" | "extern" | "pub" | "unsafe") => true,
        // in `const fn`, but not in `const PAGE`
        Some("const") => tokens
            .get(at + 1)
            .is_some_and(|next| matches!(next.word(), Some("async" | "extern" | "fn" | "unsafe"))),
        Some(_) => false,
        // `pub(crate)`, `extern "C"`
        None => at > 0 && !token.is(';') && !is_block(token),
    };
    let modifiers = tokens.iter().enumerate();
    modifiers.take_while(|&token| is_modifier(token)).count()
}

/// Whether another item begins where one has not ended.
fn begins_item(tokens: &[Token]) -> bool {
    let next = |at: usize| tokens.get(at).and_then(Token::word).is_some();
    match tokens.first().and_then(Token::word) {
        Some("enum" | "let" | "mod" | "pub" | "static" | "struct" | "trait" | "use") => true,
        Some("fn") => next(1),
        Some("const") => next(1) && tokens.get(2).is_some_and(|colon| colon.is(':')),
        _ => false,
    }
}
