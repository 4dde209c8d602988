use super::{Check, Rule, duplicate};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::{FileId, Span};

pub(crate) static RULE: Rule = Rule {
    code: "PW0001",
    title: "the file is not valid TOML",
    docs: "The file could not be read as TOML, so nothing else in it has been checked yet. Frequent reasons: \
        a text without quotes (`output = receipt` instead of `output = \"receipt\"`), a list without \
        brackets, a quote or bracket that is not closed, `key: value` instead of `key = value`, and a key \
        that is written twice.",
    check: Check::Reading,
};

/// Reports what the TOML parser says: one error a line, one for a list that goes wrong, one for YAML.
pub(crate) fn report(
    file: FileId,
    text: &str,
    errors: &[toml::de::Error],
    findings: &mut Findings,
) {
    if text.trim_start().starts_with('{') {
        return findings.push(json(file, text));
    }
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error))
        .collect();
    errors.sort_by_key(|(range, _)| range.start);
    let (mut last_line, mut last_list, mut second_table) = (None, false, false);
    // the parser takes what follows a list that is not closed for a part of it
    let mut open_list = false;
    for (range, error) in errors {
        let range = range.start.min(text.len())..range.end.min(text.len());
        let line = text[..floor(text, range.start)].rfind('\n');
        let list = error.message().contains("array");
        let twice = error.message().starts_with("duplicate key");
        let again = twice && second_table && of_second_table(text, range.start);
        let follows = list && (last_list || open_list);
        if last_line != Some(line) && !follows && !again {
            open_list |= list && is_line_start(text, range.start);
            second_table |= twice && line_of(text, range.start).starts_with('[');
            let (found, yaml) = one(text, Span::new(file, range), error.message());
            findings.push(found);
            if yaml {
                return;
            }
        }
        (last_line, last_list) = (Some(line), list);
    }
}

/// The whole file is an object in braces.
fn json(file: FileId, text: &str) -> Diagnostic {
    let start = text.len() - text.trim_start().len();
    Diagnostic::error(&RULE, Span::new(file, start..start + 1), "this is not TOML")
        .label("JSON, by the look of it")
        .help(HOW)
}

/// How TOML is written.
const HOW: &str = "TOML writes `key = \"value\"`, and each step as a table: `[steps.NAME]`";

/// Whether only blanks stand before a place in its line.
fn is_line_start(text: &str, at: usize) -> bool {
    let before = &text[..floor(text, at)];
    before
        .lines()
        .last()
        .is_none_or(|line| line.trim().is_empty())
        || before.ends_with('\n')
}

/// A key of a table that is itself written twice: one error is enough.
fn of_second_table(text: &str, at: usize) -> bool {
    let at = floor(text, at);
    let line_start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let key = text[at..].split(['=', ' ']).next().unwrap_or_default();
    !line_of(text, at).starts_with('[') && first_key(text, line_start, key).is_none()
}

/// The line of a place, without the blanks at its beginning.
fn line_of(text: &str, at: usize) -> &str {
    let line_start = text[..floor(text, at)].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    line.trim_start()
}

/// The nearest place at or before `at` that is no middle of a character.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn one(text: &str, span: Span, message: &str) -> (Diagnostic, bool) {
    if message.starts_with("duplicate key") {
        return (twice(text, span), false);
    }
    let line_start = text[..floor(text, span.start)]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let before = &text[line_start..floor(text, span.start)];
    let rest = text[floor(text, span.start)..]
        .lines()
        .next()
        .unwrap_or_default();
    if let Some(found) = in_place(text, span, message, before, rest) {
        return (found, false);
    }
    let (title, label) = plain(message, before, rest);
    let error = Diagnostic::error(&RULE, span, title).label(label);
    if let Some((end, quoted)) = bare_words(before, rest) {
        return (
            error.edit(
                "put it in quotes",
                Span {
                    end: span.start + end,
                    ..span
                },
                quoted,
            ),
            false,
        );
    }
    match is_yaml(before, rest) {
        true => (error.help(HOW), true),
        false => (error, false),
    }
}

/// Faults whose edit is known.
fn in_place(text: &str, span: Span, message: &str, before: &str, rest: &str) -> Option<Diagnostic> {
    let error = |span, title: &str| Diagnostic::error(&RULE, span, title);
    let missing = message.starts_with("missing comma between array elements");
    if missing && before.trim().is_empty() {
        // the list ends above
        let end = text[..floor(text, span.start)].trim_end().len();
        let end = Span {
            start: end,
            end,
            ..span
        };
        let found = error(end, "a list is not closed").label("`]` is missing here");
        return Some(found.edit("close it", end, "]"));
    }
    if missing {
        let at = span.start - (before.len() - before.trim_end().len());
        let at = Span {
            start: at,
            end: at,
            ..span
        };
        let found = error(span, "a list lacks a comma").label("`,` is missing before this");
        return Some(found.edit("put it in", at, ","));
    }
    if matches!(message.split(',').next(), Some("invalid basic string")) && rest.is_empty() {
        let found = error(span, "a text is not closed").label("the closing quote is missing");
        return Some(found.edit(
            "close it",
            Span {
                end: span.start,
                ..span
            },
            "\"",
        ));
    }
    if let Some(found) = typographic(span, rest) {
        return Some(found);
    }
    if message.starts_with("keys cannot be multi-line") {
        let start = Span {
            end: span.start,
            ..span
        };
        let found = error(span, "a text stands without its key").label("expected `key = value`");
        return Some(found.edit(
            "if it tells what the pipeline is for, say so",
            start,
            "doc = ",
        ));
    }
    let word = rest
        .split([',', ']', '}', '#', ' '])
        .next()
        .unwrap_or_default();
    let whole = Span {
        end: span.start + word.len(),
        ..span
    };
    match word {
        "True" | "TRUE" | "yes" | "on" | "False" | "FALSE" | "no" | "off" => {
            let meant = matches!(word, "True" | "TRUE" | "yes" | "on").to_string();
            let found = error(whole, &format!("`{word}` is not a value"))
                .label("expected `true` or `false`");
            Some(found.edit("write it as TOML does", whole, meant))
        }
        "None" | "null" | "nil" | "Null" => {
            let found = error(whole, &format!("`{word}` is not a value"))
                .label("TOML has no word for nothing");
            Some(found.help("take the key out: what is not said is not so"))
        }
        _ => None,
    }
}

/// `“order: Order”`
fn typographic(span: Span, rest: &str) -> Option<Diagnostic> {
    const QUOTES: [char; 10] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»'];
    let first = rest.chars().next().filter(|char| QUOTES.contains(char))?;
    let text = rest.split('#').next()?;
    let mut from_the_end = text.char_indices().rev();
    let (last, quote) = from_the_end.find(|(_, char)| QUOTES.contains(char))?;
    let whole = Span {
        end: span.start + last + quote.len_utf8(),
        ..span
    };
    let found = Diagnostic::error(&RULE, whole, "these are not the quotes that TOML knows");
    let found = found.label(format!("`{first}` is a letter like any other"));
    Some(found.edit(
        "write plain ones",
        whole,
        text[..last + quote.len_utf8()].replace(QUOTES, "\""),
    ))
}

/// What the parser means, in the words of the user.
fn plain(message: &str, before: &str, rest: &str) -> (String, String) {
    let (title, label) = match message.split(',').next().unwrap_or(message) {
        "string values must be quoted" => ("text has to stand in quotes", "no quotes around this"),
        "invalid basic string" | "invalid literal string" if rest.is_empty() => {
            ("a text is not closed", "the closing quote is missing")
        }
        "unclosed table" => ("the name of a table is not closed", "`]` is missing"),
        "unclosed array" => ("a list is not closed", "`]` is missing"),
        "missing comma between array elements" => (
            "a list is not closed, or lacks a comma",
            "`,` or `]` is missing before this",
        ),
        "key with no value" if is_yaml(before, rest) => {
            ("this is not TOML", "YAML, by the look of it")
        }
        "invalid unquoted key" if is_yaml(before, rest) => {
            ("this is not TOML", "YAML, by the look of it")
        }
        "invalid unquoted key" if rest.starts_with(char::is_alphanumeric) => (
            "a key with letters other than a to z stands in quotes",
            "TOML allows this in quotes only",
        ),
        "key with no value" => ("a key has no value", "`=` and a value are missing"),
        _ => return ("this is not valid TOML".to_owned(), message.to_owned()),
    };
    (title.to_owned(), label.to_owned())
}

/// `steps:` or `- name: load`
fn is_yaml(before: &str, rest: &str) -> bool {
    let line = format!("{before}{rest}");
    let line = line.trim();
    let key = line
        .trim_start_matches("- ")
        .split_once(':')
        .map(|(key, _)| key);
    key.is_some_and(|key| {
        !key.is_empty()
            && key
                .chars()
                .all(|char| char.is_alphanumeric() || "_-".contains(char))
    })
}

/// Words after `=` that lack their quotes: how far they reach, and how to write them.
fn bare_words(before: &str, rest: &str) -> Option<(usize, String)> {
    const LISTS: [&str; 4] = ["input", "after", "use", "requires"];
    if let Some(within) = within_list(before, rest) {
        return Some(within);
    }
    let key = before.trim_end().strip_suffix('=')?.trim();
    let words = rest.split('#').next()?.trim_end();
    let fits = |char: char| char.is_alphanumeric() || "_&:.()<>, ".contains(char);
    let begins = words.starts_with(|char: char| char.is_alphabetic() || char == '&' || char == '_');
    if !begins || !words.chars().all(fits) {
        return None;
    }
    let list: Vec<String> = words
        .split(',')
        .map(|word| format!("\"{}\"", word.trim()))
        .collect();
    let quoted = match (LISTS.contains(&key), list.as_slice()) {
        (true, _) => format!("[{}]", list.join(", ")),
        (false, [word]) => word.clone(),
        (false, _) => return None,
    };
    Some((words.len(), quoted))
}

/// `[order, &payment]`: from the first word without quotes to the end of the list.
fn within_list(before: &str, rest: &str) -> Option<(usize, String)> {
    let before = before.trim_end();
    if !before.ends_with('[') && !before.ends_with(',') {
        return None;
    }
    let end = rest.find(']')?;
    let is_plain = |word: &str| word.starts_with('"') || !word.contains(['"', '[']);
    if !rest[..end].split(',').all(|word| is_plain(word.trim())) {
        return None;
    }
    let words = rest[..end].split(',').map(|word| match word.trim() {
        word if word.starts_with('"') || word.is_empty() => word.to_owned(),
        word => format!("\"{word}\""),
    });
    Some((end, words.collect::<Vec<_>>().join(", ")))
}

fn twice(text: &str, span: Span) -> Diagnostic {
    let name = text.get(span.start..span.end).unwrap_or_default();
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let header = &text[line_start..span.start];
    if header.trim_start().starts_with("[steps.") {
        let needle = format!("[steps.{name}]");
        let first = text
            .find(&needle)
            .map(|at| at + "[steps.".len())
            .filter(|&at| at < span.start);
        let first = first.map(|at| Span {
            start: at,
            end: at + name.len(),
            ..span
        });
        return duplicate::steps(name, first, span);
    }
    let error =
        Diagnostic::error(&RULE, span, format!("`{name}` is given twice")).label("the second time");
    match first_key(text, line_start, name) {
        Some(at) => error.and(
            Span {
                start: at,
                end: at + name.len(),
                ..span
            },
            "the first time",
        ),
        None => error,
    }
    .help("keep one of the two")
}

/// The same key further up in the same table.
fn first_key(text: &str, before: usize, name: &str) -> Option<usize> {
    let mut end = before;
    while end > 0 {
        let start = text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..end];
        let key = line.trim_start();
        if key.starts_with('[') {
            return None;
        }
        if key
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return Some(start + line.len() - key.len());
        }
        end = start;
    }
    None
}
