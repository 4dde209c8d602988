//! What a map gives whose elements' errors are data.

use std::ops::Deref;
use std::slice;
use std::vec;

use crate::outcome::{BoxError, StepError};

/// What became of each element, in the order of the elements: what a step gives that maps the elements of a
/// value with `on_error = "collect"`.
///
/// A slice of results. Its good ones alone are what another step can go over: `image in images.oks()`.
///
/// ```
/// use pipewright::{Collected, StepError};
///
/// let ages: Collected<u32, String> = [Ok(36), Err(StepError::Cancelled), Ok(28)].into_iter().collect();
/// assert_eq!(ages.oks().sum::<u32>(), 64);
/// assert!(ages[1].is_err());
/// for (index, error) in ages.errors() {
///     println!("element {index}: {error}");
/// }
/// ```
#[derive(Debug)]
pub struct Collected<T, E = BoxError>(Vec<Result<T, StepError<E>>>);

impl<T, E> Collected<T, E> {
    /// What the elements gave that ended well.
    pub fn oks(&self) -> impl Iterator<Item = &T> {
        self.0.iter().filter_map(|result| result.as_ref().ok())
    }

    /// The same, to have.
    pub fn into_oks(self) -> impl Iterator<Item = T> {
        self.0.into_iter().filter_map(Result::ok)
    }

    /// The errors of those that failed, with their places.
    pub fn errors(&self) -> impl Iterator<Item = (usize, &StepError<E>)> {
        let results = self.0.iter().enumerate();
        results.filter_map(|(index, result)| Some((index, result.as_ref().err()?)))
    }

    /// The results as a vector.
    pub fn into_vec(self) -> Vec<Result<T, StepError<E>>> {
        self.0
    }
}

impl<T, E> Deref for Collected<T, E> {
    type Target = [Result<T, StepError<E>>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T: Clone, E> Clone for Collected<T, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T, E> FromIterator<Result<T, StepError<E>>> for Collected<T, E> {
    fn from_iter<I: IntoIterator<Item = Result<T, StepError<E>>>>(results: I) -> Self {
        Self(results.into_iter().collect())
    }
}

impl<T, E> IntoIterator for Collected<T, E> {
    type Item = Result<T, StepError<E>>;
    type IntoIter = vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, E> IntoIterator for &'a Collected<T, E> {
    type Item = &'a Result<T, StepError<E>>;
    type IntoIter = slice::Iter<'a, Result<T, StepError<E>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
