//! How nodes look.

use crate::{Mark, StepOutcome};

/// The look of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Value,
    Ok,
    Err,
    Handled,
    Skipped,
    Running,
    Note,
    /// A frame around nodes.
    Frame,
}

impl Class {
    /// In the order in which they are written down.
    pub(super) const ALL: [Self; 8] = [
        Self::Value,
        Self::Ok,
        Self::Err,
        Self::Handled,
        Self::Skipped,
        Self::Running,
        Self::Note,
        Self::Frame,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Ok => "ok",
            Self::Err => "err",
            Self::Handled => "handled",
            Self::Skipped => "skipped",
            Self::Running => "running",
            Self::Note => "note",
            Self::Frame => "frame",
        }
    }

    /// Each sets the colour of the text too, so that it reads the same in a light and a dark theme,
    /// and differs from the others in its border, for those who do not see the colours apart.
    pub(super) fn style(self) -> &'static str {
        match self {
            Self::Value => "fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e",
            Self::Ok => "fill:#dcfce7,stroke:#16a34a,color:#14532d",
            Self::Err => "fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:4px",
            Self::Handled => {
                "fill:#fef3c7,stroke:#dc2626,color:#78350f,stroke-width:3px,stroke-dasharray:6 4"
            }
            Self::Skipped => {
                "fill:#f3f4f6,stroke:#4b5563,color:#374151,stroke-width:2px,stroke-dasharray:6 4"
            }
            Self::Running => {
                "fill:#ede9fe,stroke:#7c3aed,color:#4c1d95,stroke-width:3px,stroke-dasharray:2 3"
            }
            Self::Note => "fill:#fffbeb,stroke:#a16207,color:#713f12",
            Self::Frame => "fill:none,stroke:#64748b,stroke-dasharray:5 4",
        }
    }

    pub(super) fn of(mark: &Mark) -> Self {
        match mark.outcome() {
            StepOutcome::Ok => Self::Ok,
            StepOutcome::Err => Self::Err,
            StepOutcome::Handled => Self::Handled,
            StepOutcome::Skipped => Self::Skipped,
            StepOutcome::Running => Self::Running,
        }
    }
}
