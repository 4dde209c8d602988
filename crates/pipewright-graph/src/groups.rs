//! What is drawn with a frame around it: the ways of a branch, the steps of a family.

use std::collections::BTreeMap;

use crate::layout::GroupKind;
use crate::{Arm, Graph, Step};

/// A frame, and what it lies in.
pub(crate) struct Frame {
    pub(crate) kind: GroupKind,
    pub(crate) title: String,
    /// The number of the frame around it.
    pub(crate) parent: Option<usize>,
}

/// The frames of a graph: those of its branches by their numbers, then those of its families.
pub(crate) struct Groups {
    pub(crate) frames: Vec<Frame>,
    families: BTreeMap<String, usize>,
}

impl Groups {
    pub(crate) fn new(graph: &Graph) -> Self {
        let branches = graph.branches.iter().map(|branch| Frame {
            kind: GroupKind::Branch,
            title: format!("one of {} ways", branch.ways.len()),
            parent: branch.arm.map(number),
        });
        let mut groups = Self {
            frames: branches.collect(),
            families: BTreeMap::new(),
        };
        for step in graph.steps.iter() {
            if let Some(family) = step.family.as_deref()
                && !groups.families.contains_key(family)
            {
                groups
                    .families
                    .insert(family.to_owned(), groups.frames.len());
                groups.frames.push(Frame {
                    kind: GroupKind::Family,
                    title: family.to_owned(),
                    parent: step.arm.map(number),
                });
            }
        }
        groups
    }

    /// The number of the frame in which a step lies.
    pub(crate) fn of(&self, step: &Step) -> Option<usize> {
        let family = step.family.as_deref();
        let family = family.and_then(|family| self.families.get(family).copied());
        family.or(step.arm.map(number))
    }
}

fn number(arm: Arm) -> usize {
    arm.branch as usize
}
