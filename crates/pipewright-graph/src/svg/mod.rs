//! The picture that shows itself: SVG without a script, for light and for dark.

mod escape;
mod shape;

use self::escape::text;
use crate::layout::{Direction, Edge, Group, Layout, Node, NodeKind, Point};
use crate::{Graph, Overlay, Picture};

/// The look. All of it hangs on one class, so that it stays here when the picture stands in a page.
const STYLE: &str = include_str!("style.css");

/// The steps beyond which nobody wants to hear of each.
const TOLD: usize = 200;

impl Graph {
    /// The pipeline as a drawing in SVG: one piece of text that needs nothing else, has no script, and is made
    /// for light and for dark.
    ///
    /// It says the same as [`Graph::mermaid`]. It can be a file, or stand in a page as it is.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Step};
    /// let graph = Graph {
    ///     name: "payment".into(),
    ///     steps: vec![Step { name: "charge".into(), ..Step::default() }].into(),
    ///     ..Graph::default()
    /// };
    /// assert!(graph.svg().starts_with("<svg xmlns="));
    /// ```
    #[must_use]
    pub fn svg(&self) -> String {
        self.picture().svg()
    }

    /// The same drawing after a run: each step that `overlay` marks has the colour, the edge and the sign of
    /// its outcome, and the mark's note beneath its name.
    #[must_use]
    pub fn svg_with(&self, overlay: &Overlay) -> String {
        self.picture().overlay(overlay).svg()
    }
}

impl Picture<'_> {
    /// As a drawing in SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        svg(&self.layout())
    }
}

/// How small a page may make it, so that it can still be read.
const SHRUNK: f64 = 0.6;

/// Draws a layout.
fn svg(layout: &Layout) -> String {
    let id = ids(&layout.title);
    let (w, h) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pipewright\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
         height=\"{h}\" style=\"min-width:{}px\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n",
        (w * SHRUNK).ceil()
    );
    svg += &format!("<title id=\"{id}-title\">{}</title>\n", text(&layout.title));
    svg += &format!(
        "<desc id=\"{id}-desc\">{}</desc>\n",
        text(&description(layout))
    );
    svg += &format!("<style>\n{STYLE}</style>\n");
    svg += &format!(
        "<defs><marker id=\"{id}-arrow\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0.5 1L7.5 4L0.5 7z\"/></marker></defs>\n"
    );
    svg += &format!("<rect class=\"paper\" width=\"{w}\" height=\"{h}\" rx=\"8\"/>\n");
    layout.groups.iter().for_each(|group| svg += &frame(group));
    layout
        .edges
        .iter()
        .for_each(|edge| svg += &line(layout, edge, &id));
    layout.groups.iter().for_each(|group| svg += &title(group));
    layout.edges.iter().for_each(|edge| svg += &label(edge));
    layout
        .nodes
        .iter()
        .for_each(|node| svg += &shape::node(node));
    svg + "</svg>\n"
}

/// A name as the beginning of ids, of which a page must not have the same for two things.
fn ids(title: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("pipewright-{}", title.chars().map(safe).collect::<String>())
}

/// What somebody hears who does not see the picture: each step, and what it waits for.
fn description(layout: &Layout) -> String {
    let direction = match layout.direction {
        Direction::TopDown => "from above to below",
        Direction::LeftRight => "from left to right",
    };
    let is_step = |node: &&Node| {
        !matches!(
            node.kind,
            NodeKind::Input | NodeKind::Output | NodeKind::Branch
        )
    };
    let steps = layout.nodes.iter().filter(is_step).count();
    let mut text = format!("A pipeline of {steps} steps, drawn {direction}.");
    if steps > TOLD {
        return text;
    }
    let mut before = vec![Vec::new(); layout.nodes.len()];
    for edge in &layout.edges {
        before[edge.to].push(&*layout.nodes[edge.from].label);
    }
    for (node, before) in layout.nodes.iter().zip(before) {
        if !before.is_empty() {
            text += &format!(
                " {}{}: after {}.",
                node.label,
                outcome(node),
                before.join(", ")
            );
        }
    }
    text
}

fn outcome(node: &Node) -> String {
    let word = node.outcome.map(shape::word);
    word.map_or_else(String::new, |word| format!(" ({word})"))
}

fn frame(group: &Group) -> String {
    let Group { x, y, w, h, .. } = group;
    format!("<rect class=\"frame\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"10\"/>\n")
}

/// Lines pass beneath it.
fn title(group: &Group) -> String {
    let (x, y, title) = (group.title_x, group.y + 17.0, text(&group.title));
    format!("<text class=\"title\" x=\"{x}\" y=\"{y}\">{title}</text>\n")
}

fn line(layout: &Layout, edge: &Edge, id: &str) -> String {
    let [from, to] = [edge.from, edge.to].map(|node| text(&layout.nodes[node].label));
    let dotted = if edge.is_dotted() { " dotted" } else { "" };
    let says = match edge.label.is_empty() {
        true => String::new(),
        false => format!(": {}", text(&edge.label)),
    };
    format!(
        "<path class=\"line{dotted}\" marker-end=\"url(#{id}-arrow)\" d=\"{}\"><title>{from} → {to}{says}</title></path>\n",
        edge.path()
    )
}

fn label(edge: &Edge) -> String {
    let Some(Point { x, y }) = edge.label_at else {
        return String::new();
    };
    format!(
        "<text class=\"label\" x=\"{x}\" y=\"{}\">{}</text>\n",
        y + 4.0,
        text(&edge.shown())
    )
}
