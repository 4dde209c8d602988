//! What stands on the pages stands in files that are compiled.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files with this ending in a folder and those below it.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let found = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => files(&path, ending),
        false => Vec::from_iter(
            path.extension()
                .is_some_and(|end| end == ending)
                .then_some(path),
        ),
    });
    found.collect()
}

/// Lines without what they are indented by.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

/// What is compiled by other tests: descriptions, and the README's program.
const OTHERS: [&str; 4] = ["#[pipeline", "#[workflow", "#[flow", "fn main("];

/// The blocks of Rust on a page, but for those that rustdoc or other tests compile.
fn blocks(page: &str) -> impl Iterator<Item = &str> {
    let blocks = page.split("```rust\n").skip(1);
    let blocks = blocks.map(|rest| rest.split_once("```").unwrap().0);
    blocks.filter(|block| !OTHERS.iter().any(|part| block.contains(part)))
}

#[test]
fn the_code_on_the_pages_is_compiled() {
    let folders = ["examples", "tests/pages", "crates/pipewright-otel/tests"]
        .map(|folder| files(&root().join(folder), "rs"));
    let compiled = folders
        .concat()
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap());
    let compiled: Vec<String> = compiled.collect();
    let compiled: Vec<Vec<&str>> = compiled.iter().map(|text| lines(text)).collect();
    let (mut count, mut missing) = (0, String::new());
    let mut pages = files(&root().join("docs"), "md");
    pages.push(root().join("README.md"));
    for path in pages {
        let page = fs::read_to_string(&path).unwrap();
        for block in blocks(&page) {
            let block = lines(block);
            let has = |text: &Vec<&str>| text.windows(block.len()).any(|part| part == block);
            let block = block.join("\n");
            if !compiled.iter().any(has) {
                missing += &format!("{}:\n{block}\n\n", path.display());
            }
            count += 1;
        }
    }
    assert_eq!(missing, "", "\n{missing}");
    assert!(count >= 20, "only {count} blocks");
}

#[test]
fn the_event_of_the_page_on_emitters_can_be_read() {
    let page = include_str!("../../docs/emitters.md");
    let (_, json) = page.split_once("```json\n").unwrap();
    let json = json.split_once("```").unwrap().0;
    let event: pipewright::Event = serde_json::from_str(json).unwrap();
    let told = "ingest::documents: fetch, attempt 1 failed after 14.8 ms: busy; again in 20 ms";
    assert_eq!(event.to_string(), told);
    assert!(page.contains(told));
    assert_eq!(serde_json::to_string(&event).unwrap(), json.trim_end());
}
