//! What identifies a run, and what ties runs together.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Identifies one run: a UUID of version 7 ([RFC 9562]), so ids sort by the time they were made.
///
/// [RFC 9562]: https://www.rfc-editor.org/rfc/rfc9562
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(Uuid);

impl RunId {
    pub(crate) fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis() as u64);
        let random = fastrand::u128(..).to_ne_bytes();
        let random = random.first_chunk().expect("it has sixteen");
        Self(uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid())
    }

    /// The id as a UUID.
    pub fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RunId({self})")
    }
}

/// Ties together all that happens on behalf of one request: 128 bits, written as 32 hexadecimal digits,
/// the form of a trace id in [W3C Trace Context].
///
/// A run inside a run has its parent's; otherwise each run gets one of its own unless it is told, or unless there is
/// a [source](Self::set_source).
///
/// ```
/// use pipewright::CorrelationId;
///
/// let id: CorrelationId = "4bf92f3577b34da6a3ce929d0e0e4736".parse()?;
/// assert_eq!(id.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
/// # Ok::<(), pipewright::ParseCorrelationIdError>(())
/// ```
///
/// [W3C Trace Context]: https://www.w3.org/TR/trace-context/#trace-id
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorrelationId(u128);

static SOURCE: OnceLock<fn() -> Option<CorrelationId>> = OnceLock::new();

impl CorrelationId {
    /// A new random one.
    pub fn random() -> Self {
        Self(fastrand::u128(1..))
    }

    /// Says where runs get their correlation id that are told none, and are not inside another run: from `source`,
    /// or a random one if it gives `None`. The source is asked once a run, where the run begins, in the run's span if
    /// a subscriber of `tracing` listens to that, and otherwise when the id is first needed.
    ///
    /// This is for the whole process, and for those who connect runs with a system that has ids of its own:
    /// `pipewright-otel` sets one that gives the id of the present OpenTelemetry trace. The first one stays; returns
    /// whether it is this one.
    ///
    /// ```
    /// use std::cell::Cell;
    ///
    /// use pipewright::CorrelationId;
    ///
    /// thread_local! {
    ///     /// The request that this thread is at.
    ///     static REQUEST: Cell<Option<u128>> = const { Cell::new(None) };
    /// }
    ///
    /// CorrelationId::set_source(|| REQUEST.get().map(CorrelationId::from_u128));
    /// ```
    pub fn set_source(source: fn() -> Option<Self>) -> bool {
        SOURCE.set(source).is_ok()
    }

    pub(crate) fn has_source() -> bool {
        SOURCE.get().is_some()
    }

    /// The one of a run that is told none.
    pub(crate) fn next() -> Self {
        let given = SOURCE.get().and_then(|source| source());
        given.unwrap_or_else(Self::random)
    }

    /// The one with these bits.
    pub const fn from_u128(bits: u128) -> Self {
        Self(bits)
    }

    /// Its bits.
    pub const fn as_u128(&self) -> u128 {
        self.0
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // the digits of a UUID, without its hyphens, are written faster than those of a number
        Uuid::from_u128(self.0).simple().fmt(f)
    }
}

impl fmt::Debug for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CorrelationId({self})")
    }
}

impl FromStr for CorrelationId {
    type Err = ParseCorrelationIdError;

    /// Reads exactly 32 hexadecimal digits, of either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        match u128::from_str_radix(text, 16) {
            Ok(bits) if digits => Ok(Self(bits)),
            _ => Err(ParseCorrelationIdError { text: text.into() }),
        }
    }
}

impl Serialize for CorrelationId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CorrelationId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A text is not a [`CorrelationId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseCorrelationIdError {
    text: String,
}

impl fmt::Display for ParseCorrelationIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a correlation id has 32 hexadecimal digits, `{}` has not",
            self.text
        )
    }
}

impl std::error::Error for ParseCorrelationIdError {}
