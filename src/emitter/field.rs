//! What an event of a step says beside its name.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A value that belongs to an event of a step. Made by `into()` of numbers, `bool`s, texts, and durations, which
/// become numbers of seconds.
///
/// ```
/// use pipewright::Field;
///
/// assert_eq!(Field::from(7u8), Field::Int(7));
/// assert_eq!(Field::from("seven").to_string(), "seven");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Field {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// One that is larger than all of those.
    Large(u64),
    /// Any other number. In serialised form one that is not finite is text: `NaN`, `inf`, `-inf`.
    Float(#[serde(serialize_with = "float")] f64),
    /// Text.
    Text(String),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Large(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

macro_rules! made_of {
    ($($ty:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$ty> for Field {
            fn from(value: $ty) -> Self {
                Self::$variant(value.into())
            }
        })+
    };
}

made_of! {
    bool => Bool,
    i8 => Int, i16 => Int, i32 => Int, i64 => Int, u8 => Int, u16 => Int, u32 => Int,
    f32 => Float, f64 => Float,
    &str => Text, String => Text,
}

impl From<u64> for Field {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Large(value), Self::Int)
    }
}

impl From<usize> for Field {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<isize> for Field {
    fn from(value: isize) -> Self {
        Self::Int(value as i64)
    }
}

impl From<Duration> for Field {
    fn from(value: Duration) -> Self {
        Self::Float(value.as_secs_f64())
    }
}

/// Not every format has all of them: JSON has `null` instead, which could not be read back.
fn float<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match value.is_finite() {
        true => serializer.serialize_f64(*value),
        false => serializer.collect_str(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_can_be_read_back() {
        for (number, json) in [
            (0.5, "0.5"),
            (f64::NAN, r#""NaN""#),
            (-f64::INFINITY, r#""-inf""#),
        ] {
            let stored = serde_json::to_string(&Field::from(number)).unwrap();
            assert_eq!(stored, json);
            let read: Field = serde_json::from_str(&stored).unwrap();
            assert_eq!(read.to_string(), number.to_string());
        }
    }
}
