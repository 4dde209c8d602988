//! The line beneath a report.

use std::collections::BTreeSet;

use pipewright_build::{Diagnostics, Severity};

/// How much was found, and where.
#[derive(Default)]
pub(crate) struct Summary {
    files: usize,
    pipelines: usize,
    with_mistakes: BTreeSet<String>,
    errors: Codes,
    warnings: Codes,
}

/// How many mistakes there are, and the code of the first.
#[derive(Default)]
struct Codes {
    count: usize,
    first: Option<&'static str>,
}

impl Codes {
    fn add(&mut self, code: &'static str) {
        self.count += 1;
        self.first.get_or_insert(code);
    }

    fn told(&self, what: &str) -> Option<String> {
        (self.count > 0).then(|| counted(self.count, what))
    }
}

impl Summary {
    /// Adds so many files with so many pipelines that can be built, and what was found in them.
    pub(crate) fn add(&mut self, files: usize, pipelines: usize, found: &Diagnostics) {
        self.files += files;
        self.pipelines += pipelines;
        for one in found.iter() {
            match one.severity() {
                Severity::Error => self.errors.add(one.code()),
                _ => self.warnings.add(one.code()),
            }
            self.with_mistakes.insert(found.location(one).path);
        }
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.errors.count + self.warnings.count == 0
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors.count > 0
    }

    pub(crate) fn text(&self) -> String {
        let Some(first) = self.errors.first.or(self.warnings.first) else {
            return match self.pipelines {
                0 => "no pipelines to check".to_owned(),
                count => format!("no mistakes in {}", counted(count, "pipeline")),
            };
        };
        let kinds = [self.errors.told("error"), self.warnings.told("warning")];
        let found: Vec<String> = kinds.into_iter().flatten().collect();
        let with_mistakes = self.with_mistakes.len();
        let place = match (with_mistakes, self.files.max(with_mistakes)) {
            (1, 1) => "1 file".to_owned(),
            (some, all) => format!("{some} of {}", counted(all, "file")),
        };
        format!(
            "{} in {place}; `cargo pipewright explain {first}` tells more",
            found.join(" and ")
        )
    }
}

/// `1 error`, `2 errors`
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
