//! Steps and arrows, one line each, sorted: what a change of the wiring shows best.

use std::collections::{BTreeSet, HashSet};

use crate::draw::{Draw, draw};
use crate::{Graph, Source, Step, Target, Value, Wire};

impl Graph {
    /// The bare wiring: `graph TD`, then a sorted line for each pair of steps of which one waits for
    /// the other, and for each step that neither waits nor is waited for.
    ///
    /// It is a Mermaid graph too; a step whose name Mermaid would misread has the id that it has in
    /// [`Graph::mermaid`].
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Source, Step, StepId, Target, Wire, WireKind};
    /// # let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    /// # let graph = Graph {
    /// #     name: "greeting".into(),
    /// #     inputs: vec![].into(),
    /// #     steps: vec![step("load"), step("send"), step("audit")].into(),
    /// #     wires: vec![Wire {
    /// #         from: Source::Step(StepId(0)),
    /// #         to: Target::Step(StepId(1)),
    /// #         kind: WireKind::Data,
    /// #         ty: "&User".into(),
    /// #     }]
    /// #     .into(),
    /// #     ..Graph::default()
    /// # };
    /// assert_eq!(graph.plain(), "graph TD\n    audit\n    load --> send\n");
    /// ```
    #[must_use]
    pub fn plain(&self) -> String {
        draw(self, Plain::default())
    }
}

#[derive(Default)]
struct Plain {
    steps: Vec<String>,
    wired: HashSet<String>,
    edges: BTreeSet<String>,
}

impl Draw for Plain {
    type Picture = String;

    fn input(&mut self, _id: &str, _value: &Value) {}

    fn step(&mut self, id: &str, _step: &Step) {
        self.steps.push(id.to_owned());
    }

    fn output(&mut self, _id: &str, _value: &Value) {}

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        if let (Source::Step(_), Target::Step(_)) = (wire.from, wire.to) {
            self.wired.extend([from.to_owned(), to.to_owned()]);
            self.edges.insert(format!("{from} --> {to}"));
        }
    }

    fn finish(mut self) -> String {
        let alone = self.steps.into_iter();
        self.edges
            .extend(alone.filter(|step| !self.wired.contains(step)));
        let lines = self.edges.iter().map(|line| format!("    {line}\n"));
        std::iter::once("graph TD\n".to_owned())
            .chain(lines)
            .collect()
    }
}
