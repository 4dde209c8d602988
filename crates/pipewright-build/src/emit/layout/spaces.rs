//! Where spaces stand between tokens.

use super::super::tokens::{Delimiter, Spacing, Token};
use super::shallow;

/// Words behind which an operand begins, as behind an operator.
const KEYWORDS: &[&str] = &[
    "as", "async", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "loop",
    "match", "move", "mut", "ref", "return", "static", "unsafe", "use", "where", "while",
];

/// Operators of several characters, longest first.
const OPERATORS: &[&str] = &[
    "..=", "...", "<<=", ">>=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=",
    "*=", "/=", "%=", "^=", "|=", "&=", "..", "<<", ">>",
];

/// What has been read of an entry last, as far as it tells what may follow.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// The beginning, or what an operand follows without a space: `&`, `..`, `<`.
    #[default]
    Opened,
    /// An operand follows, behind a space: a keyword, a comma, an operator between two operands.
    Apart,
    /// A name, a literal.
    Word,
    /// The end of an operand that is no word: a group, `?`, `>`.
    Closed,
    /// `::`, `.`: what follows belongs to it.
    Tight,
    /// The `!` of a macro.
    Macro,
}

/// What tells where spaces stand in an entry.
#[derive(Default)]
pub(super) struct Spaces {
    last: Last,
    /// The last word begins with a capital, as types do, or is the name of a function that is defined.
    may_be_generic: bool,
    after_fn: bool,
    /// What each open `<` is to be when it is closed.
    angles: Vec<Last>,
    /// Between the bars of a closure.
    in_bars: bool,
    /// Before the arrow of an arm, where bars stand between patterns.
    in_arm: bool,
}

impl Spaces {
    pub(super) fn new(in_arm: bool) -> Self {
        Self {
            in_arm,
            ..Self::default()
        }
    }

    /// Whether a comma is not between entries.
    pub(super) fn is_within(&self) -> bool {
        self.in_bars || !self.angles.is_empty()
    }

    pub(super) fn is_in_bars(&self) -> bool {
        self.in_bars
    }

    pub(super) fn is_in_angles(&self) -> bool {
        !self.angles.is_empty()
    }

    /// Whether a brace would begin the fields of a value, or of a pattern.
    pub(super) fn is_behind_path(&self) -> bool {
        matches!(self.last, Last::Word | Last::Closed)
    }

    pub(super) fn is_behind_macro(&self) -> bool {
        self.last == Last::Macro
    }

    /// Whether what follows belongs to what is before it.
    pub(super) fn is_tight(&self) -> bool {
        self.last == Last::Tight
    }

    /// Whether no operand stands before what follows.
    pub(super) fn expects_operand(&self) -> bool {
        matches!(self.last, Last::Opened | Last::Apart)
    }

    /// Whether a space stands before a word.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let space = matches!(self.last, Last::Apart | Last::Word | Last::Closed);
        self.may_be_generic = word.starts_with(char::is_uppercase) || self.after_fn;
        self.after_fn = word == "fn";
        self.last = match KEYWORDS.contains(&word) || word.starts_with('\'') {
            true => Last::Apart,
            false => Last::Word,
        };
        self.may_be_generic |= matches!(word, "impl" | "for" | "use");
        space
    }

    /// Whether a space stands before a literal.
    pub(super) fn literal(&mut self) -> bool {
        let space = matches!(self.last, Last::Apart | Last::Word | Last::Closed);
        self.last = Last::Word;
        self.may_be_generic = false;
        space
    }

    /// Whether a space stands before a group.
    pub(super) fn group(&mut self, delimiter: Delimiter) -> bool {
        let space = match delimiter {
            Delimiter::Brace => matches!(self.last, Last::Apart | Last::Word | Last::Closed),
            _ => self.last == Last::Apart,
        };
        self.last = Last::Closed;
        space
    }

    /// The operator that begins with a sign, if the tokens after it belong to it, too.
    pub(super) fn operator(&self, first: u8, spacing: Spacing, after: &[Token]) -> &'static str {
        if spacing == Spacing::Alone {
            return "";
        }
        let (mut signs, mut count) = ([first, 0, 0], 1);
        for token in after.iter().take(2) {
            let Token::Sign(sign, spacing) = *token else {
                break;
            };
            signs[count] = sign;
            count += 1;
            if spacing == Spacing::Alone {
                break;
            }
        }
        let is_angle = |operator: &str| match operator {
            ">>" | ">=" | ">>=" => self.is_in_angles(),
            "<<" => self.expects_operand() || self.is_tight(),
            _ => false,
        };
        let mut operators = OPERATORS.iter().copied();
        let operator = operators.find(|operator| signs[..count].starts_with(operator.as_bytes()));
        operator
            .filter(|operator| !is_angle(operator))
            .unwrap_or("")
    }

    /// Whether spaces stand before and after an operator; it ends an operand, begins one, or both.
    pub(super) fn sign(&mut self, sign: &str, after: &[Token]) -> bool {
        let apart = self.last == Last::Apart;
        let (space, last) = match sign {
            "," | ";" | ":" => (false, Last::Apart),
            "=>" => {
                self.in_arm = false;
                (true, Last::Apart)
            }
            "." => (false, Last::Tight),
            "::" => (apart, Last::Tight),
            ".." | "..=" => (apart, Last::Opened),
            "?" if !self.expects_operand() => (false, Last::Closed),
            "!" if self.last == Last::Word => (false, Last::Macro),
            "|" if self.in_bars => {
                self.in_bars = false;
                (false, Last::Apart)
            }
            "|" if self.in_arm => (self.last != Last::Opened, Last::Apart),
            "|" if self.expects_operand() => {
                self.in_bars = true;
                (apart, Last::Opened)
            }
            "||" if self.expects_operand() => (apart, Last::Apart),
            "<" if self.opens_angle(after) => {
                let (behind, space) = match self.last {
                    // `impl<T> Trait`, `for<'a> Fn`
                    Last::Apart if self.may_be_generic => (Last::Apart, false),
                    last => (Last::Closed, last == Last::Apart),
                };
                self.angles.push(behind);
                (space, Last::Opened)
            }
            ">" if self.is_in_angles() => (false, self.angles.pop().unwrap_or_default()),
            // `use super::*`
            "*" if self.is_tight() => (false, Last::Closed),
            "-" | "*" | "&" | "&&" | "!" | "?" | "#" if self.expects_operand() => {
                (apart, Last::Opened)
            }
            "#" => (true, Last::Opened),
            _ => (true, Last::Apart),
        };
        self.may_be_generic = false;
        self.after_fn = false;
        self.last = last;
        space
    }

    /// Whether `<` begins parameters of a type, and is not a comparison.
    fn opens_angle(&self, after: &[Token]) -> bool {
        let is_lifetime = matches!(after, [Token::Lifetime(_), ..]);
        let may = self.may_be_generic || self.expects_operand() || self.is_tight() || is_lifetime;
        may && closes(after)
    }
}

/// Whether there is a `>` for a `<` before these tokens, and nothing that is not in types.
fn closes(after: &[Token]) -> bool {
    let mut open = 1;
    let mut before = b' ';
    for (_, token) in shallow(after) {
        let Token::Sign(sign, spacing) = token else {
            before = b' ';
            continue;
        };
        match sign {
            b'<' => open += 1,
            b'>' if before == b'-' => {}
            b'>' => open -= 1,
            b'.' | b';' | b'|' | b'/' | b'%' | b'^' => return false,
            b'&' if before == b'&' => return false,
            _ => {}
        }
        if open == 0 {
            return true;
        }
        before = match spacing {
            Spacing::Joint => sign,
            Spacing::Alone => b' ',
        };
    }
    false
}
