//! Whether a step may begin, once its parents have ended.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::OnceLock;

use crate::outcome::SkipReason;

/// What the condition of a step says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The step runs.
    Open,
    /// Its guard is false.
    Closed,
    /// It lies in an arm that is not taken.
    NotTaken,
}

impl Gate {
    /// That of a step in an arm.
    pub fn arm(taken: bool) -> Self {
        match taken {
            true => Self::Open,
            false => Self::NotTaken,
        }
    }

    /// That of a step which has a guard besides.
    #[must_use]
    pub fn and(self, guard: impl FnOnce() -> bool) -> Self {
        match self {
            Self::Open => guard().into(),
            closed => closed,
        }
    }

    /// Why a step is skipped that may not begin.
    pub(crate) fn refusal(self) -> Option<SkipReason> {
        match self {
            Self::Open => None,
            Self::Closed => Some(SkipReason::Guard),
            Self::NotTaken => Some(SkipReason::NotTaken),
        }
    }
}

impl From<bool> for Gate {
    fn from(holds: bool) -> Self {
        match holds {
            true => Self::Open,
            false => Self::Closed,
        }
    }
}

/// Which way a branch takes: decided once in a run, by whoever asks first.
#[derive(Default)]
pub struct Decision(OnceLock<Option<u32>>);

impl Decision {
    /// The number of the way. A decision that panics fails the arm that has asked; then no way is taken.
    pub fn way(&self, decide: impl FnOnce() -> u32) -> u32 {
        let mut panic = None;
        let way = *self.0.get_or_init(|| {
            let decided = catch_unwind(AssertUnwindSafe(decide));
            decided.map_err(|payload| panic = Some(payload)).ok()
        });
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
        way.unwrap_or(u32::MAX)
    }
}
