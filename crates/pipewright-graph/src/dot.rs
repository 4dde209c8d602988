//! The picture for Graphviz.

use crate::draw::{Draw, draw};
use crate::layout::Direction;
use crate::told::{self, Told};
use crate::{Arm, Branch, Graph, Mark, Overlay, Picture, Step, StepOutcome, Value, Wire, WireKind};

const LOOK: &str = "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#f8fafc\", color=\"#64748b\", fontname=\"Helvetica\", fontsize=12]
    edge [color=\"#64748b\", fontname=\"Courier\", fontsize=10, arrowsize=0.7]
";

impl Graph {
    /// The pipeline in DOT, the language of [Graphviz](https://graphviz.org).
    ///
    /// It says the same as [`Graph::mermaid`]; the ways of a branch are a cluster.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Step};
    /// let graph = Graph {
    ///     name: "payment".into(),
    ///     steps: vec![Step { name: "charge".into(), ..Step::default() }].into(),
    ///     ..Graph::default()
    /// };
    /// assert!(graph.dot().contains(r#""charge" [label="charge"]"#));
    /// ```
    #[must_use]
    pub fn dot(&self) -> String {
        self.picture().dot()
    }

    /// The same after a run: each step that `overlay` marks has the colour, the border and the sign of its
    /// outcome, and the mark's note beneath its name.
    #[must_use]
    pub fn dot_with(&self, overlay: &Overlay) -> String {
        self.picture().overlay(overlay).dot()
    }
}

impl Picture<'_> {
    /// In DOT, the language of [Graphviz](https://graphviz.org).
    #[must_use]
    pub fn dot(&self) -> String {
        draw(self.graph, Dot::new(self))
    }
}

struct Dot<'a> {
    text: String,
    overlay: &'a Overlay,
    /// For each cluster, that in which it lies, and the ids of what lies in it.
    clusters: Vec<(Option<usize>, Vec<String>)>,
    /// The graph, and the blocks of steps within it in which the walk is, innermost last.
    scopes: Vec<Scope>,
}

/// The graph that is told, or a block of steps in it.
struct Scope {
    told: Told,
    /// The cluster of its next branch, and that of its first.
    next: usize,
    first: usize,
    /// The cluster of the block, and the step whose elements go through it.
    block: Option<(usize, String)>,
}

impl<'a> Dot<'a> {
    fn new(picture: &'a Picture<'_>) -> Self {
        let rank = match picture.direction {
            Direction::TopDown => "TB",
            Direction::LeftRight => "LR",
        };
        let mut dot = Self {
            text: format!(
                "digraph {} {{\n    rankdir={rank}\n{LOOK}",
                quoted(&picture.graph.name)
            ),
            overlay: &picture.overlay,
            clusters: Vec::new(),
            scopes: Vec::new(),
        };
        dot.begin(picture.graph, None);
        dot
    }

    /// What is told from now on is of this graph.
    fn begin(&mut self, graph: &Graph, block: Option<(usize, String)>) {
        let first = self.clusters.len();
        let around = block.as_ref().map(|(cluster, _)| *cluster);
        let clusters = graph.branches.iter().map(|branch| {
            let parent = branch.arm.map(|arm| first + arm.branch as usize);
            (parent.or(around), Vec::new())
        });
        self.clusters.extend(clusters);
        let (told, next) = (Told::new(graph), first);
        self.scopes.push(Scope {
            told,
            next,
            first,
            block,
        });
    }

    fn scope(&mut self) -> &mut Scope {
        let innermost = self.scopes.last_mut();
        innermost.expect("the graph itself is always told")
    }

    /// The cluster of a branch, or that of the whole block.
    fn cluster_of(&mut self, arm: Option<Arm>) -> Option<usize> {
        let scope = self.scope();
        let branch = arm.map(|arm| scope.first + arm.branch as usize);
        branch.or(scope.block.as_ref().map(|(cluster, _)| *cluster))
    }

    /// Puts a node into a cluster, if it lies in one.
    fn put(&mut self, id: &str, cluster: Option<usize>) {
        if let Some(cluster) = cluster {
            self.clusters[cluster].1.push(id.to_owned());
        }
    }

    fn node(&mut self, id: &str, label: &str, look: &str) {
        let (id, label) = (quoted(id), quoted(label));
        self.text += &format!("    {id} [label={label}{look}]\n");
    }

    fn value(&mut self, id: &str, value: &Value) {
        let cluster = self.cluster_of(None);
        self.put(id, cluster);
        let look = ", style=\"rounded,filled\", fillcolor=\"#e0f2fe\", color=\"#0284c7\"";
        self.node(id, &format!("{}: {}", value.name, value.ty), look);
    }

    fn edge(&mut self, from: &str, to: &str, text: &str, dotted: bool) {
        let label = (!text.is_empty()).then(|| format!("label={}", quoted(text)));
        let style = dotted.then(|| "style=dotted".to_owned());
        let look: Vec<String> = label.into_iter().chain(style).collect();
        let look = match look.is_empty() {
            true => String::new(),
            false => format!(" [{}]", look.join(", ")),
        };
        self.text += &format!("    {} -> {}{look}\n", quoted(from), quoted(to));
    }

    fn draw_step(&mut self, id: &str, step: &Step) {
        let mark = self.overlay.get(&step.name);
        let sign = mark
            .map(|mark| told::sign(mark.outcome()))
            .unwrap_or_default();
        let lines = told::lines(step, mark)
            .into_iter()
            .map(|line| format!("\n{}", line.text));
        let label = format!("{sign}{}{}", step.name, lines.collect::<String>());
        let shape = match (&step.runs, &step.guard, &step.each) {
            (Some(_), ..) | (None, None, Some(_)) => ", peripheries=2",
            (None, Some(_), _) => ", shape=octagon",
            (None, None, None) => "",
        };
        self.node(
            id,
            &label,
            &format!("{shape}{}", mark.map(look).unwrap_or_default()),
        );
    }

    /// The clusters within one, or those within none.
    fn clusters(&self, around: Option<usize>, indent: &str) -> String {
        let inside = self
            .clusters
            .iter()
            .enumerate()
            .filter(|(_, (one, _))| *one == around);
        let cluster = |(number, (_, ids)): (usize, &(Option<usize>, Vec<String>))| {
            let deeper = format!("{indent}    ");
            let ids: String = ids
                .iter()
                .map(|id| format!("{deeper}{}\n", quoted(id)))
                .collect();
            let inner = self.clusters(Some(number), &deeper);
            format!(
                "{indent}subgraph cluster_{number} {{\n{deeper}style=dashed\n{ids}{inner}{indent}}}\n"
            )
        };
        inside.map(cluster).collect()
    }
}

impl Draw for Dot<'_> {
    type Picture = String;

    fn input(&mut self, id: &str, value: &Value) {
        self.value(id, value);
        // each element comes from the map
        if let Some((_, map)) = self.scope().block.clone() {
            self.edge(&map, id, "", false);
        }
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        let around = self.cluster_of(step.arm);
        let cluster = self.clusters.len();
        self.clusters.push((around, vec![id.to_owned()]));
        self.draw_step(id, step);
        self.begin(block, Some((cluster, id.to_owned())));
    }

    fn leave(&mut self, _id: &str, _step: &Step) {
        self.scopes.pop();
    }

    fn step(&mut self, id: &str, step: &Step) {
        let cluster = self.cluster_of(step.arm);
        self.put(id, cluster);
        self.draw_step(id, step);
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let scope = self.scope();
        let cluster = scope.next;
        scope.next += 1;
        self.put(id, Some(cluster));
        let look = ", shape=diamond, style=filled, fillcolor=\"#fef9c3\", color=\"#a16207\"";
        self.node(id, &told::branch(branch), look);
    }

    fn decides(&mut self, from: &str, branch: &str) {
        self.edge(from, branch, "", false);
    }

    fn way(&mut self, branch: &str, to: &str, text: &str) {
        self.edge(branch, to, text, false);
    }

    fn output(&mut self, id: &str, value: &Value) {
        self.value(id, value);
    }

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        if let Some(text) = self.scope().told.wire(wire) {
            self.edge(
                from,
                to,
                text,
                matches!(wire.kind, WireKind::After | WireKind::Order),
            );
        }
    }

    fn finish(self) -> String {
        let clusters = self.clusters(None, "    ");
        self.text + &clusters + "}\n"
    }
}

/// Colours that read on white, and borders that differ for those who do not see the colours apart.
fn look(mark: &Mark) -> &'static str {
    match mark.outcome() {
        StepOutcome::Ok => ", fillcolor=\"#dcfce7\", color=\"#15803d\"",
        StepOutcome::Err => ", fillcolor=\"#fee2e2\", color=\"#dc2626\", penwidth=3",
        StepOutcome::Handled => {
            ", style=\"rounded,filled,dashed\", fillcolor=\"#fef3c7\", color=\"#dc2626\", penwidth=2"
        }
        StepOutcome::Skipped => {
            ", style=\"rounded,filled,dashed\", fillcolor=\"#f3f4f6\", color=\"#4b5563\""
        }
    }
}

/// `text` between quotation marks, so that Graphviz shows every character.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (place, c) in text.char_indices() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' if is_entity(&text[place + 1..]) => quoted.push_str("&amp;"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether Graphviz takes `&` and `rest` for one character.
fn is_entity(rest: &str) -> bool {
    let name = rest.split(';').next().unwrap_or_default();
    name.len() < rest.len() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn every_character_is_shown() {
        assert_eq!(quoted("&Order"), "\"&Order\"");
        assert_eq!(quoted("a == \"b\\n\""), r#""a == \"b\\n\"""#);
        assert_eq!(quoted("[&amp; 4]\nnext"), r#""[&amp;amp; 4]\nnext""#);
    }
}
