//! What the pictures with nodes and edges share: one walk over the graph, told piece by piece.

use crate::ids::Ids;
use crate::{Graph, Step, Value, Wire};

/// A picture in the making.
pub(crate) trait Draw {
    /// An input of the pipeline.
    fn input(&mut self, id: &str, value: &Value);
    /// A step.
    fn step(&mut self, id: &str, step: &Step);
    /// The pipeline's output.
    fn output(&mut self, id: &str, value: &Value);
    /// A wire between two of these.
    fn wire(&mut self, from: &str, to: &str, wire: &Wire);
    /// The finished picture.
    fn finish(self) -> String;
}

/// Tells `picture` everything in `graph`: inputs, steps, output, then the wires, each in its order.
pub(crate) fn draw(graph: &Graph, mut picture: impl Draw) -> String {
    let ids = Ids::new(graph);
    for (id, input) in ids.inputs.iter().zip(graph.inputs.iter()) {
        picture.input(id, input);
    }
    for (id, step) in ids.steps.iter().zip(graph.steps.iter()) {
        picture.step(id, step);
    }
    if let Some(output) = &graph.output {
        picture.output(&ids.output, output);
    }
    for wire in graph.wires.iter() {
        picture.wire(ids.source(wire.from), ids.target(wire.to), wire);
    }
    picture.finish()
}
