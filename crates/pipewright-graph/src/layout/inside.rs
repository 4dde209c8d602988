//! What is inside a step that runs another pipeline, in a frame with the step.
//!
//! What leads to the step leads to its box, and from there to the inputs inside; what it gives comes from the
//! output inside.

use super::scene::Scene;
use super::{EdgeKind, GroupKind, NodeKind};
use crate::{Picture, Step};

impl Scene<'_> {
    /// Adds what is inside the step that came last.
    pub(super) fn inside(&mut self, id: &str, step: &Step, picture: &Picture<'_>) {
        let Some(head) = self.layout.nodes.len().checked_sub(1) else {
            return;
        };
        let inside = picture.clone().direction(self.layout.direction).sketch();
        let around = self.layout.nodes[head].group;
        let title = format!("inside {}", step.name);
        let frame = self.groups.add(GroupKind::Pipeline, title, around);
        self.layout.nodes[head].group = Some(frame);
        let (groups, nodes) = (frame + 1, head + 1);
        for group in inside.groups {
            let parent = group.parent.map_or(frame, |parent| groups + parent);
            self.groups.add(group.kind, group.title, Some(parent));
        }
        let reached = reached(&inside.nodes, &inside.edges);
        for (place, mut node) in inside.nodes.into_iter().enumerate() {
            node.id = format!("{id}/{}", node.id);
            node.step = None;
            node.group = Some(node.group.map_or(frame, |group| groups + group));
            if node.kind == NodeKind::Output {
                self.ends.insert(head, nodes + place);
            }
            self.layout.nodes.push(node);
            if !reached[place] {
                self.line(head, nodes + place, EdgeKind::Call, "");
            }
        }
        for mut edge in inside.edges {
            (edge.from, edge.to) = (nodes + edge.from, nodes + edge.to);
            self.pairs
                .insert((edge.from, edge.to), self.layout.edges.len());
            self.layout.edges.push(edge);
        }
    }
}

/// The boxes to which some line leads.
fn reached(nodes: &[super::Node], edges: &[super::Edge]) -> Vec<bool> {
    let mut reached = vec![false; nodes.len()];
    edges.iter().for_each(|edge| reached[edge.to] = true);
    reached
}
