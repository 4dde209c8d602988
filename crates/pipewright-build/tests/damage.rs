//! Whatever is cut out of a description, or put in, is a report or a pipeline, and never a panic.

use pipewright_build::{File, compile_files};

/// Compiles a damaged file: each of its pipelines is there, whole or broken, and a broken one has a report.
fn compile(path: &str, text: &str) {
    let compiled = compile_files(&[File::new(path, text)]);
    let broken = !compiled.broken.is_empty();
    assert!(!broken || compiled.diagnostics.has_errors(), "{text}");
    compiled.diagnostics.render();
}

/// The text cut into words, blanks and signs.
fn pieces(text: &str) -> Vec<&str> {
    let kind = |char: char| match char {
        char if char.is_alphanumeric() || char == '_' => 0,
        char if char.is_whitespace() => 1,
        char => u32::from(char),
    };
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|char| kind(char) != kind(first));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn damage(path: &str, text: &str) {
    let pieces = pieces(text);
    for at in 0..pieces.len() {
        let before = pieces[..at].concat();
        let after = pieces[at + 1..].concat();
        compile(path, &format!("{before}{after}"));
        compile(path, &before);
        let others = ["; ", "(", "}", "let ", "\"", "#[step]", "match x {} "];
        let other = others[at % others.len()];
        compile(path, &format!("{before}{other}{after}"));
    }
}

#[test]
fn in_toml() {
    damage("a.toml", include_str!("good/order_processing.toml"));
}

#[test]
fn in_rust() {
    damage("a.rs", include_str!("good/order_processing.rs"));
}

#[test]
fn in_rust_with_everything() {
    damage("a.rs", include_str!("good/rich.rs"));
}
