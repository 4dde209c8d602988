//! A description, broken.

use crate::random::Random;
use crate::seeds::Seed;

pub(crate) fn run(seed: &Seed, seeds: &[Seed], random: &mut Random) -> String {
    let mut text = seed.text.clone();
    loop {
        text = match random.below(10) {
            0 => lines(&text, random.pick(seeds), random),
            1 => characters(&text, random),
            2 if random.once_in(5) => nest(&text, random),
            _ => words(&text, random.pick(seeds), random),
        };
        if random.once_in(3) {
            return text;
        }
    }
}

/// Words, runs of blanks, and all other characters one by one: inside strings as outside.
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let kind = |char: char| match char {
        _ if char.is_alphanumeric() || char == '_' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match kind(first) {
            0 => first.len_utf8(),
            same => rest.find(|char| kind(char) != same).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Words taken away, doubled, exchanged, or others in their place.
fn words(text: &str, other: &Seed, random: &mut Random) -> String {
    let mut tokens = tokens(text);
    if tokens.is_empty() {
        return (*random.pick(WORDS)).to_owned();
    }
    let (at, from) = (random.below(tokens.len()), random.below(tokens.len()));
    match random.below(8) {
        0 => drop(tokens.remove(at)),
        1 => tokens.insert(at, tokens[from]),
        2 => tokens.swap(at, from),
        3 => tokens[at] = tokens[from],
        4 => tokens[at] = *random.pick(WORDS),
        5 => tokens.insert(at, *random.pick(WORDS)),
        6 => {
            let theirs = self::tokens(&other.text);
            tokens[at] = *random.pick(&theirs);
            return tokens.concat();
        }
        _ => {
            // names for names and values for values go further than anything for anything
            let like = |token: &&str| token.starts_with(char::is_alphabetic);
            let names: Vec<usize> = (0..tokens.len()).filter(|&at| like(&tokens[at])).collect();
            if !names.is_empty() {
                tokens[*random.pick(&names)] = tokens[*random.pick(&names)];
            }
        }
    }
    tokens.concat()
}

fn lines(text: &str, other: &Seed, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let theirs: Vec<&str> = other.text.split_inclusive('\n').collect();
    if lines.is_empty() || theirs.is_empty() {
        return other.text.clone();
    }
    let (at, from) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[from]),
        2 => lines.swap(at, from),
        3 => lines.insert(at, *random.pick(&theirs)),
        4 => lines.truncate(at),
        _ => return text.replace('\n', "\r\n"),
    }
    lines.concat()
}

fn characters(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = random.below(chars.len() + 1);
    match random.below(4) {
        0 if at < chars.len() => drop(chars.remove(at)),
        1 => chars.truncate(at),
        2 if at < chars.len() => chars[at] = *random.pick(CHARACTERS),
        _ => chars.insert(at, *random.pick(CHARACTERS)),
    }
    chars.into_iter().collect()
}

/// Brackets, operators or types around a word, many of them.
fn nest(text: &str, random: &mut Random) -> String {
    let mut tokens = tokens(text);
    if tokens.is_empty() {
        return text.to_owned();
    }
    let (open, close) = *random.pick(NESTS);
    let depth = *random.pick(&[1, 2, 10, 63, 64, 65, 127, 500, 1_499, 3_000]);
    let (open, close) = (open.repeat(depth), close.repeat(depth));
    let at = random.below(tokens.len());
    let close_at = if random.once_in(4) {
        tokens.len()
    } else {
        at + 1
    };
    tokens.insert(close_at, &close);
    tokens.insert(at, &open);
    tokens.concat()
}

const NESTS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("<", ">"),
    ("Vec<", ">"),
    ("&", ""),
    ("!", ""),
    ("-", ""),
    ("|a| ", ""),
    ("a.", ""),
    ("a::", ""),
    ("a + ", ""),
    ("a && ", ""),
    ("if a ", "{}"),
    ("matches!(", ", a)"),
    ("fn(", ")"),
];

const CHARACTERS: &[char] = &[
    '\0', '\t', '\n', '\r', ' ', '"', '\'', '\\', '#', '=', '.', ',', ':', ';', '[', ']', '{', '}',
    '(', ')', '<', '>', '&', '*', '-', '_', '0', 'a', 'ß', 'é', '𝒳', '\u{feff}', '\u{200b}',
    '\u{202e}', '\u{301}', '日', '\u{7f}', '\u{85}', '\u{2028}',
];

const WORDS: &[&str] = &[
    "",
    "_",
    "__",
    "_1",
    "self",
    "Self",
    "self_",
    "cx",
    "crate",
    "super",
    "r#type",
    "r#self",
    "'a",
    "'static",
    "größe",
    "x𝒳",
    "e\u{301}",
    "&",
    "&mut ",
    "*",
    "..",
    "::",
    "::<u8>",
    ".clone()",
    ".maybe()",
    ".ok()",
    ".outcome()",
    ".0",
    ".await",
    "?",
    "()",
    "0",
    "-0",
    "1",
    "-1",
    "1u32",
    "1e400",
    "nan",
    "inf",
    "-inf",
    "0x7fffffffffffffffff",
    "340282366920938463463374607431768211456",
    "18446744073709551615s",
    "0s",
    "1ns",
    "5s 5s",
    "true",
    "false",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\u0026",
    "\\\"",
    "\\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "#",
    "//",
    "/*",
    "*/",
    "=",
    "==",
    "=>",
    "->",
    "{}",
    "[]",
    "[[steps]]",
    "[steps.a]",
    "[steps.a.b]",
    "[const]",
    "[metadata]",
    "use",
    "input",
    "output",
    "error",
    "when",
    "after",
    "retry",
    "call",
    "blocking",
    "timeout",
    "deadline",
    "attempts",
    "executor",
    "optional",
    "skippable",
    "infallible",
    "on_missing",
    "String",
    "u32",
    "Vec<u8>",
    "Option<&'static str>",
    "impl Fn()",
    "dyn Fn(&str) -> u8",
    "[u8; { 3 }]",
    "<u8 as Into<u16>>::Out",
    "fn(u8)",
    "!",
    "macro_call!()",
    "matches!(a, b if c)",
    "if let Some(a) = b { c } else { d }",
    "loop {}",
    "|a| a",
    "async {}",
    "unsafe { }",
    "b\"x\"",
    "c\"x\"",
    "b'x'",
    "r\"x\"",
    "r#\"x\"#",
    "'x'",
    "1.5",
    "1.5f32",
    "1_000usize",
    "1foo",
];
