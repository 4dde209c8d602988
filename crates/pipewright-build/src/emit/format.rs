//! The text of generated code.

use std::fmt::{self, Write};

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::quote;

/// Begins the line of a doc comment that says where an item is described.
pub(super) const DESCRIBED: &str = "Described at ";

/// Begins a doc attribute that stands for an ordinary comment with a line of the description: the
/// formatter drops comments, so they are put in after it.
pub(super) const PLACE: &str = "@place ";

/// Is called like a macro with a line of the description, and stands for a comment beside what follows.
pub(super) const BESIDE: &str = "__beside";

/// Stands for the definition's hash, which is known only when the code is.
pub(super) const DEFINITION: &str = "@definition";

/// A doc comment, an attribute a line.
pub(super) fn doc(text: &str) -> TokenStream {
    // what turns the text around, or ends the line, does not belong in a comment
    let harmless = |char: char| match char {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        char if char.is_control() && char != '\t' => ' ',
        char => char,
    };
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        _ => format!(" {}", line.chars().map(harmless).collect::<String>()),
    });
    quote!(#(#[doc = #lines])*)
}

/// Formats a file, and puts in what could not stand in it before.
pub(super) fn file(code: TokenStream, definition: &str, path: &str) -> String {
    // what the emitters make of fragments that parse is Rust; were it not, rustc would say so better
    let code = in_one_line(code);
    let text = match syn::parse2(code.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => code.to_string(),
    };
    let mut file = String::with_capacity(text.len() * 9 / 8);
    let (mut before, mut beside) = ("", None);
    for line in text.lines() {
        let (trimmed, last) = (line.trim_start(), before.trim_start());
        let indent = &line[..line.len() - trimmed.len()];
        if let Some(number) = beside_line(trimmed) {
            beside = Some(Beside::new(number, indent));
            continue;
        }
        if begins_item(trimmed) && ends_item(last) && !are_alike(last, trimmed) {
            file.push('\n');
        }
        match trimmed.strip_prefix("///@place ") {
            Some(number) => file.extend([indent, "// ", path, ":", number]),
            None => file.push_str(line),
        }
        beside = beside.filter(|beside| beside.reaches(indent, trimmed));
        if let Some(beside) = beside.as_mut().filter(|_| !trimmed.starts_with("#[")) {
            file.extend([" // ", path, ":", beside.number]);
            beside.begun = true;
        }
        file.push('\n');
        before = line;
    }
    file.replace(DEFINITION, definition)
}

/// Text of several lines as a literal of one, so that a line of the file is never within one.
fn in_one_line(code: TokenStream) -> TokenStream {
    let tokens = code.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), in_one_line(group.stream()));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        TokenTree::Literal(literal) if literal.to_string().contains('\n') => escaped(literal),
        other => other,
    });
    tokens.collect()
}

fn escaped(literal: Literal) -> TokenTree {
    TokenTree::Literal(match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Literal::string(&text.value()),
        syn::Lit::ByteStr(bytes) => Literal::byte_string(&bytes.value()),
        syn::Lit::CStr(text) => Literal::c_string(&text.value()),
        _ => literal,
    })
}

/// The line of the description of which the marker tells.
fn beside_line(line: &str) -> Option<&str> {
    let number = line.strip_prefix(BESIDE)?.strip_prefix("!(")?;
    number.strip_suffix(");")
}

/// The lines of an item, a statement or an expression, which all get its place.
struct Beside<'a> {
    number: &'a str,
    indent: &'a str,
    begun: bool,
}

impl<'a> Beside<'a> {
    fn new(number: &'a str, indent: &'a str) -> Self {
        Self {
            number,
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

/// A hash of the code without its docs and comments, so that it tells definitions apart and nothing
/// else: [FNV-1a](http://www.isthe.com/chongo/tech/comp/fnv/) of the tokens, 64 bits.
pub(super) fn definition(code: &TokenStream) -> String {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    hash.tokens(code.clone());
    format!("{:016x}", hash.0)
}

struct Fnv(u64);

impl Fnv {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    tokens.next_if(is_doc);
                }
                // the marker of a place: its name, `!`, the line, `;`
                TokenTree::Ident(name) if name == BESIDE => drop(tokens.nth(2)),
                TokenTree::Group(group) => {
                    self.token("(");
                    self.tokens(group.stream());
                    self.token(")");
                }
                other => self.token(&other),
            }
        }
    }

    fn token(&mut self, token: impl fmt::Display) {
        // a hash takes any text
        let _ = write!(self, "{token}\0");
    }
}

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}

fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}
