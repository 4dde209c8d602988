//! The names of pipelines in a text that cannot be cut into tokens.

/// The functions that follow an attribute `#[pipeline…`.
pub(in crate::front) fn find(text: &str) -> Vec<String> {
    let attributed = text.split("#[pipeline").skip(1);
    attributed.filter_map(first_function).collect()
}

/// The name after the first `fn` that begins a function.
fn first_function(text: &str) -> Option<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: Vec<&str> = code.flat_map(str::split_whitespace).collect();
    let at = code.iter().position(|word| *word == "fn")?;
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
