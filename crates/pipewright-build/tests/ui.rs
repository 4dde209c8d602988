//! One mistake a file: `ui/<code>/*.toml`, or `*.rs`, and the report that it gives.
//!
//! `PIPEWRIGHT_BLESS=1` writes the reports anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_build::{File, compile_files, rules};

/// A folder `several` holds files that are compiled together.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut cases = Vec::new();
    for folder in sorted(&root) {
        cases.extend(
            sorted(&folder)
                .into_iter()
                .filter(|path| path.is_dir() || is_description(path)),
        );
    }
    cases
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn is_description(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml" || extension == "rs")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn report(case: &Path) -> String {
    let files = match case.is_dir() {
        false => vec![File::new(name(case), fs::read(case).unwrap())],
        true => {
            pipewright_build::Folder::read(case, "pipelines")
                .unwrap()
                .files
        }
    };
    let diagnostics = compile_files(&files).diagnostics;
    let code = name(case.parent().unwrap());
    let other = diagnostics.iter().find(|found| found.code() != code);
    assert!(
        other.is_none() && !diagnostics.is_empty(),
        "{}: another code\n{diagnostics}",
        case.display()
    );
    diagnostics.render()
}

#[test]
fn reports() {
    let bless = std::env::var_os("PIPEWRIGHT_BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let expected = case.with_extension("stderr");
        let report = report(&case);
        if fs::read_to_string(&expected).ok().as_deref() != Some(&*report) {
            match bless {
                true => fs::write(&expected, report).unwrap(),
                false => wrong.push(format!("{}\n{report}", case.display())),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "PIPEWRIGHT_BLESS=1 accepts these:\n\n{}",
        wrong.join("\n")
    );
}

#[test]
fn good_ones_compile() {
    for path in sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good")) {
        let compiled = compile_files(&[File::new(name(&path), fs::read(&path).unwrap())]);
        assert!(compiled.diagnostics.is_empty(), "{}", compiled.diagnostics);
    }
}

#[test]
fn each_code_has_a_case() {
    let tested: BTreeSet<String> = cases()
        .iter()
        .map(|case| name(case.parent().unwrap()))
        .collect();
    let codes: BTreeSet<String> = rules().iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(tested, codes);
}

#[test]
fn codes_are_unique_and_sorted() {
    let codes: Vec<&str> = rules().iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}
