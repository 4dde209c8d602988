//! A weather station on a mountain, which answers when it likes.

use std::sync::atomic::{AtomicU32, Ordering};
use std::{error, fmt};

use pipewright::Context;

use crate::flaky::Steps;

/// What the station measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The temperature, in degrees Celsius.
    pub celsius: f64,
}

/// The station did not answer.
#[derive(Debug, PartialEq, Eq)]
pub struct StationError {
    /// Which call it was, counted from 1.
    pub call: u32,
}

/// The station.
pub struct Station {
    answers_at: u32,
    calls: AtomicU32,
}

impl Station {
    /// A station that answers the call of this number, and those after it.
    pub fn answering_at(call: u32) -> Self {
        Self {
            answers_at: call,
            calls: AtomicU32::new(0),
        }
    }
}

impl Steps for Station {
    async fn read_station(&self, _cx: &Context) -> Result<Reading, StationError> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if call < self.answers_at {
            return Err(StationError { call });
        }
        Ok(Reading { celsius: -7.5 })
    }
}

impl fmt::Display for StationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer to call {}", self.call)
    }
}

impl error::Error for StationError {}
