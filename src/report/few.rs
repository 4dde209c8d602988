//! Lists that are empty nearly always.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What few steps have, in order: a slice of it. Without any it takes the place of a pointer.
///
/// ```
/// /// What has happened in a step, in order.
/// fn names(step: &pipewright::StepReport) -> Vec<&str> {
///     step.events.iter().map(|event| &*event.name).collect()
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Few<T>(Option<Box<Many<T>>>);

#[derive(Clone, PartialEq, Eq)]
struct Many<T>(Vec<T>);

impl<T> Few<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn push(&mut self, one: T) {
        self.edit(|all| all.push(one));
    }

    /// Adds to them, or takes away.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut Vec<T>)) {
        let many = self.0.get_or_insert_with(|| Box::new(Many(Vec::new())));
        edit(&mut many.0);
        if many.0.is_empty() {
            self.0 = None;
        }
    }
}

impl<T> Drop for Few<T> {
    // a report has several of these for each step, nearly all of them empty: only the others are worth a call
    #[inline]
    fn drop(&mut self) {
        if let Some(many) = self.0.take() {
            drop_many(many);
        }
    }
}

#[inline(never)]
fn drop_many<T>(many: Box<Many<T>>) {
    drop(many);
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(all: Vec<T>) -> Self {
        Self((!all.is_empty()).then(|| Box::new(Many(all))))
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Vec::from_iter(all).into()
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |many| &many.0)
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_mut().map_or(&mut [], |many| &mut many.0)
    }
}

impl<T: PartialEq<U>, U, const N: usize> PartialEq<[U; N]> for Few<T> {
    fn eq(&self, other: &[U; N]) -> bool {
        **self == *other
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Few<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}
