//! Where everything in the pictures of a page is.

use std::collections::BTreeMap;

use pipewright_graph::{Graph, Layout, Mark, Overlay};
use serde_json::{Map, Value, json};

/// The layout of each graph, as the page draws it.
pub(crate) fn layouts(graphs: &BTreeMap<String, Graph>) -> Value {
    let layout = |(definition, graph): (&String, &Graph)| (definition.clone(), layout(graph));
    graphs.iter().map(layout).collect::<Map<_, _>>().into()
}

fn layout(graph: &Graph) -> Value {
    // whatever a run is like, there is room for the sign of each step's outcome
    let marks = graph
        .steps
        .iter()
        .map(|step| (step.name.clone(), Mark::ok()));
    let overlay: Overlay = marks.collect();
    let layout: Layout = graph.picture().overlay(&overlay).layout();
    let groups = layout
        .groups
        .iter()
        .map(|group| json!({ "title": group.title, "box": [group.x, group.y, group.w, group.h] }));
    let nodes = layout.nodes.iter().map(|node| {
        let lines: Vec<_> = node.lines.iter().map(|line| line.shown()).collect();
        json!({
            "kind": node.kind, "label": node.name_shown(), "lines": lines, "step": node.step,
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
