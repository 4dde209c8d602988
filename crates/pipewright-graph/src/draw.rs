//! What the pictures with nodes and edges share: one walk over the graph, told piece by piece.

use crate::ids::Ids;
use crate::{Arm, Branch, Graph, Source, Step, StepId, Target, Value, Wire};

/// A picture in the making.
pub(crate) trait Draw {
    /// What it is when it is finished.
    type Picture;

    /// An input of the pipeline.
    fn input(&mut self, id: &str, value: &Value);
    /// A step.
    fn step(&mut self, id: &str, step: &Step);
    /// A step whose elements go through a block of steps. What is told from now on lies in it.
    fn enter(&mut self, id: &str, step: &Step, _block: &Graph) {
        self.step(id, step);
    }
    /// The block of that step ends.
    fn leave(&mut self, _id: &str, _step: &Step) {}
    /// A place where a run takes one of several ways.
    fn branch(&mut self, _id: &str, _branch: &Branch) {}
    /// What decides there.
    fn decides(&mut self, _from: &str, _branch: &str) {}
    /// A way, and where it leads.
    fn way(&mut self, _branch: &str, _to: &str, _text: &str) {}
    /// The pipeline's output.
    fn output(&mut self, id: &str, value: &Value);
    /// A wire between two of these.
    fn wire(&mut self, from: &str, to: &str, wire: &Wire);
    /// The finished picture.
    fn finish(self) -> Self::Picture;
}

/// Tells `picture` everything in `graph`: inputs, steps, output, then the wires, each in its order.
pub(crate) fn draw<D: Draw>(graph: &Graph, mut picture: D) -> D::Picture {
    tell(graph, &Ids::new(graph), &mut picture);
    picture.finish()
}

fn tell(graph: &Graph, ids: &Ids, picture: &mut impl Draw) {
    for (id, input) in ids.inputs.iter().zip(graph.inputs.iter()) {
        picture.input(id, input);
    }
    for (place, (id, step)) in ids.steps.iter().zip(graph.steps.iter()).enumerate() {
        match (step.block.first(), ids.block(place)) {
            (Some(block), Some(within)) => {
                picture.enter(id, step, block);
                tell(block, within, picture);
                picture.leave(id, step);
            }
            _ => picture.step(id, step),
        }
    }
    for (id, branch) in ids.branches.iter().zip(graph.branches.iter()) {
        picture.branch(id, branch);
    }
    if let Some(output) = &graph.output {
        picture.output(&ids.output, output);
    }
    ways(graph, ids, picture);
    for wire in graph.wires.iter() {
        picture.wire(ids.source(wire.from), ids.target(wire.to), wire);
    }
}

/// Tells what decides at each branch, and where its ways lead: to the steps in them that wait for no other
/// one there, to further branches, or past all steps.
fn ways(graph: &Graph, ids: &Ids, picture: &mut impl Draw) {
    let arm = |step: StepId| graph.steps[step.0 as usize].arm;
    let mut waits = vec![false; graph.steps.len()];
    for wire in graph.wires.iter() {
        if let (Source::Step(from), Target::Step(to)) = (wire.from, wire.to) {
            waits[to.0 as usize] |= arm(from).is_some() && arm(from) == arm(to);
        }
    }
    let text = |arm: Arm| graph.branches[arm.branch as usize].ways[arm.way as usize].as_ref();
    for (id, branch) in ids.branches.iter().zip(graph.branches.iter()) {
        for &source in branch.reads.iter() {
            picture.decides(ids.source(source), id);
        }
        if let Some(arm) = branch.arm {
            picture.way(&ids.branches[arm.branch as usize], id, text(arm));
        }
    }
    let steps = ids.steps.iter().zip(graph.steps.iter()).zip(waits);
    for ((id, step), waits) in steps {
        if let Some(arm) = step.arm
            && !waits
        {
            picture.way(&ids.branches[arm.branch as usize], id, text(arm));
        }
    }
    for (number, branch) in graph.branches.iter().enumerate() {
        for &(way, step) in branch.constants.iter() {
            let to = ids.target(Target::Step(step));
            picture.way(&ids.branches[number], to, &branch.ways[way as usize]);
        }
    }
}
