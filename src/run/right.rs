//! A step's right to run, by the limit that it shares with others.

use std::pin::Pin;
use std::task::{self, Poll};

use crate::limit::{Limit, Permit};

/// Where a step stands with the limit that it shares.
#[derive(Default)]
pub(crate) enum Right {
    /// It has not asked, or has given it back.
    #[default]
    No,
    /// It waits for its turn.
    Queued(Pin<Box<dyn Future<Output = Option<Permit>> + Send>>),
    Held(Permit),
}

impl Right {
    /// Asks for it, or looks whether it has come; false if there is no clock to wait by.
    pub(crate) fn claim(&mut self, limit: &Limit, cx: &mut task::Context<'_>) -> Poll<bool> {
        if let Self::No = self {
            *self = Self::Queued(Box::pin(limit.clone().permit()));
        }
        let Self::Queued(permit) = self else {
            return Poll::Ready(true);
        };
        permit.as_mut().poll(cx).map(|permit| {
            let has_clock = permit.is_some();
            *self = permit.map_or(Self::No, Self::Held);
            has_clock
        })
    }

    /// The right goes with an attempt.
    pub(crate) fn take(&mut self) -> Option<Permit> {
        match std::mem::take(self) {
            Self::Held(permit) => Some(permit),
            Self::No | Self::Queued(_) => None,
        }
    }
}
