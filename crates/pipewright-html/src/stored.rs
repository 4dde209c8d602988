//! The stored form of a report, as far as this crate reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use pipewright_graph::Graph;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// Some text is not the report of a run.
#[derive(Debug)]
pub struct NotAReport(serde_json::Error);

impl fmt::Display for NotAReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is not the stored report of a run: {}", self.0)
    }
}

impl std::error::Error for NotAReport {}

/// What a page has to know of a report beside its text.
#[derive(Deserialize)]
pub(crate) struct Head {
    pub(crate) pipeline: String,
    pub(crate) outcome: String,
    pub(crate) error: Option<Error>,
    pub(crate) steps: Vec<Brief>,
    #[serde(default)]
    pub(crate) graphs: BTreeMap<String, Graph>,
}

/// A step in a few words.
#[derive(Deserialize)]
pub(crate) struct Brief {
    pub(crate) step: String,
    pub(crate) outcome: String,
    pub(crate) reason: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Error {
    pub(crate) message: String,
}

/// A run, with all that has a time.
#[derive(Deserialize)]
pub(crate) struct Run {
    pub(crate) pipeline: String,
    pub(crate) correlation_id: String,
    pub(crate) run_id: String,
    pub(crate) started: Time,
    pub(crate) finished: Time,
    pub(crate) outcome: String,
    pub(crate) steps: Vec<Step>,
    #[serde(default)]
    pub(crate) trace: Vec<Executed>,
    #[serde(default)]
    pub(crate) calls: Vec<Call>,
}

#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) step: String,
    pub(crate) attempts: Vec<Attempt>,
    #[serde(default)]
    pub(crate) elements: Vec<Element>,
    pub(crate) undo: Option<Undo>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
}

#[derive(Deserialize)]
pub(crate) struct Element {
    pub(crate) index: usize,
    pub(crate) attempts: Vec<Attempt>,
}

#[derive(Deserialize)]
pub(crate) struct Undo {
    pub(crate) attempts: Vec<Attempt>,
}

#[derive(Deserialize)]
pub(crate) struct Attempt {
    pub(crate) started: Time,
    pub(crate) finished: Time,
    pub(crate) error: Option<String>,
    pub(crate) run: Option<Box<Run>>,
}

/// A step of a workflow, as it was executed.
#[derive(Deserialize)]
pub(crate) struct Executed {
    pub(crate) step: String,
    pub(crate) payload: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) times: Option<Times>,
}

#[derive(Deserialize)]
pub(crate) struct Times {
    pub(crate) started: Time,
    pub(crate) finished: Time,
}

/// A call of a flow.
#[derive(Deserialize)]
pub(crate) struct Call {
    pub(crate) step: String,
    pub(crate) caller: Option<usize>,
    pub(crate) error: Option<String>,
    pub(crate) started: Time,
    pub(crate) finished: Time,
}

/// What a step has told.
#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) time: Time,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) fields: serde_json::Map<String, serde_json::Value>,
}

/// A time, as it has passed since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(pub(crate) Duration);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = humantime::parse_rfc3339(&text).map_err(D::Error::custom)?;
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        since.map(Self).map_err(D::Error::custom)
    }
}

/// Reads as much of a report as `T` has of it.
pub(crate) fn read<'de, T: Deserialize<'de>>(report: &'de str) -> Result<T, NotAReport> {
    serde_json::from_str(report).map_err(NotAReport)
}
