//! The rich picture: every value, every wire, every condition, and how a run went.

use std::collections::BTreeSet;

use crate::draw::{Draw, draw};
use crate::escape::label;
use crate::layout::Direction;
use crate::told::{self, Told};
use crate::{Branch, Graph, Mark, Overlay, Picture, Step, StepOutcome, Value, Wire, WireKind};

impl Graph {
    /// The pipeline as a Mermaid flowchart.
    ///
    /// Inputs and output are round, and steps are boxes. A step with a condition is a hexagon that tells it; one
    /// whose elements go through a block of steps is a frame around these; one that runs another pipeline, or calls
    /// for each element of a value, has double sides; what can be undone tells how. A branch is a rhombus from which
    /// its ways lead. Each wire is an arrow of its own with the type that arrives; one on which no value travels is
    /// dotted, and left out if it says only that a step moves a value after another one has borrowed it, and the two
    /// wait for each other anyway.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Source, Step, StepId, Target, Value, Wire, WireKind};
    /// # let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    /// # let graph = Graph {
    /// #     name: "greeting".into(),
    /// #     inputs: vec![Value { name: "id".into(), ty: "UserId".into() }].into(),
    /// #     steps: vec![step("load"), step("send")].into(),
    /// #     wires: vec![
    /// #         Wire {
    /// #             from: Source::Input(0),
    /// #             to: Target::Step(StepId(0)),
    /// #             kind: WireKind::Data,
    /// #             ty: "UserId".into(),
    /// #         },
    /// #         Wire {
    /// #             from: Source::Step(StepId(0)),
    /// #             to: Target::Step(StepId(1)),
    /// #             kind: WireKind::Data,
    /// #             ty: "&User".into(),
    /// #         },
    /// #     ]
    /// #     .into(),
    /// #     ..Graph::default()
    /// # };
    /// assert_eq!(
    ///     graph.mermaid(),
    ///     r#"flowchart TD
    ///     id(["id: UserId"]):::value
    ///     load["load"]
    ///     send["send"]
    ///     id -->|"UserId"| load
    ///     load -->|"&User"| send
    ///     classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
    /// "#
    /// );
    /// ```
    #[must_use]
    pub fn mermaid(&self) -> String {
        self.picture().mermaid()
    }

    /// The same flowchart after a run: each step that `overlay` marks is coloured by its outcome, with
    /// the mark's note beneath its name.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Mark, Overlay, Step};
    /// # let graph = Graph {
    /// #     name: "payment".into(),
    /// #     inputs: vec![].into(),
    /// #     steps: vec![Step { name: "charge".into(), ..Step::default() }].into(),
    /// #     wires: vec![].into(),
    /// #     ..Graph::default()
    /// # };
    /// let overlay = Overlay::new().mark("charge", Mark::err().with_note("3 attempts, 120 ms"));
    /// let picture = graph.mermaid_with(&overlay);
    /// assert!(picture.contains(r#"charge["✗ charge<br/>3 attempts, 120 ms"]:::err"#));
    /// ```
    #[must_use]
    pub fn mermaid_with(&self, overlay: &Overlay) -> String {
        self.picture().overlay(overlay).mermaid()
    }
}

impl Picture<'_> {
    /// As a Mermaid flowchart.
    ///
    /// Viewers refuse one of more than 500 arrows or 50,000 characters unless they are told otherwise. So steps
    /// of such a pipeline that are alike are one box, which says how many they are and, after a run, how they
    /// ended; a note says so. [`Picture::whole`] draws each all the same, and so do the other forms.
    #[must_use]
    pub fn mermaid(&self) -> String {
        if self.whole || !too_many(&self.graph) {
            let drawn = draw(&self.graph, Mermaid::new(self));
            if self.whole || drawn.fits() {
                return drawn.text;
            }
        }
        let steps = self.graph.steps.len();
        let folded = self.clone().fold_until(|folded| folded.told(steps).fits());
        folded.told(steps).text
    }

    /// As a flowchart that says of how many steps it tells.
    fn told(&self, steps: usize) -> Flowchart {
        let mut mermaid = Mermaid::new(self);
        let boxes = self.graph.steps.len();
        let text = format!("{steps} steps in {boxes} boxes: SVG and DOT show each");
        let class = mermaid.class(Class::Note);
        // no step is called so
        mermaid.line(&format!(r#"1note(["{text}"]){class}"#));
        draw(&self.graph, mermaid)
    }
}

/// The look of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Value,
    Ok,
    Err,
    Handled,
    Skipped,
    Running,
    Note,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Ok => "ok",
            Self::Err => "err",
            Self::Handled => "handled",
            Self::Skipped => "skipped",
            Self::Running => "running",
            Self::Note => "note",
        }
    }

    /// Each sets the colour of the text too, so that it reads the same in a light and a dark theme,
    /// and differs from the others in its border, for those who do not see the colours apart.
    fn style(self) -> &'static str {
        match self {
            Self::Value => "fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e",
            Self::Ok => "fill:#dcfce7,stroke:#16a34a,color:#14532d",
            Self::Err => "fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:4px",
            Self::Handled => {
                "fill:#fef3c7,stroke:#dc2626,color:#78350f,stroke-width:3px,stroke-dasharray:6 4"
            }
            Self::Skipped => {
                "fill:#f3f4f6,stroke:#4b5563,color:#374151,stroke-width:2px,stroke-dasharray:6 4"
            }
            Self::Running => {
                "fill:#ede9fe,stroke:#7c3aed,color:#4c1d95,stroke-width:3px,stroke-dasharray:2 3"
            }
            Self::Note => "fill:#fffbeb,stroke:#a16207,color:#713f12",
        }
    }

    fn of(mark: &Mark) -> Self {
        match mark.outcome() {
            StepOutcome::Ok => Self::Ok,
            StepOutcome::Err => Self::Err,
            StepOutcome::Handled => Self::Handled,
            StepOutcome::Skipped => Self::Skipped,
            StepOutcome::Running => Self::Running,
        }
    }
}

/// What viewers take, unless they are told otherwise: Mermaid's `maxEdges` and `maxTextSize`.
const ARROWS: usize = 500;
const CHARACTERS: usize = 50_000;

/// Whether there are more wires than arrows fit, without drawing them.
fn too_many(graph: &Graph) -> bool {
    let drawn = |wire: &&Wire| !matches!(wire.kind, WireKind::Branch | WireKind::Order);
    graph.wires.iter().filter(drawn).count() > ARROWS
}

/// A finished flowchart.
struct Flowchart {
    text: String,
    arrows: usize,
}

impl Flowchart {
    fn fits(&self) -> bool {
        self.arrows <= ARROWS && self.text.encode_utf16().count() <= CHARACTERS
    }
}

struct Mermaid<'a> {
    text: String,
    arrows: usize,
    classes: BTreeSet<Class>,
    overlay: &'a Overlay,
    /// What is told of the graph, and of each block within, innermost last.
    told: Vec<Told>,
}

impl<'a> Mermaid<'a> {
    fn new(picture: &'a Picture<'_>) -> Self {
        let direction = match picture.direction {
            Direction::TopDown => "TD",
            Direction::LeftRight => "LR",
        };
        Self {
            told: vec![Told::new(&picture.graph)],
            text: format!("flowchart {direction}\n"),
            classes: BTreeSet::new(),
            arrows: 0,
            overlay: &picture.overlay,
        }
    }

    /// Adds a line.
    ///
    /// Mermaid takes the last semicolon away from a line that looks like a style with a colour, even
    /// if it is a label such as `restyle::Vec#lt;u8#gt;`: such a line gets one to spare.
    fn line(&mut self, line: &str) {
        let spare = line.contains('#') && (line.contains("style") || line.contains("classDef"));
        self.text.push_str(&"    ".repeat(self.told.len()));
        self.text.push_str(line);
        self.text.push_str(if spare { ";\n" } else { "\n" });
    }

    fn arrow(&mut self, line: &str) {
        self.arrows += 1;
        self.line(line);
    }

    fn value(&mut self, id: &str, value: &Value) {
        let text = label(&format!("{}: {}", value.name, value.ty));
        let class = self.class(Class::Value);
        self.line(&format!(r#"{id}(["{text}"]){class}"#));
    }

    /// What puts a node into `class`.
    fn class(&mut self, class: Class) -> String {
        self.classes.insert(class);
        format!(":::{}", class.name())
    }
}

impl Draw for Mermaid<'_> {
    type Picture = Flowchart;

    fn input(&mut self, id: &str, value: &Value) {
        self.value(id, value);
    }

    fn step(&mut self, id: &str, step: &Step) {
        let mark = self.overlay.get(&step.name);
        let text = step_label(step, mark);
        let class = mark
            .map(|mark| self.class(Class::of(mark)))
            .unwrap_or_default();
        let (open, close) = match (&step.runs, &step.guard, &step.each) {
            (Some(_), ..) => ("[[", "]]"),
            (None, Some(_), _) => ("{{", "}}"),
            (None, None, Some(_)) => ("[[", "]]"),
            (None, None, None) => ("[", "]"),
        };
        self.line(&format!(r#"{id}{open}"{text}"{close}{class}"#));
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        // there is room for one line above what the frame holds
        let text = step_label(step, self.overlay.get(&step.name)).replace("<br/>", " · ");
        self.line(&format!(r#"subgraph {id}["{text}"]"#));
        self.told.push(Told::new(block));
        self.line("direction TB");
    }

    fn leave(&mut self, id: &str, step: &Step) {
        self.told.pop();
        self.line("end");
        if let Some(mark) = self.overlay.get(&step.name) {
            // a frame has no class
            let style = Class::of(mark).style().split(',');
            let border = style.filter(|one| one.starts_with("stroke"));
            let border: Vec<_> = border.collect();
            self.line(&format!("style {id} fill:none,{}", border.join(",")));
        }
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let text = label(&told::branch(branch));
        self.line(&format!(r#"{id}{{"{text}"}}"#));
    }

    fn decides(&mut self, from: &str, branch: &str) {
        self.arrow(&format!("{from} --> {branch}"));
    }

    fn way(&mut self, branch: &str, to: &str, text: &str) {
        let text = label(text);
        self.arrow(&format!(r#"{branch} -->|"{text}"| {to}"#));
    }

    fn output(&mut self, id: &str, value: &Value) {
        self.value(id, value);
    }

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        let told = self.told.last();
        let Some(text) = told.and_then(|told| told.wire(wire)) else {
            return;
        };
        let arrow = match wire.kind {
            WireKind::After | WireKind::Order => "-.->",
            _ => "-->",
        };
        let text = label(text);
        let text = if text.is_empty() {
            text
        } else {
            format!(r#"|"{text}"|"#)
        };
        self.arrow(&format!("{from} {arrow}{text} {to}"));
    }

    fn finish(mut self) -> Flowchart {
        for class in std::mem::take(&mut self.classes) {
            self.text.push_str(&format!(
                "    classDef {} {}\n",
                class.name(),
                class.style()
            ));
        }
        Flowchart {
            text: self.text,
            arrows: self.arrows,
        }
    }
}

/// The step's name with the sign of its outcome, its condition, and the note of the run.
fn step_label(step: &Step, mark: Option<&Mark>) -> String {
    let sign = mark
        .map(|mark| told::sign(mark.outcome()))
        .unwrap_or_default();
    let mut text = format!("{sign}{}", label(&step.name));
    for line in told::lines(step, mark) {
        text.push_str(&format!("<br/>{}", label(&line.text)));
    }
    text
}
