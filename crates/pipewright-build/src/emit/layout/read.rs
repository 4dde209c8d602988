//! Tokens to entries.

use std::fmt::Write;
use std::vec::IntoIter;

use proc_macro2::{Delimiter, Group as Delimited, Literal, Punct, TokenStream, TokenTree};
use syn::Lit;

use super::spaces::Spaces;
use super::{Before, Body, Entry, Group, Piece};

/// Values with more text between their braces have a line for each field, as rustfmt has it.
const SMALL: usize = 18;

#[derive(Default)]
pub(super) struct Reader {
    /// All that was read, in one line.
    pub(super) flat: String,
    /// Within an attribute or a macro, whose tokens are left as they are.
    verbatim: bool,
    /// The last word; kept for its space.
    word: String,
}

impl Reader {
    pub(super) fn entries(&mut self, code: TokenStream) -> Vec<Entry> {
        self.all(flattened(code), Body::Block)
    }

    fn all(&mut self, tokens: Vec<TokenTree>, body: Body) -> Vec<Entry> {
        let (mut tokens, mut entries) = (tokens.into_iter(), Vec::new());
        while !tokens.as_slice().is_empty() {
            if !entries.is_empty() {
                self.flat.push(' ');
            }
            let entry = match is_attribute(tokens.as_slice()) {
                true => self.attribute(&mut tokens),
                false => self.entry(&mut tokens, body),
            };
            entries.push(entry);
        }
        entries
    }

    fn entry(&mut self, tokens: &mut IntoIter<TokenTree>, body: Body) -> Entry {
        let mut entry = Entry::new(self.flat.len());
        let (mut spaces, mut head) = (Spaces::new(body == Body::Arms), Head::default());
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let (delimiter, inside) = opened(group);
                    let is_brace = delimiter == Delimiter::Brace;
                    let inner = match is_brace {
                        true => head.braced(&spaces, &inside),
                        false => Body::List,
                    };
                    self.group(&mut entry, &mut spaces, delimiter, inside, inner);
                    let may_end = matches!(body, Body::Block | Body::Arms) && !spaces.is_within();
                    let ends = may_end && head.ends && is_brace && inner != Body::List;
                    if ends && !goes_on(tokens.as_slice()) {
                        break;
                    }
                }
                TokenTree::Punct(sign) => {
                    if body.separates(sign.as_char()) && !spaces.is_within() {
                        self.flat.push(sign.as_char());
                        entry.separated = true;
                        break;
                    }
                    self.sign(&mut entry, &mut spaces, &mut head, &sign, tokens);
                }
                TokenTree::Ident(word) if word == "where" => self.bounds(&mut entry, tokens),
                TokenTree::Ident(word) => {
                    let mut text = std::mem::take(&mut self.word);
                    text.clear();
                    // text of one's own cannot fail
                    let _ = write!(text, "{word}");
                    entry.signature |= text == "fn" && !head.begun;
                    if !spaces.is_in_angles() {
                        head.word(&text);
                    }
                    self.text(&mut entry, Before::Nothing, spaces.word(&text), &text);
                    self.word = text;
                }
                TokenTree::Literal(literal) => {
                    let text = in_one_line(literal);
                    self.text(&mut entry, Before::Nothing, spaces.literal(), &text);
                }
            }
        }
        entry.to = self.flat.len() - usize::from(entry.separated);
        entry
    }

    fn attribute(&mut self, tokens: &mut IntoIter<TokenTree>) -> Entry {
        let mut entry = Entry::new(self.flat.len());
        entry.broken = true;
        let (Some(_), Some(TokenTree::Group(group))) = (tokens.next(), tokens.next()) else {
            unreachable!("looked at before");
        };
        let (delimiter, inside) = opened(group);
        match doc(&inside) {
            Some(doc) => {
                self.text(&mut entry, Before::Nothing, false, "///");
                self.text(&mut entry, Before::Nothing, false, &doc);
            }
            None => {
                let outside = std::mem::replace(&mut self.verbatim, true);
                self.text(&mut entry, Before::Nothing, false, "#");
                let mut spaces = Spaces::default();
                self.group(&mut entry, &mut spaces, delimiter, inside, Body::List);
                self.verbatim = outside;
            }
        }
        entry.to = self.flat.len();
        entry
    }

    fn sign(
        &mut self,
        entry: &mut Entry,
        spaces: &mut Spaces,
        head: &mut Head,
        sign: &Punct,
        tokens: &mut IntoIter<TokenTree>,
    ) {
        if sign.as_char() == '\'' {
            let Some(TokenTree::Ident(name)) = tokens.next() else {
                unreachable!("a lifetime has a name");
            };
            let lifetime = format!("'{name}");
            self.text(entry, Before::Nothing, spaces.word(&lifetime), &lifetime);
            return;
        }
        let mut one = [0; 4];
        let operator = match spaces.operator(sign.as_char(), sign.spacing(), tokens.as_slice()) {
            "" => sign.as_char().encode_utf8(&mut one),
            long => {
                tokens.by_ref().take(long.len() - 1).for_each(drop);
                long
            }
        };
        let before = match operator {
            "." if is_call(tokens.as_slice()) => Before::Dot,
            "&&" | "||" if spaces.is_behind_path() => Before::Operator,
            _ => Before::Nothing,
        };
        let closes_bars = operator == "|" && spaces.is_in_bars();
        if !spaces.is_in_angles() {
            head.sign(if closes_bars { "||" } else { operator });
        }
        let space = spaces.sign(operator, tokens.as_slice());
        self.text(entry, before, space, operator);
    }

    fn text(&mut self, entry: &mut Entry, before: Before, space: bool, text: &str) {
        let from = self.flat.len();
        if space {
            self.flat.push(' ');
        }
        self.flat.push_str(text);
        let to = self.flat.len();
        match entry.pieces.last_mut() {
            Some(last) if last.group.is_none() && before == Before::Nothing => last.to = to,
            _ => entry.pieces.push(Piece {
                from,
                to,
                before,
                group: None,
            }),
        }
    }

    fn group(
        &mut self,
        entry: &mut Entry,
        spaces: &mut Spaces,
        delimiter: Delimiter,
        tokens: Vec<TokenTree>,
        body: Body,
    ) {
        let from = self.flat.len();
        let (is_macro, may_be_tuple) = (spaces.is_behind_macro(), spaces.expects_operand());
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::Brace | Delimiter::None => ('{', '}'),
        };
        if spaces.group(delimiter) {
            self.flat.push(' ');
        }
        self.flat.push(open);
        let open = self.flat.len();
        let is_value = delimiter == Delimiter::Brace && body == Body::List;
        let inside = if is_value && !tokens.is_empty() {
            " "
        } else {
            ""
        };
        self.flat.push_str(inside);
        let verbatim = self.verbatim || is_macro;
        let outside = std::mem::replace(&mut self.verbatim, verbatim);
        let mut entries = self.all(tokens, body);
        self.verbatim = outside;
        let is_tuple = delimiter == Delimiter::Parenthesis && may_be_tuple && entries.len() == 1;
        let ended = !verbatim && !is_tuple && body != Body::Block && self.end(&mut entries);
        self.flat.push_str(inside);
        self.flat.push(close);
        let is_long = is_value && self.flat.len() - open > SMALL + 3;
        let each = matches!(body, Body::Block | Body::Arms | Body::Fields) || is_long;
        let broken = entries.iter().any(|entry| entry.broken) || (each && !entries.is_empty());
        let is_last = |entry: &Entry| !self.flat[entry.from..].starts_with("..");
        let is_first = entry.pieces.iter().all(|piece| piece.group.is_none());
        let parameters = entry.signature && delimiter == Delimiter::Parenthesis && is_first;
        let may_end = parameters || entries.len() > 1;
        let comma = match body {
            Body::Block => false,
            Body::Arms | Body::Fields | Body::Imports | Body::Bounds => true,
            Body::List if verbatim || is_tuple => false,
            Body::List => ended || (may_end && entries.last().is_some_and(is_last)),
        };
        entry.broken |= broken;
        entry.pieces.push(Piece {
            from,
            to: self.flat.len(),
            before: Before::Nothing,
            group: Some(Box::new(Group {
                open,
                body,
                entries,
                comma,
                broken,
            })),
        });
    }

    /// What stands between `where` and the braces, or the end, of an item.
    fn bounds(&mut self, entry: &mut Entry, tokens: &mut IntoIter<TokenTree>) {
        let from = self.flat.len();
        self.flat.push_str(" where ");
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(sign) => sign.as_char() == ';',
            _ => false,
        };
        let count = tokens
            .as_slice()
            .iter()
            .take_while(|token| !ends(token))
            .count();
        let mut entries = self.all(tokens.by_ref().take(count).collect(), Body::Bounds);
        self.end(&mut entries);
        entry.broken = true;
        entry.pieces.push(Piece {
            from,
            to: self.flat.len(),
            before: Before::Nothing,
            group: Some(Box::new(Group {
                open: self.flat.len(),
                body: Body::Bounds,
                entries,
                comma: true,
                broken: true,
            })),
        });
    }

    /// Takes away the comma behind the last of several entries, if there is one.
    fn end(&mut self, entries: &mut [Entry]) -> bool {
        let Some(last) = entries.last_mut().filter(|last| last.separated) else {
            return false;
        };
        last.separated = false;
        self.flat.pop();
        true
    }
}

impl Entry {
    fn new(from: usize) -> Self {
        Self {
            from,
            to: from,
            pieces: Vec::new(),
            separated: false,
            broken: false,
            signature: false,
        }
    }
}

impl Body {
    fn separates(self, sign: char) -> bool {
        match self {
            Self::Block => sign == ';',
            _ => sign == ',',
        }
    }
}

/// What the words at the beginning of an entry tell of its braces.
#[derive(Default)]
struct Head {
    /// What the next braces hold, if a keyword has told.
    next: Option<Body>,
    /// The same, behind the pattern of an `if let`.
    behind_pattern: Option<Body>,
    /// The first word that says what the entry is has been seen.
    begun: bool,
    /// The entry ends with its braces.
    ends: bool,
}

impl Head {
    fn word(&mut self, word: &str) {
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

    fn sign(&mut self, sign: &str) {
        match sign {
            "=>" => *self = Self::default(),
            "=" => self.next = self.behind_pattern.take(),
            "||" => self.next = None,
            "->" => self.next = Some(Body::Block),
            "#" | ":" => {}
            _ => self.begun = true,
        }
    }

    fn braced(&mut self, spaces: &Spaces, inside: &[TokenTree]) -> Body {
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

/// A group's delimiter, and its tokens, which nobody else has: so they need not be cloned.
fn opened(group: Delimited) -> (Delimiter, Vec<TokenTree>) {
    let (delimiter, code) = (group.delimiter(), group.stream());
    drop(group);
    (delimiter, flattened(code))
}

/// The tokens, without groups that are not seen.
fn flattened(code: TokenStream) -> Vec<TokenTree> {
    let code = code.into_iter();
    let mut tokens = Vec::with_capacity(code.size_hint().0);
    for token in code {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                tokens.extend(flattened(group.stream()));
            }
            token => tokens.push(token),
        }
    }
    tokens
}

fn is_attribute(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(sign), TokenTree::Group(group), ..]
        if sign.as_char() == '#' && group.delimiter() == Delimiter::Bracket)
}

/// Whether a method is called behind a dot.
fn is_call(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(_), TokenTree::Group(group), ..]
        if group.delimiter() == Delimiter::Parenthesis)
}

/// Whether an entry goes on behind its braces.
fn goes_on(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(sign), ..] => matches!(sign.as_char(), '.' | '?' | ';' | ','),
        [TokenTree::Ident(word), ..] => word == "else",
        _ => false,
    }
}

fn has_statements(tokens: &[TokenTree]) -> bool {
    let is_end =
        |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    tokens.iter().any(is_end)
}

/// The text of a doc comment.
fn doc(attribute: &[TokenTree]) -> Option<String> {
    match attribute {
        [TokenTree::Ident(doc), _, TokenTree::Literal(literal)] if doc == "doc" => {
            let text = literal.to_string();
            let text = match text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'))
            {
                Some(plain) if !plain.contains('\\') => plain.to_owned(),
                _ => match Lit::new(literal.clone()) {
                    Lit::Str(text) => text.value(),
                    _ => return None,
                },
            };
            Some(text).filter(|text| !text.contains('\n'))
        }
        _ => None,
    }
}

/// The text of a literal, in one line, so that a line of the file is never within one.
fn in_one_line(literal: Literal) -> String {
    let text = literal.to_string();
    if !text.contains('\n') {
        return text;
    }
    match Lit::new(literal) {
        Lit::Str(text) => Literal::string(&text.value()).to_string(),
        Lit::ByteStr(bytes) => Literal::byte_string(&bytes.value()).to_string(),
        Lit::CStr(text) => Literal::c_string(&text.value()).to_string(),
        _ => text,
    }
}
