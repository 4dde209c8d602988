//! The picture for Graphviz.

use crate::draw::{Draw, draw};
use crate::groups::{Frame, Groups};
use crate::layout::Direction;
use crate::told;
use crate::{Branch, Graph, Mark, Overlay, Picture, Step, StepOutcome, Value, Wire, WireKind};

const LOOK: &str = "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#f8fafc\", color=\"#64748b\", fontname=\"Helvetica\", fontsize=12]
    edge [color=\"#64748b\", fontname=\"Courier\", fontsize=10, arrowsize=0.7]
    graph [style=dashed, color=\"#64748b\", labeljust=l, fontname=\"Helvetica\", fontsize=10]
";

impl Graph {
    /// The pipeline in DOT, the language of [Graphviz](https://graphviz.org).
    ///
    /// It says the same as [`Graph::mermaid`]; a frame is a cluster.
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
        draw(&self.graph, Dot::new(self))
    }
}

struct Dot<'a> {
    text: String,
    overlay: &'a Overlay,
    groups: Groups,
    /// What lies in which frame, by its id.
    inside: Vec<(usize, String)>,
}

impl<'a> Dot<'a> {
    fn new(picture: &'a Picture<'_>) -> Self {
        let rank = match picture.direction {
            Direction::TopDown => "TB",
            Direction::LeftRight => "LR",
        };
        Self {
            text: format!(
                "digraph {} {{\n    rankdir={rank}\n{LOOK}",
                quoted(&picture.graph.name)
            ),
            overlay: &picture.overlay,
            inside: Vec::new(),
            groups: Groups::new(&picture.graph),
        }
    }

    fn node(&mut self, id: &str, label: &str, look: &str) {
        let (id, label) = (quoted(id), quoted(label));
        self.text += &format!("    {id} [label={label}{look}]\n");
    }

    fn value(&mut self, id: &str, value: &Value) {
        self.put(id, self.groups.of_block());
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

    fn step_in(&mut self, id: &str, step: &Step, frame: Option<usize>) {
        self.put(id, frame);
        let mark = self.overlay.get(&step.name);
        let sign = mark.map(|mark| told::sign(mark.outcome()));
        let lines = told::lines(step, mark).into_iter();
        let lines: String = lines.map(|line| format!("\n{}", line.text)).collect();
        let label = format!("{}{}{lines}", sign.unwrap_or_default(), step.name);
        let shape = match (&step.runs, &step.guard, &step.each) {
            (Some(_), ..) | (None, None, Some(_)) => ", peripheries=2",
            (None, Some(_), _) => ", shape=octagon",
            (None, None, None) => "",
        };
        let outcome = mark.map(look).unwrap_or_default();
        self.node(id, &label, &format!("{shape}{outcome}"));
    }

    /// Puts a node into a frame, if it lies in one.
    fn put(&mut self, id: &str, frame: Option<usize>) {
        self.inside
            .extend(frame.map(|frame| (frame, id.to_owned())));
    }

    /// The frames within one, or those within none.
    fn clusters(&self, around: Option<usize>, indent: &str) -> String {
        let frames = self.groups.frames.iter().enumerate();
        let frames = frames.filter(|(_, frame)| frame.parent == around);
        let cluster = |(number, frame): (usize, &Frame)| {
            let deeper = format!("{indent}    ");
            let title = quoted(&frame.title);
            let ids = self.inside.iter().filter(|(frame, _)| *frame == number);
            let ids: String = ids
                .map(|(_, id)| format!("{deeper}{}\n", quoted(id)))
                .collect();
            let inner = self.clusters(Some(number), &deeper);
            format!(
                "{indent}subgraph cluster_{number} {{\n{deeper}label={title}\n{ids}{inner}{indent}}}\n"
            )
        };
        frames.map(cluster).collect()
    }
}

impl Draw for Dot<'_> {
    type Picture = String;

    fn input(&mut self, id: &str, value: &Value) {
        self.value(id, value);
        // each element comes from the map
        if let Some(map) = self.groups.map().map(str::to_owned) {
            self.edge(&map, id, "", false);
        }
    }

    fn step(&mut self, id: &str, step: &Step) {
        let frame = self.groups.of(step);
        self.step_in(id, step, frame);
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        let frame = self.groups.enter(id, step, block);
        self.step_in(id, step, Some(frame));
    }

    fn leave(&mut self, _id: &str, _step: &Step) {
        self.groups.leave();
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let frame = self.groups.next_branch();
        self.put(id, Some(frame));
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
        if let Some(text) = self.groups.told().wire(wire) {
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
        StepOutcome::Running => {
            ", style=\"rounded,filled,dotted\", fillcolor=\"#ede9fe\", color=\"#7c3aed\", penwidth=2"
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
