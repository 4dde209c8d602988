//! The pages in `docs` are a book: it has all of them, and no link leads nowhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::canonicalize(root).expect("the project's folder")
}

/// The pages of the book, and those beside it, by their paths.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut pages = BTreeMap::new();
    for folder in [root().join("docs"), root()] {
        for entry in fs::read_dir(folder).expect("a folder of pages") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "md") {
                let text = fs::read_to_string(&path).expect("a page");
                pages.insert(path, text);
            }
        }
    }
    pages
}

/// A page without what stands in code.
fn prose(text: &str) -> String {
    let (mut prose, mut is_code) = (String::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let outside = line.split('`').step_by(2);
            prose.extend(outside.chain(["\n"]));
        }
    }
    prose
}

/// Where the links of a page lead to.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let ends = prose.split("](").skip(1);
    let links = ends.filter_map(|rest| rest.split_once(')').map(|(link, _)| link.to_owned()));
    links.collect()
}

/// The anchors of a page's sections, as GitHub and mdBook make them.
fn anchors(text: &str) -> Vec<String> {
    let mut is_code = false;
    let headings = text.lines().filter_map(|line| {
        is_code ^= line.starts_with("```");
        let heading = line.trim_start_matches('#');
        (!is_code && heading.len() < line.len()).then(|| heading.strip_prefix(' '))?
    });
    let anchor = |heading: &str| {
        let chars = heading.trim().chars().flat_map(char::to_lowercase);
        let kept = chars.filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
        kept.map(|char| if char == ' ' { '-' } else { char })
            .collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn the_book_has_all_pages() {
    let docs = root().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).expect("a summary");
    let listed = links(&summary);
    let pages = pages().into_keys().filter(|path| path.starts_with(&docs));
    for page in pages.filter(|page| !page.ends_with("SUMMARY.md")) {
        let name = page.file_name().unwrap_or_default().to_string_lossy();
        let times = listed.iter().filter(|link| **link == name).count();
        assert_eq!(times, 1, "docs/{name} in docs/SUMMARY.md");
    }
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    for (page, text) in &pages {
        for link in links(text).iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.with_file_name("").join(path),
            };
            let target = fs::canonicalize(&target)
                .unwrap_or_else(|_| panic!("{}: nothing is at `{link}`", page.display()));
            if !anchor.is_empty() && target.extension().is_some_and(|end| end == "md") {
                let text = fs::read_to_string(&target).expect("a page");
                let is_there = anchors(&text).iter().any(|one| one == anchor);
                assert!(is_there, "{}: no section is `{link}`", page.display());
            }
        }
    }
}

/// In the book there is nothing beside the pages.
#[test]
fn links_of_the_book_stay_in_it() {
    let docs = root().join("docs");
    for (page, text) in pages().iter().filter(|(page, _)| page.starts_with(&docs)) {
        let outside = links(text).into_iter().find(|link| link.starts_with(".."));
        assert_eq!(outside, None, "{}", page.display());
    }
}
