//! Any text as the inside of a quoted Mermaid label.

/// The entities that HTML reads without a closing semicolon: `&copyright` shows as `©right`.
const OPEN_ENTITIES: &str = "AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute \
    Ecirc Egrave Euml GT Iacute Icirc Igrave Iuml LT Ntilde Oacute Ocirc Ograve Oslash Otilde Ouml \
    QUOT REG THORN Uacute Ucirc Ugrave Uuml Yacute aacute acirc acute aelig agrave amp aring atilde \
    auml brvbar ccedil cedil cent copy curren deg divide eacute ecirc egrave eth euml frac gt iacute \
    icirc iexcl igrave iquest iuml laquo lt macr micro middot nbsp not ntilde oacute ocirc ograve \
    ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup szlig thorn times \
    uacute ucirc ugrave uml uuml yacute yen yuml";

/// `text` as Mermaid has to be told it between two double quotes, so that it shows every character.
///
/// A `&` that HTML cannot take for an entity stays, because most wires have one.
pub(crate) fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        match c {
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '"' => label.push_str("#quot;"),
            '#' => label.push_str("#35;"),
            '$' => label.push_str("#36;"), // two of them begin a formula
            '%' => label.push_str("#37;"), // two of them begin a comment or a directive
            // with an `n` after it, it is a line break, however it is spelled: a space of no width parts them
            '\\' if text[place + 1..].starts_with('n') => label.push_str("#92;#8203;"),
            '\\' => label.push_str("#92;"),
            '`' => label.push_str("#96;"), // the first begins Markdown
            '&' if begins_entity(&text[place + 1..]) => label.push_str("#amp;"),
            '\n' => label.push_str("<br/>"),
            c if c.is_control() => label.push(' '),
            c => label.push(c),
        }
    }
    label
}

/// Whether HTML reads `&` followed by `rest` as something else than these characters.
fn begins_entity(rest: &str) -> bool {
    let word_end = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at(word_end);
    let closed = after.starts_with(';') || after.starts_with('#');
    closed
        || OPEN_ENTITIES
            .split_ascii_whitespace()
            .any(|entity| word.starts_with(entity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_and_borrows_stay() {
        for text in [
            "validate",
            "&Order",
            "&'static str",
            "&[u8; 4]",
            "a && b",
            "größe",
            "(a, b)",
        ] {
            assert_eq!(label(text), text);
        }
    }

    #[test]
    fn types_keep_their_angle_brackets() {
        assert_eq!(
            label("HashMap<String, Vec<&'static str>>"),
            "HashMap#lt;String, Vec#lt;&'static str#gt;#gt;"
        );
    }

    #[test]
    fn an_ampersand_that_reads_as_an_entity_is_spelled_out() {
        assert_eq!(label("&copy::Right"), "#amp;copy::Right");
        assert_eq!(label("&registry::Entry"), "#amp;registry::Entry");
        assert_eq!(label("[&Sum; 4]"), "[#amp;Sum; 4]");
        assert_eq!(label("&#x41;"), "#amp;#35;x41;");
    }

    #[test]
    fn mermaids_own_signs_lose_their_meaning() {
        assert_eq!(label(r#"a == "b""#), "a == #quot;b#quot;");
        assert_eq!(label("r#type"), "r#35;type");
        assert_eq!(label("#lt;"), "#35;lt;");
        assert_eq!(label("`code`"), "#96;code#96;");
        assert_eq!(label("%%{init}%%"), "#37;#37;{init}#37;#37;");
        assert_eq!(label(r"'\n' '\t'"), "'#92;#8203;n' '#92;t'");
        assert_eq!(label("$$x$$"), "#36;#36;x#36;#36;");
    }

    #[test]
    fn line_breaks_break_the_line() {
        assert_eq!(label("a\nb"), "a<br/>b");
        assert_eq!(label("a\tb"), "a b");
    }
}
