//! The text of generated code.

use super::tokens::{TokenStream, quote};

/// Begins the line of a doc comment that says where an item is described.
pub(super) const DESCRIBED: &str = "Described at ";

/// Begins a doc attribute that stands for an ordinary comment with a line of the description: among tokens
/// there are no comments, so they are put in when these are lines.
pub(super) const PLACE: &str = "@place ";

/// Is called like a macro with a line of the description, and stands for a comment beside what follows.
pub(super) const BESIDE: &str = "__beside";

/// Is called like a macro where the module's items stand, which are laid out on their own.
pub(super) const ITEMS: &str = "__items";

/// Stands for the definition's hash, which is known only when the code is.
pub(super) const DEFINITION: &str = "@definition";

/// A doc comment, an attribute a line.
pub(super) fn doc(text: &str) -> TokenStream {
    // what turns the text around, or ends the line, does not belong in a comment
    let harmful = |char: char| match char {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        char => char.is_control() && char != '\t',
    };
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        _ => format!(" {}", line.replace(harmful, " ")),
    });
    quote!(#(#[doc = #lines])*)
}

/// The text of a file.
pub(crate) struct File {
    pub(crate) text: String,
    /// A hash of the text without docs and comments, so that it tells definitions apart and nothing else.
    pub(crate) definition: String,
}

/// Makes lines a file: puts in what could not stand in them before.
pub(super) fn file(around: &str, items: &str, path: &str) -> File {
    let (before, after) = around
        .split_once(&format!("        {ITEMS}!();\n"))
        .unwrap_or((around, ""));
    let mut file = String::with_capacity((around.len() + items.len()) * 9 / 8);
    let (mut hash, mut last, mut beside) = (Fnv::new(), "", None);
    for line in [before, items, after].into_iter().flat_map(str::lines) {
        let mut trimmed = line.trim_ascii_start();
        let indent = &line[..line.len() - trimmed.len()];
        if let Some((place, rest)) = beside_line(trimmed) {
            beside = Some(Beside::new(place, indent));
            if rest.is_empty() {
                continue;
            }
            trimmed = rest;
        }
        if ends_item(last) && begins_item(trimmed) && !are_alike(last, trimmed) {
            file.push('\n');
        }
        match trimmed.strip_prefix("///@place ") {
            Some(number) => file.extend([indent, "// ", path, ":", number]),
            None => file.extend([indent, trimmed]),
        }
        if !trimmed.starts_with("///") {
            hash.line(trimmed);
        }
        beside = beside.filter(|beside| beside.reaches(indent, trimmed));
        if let Some(beside) = beside.as_mut().filter(|_| !trimmed.starts_with("#[")) {
            file.extend([" // ", path, ":", beside.number]);
            if let Some(why) = beside.why {
                file.extend([" ", why]);
            }
            beside.begun = true;
        }
        file.push('\n');
        last = trimmed;
    }
    let definition = hash.text();
    let text = file.replace(DEFINITION, &definition);
    File { text, definition }
}

/// The line of the description of which the marker tells, and perhaps more; and what stands behind the marker, as
/// the arm of a `match` does.
fn beside_line(line: &str) -> Option<(&str, &str)> {
    let place = line.strip_prefix(BESIDE)?.strip_prefix("!(")?;
    let (place, rest) = place.split_once(");")?;
    Some((place, rest.trim_start()))
}

/// The lines of an item, a statement or an expression, which all get its place.
struct Beside<'a> {
    number: &'a str,
    why: Option<&'a str>,
    indent: &'a str,
    begun: bool,
}

impl<'a> Beside<'a> {
    fn new(place: &'a str, indent: &'a str) -> Self {
        let (number, why) = match place.split_once(", ") {
            Some((number, why)) => (number, Some(why.trim_matches('"'))),
            None => (place, None),
        };
        Self {
            number,
            why,
            indent,
            begun: false,
        }
    }

    /// Whether this line, one further, still belongs to it.
    fn reaches(&self, indent: &str, line: &str) -> bool {
        let closes = line.starts_with([')', ']', '}']);
        !self.begun
            || indent.len() > self.indent.len()
            || (indent.len() == self.indent.len() && closes)
    }
}

/// Whether a blank line belongs before this line, where something has ended above it.
fn begins_item(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "///",
        "#[",
        "async fn ",
        "const ",
        "enum ",
        "fn ",
        "impl",
        "mod ",
        "pub ",
        "static ",
        "struct ",
        "trait ",
        "type ",
    ];
    WORDS.iter().any(|word| line.starts_with(word)) && !line.starts_with("pub use self::gen")
}

/// Whether a line is the end of an item, an import apart.
fn ends_item(line: &str) -> bool {
    let is_import = line.starts_with("use ") || line.starts_with("#[allow(unused_imports)]");
    line == "}" || (line.ends_with(';') && !is_import)
}

/// Whether two items of a line each belong together.
fn are_alike<'a>(above: &'a str, below: &'a str) -> bool {
    let first_word = |line: &'a str| line.split(' ').next();
    above.ends_with(';') && below.ends_with(';') && first_word(above) == first_word(below)
}

/// [FNV-1a](http://www.isthe.com/chongo/tech/comp/fnv/), 64 bits.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn line(&mut self, line: &str) {
        for byte in line.bytes().chain([b'\n']) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}
