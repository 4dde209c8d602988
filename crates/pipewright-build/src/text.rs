//! Rust fragments as text, spaced as rustfmt would space them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The text of a type: `HashMap<String, &'static [u8]>`.
pub(crate) fn of_type(ty: &syn::Type) -> String {
    let mut text = String::new();
    write(ty.to_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                if stands_apart(group.delimiter(), last_word(text)) {
                    text.push(' ');
                }
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => write_punct(punct.as_char(), punct.spacing(), text),
            word => {
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')') {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
        }
    }
}

/// The word, or the lifetime, that a text ends with.
fn last_word(text: &str) -> &str {
    let before = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '\'');
    &text[before.len()..]
}

/// Whether there is a space between a word and the group after it: in `mut [u8]` and `&'a (A, B)`, but not
/// in `Fn(A)`.
fn stands_apart(group: Delimiter, word: &str) -> bool {
    const KEYWORDS: [&str; 5] = ["const", "dyn", "impl", "mut", "where"];
    match group {
        Delimiter::None => false,
        Delimiter::Parenthesis => word.starts_with('\'') || KEYWORDS.contains(&word),
        Delimiter::Bracket | Delimiter::Brace => !word.is_empty(),
    }
}

fn write_punct(punct: char, spacing: Spacing, text: &mut String) {
    match punct {
        ',' | ';' => text.extend([punct, ' ']),
        '=' | '+' => text.extend([' ', punct, ' ']),
        '-' if spacing == Spacing::Joint => text.push_str(" -"),
        '>' if text.ends_with(" -") => text.push_str("> "),
        '\'' if text.ends_with(char::is_alphanumeric) => text.extend([' ', punct]),
        _ => text.push(punct),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn types_read_as_written() {
        for ty in [
            "Order",
            "crate::orders::Order",
            "HashMap<String, Vec<&'static str>>",
            "[u8; 4]",
            "(u32, f64)",
            "Box<dyn Fn(&str) -> u32 + Send + 'static>",
            "&'static mut [u8]",
            "&'static (A, B)",
            "&'static [(A, B)]",
            "Box<dyn (Fn(u32) -> (u8, u8)) + Sync>",
            "fn(u32) -> [u8; 2]",
            "*const (A, B)",
            "Iter<Item = u32>",
        ] {
            let parsed = syn::parse_str(ty).expect("a type");
            assert_eq!(super::of_type(&parsed), ty);
        }
    }
}
