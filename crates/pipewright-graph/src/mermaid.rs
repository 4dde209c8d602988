//! The rich picture: every value, every wire, every condition, and how a run went.

mod class;
mod frames;

use std::collections::HashSet;

use self::class::Class;
use self::frames::Lines;
use crate::draw::{Draw, draw};
use crate::escape::label;
use crate::groups::Groups;
use crate::layout::Direction;
use crate::told;
use crate::{Branch, Graph, Mark, Overlay, Picture, Step, Value, Wire, WireKind};

impl Graph {
    /// The pipeline as a Mermaid flowchart.
    ///
    /// Inputs and output are round, and steps are boxes. A step with a condition is a hexagon that tells it; one
    /// whose elements go through a block of steps is a frame around these; one that runs another pipeline, or calls
    /// for each element of a value, has double sides; what can be undone tells how. A branch is a rhombus from which
    /// its ways lead, in a frame; the steps of a family have one too. Each wire is an arrow of its own with the type that arrives; one on which no value travels is
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
        let steps = size(&self.graph);
        let folded = self.clone().fold_until(|folded| folded.told(steps).fits());
        folded.told(steps).text
    }

    /// As a flowchart that says of how many steps it tells.
    fn told(&self, steps: usize) -> Flowchart {
        let mut mermaid = Mermaid::new(self);
        let boxes = size(&self.graph);
        let text = format!("{steps} steps in {boxes} boxes: SVG and DOT show each");
        let class = mermaid.class(Class::Note);
        // no step is called so
        mermaid.node(None, format!(r#"1note(["{text}"]){class}"#));
        draw(&self.graph, mermaid)
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

/// How many steps there are, those within others too.
fn size(graph: &Graph) -> usize {
    let within = graph.steps.iter().flat_map(|step| step.block.iter());
    graph.steps.len() + within.map(size).sum::<usize>()
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
    direction: &'static str,
    lines: Lines,
    arrows: usize,
    classes: HashSet<Class>,
    overlay: &'a Overlay,
    groups: Groups,
    /// The frames of blocks that nothing is known of.
    plain: Vec<String>,
}

impl<'a> Mermaid<'a> {
    fn new(picture: &'a Picture<'_>) -> Self {
        Self {
            direction: match picture.direction {
                Direction::TopDown => "TD",
                Direction::LeftRight => "LR",
            },
            lines: Lines::default(),
            classes: HashSet::new(),
            arrows: 0,
            overlay: &picture.overlay,
            groups: Groups::new(&picture.graph),
            plain: Vec::new(),
        }
    }

    /// Adds a node to a frame, or outside all.
    fn node(&mut self, frame: Option<usize>, line: String) {
        self.lines.node(&self.groups.frames, frame, line);
    }

    /// Adds an arrow between what is told at the moment.
    fn arrow(&mut self, line: String) {
        self.arrows += 1;
        let frame = self.groups.of_block();
        self.lines.add(&self.groups.frames, frame, line);
    }

    fn value(&mut self, id: &str, value: &Value) {
        let text = label(&format!("{}: {}", value.name, value.ty));
        let class = self.class(Class::Value);
        self.node(
            self.groups.of_block(),
            format!(r#"{id}(["{text}"]){class}"#),
        );
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
        self.groups.next_step();
        self.node(
            self.groups.of(step),
            format!(r#"{id}{open}"{text}"{close}{class}"#),
        );
    }

    fn enter(&mut self, id: &str, step: &Step, block: &Graph) {
        self.groups.next_step();
        // there is room for one line above what the frame holds
        let text = step_label(step, self.overlay.get(&step.name)).replace("<br/>", " · ");
        let frame = self.groups.enter(id, step, block);
        self.lines.block(&self.groups.frames, frame, id, &text);
    }

    fn leave(&mut self, id: &str, step: &Step) {
        self.groups.leave();
        let Some(mark) = self.overlay.get(&step.name) else {
            return self.plain.push(id.to_owned());
        };
        // a frame has no class
        let style = Class::of(mark).style().split(',');
        let border = style.filter(|one| one.starts_with("stroke"));
        let border: Vec<_> = border.collect();
        let line = format!("style {id} fill:none,{}", border.join(","));
        let frame = self.groups.of_block();
        self.lines.add(&self.groups.frames, frame, line);
    }

    fn branch(&mut self, id: &str, branch: &Branch) {
        let text = label(&told::branch(branch));
        let frame = self.groups.next_branch();
        self.node(Some(frame), format!(r#"{id}{{"{text}"}}"#));
    }

    fn decides(&mut self, from: &str, branch: &str) {
        self.arrow(format!("{from} --> {branch}"));
    }

    fn way(&mut self, branch: &str, to: &str, text: &str) {
        let text = label(text);
        self.arrow(format!(r#"{branch} -->|"{text}"| {to}"#));
    }

    fn output(&mut self, id: &str, value: &Value) {
        self.value(id, value);
    }

    fn wire(&mut self, from: &str, to: &str, wire: &Wire) {
        let Some(text) = self.groups.told().wire(wire) else {
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
        self.arrow(format!("{from} {arrow}{text} {to}"));
    }

    fn finish(mut self) -> Flowchart {
        let mut text = format!("flowchart {}\n", self.direction);
        let mut plain = self.lines.write(&self.groups.frames, &mut text);
        plain.append(&mut self.plain);
        if !plain.is_empty() {
            self.classes.insert(Class::Frame);
            let (frames, class) = (plain.join(","), Class::Frame.name());
            text.push_str(&format!("    class {frames} {class}\n"));
        }
        let there = |class: &Class| self.classes.contains(class);
        for class in Class::ALL.into_iter().filter(there) {
            let (name, style) = (class.name(), class.style());
            text.push_str(&format!("    classDef {name} {style}\n"));
        }
        Flowchart {
            text,
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
