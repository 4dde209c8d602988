//! The picture for Graphviz.

use crate::draw::{Draw, draw};
use crate::layout::Direction;
use crate::told::{self, Told};
use crate::{Branch, Graph, Mark, Overlay, Picture, Step, StepOutcome, Value, Wire, WireKind};

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
    told: Told,
    overlay: &'a Overlay,
    /// For each branch, that in which it lies, and the ids of what lies in it.
    clusters: Vec<(Option<usize>, Vec<String>)>,
    branches: usize,
}

impl<'a> Dot<'a> {
    fn new(picture: &'a Picture<'_>) -> Self {
        let rank = match picture.direction {
            Direction::TopDown => "TB",
            Direction::LeftRight => "LR",
        };
        let around = |branch: &Branch| branch.arm.map(|arm| arm.branch as usize);
        let branches = picture.graph.branches.iter();
        Self {
            text: format!(
                "digraph {} {{\n    rankdir={rank}\n{LOOK}",
                quoted(&picture.graph.name)
            ),
            told: Told::new(picture.graph),
            overlay: &picture.overlay,
            clusters: branches
                .map(|branch| (around(branch), Vec::new()))
                .collect(),
            branches: 0,
        }
    }

    fn node(&mut self, id: &str, label: &str, look: &str) {
        let (id, label) = (quoted(id), quoted(label));
        self.text += &format!("    {id} [label={label}{look}]\n");
    }

    fn value(&mut self, id: &str, value: &Value) {
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

    /// The branches within one, or those within none.
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
    }

    fn step(&mut self, id: &str, step: &Step) {
        if let Some(arm) = step.arm {
            self.clusters[arm.branch as usize].1.push(id.to_owned());
        }
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

    fn branch(&mut self, id: &str, branch: &Branch) {
        self.clusters[self.branches].1.push(id.to_owned());
        self.branches += 1;
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
        if let Some(text) = self.told.wire(wire) {
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
