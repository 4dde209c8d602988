//! The pages in `docs` are a book: it has all of them, and no link leads nowhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::canonicalize(root).expect("the project's folder")
}

fn docs() -> PathBuf {
    root().join("docs")
}

/// The pages of the book, and those beside it, by their paths.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut pages = BTreeMap::new();
    let mut open = vec![docs(), root()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of pages") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.starts_with(docs()) && folder != root() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
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

/// Where a link of a page leads to, if there is something.
fn target(page: &Path, link: &str) -> Option<PathBuf> {
    let target = match link {
        "" => page.to_owned(),
        link => page.with_file_name("").join(link),
    };
    fs::canonicalize(target).ok()
}

#[test]
fn the_book_has_all_pages() {
    let summary = docs().join("SUMMARY.md");
    let text = fs::read_to_string(&summary).expect("a summary");
    let listed = links(&text).into_iter();
    let listed: Vec<_> = listed.map(|link| target(&summary, &link)).collect();
    let pages = pages().into_keys().filter(|path| path.starts_with(docs()));
    for page in pages.filter(|page| *page != summary) {
        let page = Some(page);
        let times = listed.iter().filter(|one| **one == page).count();
        assert_eq!(times, 1, "{page:?} in docs/SUMMARY.md");
    }
}

#[test]
fn links_lead_somewhere() {
    for (page, text) in pages() {
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = target(&page, path);
            let target =
                target.unwrap_or_else(|| panic!("{}: nothing is at `{link}`", page.display()));
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
    for (page, text) in pages().iter().filter(|(page, _)| page.starts_with(docs())) {
        for link in links(text) {
            let target = target(page, link.split('#').next().unwrap_or_default());
            let is_inside = target.is_none_or(|target| target.starts_with(docs()));
            assert!(is_inside, "{}: {link}", page.display());
        }
    }
}
