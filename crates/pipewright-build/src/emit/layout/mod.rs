//! Tokens laid out as lines of Rust, much as rustfmt would.
//!
//! Nothing is parsed: a few keywords and the delimiters tell what a line is. Tokens stay what they are, but
//! for the comma behind the last of several lines, and for line breaks within literals. So a layout can be
//! less than pretty, and is still the same code.

mod head;
mod literal;
mod read;
mod spaces;
mod write;

use std::ops::Range;

use self::read::Reader;
use self::write::Writer;
use super::tokens::{Token, TokenStream};

/// The lines of items, as deep as they stand in modules.
pub(super) fn lines(code: &TokenStream, depth: usize) -> String {
    Writer::new(&Reader::new(code).read()).items(depth)
}

/// All that was read: the parts of each thing side by side, so that none has a list of its own to be made and freed.
#[derive(Default)]
struct Read {
    /// The text, as if it were a single line.
    flat: String,
    items: Range<usize>,
    entries: Vec<Entry>,
    pieces: Vec<Piece>,
    groups: Vec<Group>,
}

/// Tokens and their places, of each group only the one that opens it.
fn shallow(tokens: &[Token]) -> impl Iterator<Item = (usize, Token)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let (at, token) = (next, *tokens.get(next)?);
        next += match token {
            Token::Open(_, count) => count as usize + 2,
            _ => 1,
        };
        Some((at, token))
    })
}

/// What stands in one line if there is room: an item, a statement, an argument, a field, an arm, an
/// attribute. Places are those in the text of all that is read.
struct Entry {
    from: usize,
    to: usize,
    pieces: Range<usize>,
    /// A comma or a semicolon follows.
    separated: bool,
    /// There is something in it that never stands in one line with what is around it.
    broken: bool,
    /// A function's: its parameters are the first to get lines of their own.
    signature: bool,
}

/// A part of an entry: a group, or text without one.
struct Piece {
    from: usize,
    to: usize,
    before: Before,
    group: Option<usize>,
}

/// Whether a line may end before a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// The dot of a method call.
    Dot,
    /// `&&` or `||`.
    Operator,
}

/// What stands between delimiters, or behind `where`.
struct Group {
    /// The place behind what opens it.
    open: usize,
    body: Body,
    entries: Range<usize>,
    /// Whether a comma is added behind the last of several lines.
    comma: bool,
    broken: bool,
}

/// What kind of entries a group, or a file, has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Items or statements, each in a line.
    Block,
    /// The arms of a `match`, each in a line.
    Arms,
    /// Fields or variants where a type is defined, each in a line.
    Fields,
    /// Arguments, elements, fields of a value: in one line if there is room.
    List,
    /// Imports: as many in a line as there is room for.
    Imports,
    /// The bounds of an item behind `where`, each in a line, and no delimiters.
    Bounds,
}

#[cfg(test)]
mod tests;
