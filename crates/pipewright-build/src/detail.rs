//! A mistake taken apart, for programs that show it in their own way: editors above all.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Help, Label};
use crate::source::{Files, Location};
use crate::span::Span;

/// Longer source is not copied: a line may have megabytes.
const MOST_SOURCE: usize = 64 << 10;

/// All that is known of a mistake.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detail {
    /// The places that matter, the main one first.
    pub marks: Vec<Mark>,
    /// What else is worth knowing, in sentences.
    pub notes: Vec<String>,
    /// What mends it; of several, one is enough.
    pub remedies: Vec<Remedy>,
    /// The report as plain text.
    pub rendered: String,
}

/// A place, and what is said about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mark {
    /// The place.
    pub excerpt: Excerpt,
    /// What is said about it; may be empty.
    pub text: String,
}

/// A sentence, and the edits that do what it says where they are known.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Remedy {
    /// The sentence.
    pub text: String,
    /// The edits, all of them to be made.
    pub edits: Vec<Edit>,
}

/// A place, and what shall stand there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The place; empty where something is put in.
    pub excerpt: Excerpt,
    /// The new text.
    pub replacement: String,
}

/// A part of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Excerpt {
    /// Where it is, for people.
    pub location: Location,
    /// The same in the bytes of the file.
    pub bytes: Range<usize>,
    /// The whole lines in which it lies, unless they are very long.
    pub lines: Vec<String>,
}

impl Diagnostics {
    /// Takes a mistake apart.
    ///
    /// ```
    /// let text = "[steps.a]\ninput = [\"&x\"]";
    /// let found = pipewright_build::compile_str("bad.toml", text).unwrap_err();
    /// let first = found.iter().next().unwrap();
    /// let mark = &found.detail(first).marks[0];
    /// assert_eq!(mark.excerpt.lines, ["input = [\"&x\"]"]);
    /// assert_eq!(&text[mark.excerpt.bytes.clone()], "x");
    /// ```
    pub fn detail(&self, found: &Diagnostic) -> Detail {
        let files = self.files();
        let marks = std::iter::once(&found.primary).chain(&found.secondary);
        Detail {
            marks: marks.map(|label| mark(label, files)).collect(),
            notes: found.notes.clone(),
            remedies: found.helps.iter().map(|help| remedy(help, files)).collect(),
            rendered: self.only(found).render(),
        }
    }
}

fn mark(label: &Label, files: &Files) -> Mark {
    Mark {
        excerpt: excerpt(label.span, files),
        text: label.text.clone(),
    }
}

fn remedy(help: &Help, files: &Files) -> Remedy {
    let edits = help.edits.iter().map(|(span, replacement)| Edit {
        excerpt: excerpt(*span, files),
        replacement: replacement.clone(),
    });
    Remedy {
        text: help.text.clone(),
        edits: edits.collect(),
    }
}

fn excerpt(span: Span, files: &Files) -> Excerpt {
    let location = files.location(span);
    let start = files.line_start(span.file, location.line);
    let end = files.line_start(span.file, location.end_line + 1);
    let lines = match end - start {
        0..=MOST_SOURCE => files.text(span.file)[start..end].lines(),
        _ => "".lines(),
    };
    let before = files.before(span.file);
    Excerpt {
        bytes: span.start + before..span.end + before,
        lines: lines.map(str::to_owned).collect(),
        location,
    }
}
