//! Graphs that the tests draw.
#![allow(dead_code, reason = "each test draws some of them")]

use pipewright_graph::{Arm, Branch, Graph, Source, Step, StepId, Target, Value, Wire, WireKind};

/// A graph in the making; steps and values are written by name.
pub(crate) struct Sketch(Graph);

/// A pipeline called `name`.
pub(crate) fn pipeline(name: &'static str) -> Sketch {
    Sketch(Graph {
        name: name.into(),
        ..Graph::default()
    })
}

impl Sketch {
    pub(crate) fn input(mut self, name: &'static str, ty: &'static str) -> Self {
        self.0.inputs.to_mut().push(value(name, ty));
        self
    }

    pub(crate) fn step(mut self, name: impl Into<String>) -> Self {
        let name = name.into().into();
        self.0.steps.to_mut().push(Step {
            name,
            ..Step::default()
        });
        self
    }

    pub(crate) fn guarded(mut self, name: &'static str, guard: &'static str) -> Self {
        let guard = Some(guard.into());
        self.0.steps.to_mut().push(Step {
            name: name.into(),
            guard,
            ..Step::default()
        });
        self
    }

    pub(crate) fn runs(mut self, name: &'static str, pipeline: &'static str) -> Self {
        self.0.steps.to_mut().push(Step {
            name: name.into(),
            runs: Some(pipeline.into()),
            ..Step::default()
        });
        self
    }

    pub(crate) fn wire(self, from: &str, to: &str, ty: &'static str) -> Self {
        self.wired(from, to, WireKind::Data, ty)
    }

    pub(crate) fn wired(mut self, from: &str, to: &str, kind: WireKind, ty: &'static str) -> Self {
        let from = match self.0.inputs.iter().position(|input| input.name == from) {
            Some(input) => Source::Input(place(input)),
            None => Source::Step(self.find(from)),
        };
        let to = Target::Step(self.find(to));
        self.0.wires.to_mut().push(Wire {
            from,
            to,
            kind,
            ty: ty.into(),
        });
        self
    }

    pub(crate) fn output(mut self, from: &str, name: &'static str, ty: &'static str) -> Self {
        let from = Source::Step(self.find(from));
        let wire = Wire {
            from,
            to: Target::Output,
            kind: WireKind::Data,
            ty: ty.into(),
        };
        self.0.wires.to_mut().push(wire);
        self.0.output = Some(value(name, ty));
        self
    }

    pub(crate) fn graph(self) -> Graph {
        self.0
    }

    fn find(&self, name: &str) -> StepId {
        let found = self.0.steps.iter().position(|step| step.name == name);
        StepId(place(found.expect("the step has been sketched")))
    }
}

fn value(name: &'static str, ty: &'static str) -> Value {
    Value {
        name: name.into(),
        ty: ty.into(),
    }
}

fn place(index: usize) -> u32 {
    u32::try_from(index).expect("a sketch is small")
}

/// Validate an order, then charge and ship it side by side.
pub(crate) fn order_processing() -> Graph {
    pipeline("order_processing")
        .input("order_id", "OrderId")
        .step("validate")
        .step("charge")
        .guarded("ship", "order.shippable")
        .step("confirm")
        .wire("order_id", "validate", "&OrderId")
        .wire("validate", "charge", "&Order")
        .wire("validate", "ship", "&Order")
        .wired("validate", "ship", WireKind::Guard, "&Order")
        .wire("charge", "confirm", "Charge")
        .wire("ship", "confirm", "Option<&Shipment>")
        .output("confirm", "receipt", "Receipt")
        .graph()
}

/// What a message asks for decides who answers; one of the ways asks again.
pub(crate) fn support_bot() -> Graph {
    let sketch = pipeline("support_bot")
        .input("message", "String")
        .step("understand")
        .step("search")
        .step("quote")
        .step("call")
        .step("calm_down")
        .step("apologise")
        .step("answer")
        .wire("message", "understand", "&String")
        .wired("understand", "search", WireKind::Branch, "")
        .wire("search", "quote", "Vec<Page>")
        .wire("message", "quote", "&String")
        .wire("message", "call", "&String")
        .wire("call", "calm_down", "Call")
        .wire("call", "apologise", "Call")
        .wire("quote", "answer", "Answer")
        .wire("calm_down", "answer", "Answer")
        .wire("apologise", "answer", "Answer")
        .output("answer", "answer", "Answer");
    let mut graph = sketch.graph();
    let arms = [(1, 0, 0), (2, 0, 0), (3, 0, 1), (4, 1, 0), (5, 1, 1)];
    for (step, branch, way) in arms {
        graph.steps.to_mut()[step].arm = Some(Arm { branch, way });
    }
    let branch = |text: &'static str, ways: [&'static str; 2], read, arm| Branch {
        text: text.into(),
        ways: ways.map(Into::into).to_vec().into(),
        reads: vec![Source::Step(StepId(read))].into(),
        arm,
        ..Branch::default()
    };
    let outer = branch(
        "&intent",
        ["Intent::Question", "Intent::Complaint"],
        0,
        None,
    );
    let inner = Some(Arm { branch: 0, way: 1 });
    let inner = branch("", ["call.is_angry()", "_"], 3, inner);
    graph.branches = vec![outer, inner].into();
    graph
}

/// A step that may follow itself, and one that leads back.
pub(crate) fn crawl() -> Graph {
    pipeline("crawl")
        .input("site", "Url")
        .step("fetch")
        .step("read")
        .step("store")
        .wire("site", "fetch", "Url")
        .wired("fetch", "read", WireKind::Next, "Page")
        .wired("fetch", "fetch", WireKind::Next, "Url")
        .wired("read", "fetch", WireKind::Next, "Link")
        .wired("read", "store", WireKind::Next, "Text")
        .graph()
}

/// A step for each region, and what each gives at the end.
pub(crate) fn regions() -> Graph {
    let sketch = pipeline("regions")
        .input("month", "Month")
        .step("load_eu")
        .step("load_us")
        .step("sum")
        .wire("month", "load_eu", "&Month")
        .wire("month", "load_us", "&Month")
        .wire("load_eu", "sum", "Books")
        .wire("load_us", "sum", "Books");
    let mut graph = sketch.graph();
    for step in &mut graph.steps.to_mut()[..2] {
        step.family = Some("load for each region".into());
    }
    graph
}

/// Two steps that run other pipelines, one of them called like it.
pub(crate) fn month_end() -> Graph {
    pipeline("month_end")
        .step("load")
        .runs("close_books", "close_books")
        .runs("remind", "billing::letter")
        .wire("load", "close_books", "Books")
        .wire("close_books", "remind", "Books")
        .graph()
}

/// Two roots, a step that both lead to.
pub(crate) fn user_onboarding() -> Graph {
    pipeline("user_onboarding")
        .input("id", "UserId")
        .step("fetch_user")
        .step("fetch_settings")
        .step("email_user")
        .wire("id", "fetch_user", "&UserId")
        .wire("id", "fetch_settings", "&UserId")
        .wire("fetch_user", "email_user", "&User")
        .wire("fetch_settings", "email_user", "Settings")
        .graph()
}

/// A value that is borrowed, then moved; a step that waits for one without reading it; a lone one.
pub(crate) fn nightly_export() -> Graph {
    pipeline("nightly_export")
        .step("migrate")
        .step("load")
        .step("summarise")
        .step("archive")
        .step("ping")
        .wired("migrate", "load", WireKind::After, "")
        .wire("load", "summarise", "&Table")
        .wire("load", "archive", "Table")
        .wired("summarise", "archive", WireKind::Order, "")
        .graph()
}

/// Names and types that Mermaid, HTML and Markdown would each misread.
pub(crate) fn hostile() -> Graph {
    pipeline("hostile")
        .input("end", "HashMap<String, Vec<&'static str>>")
        .input("output", "[&Sum; 4]")
        .step("end")
        .step("graph")
        .step("order")
        .step("x")
        .step("größe")
        .step("endé")
        .step("数据")
        .step("restyle")
        .guarded("fetch[\"eu\"]", "a < b && `c` != \"\\n#lt;%%{x}%%\"")
        .wire("end", "graph", "HashMap<String, Vec<&'static str>>")
        .wire("output", "graph", "[&Sum; 4]")
        .wire("end", "graph", "&copy::Right")
        .wire("graph", "order", "impl Fn(u8) -> r#type + 'static")
        .wire("graph", "x", "*const [u8; 4]")
        .wire("order", "größe", "(A, B)")
        .wire("x", "endé", "$$x$$")
        .wire("größe", "数据", "Option<__init__>")
        .wire("endé", "数据", "`raw`\nnext")
        .wire("数据", "restyle", "style: a::Vec<u8>")
        .wire("restyle", "fetch[\"eu\"]", "restyle::Vec<u8>")
        .wired("数据", "fetch[\"eu\"]", WireKind::Guard, "&Data")
        .output("fetch[\"eu\"]", "output", "Vec<Result<T, StepError<E>>>")
        .graph()
}

/// A step that reads two values of one parent, once moved, once borrowed.
pub(crate) fn parallel_wires() -> Graph {
    pipeline("parallel_wires")
        .step("a")
        .step("b")
        .wire("a", "b", "&Order")
        .wire("a", "b", "Option<&Order>")
        .wired("a", "b", WireKind::After, "")
        .graph()
}

/// One step, no input, no output.
pub(crate) fn one_step() -> Graph {
    pipeline("one_step").step("ping").graph()
}

/// A chain of `length` steps.
pub(crate) fn chain(length: u32) -> Graph {
    let mut graph = pipeline("chain").graph();
    graph.steps = (0..length)
        .map(|n| Step {
            name: format!("s{n}").into(),
            ..Step::default()
        })
        .collect();
    graph.wires = (1..length).map(|n| data(n - 1, n)).collect();
    graph
}

/// `width` roots, each read by each of `width` steps.
pub(crate) fn dense(width: u32) -> Graph {
    let mut graph = chain(2 * width);
    graph.name = "dense".into();
    graph.wires = (0..width)
        .flat_map(|from| (width..2 * width).map(move |to| data(from, to)))
        .collect();
    graph
}

fn data(from: u32, to: u32) -> Wire {
    Wire {
        from: Source::Step(StepId(from)),
        to: Target::Step(StepId(to)),
        kind: WireKind::Data,
        ty: "&u64".into(),
    }
}

/// `steps` in rows of `width`, each of which reads three of those before; no chance is in it.
pub(crate) fn layered(steps: u32, width: u32) -> Graph {
    let mut graph = chain(steps);
    graph.name = "layered".into();
    let parents = |step: u32| {
        let row = step / width;
        [7, 31, 57].map(move |stride| (row > 0).then(|| (row - 1) * width + step * stride % width))
    };
    let wires = (0..steps).flat_map(|step| {
        parents(step)
            .into_iter()
            .flatten()
            .map(move |from| (from, step))
    });
    let wires: std::collections::BTreeSet<_> = wires.collect();
    graph.wires = wires.into_iter().map(|(from, to)| data(from, to)).collect();
    graph
}

/// A graph without a plan: wires, branches within branches and families as they fall.
pub(crate) fn random(mut seed: u64) -> Graph {
    let mut below = move |end: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((seed >> 33) % end).expect("it is small")
    };
    let steps = 5 + below(40);
    let mut graph = chain(steps);
    graph.name = "random".into();
    let mut wires = Vec::new();
    for to in 1..steps {
        for _ in 0..below(4) {
            wires.push(data(below(u64::from(to)), to));
        }
    }
    graph.wires = wires.into();
    let branches = 1 + below(4);
    let arm = |branch: u32| Some(Arm { branch, way: 0 });
    let branch = |number: u32| Branch {
        text: format!("b{number}").into(),
        ways: vec!["w".into()].into(),
        arm: if number % 2 == 1 {
            arm(number - 1)
        } else {
            None
        },
        ..Branch::default()
    };
    graph.branches = (0..branches).map(branch).collect();
    for step in graph.steps.to_mut() {
        match below(4) {
            0 => step.arm = arm(below(u64::from(branches))),
            1 => step.family = Some(format!("family {}", below(3)).into()),
            _ => {}
        }
    }
    graph
}
