//! Reading a graph: pictures look up by number what it names, so that has to be there.

use serde::Deserialize;

use crate::{Arm, Branch, Graph, List, Source, Step, StepId, Target, Text, Value, Wire};

/// A graph as it was read.
#[derive(Deserialize)]
pub(crate) struct Stored {
    name: Text,
    inputs: List<Value>,
    steps: List<Step>,
    wires: List<Wire>,
    output: Option<Value>,
    branches: List<Branch>,
}

impl TryFrom<Stored> for Graph {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        let graph = Self {
            name: stored.name,
            inputs: stored.inputs,
            steps: stored.steps,
            wires: stored.wires,
            output: stored.output,
            branches: stored.branches,
        };
        match graph.is_whole() {
            true => Ok(graph),
            false => Err(format!(
                "the graph of `{}` names what it does not have",
                graph.name
            )),
        }
    }
}

impl Graph {
    fn is_whole(&self) -> bool {
        let wire = |wire: &Wire| self.has_source(wire.from) && self.has_target(wire.to);
        let mut arms = self.steps.iter().filter_map(|step| step.arm);
        self.wires.iter().all(wire)
            && arms.all(|arm| self.has_arm(arm))
            && self.branches.iter().all(|branch| self.has_branch(branch))
    }

    fn has_branch(&self, branch: &Branch) -> bool {
        let constant = |&(way, step): &(u32, StepId)| {
            (way as usize) < branch.ways.len() && self.has_step(step)
        };
        // the ways that it lies in have an end
        let arms = std::iter::successors(branch.arm, |arm| {
            self.branches.get(arm.branch as usize)?.arm
        });
        branch.reads.iter().all(|&source| self.has_source(source))
            && branch.constants.iter().all(constant)
            && branch.arm.is_none_or(|arm| self.has_arm(arm))
            && arms.take(self.branches.len()).count() < self.branches.len()
    }

    fn has_arm(&self, arm: Arm) -> bool {
        let branch = self.branches.get(arm.branch as usize);
        branch.is_some_and(|branch| (arm.way as usize) < branch.ways.len())
    }

    fn has_source(&self, source: Source) -> bool {
        match source {
            Source::Input(input) => (input as usize) < self.inputs.len(),
            Source::Step(step) => self.has_step(step),
        }
    }

    fn has_target(&self, target: Target) -> bool {
        match target {
            Target::Step(step) => self.has_step(step),
            Target::Output => self.output.is_some(),
        }
    }

    fn has_step(&self, step: StepId) -> bool {
        (step.0 as usize) < self.steps.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WireKind;

    fn branch(arm: Option<u32>) -> Branch {
        Branch {
            ways: vec!["a".into()].into(),
            arm: arm.map(|branch| Arm { branch, way: 0 }),
            ..Branch::default()
        }
    }

    /// What is read of the same graph as it is stored.
    fn read(graph: &Graph) -> Result<Graph, serde_json::Error> {
        serde_json::from_str(&serde_json::to_string(graph).unwrap())
    }

    #[test]
    fn a_whole_graph_is_read() {
        let graph = Graph {
            branches: vec![branch(None), branch(Some(0))].into(),
            ..Graph::default()
        };
        assert_eq!(read(&graph).unwrap(), graph);
    }

    #[test]
    fn wires_lead_somewhere() {
        let wire = Wire {
            from: Source::Step(StepId(0)),
            to: Target::Output,
            kind: WireKind::Data,
            ty: Text::default(),
        };
        let graph = Graph {
            name: "order".into(),
            wires: vec![wire].into(),
            ..Graph::default()
        };
        let error = read(&graph).unwrap_err().to_string();
        let told = "the graph of `order` names what it does not have";
        assert!(error.starts_with(told), "{error}");
    }

    #[test]
    fn ways_do_not_lie_in_each_other() {
        let graph = Graph {
            branches: vec![branch(Some(1)), branch(Some(0))].into(),
            ..Graph::default()
        };
        read(&graph).unwrap_err();
    }
}
