//! The examples of the pages on the language are pipelines.

use pipewright_build::{File, compile_files};

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

/// A page, how many examples in TOML it has at least, and how many in Rust form.
struct Page {
    path: &'static str,
    text: &'static str,
    toml: usize,
    rust: usize,
}

const PAGES: &[Page] = &[
    Page {
        path: "docs/language.md",
        text: include_str!("../../../docs/language.md"),
        toml: 16,
        rust: 3,
    },
    Page {
        path: "docs/workflows.md",
        text: include_str!("../../../docs/workflows.md"),
        toml: 3,
        rust: 1,
    },
    Page {
        path: "docs/flows.md",
        text: include_str!("../../../docs/flows.md"),
        toml: 1,
        rust: 1,
    },
    Page {
        path: "docs/emitters.md",
        text: include_str!("../../../docs/emitters.md"),
        toml: 0,
        rust: 0,
    },
];

impl Page {
    /// The blocks of a language, with the lines on which they begin.
    fn blocks(&self, language: &str) -> Vec<(usize, String)> {
        let (mut blocks, mut block) = (Vec::new(), None::<(usize, String)>);
        for (number, line) in self.text.lines().enumerate() {
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
    fn compiles(&self, path: &str, line: usize, text: &str) {
        let invoice = File::new("pipelines/billing/invoice.toml", INVOICE);
        let invoice = invoice.in_folders(vec!["billing".to_owned()]);
        let found = compile_files(&[File::new(path, text), invoice]).diagnostics;
        assert!(!found.has_errors(), "{}:{line}\n{found}", self.path);
    }
}

/// Whether a block describes something, and does not show how it is used.
fn is_description(text: &str) -> bool {
    ["#[pipeline", "#[workflow", "#[flow"]
        .iter()
        .any(|attribute| text.contains(attribute))
}

#[test]
fn examples_in_toml() {
    for page in PAGES {
        let blocks = page.blocks("toml");
        assert!(blocks.len() >= page.toml, "{}: {}", page.path, blocks.len());
        for (line, text) in blocks {
            page.compiles("pipelines/example.toml", line, &text);
        }
    }
}

#[test]
fn examples_in_rust() {
    for page in PAGES {
        let blocks = page.blocks("rust").into_iter();
        let described = blocks.filter(|(_, text)| is_description(text));
        let count = described
            .map(|(line, text)| page.compiles("pipelines/example.rs", line, &text))
            .count();
        assert_eq!(count, page.rust, "{}", page.path);
    }
}

#[test]
fn each_section_is_in_the_contents() {
    for page in PAGES {
        let sections = page.text.lines().filter_map(|line| {
            let name = line.strip_prefix("## ").or(line.strip_prefix("### "))?;
            let anchor = name
                .to_lowercase()
                .replace(' ', "-")
                .replace(['\'', ','], "");
            Some(format!("[{name}](#{anchor})"))
        });
        let contents = page.text.split("\n## ").next().unwrap_or_default();
        let contents = contents
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        for section in sections {
            let section = section.to_lowercase();
            assert!(contents.contains(&section), "{}: {section}", page.path);
        }
    }
}
