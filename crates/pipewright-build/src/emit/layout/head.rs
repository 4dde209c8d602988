//! What the beginning of an entry tells of the rest.

use super::super::tokens::Token;
use super::spaces::Spaces;
use super::{Body, shallow};

/// What the words at the beginning of an entry tell of its braces.
#[derive(Default)]
pub(super) struct Head {
    /// What the next braces hold, if a keyword has told.
    next: Option<Body>,
    /// The same, behind the pattern of an `if let`.
    behind_pattern: Option<Body>,
    /// The first word that says what the entry is has been seen.
    pub(super) begun: bool,
    /// The entry ends with its braces.
    pub(super) ends: bool,
}

impl Head {
    pub(super) fn word(&mut self, word: &str) {
        let next = match word {
            "struct" | "enum" => Some(Body::Fields),
            "match" => Some(Body::Arms),
            "async" | "const" | "else" | "extern" | "fn" | "for" | "if" | "impl" | "in"
            | "loop" | "mod" | "move" | "trait" | "unsafe" | "while" => Some(Body::Block),
            _ => None,
        };
        if word == "let" {
            self.behind_pattern = self.next.take();
        }
        if !matches!(word, "pub" | "async" | "const" | "extern" | "unsafe") && !self.begun {
            self.begun = true;
            self.ends = next.is_some() && !matches!(word, "in" | "move");
        }
        self.next = next.or(self.next);
    }

    pub(super) fn sign(&mut self, sign: &str) {
        match sign {
            "=>" => *self = Self::default(),
            "=" => self.next = self.behind_pattern.take(),
            "||" => self.next = None,
            "->" => self.next = Some(Body::Block),
            "#" | ":" => {}
            _ => self.begun = true,
        }
    }

    pub(super) fn braced(&mut self, spaces: &Spaces, inside: &[Token]) -> Body {
        if !self.begun {
            (self.begun, self.ends) = (true, true);
        }
        match self.next.take() {
            _ if spaces.is_tight() => Body::Imports,
            Some(body) => body,
            None if spaces.is_behind_path() && !has_statements(inside) => Body::List,
            None => Body::Block,
        }
    }
}

fn has_statements(tokens: &[Token]) -> bool {
    shallow(tokens).any(|(_, token)| matches!(token, Token::Sign(b';', _)))
}
