//! How large values are.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::run::caught;

/// How large a value is that is shown.
///
/// ```
/// use pipewright::Size;
///
/// assert_eq!(Size::Elements(3).to_string(), "3 elements");
/// assert_eq!(serde_json::to_string(&Size::Bytes(120))?, r#"{"bytes":120}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Size {
    /// Of text, or of other bytes: so many.
    Bytes(usize),
    /// Of a collection: what it holds.
    Elements(usize),
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, noun) = match self {
            Self::Bytes(count) => (count, "byte"),
            Self::Elements(count) => (count, "element"),
        };
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {noun}{plural}")
    }
}

/// A value whose type may have a size, or not: `measured(value).size()` finds the first of three ways to tell it.
pub fn measured<T: ?Sized>(value: &T) -> InBytes<'_, T> {
    InBytes(InElements(Unmeasured(value)))
}

/// See [`measured`].
pub struct InBytes<'a, T: ?Sized>(InElements<'a, T>);

/// See [`measured`].
pub struct InElements<'a, T: ?Sized>(Unmeasured<'a, T>);

/// See [`measured`].
pub struct Unmeasured<'a, T: ?Sized>(&'a T);

impl<T: AsRef<[u8]> + ?Sized> InBytes<'_, T> {
    /// Its bytes.
    pub fn size(&self) -> Option<Size> {
        let Self(InElements(Unmeasured(value))) = self;
        told(|| value.as_ref().len()).map(Size::Bytes)
    }
}

/// What grows by elements is a collection, and an `Option` is none.
impl<T: IntoIterator + Extend<T::Item>> InElements<'_, T>
where
    for<'t> &'t T: IntoIterator<IntoIter: ExactSizeIterator>,
{
    /// Its elements.
    pub fn size(&self) -> Option<Size> {
        let Self(Unmeasured(value)) = self;
        told(|| value.into_iter().len()).map(Size::Elements)
    }
}

impl<T: ?Sized> Unmeasured<'_, T> {
    /// None.
    pub fn size(&self) -> Option<Size> {
        None
    }
}

/// What is not told where the type's own code panics.
fn told(size: impl FnOnce() -> usize) -> Option<usize> {
    caught(size).ok()
}

impl<'a, T: ?Sized> std::ops::Deref for InBytes<'a, T> {
    type Target = InElements<'a, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, T: ?Sized> std::ops::Deref for InElements<'a, T> {
    type Target = Unmeasured<'a, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};
    use std::sync::Arc;

    use super::*;

    struct Torn;

    impl AsRef<[u8]> for Torn {
        fn as_ref(&self) -> &[u8] {
            panic!("torn")
        }
    }

    #[test]
    fn what_cannot_be_measured_has_no_size() {
        assert_eq!(measured(&Torn).size(), None);
    }

    #[test]
    fn what_has_a_size_tells_it() {
        assert_eq!(measured(&"käse".to_owned()).size(), Some(Size::Bytes(5)));
        assert_eq!(measured("one").size(), Some(Size::Bytes(3)));
        assert_eq!(measured(&vec![1_u8, 2]).size(), Some(Size::Bytes(2)));
        assert_eq!(measured(&vec![1_u32, 2, 3]).size(), Some(Size::Elements(3)));
        let map = BTreeMap::from([(1, "one")]);
        assert_eq!(measured(&map).size(), Some(Size::Elements(1)));
        let set = HashSet::from(["one", "two"]);
        assert_eq!(measured(&set).size(), Some(Size::Elements(2)));
        assert_eq!(measured(&Some(1)).size(), None);
        assert_eq!(measured(&Ok::<_, String>(1)).size(), None);
        assert_eq!(measured(&Arc::new(7)).size(), None);
        assert_eq!(measured(&(1, 2)).size(), None);
    }
}
