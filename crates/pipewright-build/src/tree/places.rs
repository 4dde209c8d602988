//! Where the parts of a fragment are in its file.

use crate::escapes::Escapes;
use crate::span::Span;

/// The way from the spans of a parsed fragment to places in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) whole: Span,
    /// Whether the fragment stands in the file as it is, apart from `escapes`.
    pub(crate) exact: bool,
    pub(crate) escapes: Escapes,
}

impl Places {
    pub(crate) fn at(self, span: proc_macro2::Span) -> Span {
        let range = span.byte_range();
        let part = self.part(range.clone()).whole;
        match range.is_empty() || part.end > self.whole.end {
            true => self.whole,
            false => part,
        }
    }

    /// Those of a part of the fragment.
    pub(crate) fn part(self, range: std::ops::Range<usize>) -> Self {
        if !self.exact {
            return self;
        }
        let place = |at: usize| self.whole.start + self.escapes.raw(at);
        Self {
            whole: Span {
                start: place(range.start),
                end: place(range.end),
                ..self.whole
            },
            exact: true,
            escapes: self.escapes.part(range),
        }
    }
}
