//! Where a step stands, and how it ended, as far as others are concerned.

use super::plan::Need;
use crate::outcome::{Skip, SkipReason};
use crate::report::OutcomeKind;

/// Where a step stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum State {
    /// Parents are running.
    Waiting,
    /// What decides about its arm has ended, and other parents are running.
    AtArm,
    /// All parents have ended, and it may run.
    Ready,
    /// It has begun.
    Active,
    /// It is to end as skipped.
    Skip(Skip),
    /// It is to fail for want of this step's value.
    Missing(&'static str),
    /// It has ended.
    Ended(Fate),
}

impl State {
    /// Whether a parent's end can still change what becomes of the step: it waits, or is about to be
    /// skipped, or to fail, on account of another parent that has ended at the same moment.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::AtArm | Self::Missing(_) => true,
            Self::Skip(skip) => skip.cause.is_some(),
            Self::Ready | Self::Active | Self::Ended(_) => false,
        }
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Ok,
    Failed,
    Skipped(Skip),
}

impl Fate {
    /// That of a step in an arm that is not taken.
    pub(crate) const NOT_TAKEN: Self = Self::Skipped(Skip {
        reason: SkipReason::NotTaken,
        cause: None,
    });

    /// In a report's words; with the reason, if it has failed, that is known.
    pub(crate) fn told(self, failed: Option<String>) -> (OutcomeKind, Option<String>) {
        match self {
            Self::Ok => (OutcomeKind::Ok, None),
            Self::Failed => (OutcomeKind::Err, failed),
            Self::Skipped(skip) => (OutcomeKind::Skipped, Some(skip.reason().to_string())),
        }
    }

    /// Why a step that needs this one is skipped.
    pub(crate) fn consequence(self) -> SkipReason {
        match self {
            Self::Skipped(skip) if skip.reason == SkipReason::NotTaken => SkipReason::NotTaken,
            Self::Skipped(skip) if !skip.reason.is_failure() => SkipReason::ParentSkipped,
            _ => SkipReason::ParentFailed,
        }
    }
}

impl Need {
    /// Whether a parent that ended so does not give what is needed.
    pub(crate) fn lacks(self, fate: Fate) -> bool {
        match (self, fate) {
            (_, Fate::Ok) | (Self::End | Self::Order, _) => false,
            (Self::Value, _) => true,
            (Self::Maybe | Self::Arm | Self::NoFailure, Fate::Failed) => true,
            (Self::Maybe, Fate::Skipped(skip)) => skip.reason.is_failure(),
            (Self::Arm, Fate::Skipped(skip)) => skip.reason != SkipReason::NotTaken,
            (Self::NoFailure, Fate::Skipped(_)) => false,
        }
    }
}

/// Why nothing more starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    FailFast,
    Deadline,
    Cancelled,
}

impl Ending {
    pub(crate) fn skip(self) -> Skip {
        let reason = match self {
            Self::FailFast => SkipReason::FailFast,
            Self::Deadline => SkipReason::Deadline,
            Self::Cancelled => SkipReason::Cancelled,
        };
        Skip {
            reason,
            cause: None,
        }
    }
}
