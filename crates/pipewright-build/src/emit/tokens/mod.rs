//! Tokens of generated code, in one piece of text.
//!
//! What emitters use of `proc_macro2` and `quote`, under the same names and with the same meaning. There, each
//! word is an allocation, each group two, and both are made anew wherever code is put into other code, which
//! was two thirds of the time in which a pipeline is compiled. Here all tokens of some code lie side by side,
//! and go into other code in one go.

mod repeat;
mod to_tokens;
pub(crate) mod written;

use std::fmt::{Display, Write as _};

pub(crate) use proc_macro2::{Delimiter, Spacing};

pub(crate) use self::repeat::{Each, Lent, Same, Turn};
pub(crate) use self::to_tokens::ToTokens;
pub(crate) use self::written::quote;

/// Code: its tokens, and the text of those that have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenStream {
    tokens: Vec<Token>,
    text: String,
}

/// A token; words, lifetimes and literals tell how long they are in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Word(u32),
    /// With its `'`.
    Lifetime(u32),
    Literal(u32),
    /// One of an operator's signs; it is joint if the next belongs to the same one.
    Sign(u8, Spacing),
    /// How many tokens stand in the group.
    Open(Delimiter, u32),
    Close,
}

/// A group that is still open.
#[must_use]
pub(crate) struct Opened(usize);

impl TokenStream {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With room for about as much as this.
    pub(crate) fn for_about(code: &str) -> Self {
        Self {
            tokens: Vec::with_capacity(code.len() / 3 + 8),
            text: String::with_capacity(code.len() + 32),
        }
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The texts of words, lifetimes and literals, without anything between them.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Other code behind this.
    pub(crate) fn put(&mut self, code: &Self) {
        self.tokens.extend_from_slice(&code.tokens);
        self.text.push_str(&code.text);
    }

    /// What is written as one token: a word, a literal, an operator.
    pub(crate) fn written(&mut self, token: &str) {
        match token.as_bytes() {
            [b'\'', .., b'\''] | [b'"' | b'0'..=b'9', ..] | [.., b'"' | b'\''] => {
                self.texted(Token::Literal, token);
            }
            [b'r' | b'b' | b'c', .., b'"', b'#'] => self.texted(Token::Literal, token),
            [b'\'', ..] => self.texted(Token::Lifetime, token),
            [b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.., ..] => self.texted(Token::Word, token),
            _ => self.operator(token),
        }
    }

    fn texted(&mut self, kind: fn(u32) -> Token, text: &str) {
        self.text.push_str(text);
        self.tokens.push(kind(text.len() as u32));
    }

    /// A token as others show it.
    fn shown(&mut self, kind: fn(u32) -> Token, shown: impl Display) {
        let from = self.text.len();
        // text of one's own cannot fail
        let _ = write!(self.text, "{shown}");
        self.tokens.push(kind((self.text.len() - from) as u32));
    }

    fn operator(&mut self, operator: &str) {
        let (last, signs) = operator.as_bytes().split_last().unwrap_or((&b' ', &[]));
        let joint = signs.iter().map(|sign| Token::Sign(*sign, Spacing::Joint));
        self.tokens.extend(joint);
        self.tokens.push(Token::Sign(*last, Spacing::Alone));
    }

    pub(crate) fn open(&mut self, delimiter: Delimiter) -> Opened {
        self.tokens.push(Token::Open(delimiter, 0));
        Opened(self.tokens.len())
    }

    pub(crate) fn close(&mut self, Opened(from): Opened) {
        let within = self.tokens.len() - from;
        if let Some(Token::Open(_, count)) = self.tokens.get_mut(from - 1) {
            *count = within as u32;
        }
        self.tokens.push(Token::Close);
    }
}

impl FromIterator<TokenStream> for TokenStream {
    fn from_iter<I: IntoIterator<Item = TokenStream>>(codes: I) -> Self {
        let mut all = Self::default();
        for code in codes {
            all.put(&code);
        }
        all
    }
}
