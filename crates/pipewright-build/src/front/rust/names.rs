//! The names of pipelines in a text that cannot be cut into tokens.

/// What an attribute stands above, and the word before its name.
const DESCRIBED: &[(&str, &str)] = &[
    ("#[pipeline", "fn"),
    ("#[workflow", "trait"),
    ("#[flow", "trait"),
];

/// The functions and traits that follow such an attribute, in the order of the text.
pub(in crate::front) fn find(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (attribute, word) in DESCRIBED {
        for (at, _) in text.match_indices(attribute) {
            let name = first_named(&text[at + attribute.len()..], word);
            found.extend(name.map(|name| (at, name)));
        }
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The name after the first of these words that stands alone.
fn first_named(text: &str, word: &str) -> Option<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: Vec<&str> = code.flat_map(str::split_whitespace).collect();
    let at = code.iter().position(|one| *one == word)?;
    let name = code.get(at + 1)?;
    let end = name.find(|char: char| !char.is_alphanumeric() && char != '_');
    Some(name[..end.unwrap_or(name.len())].to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_a_text_with_a_bracket_too_few() {
        let text = "fn none() {}\n#[pipeline(error = E)]\n/// A fn of mine.\nfn größe(x: X) -> Y {\n  f(x\n}\n\
                    #[pipeline]\npub async fn second () {}";
        assert_eq!(super::find(text), ["größe", "second"]);
    }
}
