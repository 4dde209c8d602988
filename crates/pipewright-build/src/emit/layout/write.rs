//! Entries to lines.

use super::{Before, Body, Entry, Group, Piece, Read};

/// As wide as rustfmt makes a line.
const WIDTH: usize = 100;

/// What is not longer stands beside others of its kind when a list has several lines.
const SHORT: usize = 10;

pub(super) struct Writer<'r> {
    read: &'r Read,
    text: String,
    /// Where the last line begins.
    line: usize,
    /// Nothing stands in it yet.
    is_new: bool,
}

impl<'r> Writer<'r> {
    pub(super) fn new(read: &'r Read) -> Self {
        let text = String::with_capacity(read.flat.len() * 3 / 2);
        Self {
            read,
            text,
            line: 0,
            is_new: true,
        }
    }

    pub(super) fn items(mut self, depth: usize) -> String {
        self.lines(&self.read.entries[self.read.items.clone()], depth, false);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    fn pieces_of(&self, entry: &Entry) -> &'r [Piece] {
        &self.read.pieces[entry.pieces.clone()]
    }

    fn entries_of(&self, group: &Group) -> &'r [Entry] {
        &self.read.entries[group.entries.clone()]
    }

    fn group_of(&self, piece: &Piece) -> Option<&'r Group> {
        Some(&self.read.groups[piece.group?])
    }

    fn is_broken(&self, piece: &Piece) -> bool {
        self.group_of(piece).is_some_and(|group| group.broken)
    }

    fn has_entries(&self, piece: &Piece) -> bool {
        self.group_of(piece)
            .is_some_and(|group| !group.entries.is_empty())
    }

    /// Each entry in a line, or in several.
    fn lines(&mut self, entries: &[Entry], indent: usize, comma: bool) {
        for (index, entry) in entries.iter().enumerate() {
            self.new_line(indent);
            let is_last = index + 1 == entries.len();
            let ends = self.read.flat[..entry.to].ends_with('}') && entry.broken;
            let separator = match entry.separated {
                true => &self.read.flat[entry.to..=entry.to],
                false if is_last && comma && !ends => ",",
                false => "",
            };
            self.entry(entry, indent, separator.len());
            self.text.push_str(separator);
        }
    }

    /// An entry; `behind` tells the width of what follows it on the same line.
    fn entry(&mut self, entry: &Entry, indent: usize, behind: usize) {
        match entry.signature {
            true => self.signature(self.pieces_of(entry), indent, behind),
            false => self.pieces(self.pieces_of(entry), indent, behind),
        }
    }

    /// Where a function does not fit up to its body, its parameters get lines of their own.
    fn signature(&mut self, pieces: &[Piece], indent: usize, behind: usize) {
        let head = pieces
            .iter()
            .position(|piece| self.is_broken(piece))
            .unwrap_or(pieces.len());
        let parameters = pieces[..head]
            .iter()
            .position(|piece| self.has_entries(piece));
        match parameters {
            Some(at) if !self.fits(&pieces[..head], behind + 2) => {
                self.flat(&pieces[..at]);
                self.group(&pieces[at], indent, true);
                self.pieces(&pieces[at + 1..], indent, behind);
            }
            _ => self.pieces(pieces, indent, behind),
        }
    }

    fn pieces(&mut self, pieces: &[Piece], indent: usize, behind: usize) {
        let broken = pieces.iter().position(|piece| self.is_broken(piece));
        let (whole, behind_whole) = match broken {
            Some(at) => (&pieces[..at], 2),
            None => (pieces, behind),
        };
        if self.fits(whole, behind_whole) {
            self.flat(whole);
            if let Some(at) = broken {
                self.group(&pieces[at], indent, false);
                self.pieces(&pieces[at + 1..], indent, behind);
            }
            return;
        }
        let breaks = |before| {
            pieces
                .iter()
                .skip(1)
                .filter(move |piece| piece.before == before)
                .count()
        };
        if breaks(Before::Operator) > 0 {
            self.broken_before(pieces, Before::Operator, indent, behind);
        } else if breaks(Before::Dot) > 1 {
            self.broken_before(pieces, Before::Dot, indent, behind);
        } else if let Some(at) = self.best_group(whole) {
            self.flat(&pieces[..at]);
            self.group(&pieces[at], indent, false);
            self.pieces(&pieces[at + 1..], indent, behind);
        } else {
            self.flat(whole);
            if let Some(at) = broken {
                self.group(&pieces[at], indent, false);
                self.pieces(&pieces[at + 1..], indent, behind);
            }
        }
    }

    /// A line for each call of a chain, or for each operand.
    fn broken_before(&mut self, pieces: &[Piece], before: Before, indent: usize, behind: usize) {
        let mut rest = pieces;
        while let Some((first, others)) = rest.split_first() {
            let next = others.iter().position(|piece| piece.before == before);
            let count = 1 + next.unwrap_or(others.len());
            let inner = match first.before == before && rest.len() < pieces.len() {
                true => {
                    self.new_line(indent + 1);
                    indent + 1
                }
                false => indent,
            };
            let (line, after) = rest.split_at(count);
            self.pieces(line, inner, if after.is_empty() { behind } else { 0 });
            rest = after;
        }
    }

    /// The last group that could get lines of its own, if what is before it fits.
    fn best_group(&self, pieces: &[Piece]) -> Option<usize> {
        let filled = |at: &usize| self.has_entries(&pieces[*at]);
        let fits = |at: &usize| self.fits(&pieces[..*at], 2);
        let mut groups = (0..pieces.len()).rev().filter(filled);
        groups.find(fits)
    }

    /// A group over several lines.
    fn group(&mut self, piece: &Piece, indent: usize, parameters: bool) {
        let Some(group) = self.group_of(piece) else {
            return;
        };
        let entries = self.entries_of(group);
        if group.body == Body::Bounds {
            self.new_line(indent);
            self.text.push_str("where");
            self.lines(entries, indent + 1, true);
            return self.new_line(indent);
        }
        match entries.split_last() {
            Some((last, _)) if !parameters && self.hugs(piece.from, group) => {
                self.push(piece.from, last.from);
                self.entry(last, indent, 1);
                self.push(last.to, last.to + usize::from(last.separated));
            }
            _ => {
                self.push(piece.from, group.open);
                match self.is_filled(group) {
                    true => self.filled(entries, indent + 1, group.comma),
                    false => self.lines(entries, indent + 1, group.comma),
                }
                self.new_line(indent);
            }
        }
        self.push(piece.to - 1, piece.to);
    }

    /// Whether only the last entry of a group needs several lines, and can begin behind the others.
    fn hugs(&self, from: usize, group: &Group) -> bool {
        let Some((last, others)) = self.entries_of(group).split_last() else {
            return false;
        };
        let pieces = self.pieces_of(last);
        let first = pieces.iter().position(|piece| self.has_entries(piece));
        group.body == Body::List
            && (last.broken || others.is_empty())
            && !others.iter().any(|entry| entry.broken)
            && first.is_some_and(|at| self.column() + pieces[at].from + 2 - from <= WIDTH)
    }

    /// Whether several entries stand in a line, if they do not all fit into one.
    fn is_filled(&self, group: &Group) -> bool {
        let is_array = self.read.flat[..group.open].ends_with('[');
        let is_short = |entry: &Entry| entry.pieces.len() == 1 && entry.to - entry.from <= SHORT;
        group.body == Body::Imports || (is_array && self.entries_of(group).iter().all(is_short))
    }

    /// As many short entries in each line as there is room for.
    fn filled(&mut self, entries: &[Entry], indent: usize, comma: bool) {
        self.new_line(indent);
        for (index, entry) in entries.iter().enumerate() {
            let width = entry.to - entry.from + 1;
            if index > 0 && self.column() + 1 + width > WIDTH {
                self.new_line(indent);
            } else if index > 0 {
                self.text.push(' ');
            }
            self.push(entry.from, entry.to);
            let separated = entry.separated || comma;
            self.text.push_str(if separated { "," } else { "" });
        }
    }

    fn flat(&mut self, pieces: &[Piece]) {
        if let [first, .., last] | [first @ last] = pieces {
            self.push(first.from, last.to);
        }
    }

    fn push(&mut self, from: usize, to: usize) {
        let text = &self.read.flat[from..to];
        // a line begins without a space
        let text = match self.is_new {
            true => text.trim_start(),
            false => text,
        };
        self.text.push_str(text);
        self.is_new = false;
    }

    fn fits(&self, pieces: &[Piece], behind: usize) -> bool {
        let width = match pieces {
            [] => 0,
            [first, ..] => pieces[pieces.len() - 1].to - first.from,
        };
        self.column() + width + behind <= WIDTH
    }

    fn column(&self) -> usize {
        self.text.len() - self.line
    }

    fn new_line(&mut self, indent: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        (self.line, self.is_new) = (self.text.len(), true);
        self.text.extend(std::iter::repeat_n("    ", indent));
    }
}
