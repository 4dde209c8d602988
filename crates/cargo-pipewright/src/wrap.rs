//! Text in lines for a terminal.

/// The text in lines of so many columns. A line that is indented is an example and stays as it is.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let paragraphs = text.split('\n').map(|one| match one.starts_with(' ') {
        true => format!("{one}\n"),
        false => paragraph(one, width),
    });
    paragraphs.collect()
}

fn paragraph(text: &str, most: usize) -> String {
    let (mut lines, mut width) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > most {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines + "\n"
}

#[cfg(test)]
mod tests {
    use pipewright_build::rules;

    use super::wrapped;

    #[test]
    fn no_line_is_too_long() {
        for (rule, width) in rules().iter().zip([80, 60, 40].into_iter().cycle()) {
            let text = wrapped(rule.docs, width);
            let fits = |line: &str| line.chars().count() <= width || line.starts_with(' ');
            assert!(text.lines().all(fits), "{text}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&text), words(rule.docs));
        }
    }
}
