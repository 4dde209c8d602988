//! What there is to place: the boxes with their sizes, what lies in which frame, and the lines.

use std::collections::BTreeMap;

use super::{
    Direction, Edge, EdgeKind, Group, GroupKind, Layout, Line, LineKind, Node, NodeKind, compose,
    measure, shortened,
};
use crate::draw::Draw;
use crate::told::{self, Told};
use crate::{Arm, Branch, Graph, Mark, Overlay, Step, StepId, Value, Wire};

/// The sizes of text, as it is drawn.
pub(crate) const NAME_SIZE: f64 = 13.0;
pub(crate) const LINE_SIZE: f64 = 11.0;
/// From one line to the next.
pub(crate) const NAME_HEIGHT: f64 = 18.0;
pub(crate) const LINE_HEIGHT: f64 = 15.0;
/// Between a box's edge and its text.
pub(crate) const PAD: f64 = 9.0;
/// What the sign of an outcome takes in front of the name.
pub(crate) const SIGN: f64 = 20.0;

const SIDE: f64 = 14.0;
const LEAST: f64 = 64.0;
/// The characters of a name that are shown.
const NAME: usize = 44;
/// Those of a line's label.
const LABEL: usize = 36;
/// Lines beyond which labels have no place.
const LABELLED: usize = 300;

/// A layout in the making, told by the walk over the graph.
pub(crate) struct Scene<'a> {
    layout: Layout,
    overlay: &'a Overlay,
    places: BTreeMap<String, usize>,
    /// The graph, and the blocks of steps within it in which the walk is, innermost last.
    scopes: Vec<Scope>,
    pairs: BTreeMap<(usize, usize), usize>,
}

/// The graph that is told, or a block of steps in it.
struct Scope {
    told: Told,
    /// Which of its steps comes next.
    steps: u32,
    /// Which of its branches comes next.
    branches: usize,
    /// The first of its branches' frames.
    frames: usize,
    /// The frame that is around it, and the step whose elements go through it.
    block: Option<(usize, String)>,
}

/// Nothing yet but the frames of `graph`.
pub(crate) fn scene<'a>(graph: &Graph, overlay: &'a Overlay, direction: Direction) -> Scene<'a> {
    let mut scene = Scene {
        layout: Layout {
            title: graph.name.to_string(),
            direction,
            ..Layout::default()
        },
        overlay,
        places: BTreeMap::new(),
        scopes: Vec::new(),
        pairs: BTreeMap::new(),
    };
    scene.begin(graph, None);
    scene
}

impl Scene<'_> {
    /// What is told from now on is of this graph.
    fn begin(&mut self, graph: &Graph, block: Option<(usize, String)>) {
        let frames = self.layout.groups.len();
        let around = block.as_ref().map(|(frame, _)| *frame);
        for branch in graph.branches.iter() {
            let parent = branch.arm.map(|arm| frames + arm.branch as usize);
            let title = format!("{} ways", branch.ways.len());
            self.frame(GroupKind::Branch, title, parent.or(around));
        }
        self.scopes.push(Scope {
            told: Told::new(graph),
            steps: 0,
            branches: 0,
            frames,
            block,
        });
    }

    fn frame(&mut self, kind: GroupKind, title: String, parent: Option<usize>) -> usize {
        self.layout.groups.push(Group {
            kind,
            title,
            parent,
            x: 0.0,
            y: 0.0,
            w: 0.0,
            h: 0.0,
        });
        self.layout.groups.len() - 1
    }

    fn scope(&mut self) -> &mut Scope {
        let innermost = self.scopes.last_mut();
        innermost.expect("the graph itself is always told")
    }

    /// The frame of a branch, or that of the whole block.
    fn frame_of(&mut self, arm: Option<Arm>) -> Option<usize> {
        let scope = self.scope();
        let branch = arm.map(|arm| scope.frames + arm.branch as usize);
        branch.or(scope.block.as_ref().map(|(frame, _)| *frame))
    }

    fn node(&mut self, id: &str, kind: NodeKind, label: &str, lines: Vec<Line>) -> &mut Node {
        let place = self.layout.nodes.len();
        self.places.insert(id.to_owned(), place);
        self.layout.nodes.push(Node {
            id: id.to_owned(),
            kind,
            label: label.to_owned(),
            lines,
            step: None,
            outcome: None,
            group: None,
            x: 0.0,
            y: 0.0,
            w: 0.0,
            h: 0.0,
        });
        &mut self.layout.nodes[place]
    }

    fn value(&mut self, id: &str, kind: NodeKind, value: &Value) {
        let line = Line {
            kind: LineKind::Type,
            text: value.ty.to_string(),
        };
        let frame = self.frame_of(None);
        self.node(id, kind, &value.name, vec![line]).group = frame;
    }

    fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, label: &str) {
        let (from, to) = (self.places[from], self.places[to]);
        let edges = &mut self.layout.edges;
        let place = *self.pairs.entry((from, to)).or_insert_with(|| {
            edges.push(Edge {
                from,
                to,
                kind,
                label: String::new(),
                label_at: None,
                points: Vec::new(),
                direction: self.layout.direction,
            });
            edges.len() - 1
        });
        let edge = &mut edges[place];
        if edge.is_dotted() {
            edge.kind = kind;
        }
        if !edge.label.is_empty() && !label.is_empty() {
            edge.label.push_str(", ");
        }
        edge.label.push_str(label);
    }
}

impl Draw for Scene<'_> {
    type Picture = Layout;

    fn input(&mut self, id: &str, value: &Value) {
        self.value(id, NodeKind::Input, value);
        // each element comes from the map
        if let Some((_, map)) = self.scope().block.clone() {
            self.edge(&map, id, EdgeKind::Data, "");
        }
    }

    fn step(&mut self, id: &str, step: &Step) {
        let scope = self.scope();
        // those of a block are none of the graph's own
        let number = scope.block.is_none().then_some(StepId(scope.steps));
        scope.steps += 1;
        let mark = self.overlay.get(&step.name);
        let kind = match (&step.runs, &step.guard, &step.each) {
            (Some(_), ..) => NodeKind::Pipeline,
            (None, _, Some(_)) => NodeKind::Map,
            (None, Some(_), None) => NodeKind::Guarded,
            (None, None, None) => NodeKind::Step,
        };
        let frame = self.frame_of(step.arm);
        let node = self.node(id, kind, &step.name, told::lines(step, mark));
        node.step = number;
        node.outcome = mark.map(Mark::outcome);
        node.group = frame;
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        let around = self.frame_of(step.arm);
        let frame = self.frame(GroupKind::Block, "each".to_owned(), around);
        self.step(id, step);
        self.layout.nodes[self.places[id]].group = Some(frame);
        self.begin(block, Some((frame, id.to_owned())));
    }

    fn leave(&mut self, _id: &str, _step: &Step) {
        self.scopes.pop();
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let scope = self.scope();
        let frame = scope.frames + scope.branches;
        scope.branches += 1;
        let label = told::branch(branch);
        self.node(id, NodeKind::Branch, &label, Vec::new()).group = Some(frame);
    }

    fn decides(&mut self, from: &str, branch: &str) {
        self.edge(from, branch, EdgeKind::Decides, "");
    }

    fn way(&mut self, branch: &str, to: &str, text: &str) {
        self.edge(branch, to, EdgeKind::Way, text);
    }

    fn output(&mut self, id: &str, value: &Value) {
        self.value(id, NodeKind::Output, value);
    }

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        if let Some(text) = self.scope().told.wire(wire) {
            self.edge(from, to, wire.kind.into(), text);
        }
    }

    fn finish(mut self) -> Layout {
        for node in &mut self.layout.nodes {
            (node.w, node.h) = size(node);
        }
        compose::place(&mut self.layout);
        self.layout
    }
}

/// How much room a box takes.
fn size(node: &Node) -> (f64, f64) {
    let sign = if node.outcome.is_some() { SIGN } else { 0.0 };
    let name = measure::bold(&node.name_shown(), NAME_SIZE) + sign;
    let lines = node
        .lines
        .iter()
        .map(|line| measure::typed(&line.shown(), LINE_SIZE));
    let text = lines.fold(name, f64::max);
    let more = match node.kind {
        NodeKind::Branch => 22.0,
        NodeKind::Pipeline => 10.0,
        _ => 0.0,
    };
    let w = (text + 2.0 * SIDE).max(LEAST) + more;
    (
        w.ceil(),
        2.0 * PAD + NAME_HEIGHT + node.lines.len() as f64 * LINE_HEIGHT,
    )
}

/// The label of a line, as it is drawn, and how much room that takes; `None` if there is none.
pub(super) fn label_size(layout: &Layout, edge: &Edge) -> Option<(f64, f64)> {
    let text = edge.shown();
    let room = layout.edges.len() <= LABELLED && !text.is_empty();
    room.then(|| ((measure::typed(&text, LINE_SIZE) + 8.0).ceil(), LINE_HEIGHT))
}

impl Node {
    /// As much of the name as there is room for: the first 44 characters.
    #[must_use]
    pub fn name_shown(&self) -> String {
        shortened(&self.label, NAME)
    }
}

impl Edge {
    /// As much of the label as there is room for: the first 36 characters.
    #[must_use]
    pub fn shown(&self) -> String {
        shortened(&self.label, LABEL)
    }
}
