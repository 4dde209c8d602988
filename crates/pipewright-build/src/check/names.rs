//! What may be a name.

/// Keywords of every edition, and the words that generated code needs for itself.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "Self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Why a text cannot be a name.
pub(super) enum Unfit {
    /// A keyword of Rust.
    Keyword,
    /// `cx` or `self`.
    Taken,
    /// No identifier at all.
    NoIdentifier,
}

pub(super) fn unfit(name: &str) -> Option<Unfit> {
    if KEYWORDS.contains(&name) {
        Some(Unfit::Keyword)
    } else if name == "cx" || name == "self" {
        Some(Unfit::Taken)
    } else if is_word(name) || is_foreign_word(name) {
        None
    } else {
        Some(Unfit::NoIdentifier)
    }
}

/// Whether a text is an identifier with other letters than the plain ones, and not a raw one.
fn is_foreign_word(text: &str) -> bool {
    !text.is_ascii() && !text.starts_with("r#") && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Whether a text is an identifier, or a keyword, of plain letters.
pub(crate) fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let begins = |byte: &u8| !byte.is_ascii_digit();
    text != "_" && text.bytes().all(fits) && text.as_bytes().first().is_some_and(begins)
}

/// The nearest thing to `name` that is an identifier.
pub(super) fn mended(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let mut mended = String::new();
    for char in name.trim().chars() {
        match char.is_alphanumeric() || char == '_' {
            true => mended.push(char),
            false if mended.ends_with('_') => {}
            false => mended.push('_'),
        }
    }
    let mended = mended.trim_matches('_');
    match mended.chars().next() {
        None => "name".to_owned(),
        Some(first) if first.is_numeric() => format!("n{mended}"),
        Some(_) if unfit(mended).is_some() => format!("{mended}_"),
        Some(_) => mended.to_owned(),
    }
}
