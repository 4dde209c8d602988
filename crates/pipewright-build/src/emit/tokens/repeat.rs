//! What may stand in a repetition.

use super::{ToTokens, TokenStream};

/// An iterator.
pub(crate) trait Each: Iterator + Sized {
    fn each(self) -> Self {
        self
    }
}

impl<I: Iterator> Each for I {}

/// A list, whose elements are lent.
pub(crate) trait Lent {
    type Item;

    fn each(&self) -> std::slice::Iter<'_, Self::Item>;
}

impl<T> Lent for [T] {
    type Item = T;

    fn each(&self) -> std::slice::Iter<'_, T> {
        self.iter()
    }
}

/// What is the same each time.
pub(crate) trait Same: ToTokens {
    fn each(&self) -> std::iter::Repeat<&Self> {
        std::iter::repeat(self)
    }
}

impl<T: ToTokens + ?Sized> Same for T {}

/// An element in its turn. A name may stand in a repetition more than once: then its next element is this one.
pub(crate) struct Turn<T>(pub(crate) T);

impl<T> Turn<T> {
    pub(crate) fn next(self) -> Option<T> {
        Some(self.0)
    }
}

impl<T: ToTokens> ToTokens for Turn<T> {
    fn to_tokens(&self, to: &mut TokenStream) {
        self.0.to_tokens(to);
    }
}
