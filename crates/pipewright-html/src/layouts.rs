//! Where everything in the pictures of a page is.

use std::collections::BTreeMap;

use pipewright_graph::layout::{LineKind, NodeKind};
use pipewright_graph::{Graph, Layout, Mark, Overlay};
use serde_json::{Map, Value, json};

/// The layout of each graph, as the page draws it.
pub(crate) fn layouts(graphs: &BTreeMap<String, Graph>) -> Value {
    let layout = |(definition, graph): (&String, &Graph)| (definition.clone(), layout(graph));
    graphs.iter().map(layout).collect::<Map<_, _>>().into()
}

/// As long as what is told of most steps of blocks.
const COUNTS: &str = "0000 ok, 000 failed";

fn layout(graph: &Graph) -> Value {
    let blocks = in_blocks(graph);
    // whatever a run is like, there is room for the sign of each step's outcome, and for counts in a block
    let steps = graph.steps.iter().map(|step| (&*step.name, Mark::ok()));
    let inside = blocks.iter().filter_map(|inner| inner.names.last());
    let marks = steps.chain(inside.map(|name| (*name, Mark::ok().with_note(COUNTS))));
    let overlay: Overlay = marks.map(|(name, mark)| (name.to_owned(), mark)).collect();
    let layout: Layout = graph.picture().overlay(&overlay).layout();
    let mut blocks = blocks.into_iter();
    let groups = layout
        .groups
        .iter()
        .map(|group| json!({ "title": group.title, "title_x": group.title_x, "box": [group.x, group.y, group.w, group.h] }));
    let nodes = layout.nodes.iter().map(|node| {
        let lines = node.lines.iter().filter(|line| line.kind != LineKind::Note);
        let lines: Vec<_> = lines.map(|line| line.shown()).collect();
        let is_value = matches!(
            node.kind,
            NodeKind::Input | NodeKind::Output | NodeKind::Branch
        );
        let is_inside = node.step.is_none() && !is_value;
        // boxes stand in the order of the steps
        let block = is_inside.then(|| blocks.next()).flatten();
        json!({
            "kind": node.kind, "label": node.name_shown(), "lines": lines, "step": node.step,
            "inside": block.map(|inner| json!({ "step": inner.step, "names": inner.names })),
            "box": [node.x, node.y, node.w, node.h],
        })
    });
    let edges = layout.edges.iter().map(|edge| {
        json!({
            "from": edge.from, "to": edge.to, "kind": edge.kind, "label": edge.shown(),
            "at": edge.label_at.map(|at| [at.x, at.y]), "path": edge.path(),
        })
    });
    json!({
        "size": [layout.width, layout.height],
        "groups": groups.collect::<Vec<_>>(),
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

/// Where a step of a block is.
struct InBlock<'a> {
    /// The number of the pipeline's step whose elements go through the block.
    step: usize,
    /// The step's name, behind those of the maps in that block which are around it.
    names: Vec<&'a str>,
}

/// Where the steps of all blocks are, in order, each before those that are inside it.
fn in_blocks(graph: &Graph) -> Vec<InBlock<'_>> {
    let mut all = Vec::new();
    for (number, step) in graph.steps.iter().enumerate() {
        for block in step.block.iter() {
            in_block(block, number, &[], &mut all);
        }
    }
    all
}

fn in_block<'a>(block: &'a Graph, step: usize, around: &[&'a str], all: &mut Vec<InBlock<'a>>) {
    for inner in block.steps.iter() {
        let names = [around, &[&*inner.name]].concat();
        all.push(InBlock {
            step,
            names: names.clone(),
        });
        for block in inner.block.iter() {
            in_block(block, step, &names, all);
        }
    }
}
