//! Where a step stands, and how it ended, as far as others are concerned.

use super::plan::Need;
use crate::outcome::SkipReason;
use crate::report::OutcomeKind;

/// Where a step stands. Each run has one for each step, so it is small: what a skip or a failure began with lies
/// elsewhere.
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
    Skip(SkipReason),
    /// The same, on account of a parent.
    Lacks(SkipReason),
    /// It is to fail for want of a parent's value.
    Missing,
    /// It has ended.
    Ended(Fate),
}

impl State {
    /// Whether a parent's end can still change what becomes of the step: it waits, or is about to be
    /// skipped, or to fail, on account of another parent that has ended at the same moment.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::AtArm | Self::Lacks(_) | Self::Missing => true,
            Self::Ready | Self::Active | Self::Skip(_) | Self::Ended(_) => false,
        }
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Ok,
    Failed,
    Skipped(SkipReason),
}

impl Fate {
    /// That of a step in an arm that is not taken.
    pub(crate) const NOT_TAKEN: Self = Self::Skipped(SkipReason::NotTaken);

    /// In a report's words; with the reason, if it has failed, that is known.
    pub(crate) fn told(self, failed: Option<String>) -> (OutcomeKind, Option<String>) {
        match self {
            Self::Ok => (OutcomeKind::Ok, None),
            Self::Failed => (OutcomeKind::Err, failed),
            Self::Skipped(reason) => (OutcomeKind::Skipped, Some(reason.to_string())),
        }
    }

    /// Why a step that needs this one is skipped.
    pub(crate) fn consequence(self) -> SkipReason {
        match self {
            Self::Skipped(SkipReason::NotTaken) => SkipReason::NotTaken,
            Self::Skipped(reason) if !reason.is_failure() => SkipReason::ParentSkipped,
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
            (Self::Maybe, Fate::Skipped(reason)) => reason.is_failure(),
            (Self::Arm, Fate::Skipped(reason)) => reason != SkipReason::NotTaken,
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
    /// What becomes of a step that has not begun.
    pub(crate) fn skip(self) -> State {
        State::Skip(self.reason())
    }

    pub(crate) fn reason(self) -> SkipReason {
        match self {
            Self::FailFast => SkipReason::FailFast,
            Self::Deadline => SkipReason::Deadline,
            Self::Cancelled => SkipReason::Cancelled,
        }
    }
}
