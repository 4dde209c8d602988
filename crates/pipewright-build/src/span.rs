//! Places in files: bytes inside, 1-based lines and columns in characters outside.

/// The place of a file in [`Files`](crate::source::Files).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub(crate) usize);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self {
            file,
            start: range.start,
            end: range.end.max(range.start),
        }
    }

    /// All of a file.
    pub(crate) fn file(file: FileId) -> Self {
        Self::new(file, 0..usize::MAX)
    }

    /// The beginning of this place, to `end`.
    pub(crate) fn until(self, end: usize) -> Self {
        Self { end, ..self }
    }

    /// The empty place just after this one.
    pub(crate) fn after(self) -> Self {
        Self {
            start: self.end,
            ..self
        }
    }
}

/// Something read from a file, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl<T> Spanned<T> {
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
