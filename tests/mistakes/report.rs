//! What a user sees, without what differs from machine to machine, or changes with each line of the
//! runtime.

use std::path::Path;

use crate::krate;

/// Where the files are that are not the user's own.
const ELSEWHERE: [&str; 4] = ["$OUT_DIR", "$PIPEWRIGHT", "$CARGO", "$RUST"];

/// The report as it is committed.
pub(crate) fn portable(shown: &str) -> String {
    let mut text = String::with_capacity(shown.len());
    // whether the lines that follow are of another file, and whether the message itself is about one
    let (mut elsewhere, mut about) = (false, None);
    // Rust's own source is shown where it is installed
    let mut of_rust = false;
    for line in shown.lines().filter(|line| !is_of_a_file_of_rustc(line)) {
        let line = with_short_paths(line);
        match arrow(&line) {
            Some(path) => {
                elsewhere = ELSEWHERE.iter().any(|place| path.starts_with(place));
                of_rust = path.starts_with("$RUST");
                about.get_or_insert(elsewhere);
            }
            // an edit without a place is one of what the message is about
            None if line.starts_with("help: ") => elsewhere = about == Some(true),
            None if line.starts_with("error") || line.starts_with("warning") => {
                (elsewhere, about) = (false, None);
            }
            None => elsewhere &= has_gutter(&line),
        }
        if of_rust && arrow(&line).is_none() && has_gutter(&line) {
            continue;
        }
        let line = match elsewhere {
            true => without_line_number(&line),
            false => line,
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// rustc writes long types to files with names that it makes up.
fn is_of_a_file_of_rustc(line: &str) -> bool {
    line.contains("the full name for the type has been written to")
        || line.contains("consider using `--verbose` to print the full type name")
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
    if !has_gutter(line) && arrow(line).is_none() {
        return line.to_owned();
    }
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
    let line = without_place(&line);
    let version = concat!("pipewright ", env!("CARGO_PKG_VERSION"), " ");
    let line = line.replace(version, "pipewright $VERSION ");
    let shop = format!("{}/shop/", krate::folder().display());
    let line = line.replace(&shop, "$SHOP/");
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

/// `{async block@$OUT_DIR/pipewright/order_processing.rs:369:17: 369:27}` without the numbers.
fn without_place(line: &str) -> String {
    let Some((before, place)) = line.split_once("@$OUT_DIR/") else {
        return line.to_owned();
    };
    let (path, rest) = place.split_once(".rs:").unwrap_or((place, ""));
    let rest = rest.trim_start_matches(|char: char| char.is_ascii_digit() || ": ".contains(char));
    format!("{before}@$OUT_DIR/{path}.rs{rest}")
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
