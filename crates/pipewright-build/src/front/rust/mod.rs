//! The Rust front end.
//!
//! A file is cut by its tokens into items, a function into statements, an attribute into keys. Only the
//! pieces are given to a parser, each by itself, as those of the TOML form are. So one broken line hides no
//! other one, and every place is one of the file.

mod attribute;
mod binding;
mod body;
mod branch;
mod call;
mod constants;
mod construct;
mod each;
mod entries;
mod entry;
mod family;
mod flow;
mod function;
mod item;
mod keys;
mod limits;
mod names;
mod pipeline;
mod reader;
mod retry;
mod statement;
mod step;
mod tokens;
mod traits;
mod undo;
mod values;
mod workflow;

use std::borrow::Cow;

pub(super) use names::find as names;

use super::Read;
use crate::check::{pipeline_name, rust_syntax};
use crate::diagnostic::Findings;
use crate::source::File;
use crate::span::{FileId, Span};

/// Reads the pipelines of a file.
pub(super) fn read(file: &File, id: FileId, text: &str, findings: &mut Findings) -> Read {
    let unread = || super::unreadable(file, text);
    if let Some(found) = pipeline_name::of_folders(file, Span::new(id, 0..0)) {
        findings.push(found);
        return unread();
    }
    let text = without_shebang(id, text, findings);
    let tokens = match tokens::of(&text) {
        Ok(tokens) => tokens,
        Err(at) => {
            findings.push(rust_syntax::no_tokens(id, &text, at));
            return unread();
        }
    };
    let mut reader = reader::Reader {
        file: id,
        text: &text,
        findings,
        arms: Vec::new(),
        blocks: Vec::new(),
    };
    item::read(&tokens, file, &mut reader)
}

/// The text with blanks in the place of a line for the shell, which is reported.
fn without_shebang<'a>(id: FileId, text: &'a str, findings: &mut Findings) -> Cow<'a, str> {
    let line = text.lines().next().unwrap_or_default();
    let is_attribute = |line: &str| line.trim_start().starts_with('[');
    match line.strip_prefix("#!") {
        Some(rest) if !is_attribute(rest) => {
            findings.push(rust_syntax::shebang(Span::new(id, 0..line.len())));
            Cow::Owned(" ".repeat(line.len()) + &text[line.len()..])
        }
        _ => Cow::Borrowed(text),
    }
}
