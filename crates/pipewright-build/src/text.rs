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
            "Iter<Item = u32>",
        ] {
            let parsed = syn::parse_str(ty).expect("a type");
            assert_eq!(super::of_type(&parsed), ty);
        }
    }
}
