//! What is wrong, as data. `render` makes text of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{Rule, input_file};
use crate::source::{Files, Location};
use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Severity {
    /// The pipeline is not built.
    Error,
    /// The pipeline is built all the same.
    Warning,
}

/// One mistake.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    pub(crate) title: String,
    pub(crate) primary: Label,
    pub(crate) secondary: Vec<Label>,
    pub(crate) helps: Vec<Help>,
    pub(crate) notes: Vec<String>,
}

/// A place in a file, and what is to be said about it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// What mends it: a sentence, and the edits where they are known.
#[derive(Clone, Debug)]
pub(crate) struct Help {
    pub(crate) text: String,
    pub(crate) edits: Vec<(Span, String)>,
}

impl Diagnostic {
    pub(crate) fn warning(rule: &'static Rule, span: Span, title: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, span, title)
        }
    }

    pub(crate) fn error(rule: &'static Rule, span: Span, title: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            title: title.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            helps: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What is said at the main place.
    #[must_use]
    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that matters.
    #[must_use]
    pub(crate) fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    #[must_use]
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(Help {
            text: text.into(),
            edits: Vec::new(),
        });
        self
    }

    /// A help that can be applied: `span` becomes `replacement`.
    #[must_use]
    pub(crate) fn edit(
        self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.edits(text, vec![(span, replacement.into())])
    }

    /// A help that is applied in several places, all of them to be changed.
    #[must_use]
    pub(crate) fn edits(mut self, text: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.helps.push(Help {
            text: text.into(),
            edits,
        });
        self
    }

    #[must_use]
    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Whether all its places lie between characters of their files.
    fn lies_in(&self, files: &Files) -> bool {
        let labels = self.secondary.iter().chain([&self.primary]);
        let edits = self.helps.iter().flat_map(|help| &help.edits);
        labels
            .map(|label| label.span)
            .chain(edits.map(|(span, _)| *span))
            .all(|span| files.text(span.file).get(span.start..span.end).is_some())
    }

    /// The rule's stable code: `PW0008`.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, in one sentence.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What could be done about it, in sentences.
    pub fn helps(&self) -> impl Iterator<Item = &str> {
        self.helps.iter().map(|help| help.text.as_str())
    }
}

/// What the passes find, in the order in which they find it.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    /// The places of the errors.
    broken: BTreeSet<Span>,
    /// What steps and values of families are called, and how the family is.
    families: BTreeMap<String, String>,
}

impl Findings {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.broken.insert(diagnostic.primary.span);
        }
        self.list.push(diagnostic);
    }

    /// What lies there has its part in an error that is told of another place, and is not built either.
    pub(crate) fn breaks(&mut self, span: Span) {
        self.broken.insert(span);
    }

    /// A name of a step, or of a value, of a family: what is wrong with one of them is wrong with all.
    pub(crate) fn family(&mut self, member: String, family: &str) {
        self.families
            .insert(format!("`{member}`"), format!("`{family}`"));
    }

    /// The title of a finding about any step of a family.
    fn title_for_all(&self, title: &str) -> String {
        let mut title = title.to_owned();
        for (member, family) in &self.families {
            if title.contains(member.as_str()) {
                title = title.replace(member.as_str(), family);
            }
        }
        title
    }

    /// How many there are until now.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Takes back those that were found from one moment to another: what came after says it better.
    pub(crate) fn take_back(&mut self, moments: std::ops::Range<usize>) {
        self.list.drain(moments);
    }

    /// Lets only what has no errors in any of these places through.
    pub(crate) fn gate(&self, places: &[Span]) -> Option<()> {
        let is_broken = |place: &Span| {
            let (first, last) = (place.until(place.start), place.after());
            self.broken.range(first..last).next().is_some()
        };
        (!places.iter().any(is_broken)).then_some(())
    }
}

/// All mistakes of all files, sorted by file and place.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    files: Arc<Files>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(files: Files, mut findings: Findings) -> Self {
        let mut list = std::mem::take(&mut findings.list);
        list.sort_by_key(|found| (found.primary.span, found.rule.code));
        let title = |found: &Diagnostic| findings.title_for_all(&found.title);
        list.dedup_by(|a, b| a.primary.span == b.primary.span && title(a) == title(b));
        debug_assert!(list.iter().all(|found| found.lies_in(&files)), "{list:?}");
        Self {
            files: Arc::new(files),
            list,
        }
    }

    /// The folder of pipelines cannot be read.
    pub(crate) fn no_folder(folder: &str, meant: Option<&str>, error: &std::io::Error) -> Self {
        let (mut files, mut findings) = (Files::default(), Findings::default());
        let file = files.add(folder, "");
        findings.push(input_file::no_folder(file, folder, meant, error));
        Self::new(files, findings)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many mistakes there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether one of them keeps a pipeline from being built.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|found| found.severity == Severity::Error)
    }

    /// The mistakes, sorted by file and place.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The mistakes of one file, by its path as it was given.
    ///
    /// ```
    /// use pipewright_build::{File, compile_files};
    ///
    /// let good = File::new("good.toml", "[steps.a]");
    /// let bad = File::new("bad.toml", "[steps.a]\ninput = [\"&x\"]");
    /// let found = compile_files(&[good, bad]).diagnostics;
    /// assert!(found.of("good.toml").is_empty());
    /// assert_eq!(found.of("bad.toml").len(), 1);
    /// ```
    pub fn of(&self, path: &str) -> Self {
        self.of_files(|file| file == path)
    }

    /// Those of some files.
    pub(crate) fn of_files(&self, is_one: impl Fn(&str) -> bool) -> Self {
        self.those(|found| is_one(self.files.path(found.primary.span.file)))
    }

    fn those(&self, keep: impl Fn(&Diagnostic) -> bool) -> Self {
        Self {
            files: Arc::clone(&self.files),
            list: self
                .list
                .iter()
                .filter(|found| keep(found))
                .cloned()
                .collect(),
        }
    }

    /// One mistake alone.
    pub(crate) fn only(&self, diagnostic: &Diagnostic) -> Self {
        Self {
            files: Arc::clone(&self.files),
            list: vec![diagnostic.clone()],
        }
    }

    /// Those in any of these places.
    pub(crate) fn within(&self, places: &[Span]) -> Self {
        self.those(|found| {
            let span = found.primary.span;
            let mut places = places.iter();
            places.any(|place| {
                place.file == span.file && (place.start..place.end).contains(&span.start)
            })
        })
    }

    /// The same, with paths that begin at the folder from which `way` leads to where they begin now.
    pub(crate) fn below(&self, way: &str) -> Self {
        if way.is_empty() || self.is_empty() {
            return self.clone();
        }
        self.with_paths(|path| format!("{way}/{path}"))
    }

    /// The same, with each file called what `path` makes of its path.
    #[must_use]
    pub fn with_paths(&self, path: impl Fn(&str) -> String) -> Self {
        Self {
            files: Arc::new(self.files.with_paths(path)),
            list: self.list.clone(),
        }
    }

    /// Those that keep a pipeline from being built.
    pub(crate) fn errors(&self) -> Self {
        self.those(|found| found.severity == Severity::Error)
    }

    /// Where a mistake is.
    pub fn location(&self, diagnostic: &Diagnostic) -> Location {
        self.files.location(diagnostic.primary.span)
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }
}
