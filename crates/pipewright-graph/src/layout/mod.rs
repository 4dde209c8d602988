//! Where everything in a picture is: boxes, the lines between them, and the frames around them.
//!
//! [`Graph::layout`](crate::Graph::layout) works it out. [`Picture::svg`](crate::Picture::svg) draws it; to draw
//! it in another way, take the numbers from here.
//!
//! Steps stand in layers, each below all that it waits for (or to the right of it), in an order in which few
//! lines cross. Lines that begin at one value go together until they part, and long ones go straight. The
//! same graph always gives the same numbers; 2,000 steps take a fraction of a second.

mod align;
mod compose;
mod frames;
mod inside;
mod layers;
mod level;
mod measure;
mod order;
mod pack;
mod route;
mod scene;
mod titles;

use crate::{StepId, StepOutcome, WireKind};
pub(crate) use compose::place;
pub(crate) use scene::{LINE_HEIGHT, NAME_HEIGHT, PAD, SIGN, scene};

/// Which way a picture goes.
///
/// ```
/// use pipewright_graph::{Direction, Graph};
///
/// let graph = Graph::default();
/// let mermaid = graph.picture().direction(Direction::LeftRight).mermaid();
/// assert!(mermaid.starts_with("flowchart LR"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Direction {
    /// From above to below.
    #[default]
    TopDown,
    /// From left to right.
    LeftRight,
}

/// Everything in a picture, and where it is. Lengths are pixels; `x` goes to the right and `y` down.
///
/// ```
/// use pipewright_graph::{Graph, Step};
///
/// let graph = Graph {
///     steps: vec![Step { name: "ping".into(), ..Step::default() }].into(),
///     ..Graph::default()
/// };
/// let layout = graph.layout();
/// assert_eq!(layout.nodes[0].label, "ping");
/// assert!(layout.nodes[0].x + layout.nodes[0].w < layout.width);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Layout {
    /// The pipeline's name.
    pub title: String,
    /// Which way it goes.
    pub direction: Direction,
    /// How wide the whole is, with a margin.
    pub width: f64,
    /// How high the whole is, with a margin.
    pub height: f64,
    /// The frames, each after the one that it lies in.
    pub groups: Vec<Group>,
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines.
    pub edges: Vec<Edge>,
}

/// A box: an input, a step, a branch or the output.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Node {
    /// What tells it from the others, made of its name.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// Its name.
    pub label: String,
    /// What stands beneath the name: a type, a condition, what a run left.
    pub lines: Vec<Line>,
    /// The step, if it is one of the pipeline, and not inside one of its steps.
    pub step: Option<StepId>,
    /// How the step ended, if the picture shows a run.
    pub outcome: Option<StepOutcome>,
    /// The place of the frame that it lies in, in [`Layout::groups`].
    pub group: Option<usize>,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub w: f64,
    /// How high it is.
    pub h: f64,
}

/// A line of text in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// All of it. The box has room for [`Line::shown`].
    pub text: String,
}

impl Line {
    /// As much of it as a box has room for: the first 44 characters.
    #[must_use]
    pub fn shown(&self) -> String {
        shortened(&self.text, 44)
    }
}

/// What a line of text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum LineKind {
    /// The type of a value.
    Type,
    /// The pipeline that a step runs.
    Runs,
    /// The elements for which a step calls.
    Each,
    /// The condition under which a step runs.
    When,
    /// How a step is undone.
    Undo,
    /// What a run left: how often it was tried, why it failed.
    Note,
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum NodeKind {
    /// An input of the pipeline.
    Input,
    /// The pipeline's output.
    Output,
    /// A step.
    Step,
    /// A step with a condition.
    Guarded,
    /// A step that runs another pipeline.
    Pipeline,
    /// A step that calls for each element of a value.
    Map,
    /// A place where a run takes one of several ways.
    Branch,
}

/// A line from one box to another. Wires between the same two are one line.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Edge {
    /// The place of the box where it begins, in [`Layout::nodes`].
    pub from: usize,
    /// The place of the box where it ends.
    pub to: usize,
    /// What it says.
    pub kind: EdgeKind,
    /// The types that arrive, the condition, or nothing.
    pub label: String,
    /// The middle of the label. In a picture of more than 300 lines labels have no place.
    pub label_at: Option<Point>,
    /// Where it goes, from the edge of the one box to the edge of the other. [`Edge::path`] bends between them.
    pub points: Vec<Point>,
    /// The direction in which it leaves and arrives.
    #[cfg_attr(feature = "serde", serde(skip))]
    direction: Direction,
}

impl Edge {
    /// The line as the data of an SVG `path`: smooth, and where it passes a layer straight.
    #[must_use]
    pub fn path(&self) -> String {
        use std::fmt::Write as _;

        if let [from, first, second, to] = self.points[..]
            && self.from == self.to
        {
            let [from, first, second, to] =
                [from, first, second, to].map(|point| format!("{} {}", point.x, point.y));
            return format!("M{from}C{first} {second} {to}");
        }
        let mut path = String::new();
        let mut before: Option<Point> = None;
        for &point in &self.points {
            let Point { x, y } = point;
            let _ = match before {
                None => write!(path, "M{x} {y}"),
                Some(last) if last.x == x || last.y == y => write!(path, "L{x} {y}"),
                Some(last) => {
                    let (first, second) = bend(last, point, self.direction);
                    write!(
                        path,
                        "C{} {} {} {} {x} {y}",
                        first.x, first.y, second.x, second.y
                    )
                }
            };
            before = Some(point);
        }
        path
    }

    /// Whether it is drawn dotted: no value travels on it.
    #[must_use]
    pub fn is_dotted(&self) -> bool {
        matches!(self.kind, EdgeKind::After | EdgeKind::Order)
    }
}

/// The points that draw a curve so that it leaves and arrives in the picture's direction.
fn bend(from: Point, to: Point, direction: Direction) -> (Point, Point) {
    let middle = Point {
        x: round(f64::midpoint(from.x, to.x)),
        y: round(f64::midpoint(from.y, to.y)),
    };
    match direction {
        Direction::TopDown => (
            Point {
                y: middle.y,
                ..from
            },
            Point { y: middle.y, ..to },
        ),
        Direction::LeftRight => (
            Point {
                x: middle.x,
                ..from
            },
            Point { x: middle.x, ..to },
        ),
    }
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum EdgeKind {
    /// A value is read by a call.
    Data,
    /// A value is read by a condition.
    Guard,
    /// The description says `after`.
    After,
    /// A step moves a value that another one borrows.
    Order,
    /// A step of a workflow may follow another one.
    Next,
    /// A step of a flow may call another one.
    Call,
    /// A value decides at a branch.
    Decides,
    /// A way leads from a branch.
    Way,
}

impl From<WireKind> for EdgeKind {
    fn from(kind: WireKind) -> Self {
        match kind {
            WireKind::Data => Self::Data,
            WireKind::Guard => Self::Guard,
            WireKind::After => Self::After,
            WireKind::Branch => Self::Decides,
            WireKind::Order => Self::Order,
            WireKind::Next => Self::Next,
            WireKind::Call => Self::Call,
        }
    }
}

/// A frame around boxes that belong together.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Group {
    /// What they are.
    pub kind: GroupKind,
    /// What stands at its upper edge.
    pub title: String,
    /// Where that begins: at the left, or where no line passes.
    pub title_x: f64,
    /// The place of the frame that it lies in, in [`Layout::groups`].
    pub parent: Option<usize>,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub w: f64,
    /// How high it is.
    pub h: f64,
}

/// What a frame is around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum GroupKind {
    /// The ways of a branch.
    Branch,
    /// A map, and the steps through which each of its elements goes.
    Block,
    /// The steps of a family.
    Family,
    /// What is inside a step that runs another pipeline.
    Pipeline,
}

impl GroupKind {
    /// The fewest boxes that are worth a frame: a branch is one itself.
    pub(crate) fn fewest(self) -> usize {
        match self {
            Self::Branch => 3,
            Self::Block | Self::Family | Self::Pipeline => 2,
        }
    }
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    fn plus(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }
}

/// A tenth of a pixel is enough.
fn round(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

/// The first characters of a text, on one line, and a sign that there are more.
fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect();
    if text.chars().nth(most).is_some() {
        short.pop();
        short.push('…');
    }
    short
}
