//! One mistake a case: `cases/<form>/<name>/` holds what is wrong in a sentence (`mistake.txt`), the files
//! in which the crate in `shop/` differs, and the report that the user sees (`report.txt`).
//!
//! `PIPEWRIGHT_BLESS=1` writes the reports and the table anew.

use std::fs;
use std::path::{Path, PathBuf};

use crate::krate::{self, Crate, Files, Message, files, here};
use crate::report::portable;

/// The rustc whose words are committed. With another one only the errors are counted.
pub(crate) const SPOKEN: u32 = 95;

const SENTENCE: &str = "mistake.txt";
const REPORT: &str = "report.txt";

/// The forms that mistakes are made in: the folder, and how the table calls it.
pub(crate) const FORMS: [(&str, &str); 5] = [
    ("toml", "In a description in TOML"),
    ("rust", "In a description in Rust form"),
    ("steps", "In the implementation of the steps"),
    (
        "types",
        "Where a description and the crate's types do not agree",
    ),
    ("program", "Where a pipeline is included, built and run"),
];

/// Where rustc tells one mistake more than once, and why.
const MORE: [(&str, usize, &str); 11] = [
    (
        "program/include_extension",
        2,
        "rustc finds no file to include, and stops",
    ),
    (
        "program/include_typo",
        2,
        "rustc finds no file to include, and stops",
    ),
    (
        "program/no_include",
        2,
        "two files name what is not included",
    ),
    (
        "program/not_implemented",
        2,
        "neither `new` nor `run` is there",
    ),
    ("steps/plain_impl", 2, "neither `new` nor `run` is there"),
    (
        "steps/refcell_in_self",
        4,
        "each step borrows `self`, and the trait asks for `Sync`",
    ),
    (
        "steps/typo_method",
        2,
        "one method is too many, and one is missing",
    ),
    (
        "toml/type_result",
        2,
        "the step that makes the value, and the one that reads it",
    ),
    (
        "types/cell_value",
        3,
        "the value, and each step that borrows it, here and in `Stub`",
    ),
    ("types/import_private", 2, "two files import it"),
    (
        "types/rc_value",
        3,
        "the value, and each step that borrows or takes it, here and in `Stub`",
    ),
];

/// A mistake, and what came of it.
pub(crate) struct Case {
    pub(crate) form: &'static str,
    pub(crate) name: String,
    pub(crate) sentence: String,
    pub(crate) catcher: String,
    pub(crate) errors: usize,
    /// Why there is more than one.
    pub(crate) why: Option<&'static str>,
    pub(crate) fix: Option<String>,
    /// The line of the description that stands above an error in generated code.
    pub(crate) described: Option<String>,
    pub(crate) report: String,
}

impl Case {
    /// Whether pipewright has found it.
    pub(crate) fn is_ours(&self) -> bool {
        self.catcher.starts_with("pipewright")
    }
}

/// Makes every mistake, each in its turn. None may be more than one error, or less.
pub(crate) fn all() -> Vec<Case> {
    let shop = Crate::shop();
    shop.check().is_clean();
    let (mut cases, mut wrong) = (Vec::new(), Vec::new());
    for (form, _) in FORMS {
        for folder in folders(form) {
            match made(&shop, form, &folder) {
                Ok(case) => cases.push(case),
                Err(fault) => wrong.push(format!("{}: {fault}", folder.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    cases
}

fn made(shop: &Crate, form: &'static str, folder: &Path) -> Result<Case, String> {
    let mut overlay: Files = files(folder);
    let sentence = overlay.remove(Path::new(SENTENCE)).ok_or("no sentence")?;
    overlay.remove(Path::new(REPORT));
    shop.overlay(&overlay);
    let checked = shop.check();
    let report = portable(&checked.shown());
    let warnings = checked.count("warning") + checked.warnings.len();
    let (errors, mistakes) = (checked.count("error"), report.matches("error[PW").count());
    let name = self::name(folder);
    let more = MORE
        .iter()
        .find(|(more, ..)| *more == format!("{form}/{name}"));
    let expected = more.map_or(1, |(_, errors, _)| *errors);
    let ours = checked.first_error().is_some_and(is_ours);
    if errors != expected || mistakes > 1 || (ours && warnings > 0) {
        return Err(format!(
            "{errors} errors, {mistakes} mistakes in the pipelines, {warnings} warnings\n{checked}"
        ));
    }
    Ok(Case {
        form,
        name,
        sentence: String::from_utf8_lossy(&sentence).trim().to_owned(),
        catcher: catcher(checked.first_error().ok_or("no error")?),
        errors,
        why: more.map(|(_, _, why)| *why),
        fix: fix(&report),
        described: checked.first_error().and_then(described),
        report,
    })
}

/// The folders of the cases of a form, sorted.
pub(crate) fn folders(form: &str) -> Vec<PathBuf> {
    let folder = here().join("cases").join(form);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

pub(crate) fn name(folder: &Path) -> String {
    let name = folder.file_name().expect("a name");
    name.to_string_lossy().into_owned()
}

/// Whether this is the report of the build script.
fn is_ours(error: &Message) -> bool {
    error.message.contains(" in the pipelines\n")
}

/// Who has found it, and under which code.
fn catcher(error: &Message) -> String {
    if is_ours(error) {
        let code = error.message.split_once("error[");
        let code = code.and_then(|(_, rest)| rest.split(']').next());
        return format!("pipewright, {}", code.unwrap_or("the folder"));
    }
    format!("rustc, {}", error.code.as_deref().unwrap_or("no code"))
}

/// In generated code, a comment above what rustc points at leads to the description.
fn described(error: &Message) -> Option<String> {
    let (file, line) = &error.made_at;
    let is_generated = file.components().any(|part| part.as_os_str() == "out");
    let text = fs::read_to_string(file).ok().filter(|_| is_generated)?;
    let above: Vec<&str> = text.lines().take(*line).collect();
    let place = above
        .iter()
        .rev()
        .find_map(|line| line.split_once("pipelines/"));
    let (_, place) = place?;
    Some(format!("pipelines/{}", place.trim_end_matches(['`', '.'])))
}

/// The first edit that is offered. rustc begins with `help` what is none, too.
fn fix(report: &str) -> Option<String> {
    const NONE: [&str; 7] = [
        "the trait `",
        "this trait has no implementations",
        "the nightly-only",
        "within `",
        "expected names are",
        "try referring to",
        "the following other types",
    ];
    let helps = report.split("help: ").skip(1);
    let mut helps = helps.map(|rest| rest.lines().next().unwrap_or_default());
    let named = helps.find(|help| !NONE.iter().any(|none| help.starts_with(none)))?;
    Some(named.trim_end_matches(':').to_owned())
}

/// Compares the reports with those that are committed.
pub(crate) fn compare(cases: &[Case]) {
    if krate::minor_version() != SPOKEN {
        return;
    }
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| {
            !accepted(
                &here()
                    .join("cases")
                    .join(case.form)
                    .join(&case.name)
                    .join(REPORT),
                &case.report,
            )
        })
        .map(|case| format!("{}/{}\n{}", case.form, case.name, case.report))
        .collect();
    assert!(
        wrong.is_empty(),
        "PIPEWRIGHT_BLESS=1 accepts these:\n\n{}",
        wrong.join("\n")
    );
}

/// Whether a file is what it should be, or has become it.
pub(crate) fn accepted(path: &Path, text: &str) -> bool {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return true;
    }
    let bless = std::env::var_os("PIPEWRIGHT_BLESS").is_some();
    if bless {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    bless
}
