//! The examples of the pages in `docs` are pipelines.

use std::fs;
use std::path::{Path, PathBuf};

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

struct Page {
    /// Its path in `docs`.
    name: String,
    text: String,
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// The pages in a folder and those below it, sorted.
fn pages(folder: &Path) -> Vec<Page> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            pages.extend(self::pages(&path));
        } else if path.extension().is_some_and(|end| end == "md") {
            let name = path.strip_prefix(docs()).unwrap_or(&path);
            let name = name.to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a page");
            pages.push(Page { name, text });
        }
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

impl Page {
    /// The blocks of a language that describe something, with the lines on which they begin.
    fn descriptions(&self, language: &str) -> Vec<(usize, String)> {
        let mut blocks = self.blocks(language);
        blocks.retain(|(_, text)| is_description(text));
        blocks
    }

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
        assert!(!found.has_errors(), "docs/{}:{line}\n{found}", self.name);
    }
}

/// Whether a block describes something, and does not show how it is used, or what else stands in a file.
fn is_description(text: &str) -> bool {
    ["[steps.", "[entries.", "#[pipeline", "#[workflow", "#[flow"]
        .iter()
        .any(|part| text.contains(part))
}

#[track_caller]
fn all_compile(language: &str, path: &str, least: usize) {
    let mut count = 0;
    for page in pages(&docs()) {
        for (line, text) in page.descriptions(language) {
            page.compiles(path, line, &text);
            count += 1;
        }
    }
    assert!(count >= least, "only {count} examples in {language}");
}

#[test]
fn examples_in_toml() {
    all_compile("toml", "pipelines/example.toml", 30);
}

#[test]
fn examples_in_rust() {
    all_compile("rust", "pipelines/example.rs", 5);
}

#[test]
fn each_section_is_in_the_contents() {
    for page in pages(&docs()) {
        let sections = page.text.lines().filter_map(|line| {
            let name = line.strip_prefix("## ").or(line.strip_prefix("### "))?;
            let anchor = name
                .to_lowercase()
                .replace(' ', "-")
                .replace(['\'', ','], "");
            Some(format!("[{name}](#{anchor})"))
        });
        let contents = page.text.split("\n## ").next().unwrap_or_default();
        let is_list = |line: &str| line.starts_with("- [") && line.contains("](#");
        if !contents.lines().any(is_list) {
            continue;
        }
        let contents = contents
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        for section in sections {
            let section = section.to_lowercase();
            assert!(contents.contains(&section), "docs/{}: {section}", page.name);
        }
    }
}
