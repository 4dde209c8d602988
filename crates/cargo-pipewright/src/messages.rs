//! Mistakes as lines of JSON, in the form of `cargo check --message-format=json`, which editors know:
//! see "JSON messages" in [cargo's reference](https://doc.rust-lang.org/cargo/reference/external-tools.html)
//! and [rustc's](https://doc.rust-lang.org/rustc/json.html).
//!
//! The messages are those of the package's build script, which would find the same mistakes. Bytes count
//! from 0, lines and columns from 1, columns in characters; paths lead there from the current directory.

use std::path::Path;

use pipewright_build::{
    Detail, Diagnostic, Diagnostics, Edit, Excerpt, Mark, Remedy, Severity, rules,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::folder;
use crate::manifest::Package;

/// A line for each mistake in a package.
pub(crate) fn of_package(folder: &Path, found: &Diagnostics) -> Result<String, Failure> {
    let package_id = Package::of(folder).id(folder);
    let manifest_path = folder::slashes(&folder.join("Cargo.toml"));
    let src_path = folder::slashes(&folder.join("build.rs"));
    let mut lines = String::new();
    for one in found.iter() {
        lines += &line(&CompilerMessage {
            reason: "compiler-message",
            package_id: &package_id,
            manifest_path: &manifest_path,
            target: Target::build_script(&src_path),
            message: message(one, &found.detail(one)),
        })?;
    }
    Ok(lines)
}

/// The line after which none follow.
pub(crate) fn finished(success: bool) -> Result<String, Failure> {
    line(&BuildFinished {
        reason: "build-finished",
        success,
    })
}

fn line(message: &impl Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string(message);
    json.map(|json| json + "\n").map_err(Failure::no_json)
}

#[derive(Serialize)]
struct CompilerMessage<'a> {
    reason: &'static str,
    package_id: &'a str,
    manifest_path: &'a str,
    target: Target<'a>,
    message: Message,
}

#[derive(Serialize)]
struct BuildFinished {
    reason: &'static str,
    success: bool,
}

#[derive(Serialize)]
struct Target<'a> {
    kind: [&'static str; 1],
    crate_types: [&'static str; 1],
    name: &'static str,
    src_path: &'a str,
    edition: &'static str,
    doc: bool,
    doctest: bool,
    test: bool,
}

impl<'a> Target<'a> {
    fn build_script(src_path: &'a str) -> Self {
        Self {
            kind: ["custom-build"],
            crate_types: ["bin"],
            name: "build-script-build",
            src_path,
            edition: "2024",
            doc: false,
            doctest: false,
            test: false,
        }
    }
}

/// A diagnostic as rustc gives it.
#[derive(Serialize)]
struct Message {
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    message: String,
    code: Option<Code>,
    level: &'static str,
    spans: Vec<Span>,
    children: Vec<Message>,
    rendered: Option<String>,
}

#[derive(Serialize)]
struct Code {
    code: &'static str,
    explanation: Option<&'static str>,
}

#[derive(Serialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<Line>,
    label: Option<String>,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<&'static str>,
    /// Always null: pipelines have no macros.
    expansion: Option<()>,
}

#[derive(Serialize)]
struct Line {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

fn message(found: &Diagnostic, detail: &Detail) -> Message {
    let notes = detail
        .notes
        .iter()
        .map(|note| child("note", note, Vec::new()));
    let remedies = detail.remedies.iter().map(remedy);
    let marks = detail.marks.iter().enumerate();
    Message {
        message: found.title().to_owned(),
        code: Some(code(found)),
        level: match found.severity() {
            Severity::Error => "error",
            _ => "warning",
        },
        spans: marks
            .map(|(index, found)| mark(found, index == 0))
            .collect(),
        children: remedies.chain(notes).collect(),
        rendered: Some(detail.rendered.clone()),
        ..child("", "", Vec::new())
    }
}

fn code(found: &Diagnostic) -> Code {
    let rule = rules().iter().find(|rule| rule.code == found.code());
    Code {
        code: found.code(),
        explanation: rule.map(|rule| rule.docs),
    }
}

fn child(level: &'static str, text: &str, spans: Vec<Span>) -> Message {
    Message {
        message_type: "diagnostic",
        message: text.to_owned(),
        code: None,
        level,
        spans,
        children: Vec::new(),
        rendered: None,
    }
}

fn mark(mark: &Mark, is_primary: bool) -> Span {
    Span {
        label: (!mark.text.is_empty()).then(|| mark.text.clone()),
        ..span(&mark.excerpt, is_primary)
    }
}

fn remedy(remedy: &Remedy) -> Message {
    child(
        "help",
        &remedy.text,
        remedy.edits.iter().map(edit).collect(),
    )
}

fn edit(edit: &Edit) -> Span {
    Span {
        suggested_replacement: Some(edit.replacement.clone()),
        // there may be another remedy, and only the user knows which one is meant
        suggestion_applicability: Some("MaybeIncorrect"),
        ..span(&edit.excerpt, true)
    }
}

fn span(excerpt: &Excerpt, is_primary: bool) -> Span {
    let (at, bytes) = (&excerpt.location, &excerpt.bytes);
    Span {
        file_name: at.path.clone(),
        byte_start: bytes.start,
        byte_end: bytes.end,
        line_start: at.line,
        line_end: at.end_line,
        column_start: at.column,
        column_end: at.end_column,
        is_primary,
        text: lines(excerpt),
        label: None,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}

fn lines(excerpt: &Excerpt) -> Vec<Line> {
    let at = &excerpt.location;
    let last = at.end_line - at.line;
    let line = |(index, text): (usize, &String)| Line {
        text: text.clone(),
        highlight_start: if index == 0 { at.column } else { 1 },
        highlight_end: match index == last {
            true => at.end_column,
            false => text.chars().count() + 1,
        },
    };
    excerpt.lines.iter().enumerate().map(line).collect()
}
