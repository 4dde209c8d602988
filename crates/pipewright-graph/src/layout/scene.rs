//! What there is to place: the boxes with their sizes, what lies in which frame, and the lines.

use std::collections::HashMap;

use super::{Edge, EdgeKind, Group, Layout, Line, LineKind, Node, NodeKind, measure, shortened};
use crate::draw::Draw;
use crate::groups::{Frame, Groups};
use crate::told;
use crate::{Branch, Graph, Mark, Picture, Step, StepId, Value, Wire};

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
    pub(super) layout: Layout,
    pub(super) groups: Groups,
    picture: &'a Picture<'a>,
    places: HashMap<String, usize>,
    pub(super) pairs: HashMap<(usize, usize), usize>,
    /// Where the lines begin that seem to come from a step, if that is inside it.
    pub(super) ends: HashMap<usize, usize>,
}

/// Nothing yet but the frames of the picture.
pub(crate) fn scene<'a>(picture: &'a Picture<'a>) -> Scene<'a> {
    Scene {
        layout: Layout {
            title: picture.graph.name.to_string(),
            direction: picture.direction,
            ..Layout::default()
        },
        groups: Groups::new(&picture.graph),
        picture,
        places: HashMap::new(),
        pairs: HashMap::new(),
        ends: HashMap::new(),
    }
}

impl Scene<'_> {
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

    fn step_in(&mut self, id: &str, step: &Step, number: Option<StepId>, frame: Option<usize>) {
        let mark = self.picture.overlay.get(&step.name);
        let kind = match (&step.runs, &step.guard, &step.each) {
            (Some(_), ..) => NodeKind::Pipeline,
            (None, _, Some(_)) => NodeKind::Map,
            (None, Some(_), None) => NodeKind::Guarded,
            (None, None, None) => NodeKind::Step,
        };
        let node = self.node(id, kind, &step.name, told::lines(step, mark));
        node.step = number;
        node.outcome = mark.map(Mark::outcome);
        node.group = frame;
    }

    fn value(&mut self, id: &str, kind: NodeKind, value: &Value) {
        let line = Line {
            kind: LineKind::Type,
            text: value.ty.to_string(),
        };
        let frame = self.groups.of_block();
        self.node(id, kind, &value.name, vec![line]).group = frame;
    }

    fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, label: &str) {
        let (from, to) = (self.places[from], self.places[to]);
        let from = self.ends.get(&from).copied().unwrap_or(from);
        self.line(from, to, kind, label);
    }

    /// A line, or what another one between the same two says too.
    pub(super) fn line(&mut self, from: usize, to: usize, kind: EdgeKind, label: &str) {
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
        let more = format!(", {label}");
        if edge.label.is_empty() {
            edge.label.push_str(label);
        } else if !label.is_empty() && edge.label != label && !edge.label.ends_with(&more) {
            edge.label.push_str(&more);
        }
    }
}

impl Draw for Scene<'_> {
    type Picture = Layout;

    fn input(&mut self, id: &str, value: &Value) {
        self.value(id, NodeKind::Input, value);
        // each element comes from the map
        if let Some(map) = self.groups.map().map(|map| self.places[map]) {
            self.line(map, self.places[id], EdgeKind::Data, "");
        }
    }

    fn step(&mut self, id: &str, step: &Step) {
        let frame = self.groups.of(step);
        let number = self.groups.next_step();
        self.step_in(id, step, number, frame);
        if let Some(inside) = self.picture.inside.get(&step.name)
            && number.is_some()
        {
            self.inside(id, step, inside);
        }
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        let number = self.groups.next_step();
        let frame = self.groups.enter(id, step, block);
        self.step_in(id, step, number, Some(frame));
    }

    fn leave(&mut self, _id: &str, _step: &Step) {
        self.groups.leave();
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let frame = self.groups.next_branch();
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
        // what the map gives is made of what comes out of its block
        if let Some(map) = self.groups.map().map(|map| self.places[map]) {
            self.ends.insert(map, self.places[id]);
        }
    }

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        if let Some(text) = self.groups.told().wire(wire) {
            self.edge(from, to, wire.kind.into(), text);
        }
    }

    fn finish(mut self) -> Layout {
        for node in &mut self.layout.nodes {
            (node.w, node.h) = size(node);
        }
        let group = |frame: Frame| Group {
            kind: frame.kind,
            title: frame.title,
            title_x: 0.0,
            parent: frame.parent,
            x: 0.0,
            y: 0.0,
            w: 0.0,
            h: 0.0,
        };
        self.layout.groups = self.groups.frames.into_iter().map(group).collect();
        self.layout
    }
}

/// How much room a box takes.
fn size(node: &Node) -> (f64, f64) {
    let sign = if node.outcome.is_some() { SIGN } else { 0.0 };
    let name = measure::bold(&node.name_shown(), NAME_SIZE) + sign;
    let lines = node.lines.iter().map(|line| match line.kind {
        LineKind::Note => measure::bold(&line.shown(), LINE_SIZE),
        _ => measure::typed(&line.shown(), LINE_SIZE),
    });
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

/// How wide the title of a frame is.
pub(super) fn title_width(title: &str) -> f64 {
    measure::plain(title, LINE_SIZE)
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
