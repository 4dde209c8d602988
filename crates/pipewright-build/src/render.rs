//! From diagnostics to text that looks like rustc's.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet,
};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Files;
use crate::span::{FileId, Span};

/// More than so many mistakes are counted, but not shown.
const MOST_SHOWN: usize = 100;

/// More bytes of source are not looked at for one report: lines may be very long.
const MOST_SOURCE: usize = 4 << 20;

impl Diagnostics {
    /// The report as plain text.
    pub fn render(&self) -> String {
        self.render_with(Renderer::plain())
    }

    /// The report in colour, for a terminal.
    pub fn render_coloured(&self) -> String {
        self.render_with(Renderer::styled())
    }

    /// The same for a terminal of so many columns: source lines that are much longer are cut.
    pub fn render_coloured_within(&self, columns: usize) -> String {
        /// With less, nothing of a line would be left.
        const LEAST: usize = 60;
        self.render_with(Renderer::styled().term_width(columns.max(LEAST)))
    }

    fn render_with(&self, renderer: Renderer) -> String {
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let (mut text, mut shown, mut source) = (String::new(), 0, 0);
        for diagnostic in self.most_important() {
            text.push_str(&renderer.render(&groups(diagnostic, self.files())));
            text.push_str("\n\n");
            shown += 1;
            source += source_size(diagnostic, self.files());
            if source > MOST_SOURCE {
                break;
            }
        }
        if self.len() > shown {
            text.push_str(&format!(
                "the first {shown} of {} mistakes are shown\n",
                self.len()
            ));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

impl Diagnostics {
    /// Those to be shown: warnings only where errors leave room.
    fn most_important(&self) -> impl Iterator<Item = &Diagnostic> {
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        let errors = self.iter().filter(|found| is_error(found)).count();
        let room = MOST_SHOWN.saturating_sub(errors);
        let mut warnings = 0;
        let fits = move |found: &&Diagnostic| {
            warnings += usize::from(!is_error(found));
            is_error(found) || warnings <= room
        };
        self.iter().filter(fits).take(MOST_SHOWN)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render())
    }
}

impl std::error::Error for Diagnostics {}

fn groups<'a>(found: &'a Diagnostic, files: &'a Files) -> Vec<Group<'a>> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut elements: Vec<Element<'a>> =
        snippets(found, files).into_iter().map(Into::into).collect();
    let plain = found.helps.iter().filter(|help| help.edits.is_empty());
    elements.extend(plain.map(|help| Level::HELP.message(help.text.as_str()).into()));
    elements.extend(
        found
            .notes
            .iter()
            .map(|note| Level::NOTE.message(note.as_str()).into()),
    );
    let title = level
        .primary_title(found.title.as_str())
        .id(found.rule.code);
    let mut groups = vec![title.elements(elements)];
    for help in found.helps.iter().filter(|help| !help.edits.is_empty()) {
        let title = Level::HELP.secondary_title(help.text.as_str());
        groups.push(title.elements(patches(&help.edits, files)));
    }
    groups
}

/// How many bytes of source a diagnostic shows or skips over.
fn source_size(found: &Diagnostic, files: &Files) -> usize {
    let labels = found.secondary.iter().chain([&found.primary]);
    let here = labels.filter(|label| label.span.file == found.primary.span.file);
    Lines::around(here.map(|label| label.span), files, found.primary.span.file)
        .bytes
        .len()
}

/// One snippet for each file that the places are in, the primary one first.
fn snippets<'a>(found: &'a Diagnostic, files: &'a Files) -> Vec<Snippet<'a, Annotation<'a>>> {
    let primary = (&found.primary, AnnotationKind::Primary);
    let secondary = found
        .secondary
        .iter()
        .map(|label| (label, AnnotationKind::Context));
    let labels: Vec<_> = std::iter::once(primary).chain(secondary).collect();
    let mut order: Vec<FileId> = Vec::new();
    for (label, _) in &labels {
        if !order.contains(&label.span.file) {
            order.push(label.span.file);
        }
    }
    let snippet = |file: FileId| {
        let here: Vec<_> = labels
            .iter()
            .filter(|(label, _)| label.span.file == file)
            .collect();
        let lines = Lines::around(here.iter().map(|(label, _)| label.span), files, file);
        let annotations = here.iter().map(|(label, kind)| {
            let annotation = kind.span(lines.within(label.span));
            match label.text.is_empty() {
                true => annotation,
                false => annotation.label(label.text.as_str()),
            }
        });
        lines
            .snippet(files)
            .annotations(annotations.collect::<Vec<_>>())
    };
    // a folder is known by its name, and has no source to be shown
    let is_shown = |file: &FileId| !files.text(*file).is_empty() || !found.primary.text.is_empty();
    order.into_iter().filter(is_shown).map(snippet).collect()
}

fn patches<'a>(edits: &'a [(Span, String)], files: &'a Files) -> Vec<Snippet<'a, Patch<'a>>> {
    let snippet = |(span, replacement): &'a (Span, String)| {
        let lines = Lines::around([*span], files, span.file);
        lines
            .snippet(files)
            .patch(Patch::new(lines.within(*span), replacement.as_str()))
    };
    edits.iter().map(snippet).collect()
}

/// The lines that a report shows; only they are given to the renderer.
struct Lines {
    file: FileId,
    first: usize,
    bytes: Range<usize>,
}

impl Lines {
    fn around(spans: impl IntoIterator<Item = Span>, files: &Files, file: FileId) -> Self {
        let (mut start, mut end) = (usize::MAX, 0);
        for span in spans {
            start = start.min(span.start);
            end = end.max(span.end);
        }
        let first = files.line(file, start);
        let last = files.line(file, end);
        let bytes = files.line_start(file, first)..files.line_start(file, last + 1);
        Self { file, first, bytes }
    }

    fn snippet<'a, T: Clone>(&self, files: &'a Files) -> Snippet<'a, T> {
        Snippet::source(&files.text(self.file)[self.bytes.clone()])
            .line_start(self.first)
            .path(files.path(self.file))
    }

    fn within(&self, span: Span) -> Range<usize> {
        span.start - self.bytes.start..span.end - self.bytes.start
    }
}
