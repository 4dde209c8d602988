//! What is drawn with a frame around it: the ways of a branch, the steps of a family, a map and the steps
//! through which its elements go. And where in all this the walk over the graph is.

use std::collections::HashMap;

use crate::layout::GroupKind;
use crate::told::WireLabels;
use crate::{Arm, Graph, Step, StepId, Text};

/// A frame, and the number of the one that it lies in.
pub(crate) struct Frame {
    pub(crate) kind: GroupKind,
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
}

/// The frames of a picture, as far as it has been told.
pub(crate) struct Groups {
    pub(crate) frames: Vec<Frame>,
    /// The graph, and the blocks of steps within it in which the walk is, innermost last.
    scopes: Vec<Scope>,
}

/// The graph that is told, or a block of steps in it.
struct Scope {
    told: WireLabels,
    /// Which of its steps and of its branches comes next.
    steps: u32,
    branches: usize,
    /// The frame of its first branch.
    first: usize,
    families: HashMap<Text, usize>,
    /// The frame that is around it, and the step whose elements go through it.
    block: Option<(usize, String)>,
}

impl Groups {
    pub(crate) fn new(graph: &Graph) -> Self {
        let mut groups = Self {
            frames: Vec::new(),
            scopes: Vec::new(),
        };
        groups.begin(graph, None);
        groups
    }

    /// What is told from now on is of this graph.
    fn begin(&mut self, graph: &Graph, block: Option<(usize, String)>) {
        let first = self.frames.len();
        let around = block.as_ref().map(|(frame, _)| *frame);
        let parent = |arm: Option<Arm>| arm.map(|arm| first + arm.branch as usize).or(around);
        for branch in graph.branches.iter() {
            let title = format!("one of {} ways", branch.ways.len());
            self.add(GroupKind::Branch, title, parent(branch.arm));
        }
        let mut families = HashMap::new();
        for step in graph.steps.iter() {
            if let Some(family) = &step.family
                && !families.contains_key(family)
            {
                let frame = self.add(GroupKind::Family, family.to_string(), parent(step.arm));
                families.insert(family.clone(), frame);
            }
        }
        self.scopes.push(Scope {
            told: WireLabels::new(graph),
            steps: 0,
            branches: 0,
            first,
            families,
            block,
        });
    }

    pub(crate) fn add(&mut self, kind: GroupKind, title: String, parent: Option<usize>) -> usize {
        self.frames.push(Frame {
            kind,
            title,
            parent,
        });
        self.frames.len() - 1
    }

    /// A block of steps begins, through which the elements of `step` go; gives the frame around both.
    pub(crate) fn enter(&mut self, id: &str, step: &Step, block: &Graph) -> usize {
        let around = self.of(step);
        let frame = self.add(GroupKind::Block, "for each element".to_owned(), around);
        self.begin(block, Some((frame, id.to_owned())));
        frame
    }

    /// The block ends.
    pub(crate) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// The frame in which a step lies.
    pub(crate) fn of(&self, step: &Step) -> Option<usize> {
        let scope = self.scope();
        let family = step.family.as_ref();
        let family = family.and_then(|family| scope.families.get(family).copied());
        let branch = step.arm.map(|arm| scope.first + arm.branch as usize);
        family.or(branch).or(self.of_block())
    }

    /// The frame of the block that is told, if it is one.
    pub(crate) fn of_block(&self) -> Option<usize> {
        self.scope().block.as_ref().map(|(frame, _)| *frame)
    }

    /// The id of the step whose elements go through that block.
    pub(crate) fn map(&self) -> Option<&str> {
        self.scope().block.as_ref().map(|(_, map)| map.as_str())
    }

    /// The number of the next step; none for those of a block.
    pub(crate) fn next_step(&mut self) -> Option<StepId> {
        let scope = self.scope_mut();
        scope.steps += 1;
        scope.block.is_none().then(|| StepId(scope.steps - 1))
    }

    /// The frame of the next branch.
    pub(crate) fn next_branch(&mut self) -> usize {
        let scope = self.scope_mut();
        scope.branches += 1;
        scope.first + scope.branches - 1
    }

    /// What is said of the wires of what is told.
    pub(crate) fn told(&self) -> &WireLabels {
        &self.scope().told
    }

    fn scope(&self) -> &Scope {
        let innermost = self.scopes.last();
        innermost.expect("the graph itself is always told")
    }

    fn scope_mut(&mut self) -> &mut Scope {
        let innermost = self.scopes.last_mut();
        innermost.expect("the graph itself is always told")
    }
}
