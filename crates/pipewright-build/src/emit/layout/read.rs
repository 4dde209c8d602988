//! Tokens to entries.

use std::borrow::Cow;
use std::ops::Range;

use super::super::tokens::{Delimiter, Token, TokenStream};
use super::head::Head;
use super::literal::{in_one_line, text_of};
use super::spaces::Spaces;
use super::{Before, Body, Entry, Group, Piece, Read, shallow};

/// Values with more text between their braces have a line for each field, as rustfmt has it.
const SMALL: usize = 18;

pub(super) struct Reader<'c> {
    read: Read,
    /// The entries of groups that are not read to their ends, and the pieces of entries that are not.
    open_entries: Vec<Entry>,
    open_pieces: Vec<Piece>,
    tokens: &'c [Token],
    /// The texts of the tokens that are not read yet.
    texts: &'c str,
    /// The token that is read next.
    at: usize,
    /// Within an attribute or a macro, whose tokens are left as they are.
    verbatim: bool,
}

impl<'c> Reader<'c> {
    pub(super) fn new(code: &'c TokenStream) -> Self {
        Self {
            read: Read {
                flat: String::with_capacity(code.text().len() + 2 * code.tokens().len()),
                ..Read::default()
            },
            open_entries: Vec::new(),
            open_pieces: Vec::new(),
            tokens: code.tokens(),
            texts: code.text(),
            at: 0,
            verbatim: false,
        }
    }

    pub(super) fn read(mut self) -> Read {
        self.read.items = self.all(self.tokens.len(), Body::Block);
        self.read
    }

    /// The entries up to this token.
    fn all(&mut self, end: usize, body: Body) -> Range<usize> {
        let first = self.open_entries.len();
        while self.at < end {
            if self.open_entries.len() > first {
                self.read.flat.push(' ');
            }
            let entry = match is_attribute(self.until(end)) {
                true => self.attribute(),
                false => self.entry(end, body),
            };
            self.open_entries.push(entry);
        }
        let from = self.read.entries.len();
        self.read.entries.extend(self.open_entries.drain(first..));
        from..self.read.entries.len()
    }

    /// An entry that begins here.
    fn begun(&self) -> Entry {
        let from = self.read.flat.len();
        let pieces = self.open_pieces.len();
        Entry {
            from,
            to: from,
            pieces: pieces..pieces,
            separated: false,
            broken: false,
            signature: false,
        }
    }

    /// The same, which ends here.
    fn ended(&mut self, mut entry: Entry) -> Entry {
        entry.to = self.read.flat.len() - usize::from(entry.separated);
        let from = self.read.pieces.len();
        let pieces = self.open_pieces.drain(entry.pieces.start..);
        self.read.pieces.extend(pieces);
        entry.pieces = from..self.read.pieces.len();
        entry
    }

    /// The tokens that come next, up to this one.
    fn until(&self, end: usize) -> &'c [Token] {
        &self.tokens[self.at..end]
    }

    /// The text of a token that has so much of it.
    fn take(&mut self, length: u32) -> &'c str {
        let (text, rest) = self.texts.split_at(length as usize);
        self.texts = rest;
        text
    }

    fn entry(&mut self, end: usize, body: Body) -> Entry {
        let mut entry = self.begun();
        let (mut spaces, mut head) = (Spaces::new(body == Body::Arms), Head::default());
        while self.at < end {
            let token = self.tokens[self.at];
            self.at += 1;
            match token {
                Token::Open(delimiter, count) => {
                    let close = self.at + count as usize;
                    let is_brace = delimiter == Delimiter::Brace;
                    let inner = match is_brace {
                        true => head.braced(&spaces, self.until(close)),
                        false => Body::List,
                    };
                    self.group(&mut entry, &mut spaces, delimiter, close, inner);
                    let may_end = matches!(body, Body::Block | Body::Arms) && !spaces.is_within();
                    let ends = may_end && head.ends && is_brace && inner != Body::List;
                    if ends && !self.goes_on(end) {
                        break;
                    }
                }
                Token::Close => unreachable!("it is read with its group"),
                Token::Sign(sign, _) if body.separates(sign) && !spaces.is_within() => {
                    self.read.flat.push(char::from(sign));
                    entry.separated = true;
                    break;
                }
                Token::Sign(..) => self.sign(&mut entry, &mut spaces, &mut head, end),
                Token::Word(length) => match self.take(length) {
                    "where" => self.bounds(&mut entry, end),
                    word => {
                        entry.signature |= word == "fn" && !head.begun;
                        if !spaces.is_in_angles() {
                            head.word(word);
                        }
                        self.text(&entry, Before::Nothing, spaces.word(word), word);
                    }
                },
                Token::Lifetime(length) => {
                    let lifetime = self.take(length);
                    self.text(&entry, Before::Nothing, spaces.word(lifetime), lifetime);
                }
                Token::Literal(length) => {
                    let text = in_one_line(self.take(length));
                    self.text(&entry, Before::Nothing, spaces.literal(), &text);
                }
            }
        }
        self.ended(entry)
    }

    fn attribute(&mut self) -> Entry {
        let mut entry = self.begun();
        entry.broken = true;
        let Token::Open(delimiter, count) = self.tokens[self.at + 1] else {
            unreachable!("looked at before");
        };
        self.at += 2;
        let close = self.at + count as usize;
        match self.doc(close) {
            Some(doc) => {
                self.text(&entry, Before::Nothing, false, "///");
                self.text(&entry, Before::Nothing, false, &doc);
            }
            None => {
                let outside = std::mem::replace(&mut self.verbatim, true);
                self.text(&entry, Before::Nothing, false, "#");
                let mut spaces = Spaces::default();
                self.group(&mut entry, &mut spaces, delimiter, close, Body::List);
                self.verbatim = outside;
            }
        }
        self.ended(entry)
    }

    /// The text of a doc comment, if an attribute is one.
    fn doc(&mut self, close: usize) -> Option<Cow<'c, str>> {
        let [Token::Word(3), _, Token::Literal(length)] = *self.until(close) else {
            return None;
        };
        let literal = self.texts.strip_prefix("doc")?.get(..length as usize)?;
        let doc = text_of(literal).filter(|text| !text.contains('\n'))?;
        self.take(3 + length);
        self.at = close + 1;
        Some(doc)
    }

    /// An operator, of whose signs the first has been read.
    fn sign(&mut self, entry: &mut Entry, spaces: &mut Spaces, head: &mut Head, end: usize) {
        let Token::Sign(first, spacing) = self.tokens[self.at - 1] else {
            unreachable!("looked at before");
        };
        let one = [first];
        let operator = match spaces.operator(first, spacing, self.until(end)) {
            "" => str::from_utf8(&one).unwrap_or_default(),
            long => {
                self.at += long.len() - 1;
                long
            }
        };
        let before = match operator {
            "." if is_call(self.until(end)) => Before::Dot,
            "&&" | "||" if spaces.is_behind_path() => Before::Operator,
            _ => Before::Nothing,
        };
        let closes_bars = operator == "|" && spaces.is_in_bars();
        if !spaces.is_in_angles() {
            head.sign(if closes_bars { "||" } else { operator });
        }
        let space = spaces.sign(operator, self.until(end));
        self.text(entry, before, space, operator);
    }

    /// Whether an entry goes on behind its braces.
    fn goes_on(&self, end: usize) -> bool {
        match self.until(end) {
            [Token::Sign(sign, _), ..] => matches!(sign, b'.' | b'?' | b';' | b','),
            [Token::Word(4), ..] => self.texts.starts_with("else"),
            _ => false,
        }
    }

    fn text(&mut self, entry: &Entry, before: Before, space: bool, text: &str) {
        let from = self.read.flat.len();
        if space {
            self.read.flat.push(' ');
        }
        self.read.flat.push_str(text);
        let to = self.read.flat.len();
        match self.open_pieces[entry.pieces.start..].last_mut() {
            Some(last) if last.group.is_none() && before == Before::Nothing => last.to = to,
            _ => self.open_pieces.push(Piece {
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
        close: usize,
        body: Body,
    ) {
        let from = self.read.flat.len();
        let (is_macro, may_be_tuple) = (spaces.is_behind_macro(), spaces.expects_operand());
        let (open, closes) = match delimiter {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::Brace | Delimiter::None => ('{', '}'),
        };
        if spaces.group(delimiter) {
            self.read.flat.push(' ');
        }
        self.read.flat.push(open);
        let open = self.read.flat.len();
        let is_value = delimiter == Delimiter::Brace && body == Body::List;
        let inside = match is_value && self.at < close {
            true => " ",
            false => "",
        };
        self.read.flat.push_str(inside);
        let verbatim = self.verbatim || is_macro;
        let outside = std::mem::replace(&mut self.verbatim, verbatim);
        let entries = self.all(close, body);
        self.at = close + 1;
        self.verbatim = outside;
        let is_tuple = delimiter == Delimiter::Parenthesis && may_be_tuple && entries.len() == 1;
        let ended = !verbatim && !is_tuple && body != Body::Block && self.end(&entries);
        self.read.flat.push_str(inside);
        self.read.flat.push(closes);
        let is_long = is_value && self.read.flat.len() - open > SMALL + 3;
        let each = matches!(body, Body::Block | Body::Arms | Body::Fields) || is_long;
        let all = &self.read.entries[entries.clone()];
        let broken = all.iter().any(|entry| entry.broken) || (each && !all.is_empty());
        let is_last = |entry: &Entry| !self.read.flat[entry.from..].starts_with("..");
        let before = &self.open_pieces[entry.pieces.start..];
        let is_first = before.iter().all(|piece| piece.group.is_none());
        let parameters = entry.signature && delimiter == Delimiter::Parenthesis && is_first;
        let may_end = parameters || all.len() > 1;
        let comma = match body {
            Body::Block => false,
            Body::Arms | Body::Fields | Body::Imports | Body::Bounds => true,
            Body::List if verbatim || is_tuple => false,
            Body::List => ended || (may_end && all.last().is_some_and(is_last)),
        };
        entry.broken |= broken;
        let group = Group {
            open,
            body,
            entries,
            comma,
            broken,
        };
        self.grouped(from, group);
    }

    /// The piece of a group that ends here.
    fn grouped(&mut self, from: usize, group: Group) {
        self.open_pieces.push(Piece {
            from,
            to: self.read.flat.len(),
            before: Before::Nothing,
            group: Some(self.read.groups.len()),
        });
        self.read.groups.push(group);
    }

    /// What stands between `where` and the braces, or the end, of an item.
    fn bounds(&mut self, entry: &mut Entry, end: usize) {
        let from = self.read.flat.len();
        self.read.flat.push_str(" where ");
        let ends = |token: &Token| {
            matches!(
                token,
                Token::Open(Delimiter::Brace, _) | Token::Sign(b';', _)
            )
        };
        let last = shallow(self.until(end)).find(|(_, token)| ends(token));
        let end = last.map_or(end, |(place, _)| self.at + place);
        let entries = self.all(end, Body::Bounds);
        self.end(&entries);
        entry.broken = true;
        let group = Group {
            open: self.read.flat.len(),
            body: Body::Bounds,
            entries,
            comma: true,
            broken: true,
        };
        self.grouped(from, group);
    }

    /// Takes away the comma behind the last of several entries, if there is one.
    fn end(&mut self, entries: &Range<usize>) -> bool {
        let last = self.read.entries[entries.clone()].last_mut();
        let Some(last) = last.filter(|last| last.separated) else {
            return false;
        };
        last.separated = false;
        self.read.flat.pop();
        true
    }
}

impl Body {
    fn separates(self, sign: u8) -> bool {
        match self {
            Self::Block => sign == b';',
            _ => sign == b',',
        }
    }
}

fn is_attribute(tokens: &[Token]) -> bool {
    matches!(
        tokens,
        [Token::Sign(b'#', _), Token::Open(Delimiter::Bracket, _), ..]
    )
}

/// Whether a method is called behind a dot.
fn is_call(tokens: &[Token]) -> bool {
    matches!(
        tokens,
        [Token::Word(_), Token::Open(Delimiter::Parenthesis, _), ..]
    )
}
