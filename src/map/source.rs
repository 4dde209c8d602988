//! What a map, a reduce and a fold go over.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{self, Poll};

use futures_core::Stream;

/// A value whose elements are wanted. Whether it is a stream is rustc's to tell: `source(x).elements()` is
/// [`OfStream::elements`] for a stream, and otherwise, one borrow further in the search for a method,
/// [`OfIterator::elements`].
pub struct Source<T>(Option<T>);

/// See [`Source`].
pub fn source<T>(value: T) -> Source<T> {
    Source(Some(value))
}

/// See [`Source`].
pub trait OfStream {
    /// The stream.
    type Value: Stream;

    /// Its elements.
    fn elements<T>(self) -> Self::Value
    where
        Self::Value: Stream<Item = T>;

    /// Asks rustc whether it has these.
    fn gives<T>(self)
    where
        Self: Sized,
        Self::Value: Stream<Item = T>,
    {
    }
}

impl<S: Stream> OfStream for Source<S> {
    type Value = S;

    fn elements<T>(self) -> S
    where
        S: Stream<Item = T>,
    {
        self.0.expect("asked once")
    }
}

/// See [`Source`].
pub trait OfIterator {
    /// The value.
    type Value;

    /// Its elements.
    fn elements<T>(&mut self) -> Elements<<Self::Value as Iterates<T>>::Iter>
    where
        Self::Value: Iterates<T>;

    /// Asks rustc whether it has these. With its iterator as the type of something, rustc would tell that there is
    /// none, and not for what it is needed.
    fn gives<T>(&mut self)
    where
        Self::Value: Iterates<T>,
    {
    }
}

impl<C> OfIterator for Source<C> {
    type Value = C;

    fn elements<T>(&mut self) -> Elements<C::Iter>
    where
        C: Iterates<T>,
    {
        Elements(self.0.take().expect("asked once").iterate())
    }
}

/// A value that gives its elements away.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give elements of type `{T}`",
    label = "this does not iterate over `{T}`",
    note = "what a step maps, reduces or folds has to be an `IntoIterator<Item = {T}>`, or a stream of `{T}`"
)]
pub trait Iterates<T> {
    /// Goes over them.
    type Iter: Iterator<Item = T>;

    /// Goes over them.
    fn iterate(self) -> Self::Iter;
}

#[diagnostic::do_not_recommend]
impl<C: IntoIterator<Item = T>, T> Iterates<T> for C {
    type Iter = C::IntoIter;

    fn iterate(self) -> C::IntoIter {
        self.into_iter()
    }
}

/// A reference to a value that lends its elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not lend elements of type `{T}`",
    label = "this does not iterate over `&{T}`",
    note = "where an element is borrowed, `{Self}` has to be an `IntoIterator<Item = &{T}>`; a stream gives its elements away"
)]
pub trait Lends<'x, T: 'x> {
    /// Goes over them.
    type Iter: Iterator<Item = &'x T>;

    /// Goes over them.
    fn lend(self) -> Self::Iter;
}

#[diagnostic::do_not_recommend]
impl<'x, C: IntoIterator<Item = &'x T>, T: 'x> Lends<'x, T> for C {
    type Iter = C::IntoIter;

    fn lend(self) -> C::IntoIter {
        self.into_iter()
    }
}

/// Asks rustc whether a value that is borrowed has these elements.
pub fn lends<'x, T: 'x, C: Lends<'x, T>>(_: C) {}

/// The elements of a value that is borrowed.
pub fn lent<'x, T: 'x, C: Lends<'x, T>>(value: C) -> Elements<C::Iter> {
    Elements(value.lend())
}

/// The element with this index of a value that is borrowed.
pub fn lent_at<'x, T: 'x, C: Lends<'x, T>>(value: C, index: usize) -> &'x T {
    let element = value.lend().nth(index);
    element.expect("a value that is borrowed has the same elements each time")
}

/// What the results of a map can be collected into.
#[diagnostic::on_unimplemented(
    message = "a map whose calls give `{T}` cannot be collected into a `{Self}`",
    label = "this is not made of `{T}`",
    note = "the value of a map is a `FromIterator<{T}>`, as `Vec<{T}>` is"
)]
pub trait Collects<T> {}

#[diagnostic::do_not_recommend]
impl<C: FromIterator<T>, T> Collects<T> for C {}

/// Asks rustc whether a value can be made of these.
pub const fn collects<C: Collects<T>, T>() {}

/// The elements of an iterator, as a stream that never waits.
pub struct Elements<I>(I);

impl<I> Unpin for Elements<I> {}

impl<I: Iterator> Stream for Elements<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// The next element.
pub async fn next<S: Stream>(elements: &mut Pin<&mut S>) -> Option<S::Item> {
    poll_fn(|cx| elements.as_mut().poll_next(cx)).await
}
