//! What a user sees, without what differs from machine to machine, or changes with each line of the
//! runtime.

use std::path::Path;

use crate::krate;

/// Where the files are that are not the user's own.
const ELSEWHERE: [&str; 4] = ["$OUT_DIR", "$PIPEWRIGHT", "$CARGO", "$RUST"];

/// The report as it is committed.
pub(crate) fn portable(shown: &str) -> String {
    let mut text = String::with_capacity(shown.len());
    let mut elsewhere = false;
    for line in shown.lines() {
        let line = with_short_paths(line);
        match arrow(&line) {
            Some(path) => elsewhere = ELSEWHERE.iter().any(|place| path.starts_with(place)),
            None => elsewhere &= has_gutter(&line),
        }
        text.push_str(
            match elsewhere {
                true => without_line_number(&line),
                false => line,
            }
            .trim_end(),
        );
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The path that a line like `  --> src/main.rs:4:1` leads to.
fn arrow(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("--> ")
        .or_else(|| line.strip_prefix("::: "))
}

/// Whether a line belongs to the source that is shown.
fn has_gutter(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|char: char| char.is_ascii_digit());
    line.starts_with("...") || rest.trim_start().starts_with('|')
}

/// The numbers of lines in other people's files say nothing, and change.
fn without_line_number(line: &str) -> String {
    if let Some(path) = arrow(line) {
        let (before, file) = line.split_at(line.len() - path.len());
        let file = file.split(':').next().unwrap_or_default();
        return format!("{before}{file}");
    }
    let digits = |char: char| char.is_ascii_digit();
    let number = line.len() - line.trim_start().len();
    let end = number + line[number..].len() - line[number..].trim_start_matches(digits).len();
    let blank: String = " ".repeat(end - number);
    format!("{}{blank}{}", &line[..number], &line[end..])
}

fn with_short_paths(line: &str) -> String {
    let target = format!("{}/target/", krate::folder().display());
    let line = below(line, &target, "$OUT_DIR", |rest| rest.split_once("/out/"));
    let root = format!("{}/", Path::new(krate::ROOT).display());
    let line = line.replace(&root, "$PIPEWRIGHT/");
    let line = below(&line, "/", "$CARGO", |rest| {
        rest.split_once("/registry/src/")
            .filter(|(before, _)| !before.contains(' '))
    });
    below(&line, "/", "$RUST", |rest| {
        rest.split_once("/library/")
            .filter(|(before, _)| !before.contains(' '))
    })
}

/// Puts `name` in the place of a path that begins with `start` and ends where `end` splits the rest.
fn below<'l>(
    line: &'l str,
    start: &str,
    name: &str,
    end: impl Fn(&'l str) -> Option<(&'l str, &'l str)>,
) -> String {
    let found = line.find(start);
    match found.and_then(|at| Some((at, end(&line[at + start.len()..])?))) {
        Some((at, (_, rest))) => format!("{}{name}/{rest}", &line[..at]),
        None => line.to_owned(),
    }
}
