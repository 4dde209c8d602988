//! The lines of a flowchart, in frames.

use std::collections::HashMap;

use crate::groups::Frame;
use crate::layout::GroupKind;

/// What has been said so far: outside all frames, and in each.
#[derive(Default)]
pub(super) struct Lines {
    outside: Vec<Piece>,
    frames: HashMap<usize, Framed>,
}

/// A line, or a frame with what is in it.
enum Piece {
    Line(String),
    Frame(usize),
}

#[derive(Default)]
struct Framed {
    head: String,
    pieces: Vec<Piece>,
    nodes: usize,
}

impl Lines {
    /// Adds a line outside all frames, or in one of these.
    pub(super) fn add(&mut self, frames: &[Frame], frame: Option<usize>, line: String) {
        self.pieces(frames, frame).push(Piece::Line(line));
    }

    /// Adds a node.
    pub(super) fn node(&mut self, frames: &[Frame], frame: Option<usize>, line: String) {
        self.add(frames, frame, line);
        let mut around = frame;
        while let Some(frame) = around {
            if let Some(framed) = self.frames.get_mut(&frame) {
                framed.nodes += 1;
            }
            around = frames[frame].parent;
        }
    }

    /// A frame is a node too, whose id and text are these.
    pub(super) fn block(&mut self, frames: &[Frame], frame: usize, id: &str, text: &str) {
        self.node(frames, Some(frame), "direction TB".to_owned());
        if let Some(framed) = self.frames.get_mut(&frame) {
            framed.head = format!(r#"subgraph {id}["{text}"]"#);
        }
    }

    /// What a frame holds. It stands where it is first spoken of.
    fn pieces(&mut self, frames: &[Frame], frame: Option<usize>) -> &mut Vec<Piece> {
        let Some(frame) = frame else {
            return &mut self.outside;
        };
        if !self.frames.contains_key(&frame) {
            self.pieces(frames, frames[frame].parent)
                .push(Piece::Frame(frame));
        }
        let framed = self.frames.entry(frame).or_default();
        &mut framed.pieces
    }

    /// All of it as text, and the ids of the frames that are drawn for nothing but what they hold.
    pub(super) fn write(&self, frames: &[Frame], text: &mut String) -> Vec<String> {
        let mut writer = Writer {
            lines: self,
            frames,
            text,
            plain: Vec::new(),
        };
        writer.pieces(&self.outside, 1);
        writer.plain
    }
}

struct Writer<'a> {
    lines: &'a Lines,
    frames: &'a [Frame],
    text: &'a mut String,
    plain: Vec<String>,
}

impl Writer<'_> {
    fn pieces(&mut self, pieces: &[Piece], depth: usize) {
        for piece in pieces {
            match piece {
                Piece::Line(line) => self.line(line, depth),
                Piece::Frame(frame) => self.frame(*frame, depth),
            }
        }
    }

    fn frame(&mut self, number: usize, depth: usize) {
        let (frame, framed) = (&self.frames[number], &self.lines.frames[&number]);
        if framed.nodes < frame.kind.fewest() {
            return self.pieces(&framed.pieces, depth);
        }
        match frame.kind {
            GroupKind::Block => self.line(&framed.head, depth),
            GroupKind::Branch | GroupKind::Family | GroupKind::Pipeline => {
                // no step is called so
                let id = format!("1frame{number}");
                let title = crate::escape::label(&frame.title);
                self.line(&format!(r#"subgraph {id}["{title}"]"#), depth);
                self.plain.push(id);
            }
        }
        self.pieces(&framed.pieces, depth + 1);
        self.line("end", depth);
    }

    /// Mermaid takes the last semicolon away from a line that looks like a style with a colour, even
    /// if it is a label such as `restyle::Vec#lt;u8#gt;`: such a line gets one to spare.
    fn line(&mut self, line: &str, depth: usize) {
        let spare = line.contains('#') && (line.contains("style") || line.contains("classDef"));
        self.text.push_str(&"    ".repeat(depth));
        self.text.push_str(line);
        self.text.push_str(if spare { ";\n" } else { "\n" });
    }
}
