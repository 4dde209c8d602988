//! The graph as a tree for a terminal.

use std::mem;

use crate::{Graph, Source, StepId, Target};

impl Graph {
    /// The pipeline as a tree of plain ASCII: beneath each step those that wait for it.
    ///
    /// A step that waits for several others stands beneath each of them; after the first time it is
    /// marked `[shared]`, and what is beneath it is not told again. A step that runs another pipeline is
    /// marked `[runs …]`. The steps of a block, through which elements go, stand beneath their step behind `:`.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Source, Step, StepId, Target, Wire, WireKind};
    /// # let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    /// # let wire = |from, to| Wire {
    /// #     from: Source::Step(StepId(from)),
    /// #     to: Target::Step(StepId(to)),
    /// #     kind: WireKind::Data,
    /// #     ty: "&User".into(),
    /// # };
    /// # let graph = Graph {
    /// #     name: "user_onboarding".into(),
    /// #     inputs: vec![].into(),
    /// #     steps: vec![step("fetch_user"), step("fetch_settings"), step("email_user")].into(),
    /// #     wires: vec![wire(0, 2), wire(1, 2)].into(),
    /// #     ..Graph::default()
    /// # };
    /// assert_eq!(
    ///     graph.text(),
    ///     r"user_onboarding
    /// |-- fetch_user
    /// |   \-- email_user
    /// \-- fetch_settings
    ///     \-- email_user [shared]
    /// "
    /// );
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.name);
        self.tell(&mut text, "");
        text
    }

    /// The lines of the steps, each with this before it.
    fn tell(&self, text: &mut String, before: &str) {
        let forest = Forest::new(self);
        let mut told = vec![false; self.steps.len()];
        let mut indent = String::new();
        let mut open = vec![forest.roots.iter()];
        while let Some(siblings) = open.last_mut() {
            let Some(&step) = siblings.next() else {
                open.pop();
                indent.truncate(indent.len().saturating_sub(WIDTH));
                continue;
            };
            let last = siblings.as_slice().is_empty();
            text.push_str(before);
            text.push_str(&indent);
            text.push_str(if last { r"\-- " } else { "|-- " });
            text.push_str(&self.steps[step].name);
            if let Some(pipeline) = &self.steps[step].runs {
                text.push_str(&format!(" [runs {pipeline}]"));
            }
            if mem::replace(&mut told[step], true) {
                text.push_str(" [shared]\n");
                continue;
            }
            text.push('\n');
            indent.push_str(if last { "    " } else { "|   " });
            for block in self.steps[step].block.iter() {
                block.tell(text, &format!("{before}{indent}: "));
            }
            open.push(forest.children[step].iter());
        }
    }
}

/// Columns that each level is further to the right.
const WIDTH: usize = 4;

/// Who waits for whom, by place, in the order of the steps and each pair once.
struct Forest {
    roots: Vec<usize>,
    children: Vec<Vec<usize>>,
}

impl Forest {
    fn new(graph: &Graph) -> Self {
        let mut children = vec![Vec::new(); graph.steps.len()];
        let mut waits = vec![false; graph.steps.len()];
        for wire in graph.wires.iter() {
            if let (Source::Step(StepId(from)), Target::Step(StepId(to))) = (wire.from, wire.to) {
                children[from as usize].push(to as usize);
                waits[to as usize] = true;
            }
        }
        for list in &mut children {
            list.sort_unstable();
            list.dedup();
        }
        let mut forest = Self {
            roots: (0..waits.len()).filter(|&step| !waits[step]).collect(),
            children,
        };
        forest.reach_all();
        forest
    }

    /// In a workflow steps may follow each other in circles, to which no root leads.
    fn reach_all(&mut self) {
        let mut seen = vec![false; self.children.len()];
        let mut open = self.roots.clone();
        for step in 0..self.children.len() {
            while let Some(step) = open.pop() {
                if !mem::replace(&mut seen[step], true) {
                    open.extend(&self.children[step]);
                }
            }
            if !seen[step] {
                self.roots.push(step);
                open.push(step);
            }
        }
        self.roots.sort_unstable();
    }
}
