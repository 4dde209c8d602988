//! The examples of `docs/language.md` are pipelines.

use pipewright_build::{File, compile_files};

const LANGUAGE: &str = include_str!("../../../docs/language.md");

/// What one of the examples runs.
const INVOICE: &str = r#"
use    = ["crate::{Bill, BillingError, Order}"]
error  = "BillingError"
input  = ["order: Order"]
output = "bill"

[steps.write]
input  = ["&order"]
output = "bill: Bill"
"#;

/// The blocks of a language, with the lines on which they begin.
fn blocks(language: &str) -> Vec<(usize, String)> {
    let (mut blocks, mut block) = (Vec::new(), None::<(usize, String)>);
    for (number, line) in LANGUAGE.lines().enumerate() {
        match (line, &mut block) {
            ("```", open @ Some(_)) => blocks.extend(open.take()),
            (_, Some((_, text))) => text.extend([line, "\n"]),
            _ if line.strip_prefix("```") == Some(language) => {
                block = Some((number + 2, String::new()));
            }
            _ => {}
        }
    }
    blocks
}

#[track_caller]
fn compiles(path: &str, line: usize, text: &str) {
    let invoice = File::new("pipelines/billing/invoice.toml", INVOICE);
    let invoice = invoice.in_folders(vec!["billing".to_owned()]);
    let found = compile_files(&[File::new(path, text), invoice]).diagnostics;
    assert!(!found.has_errors(), "docs/language.md:{line}\n{found}");
}

#[test]
fn examples_in_toml() {
    let blocks = blocks("toml");
    assert!(blocks.len() > 15, "{}", blocks.len());
    for (line, text) in blocks {
        compiles("pipelines/example.toml", line, &text);
    }
}

#[test]
fn examples_in_rust() {
    let blocks = blocks("rust").into_iter();
    let pipelines = blocks.filter(|(_, text)| text.contains("#[pipeline"));
    let count = pipelines
        .map(|(line, text)| compiles("pipelines/example.rs", line, &text))
        .count();
    assert_eq!(count, 3);
}

#[test]
fn each_section_is_in_the_contents() {
    let sections = LANGUAGE.lines().filter_map(|line| {
        let name = line.strip_prefix("## ").or(line.strip_prefix("### "))?;
        let anchor = name
            .to_lowercase()
            .replace(' ', "-")
            .replace(['\'', ','], "");
        Some(format!("[{}](#{anchor})", name))
    });
    let contents = LANGUAGE.split("\n## ").next().unwrap_or_default();
    let contents = contents
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    for section in sections {
        assert!(contents.contains(&section.to_lowercase()), "{section}");
    }
}
