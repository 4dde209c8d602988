//! The graph that both sides draw, made from a plan.

use pipewright_graph::{Arm, Branch, Graph, Source, Step, StepId, Target, Value, Wire, WireKind};
use quote::ToTokens;

use crate::plan::{self, Arg, Call, GuardKind, Need, Origin, Plan, Reading, TailReading, ValueId};
use crate::text;

/// The graph of a plan.
pub(crate) fn graph(plan: &Plan) -> Graph {
    Graph {
        name: plan.told.clone().into(),
        inputs: plan.given().map(value).collect(),
        steps: plan
            .steps
            .iter()
            .map(|step| self::step(plan, step))
            .collect(),
        wires: wires(plan).into(),
        output: plan.tail.map(|tail| Value {
            name: plan.value(tail.value).name.to_string().into(),
            ty: plan.output_type(tail).into(),
        }),
        branches: plan
            .branches
            .iter()
            .take_while(|branch| !is_entry(branch))
            .enumerate()
            .map(|(number, _)| branch(plan, number))
            .collect(),
    }
}

/// Where entries meet, nothing is decided; it is the last of the branches.
fn is_entry(branch: &plan::Branch) -> bool {
    matches!(branch.decision, plan::Decision::Entry)
}

fn branch(plan: &Plan, number: usize) -> Branch {
    let branch = &plan.branches[number];
    let mut reads: Vec<Source> = Vec::new();
    for read in branch.reads.iter().filter(|read| plan.is_drawn(read.value)) {
        let source = source(plan, read.value);
        if !reads.contains(&source) {
            reads.push(source);
        }
    }
    let constants = plan.steps.iter().enumerate().flat_map(|(id, step)| {
        let constants = match &step.call {
            Call::Merge(constants) => constants.as_slice(),
            Call::Method(_) | Call::Path(..) | Call::Pipeline(..) | Call::Block(_) => &[],
        };
        let arms = constants.iter().filter_map(|constant| constant.arms.last());
        let ways = arms.filter(move |arm| arm.branch == number);
        ways.map(move |arm| (arm.way as u32, StepId(id as u32)))
    });
    Branch {
        text: branch.text.clone().unwrap_or_default().into(),
        ways: branch
            .ways
            .iter()
            .map(|way| way.text.clone().into())
            .collect(),
        reads: reads.into(),
        arm: branch.within.and_then(|one| arm(plan, one)),
        constants: constants.collect(),
    }
}

fn arm(plan: &Plan, arm: plan::Arm) -> Option<Arm> {
    (!is_entry(&plan.branches[arm.branch])).then_some(Arm {
        branch: arm.branch as u32,
        way: arm.way as u32,
    })
}

/// The entry that an arm stands for.
fn entry(plan: &Plan, arm: plan::Arm) -> Option<pipewright_graph::Text> {
    let entry = is_entry(&plan.branches[arm.branch]).then(|| &plan.entries[arm.way]);
    entry.map(|entry| entry.name.to_string().into())
}

fn value(value: &plan::Value) -> Value {
    Value {
        name: value.name.to_string().into(),
        ty: text::of_type(&value.ty).into(),
    }
}

fn step(plan: &Plan, step: &plan::Step) -> Step {
    Step {
        name: step.name.to_string().into(),
        output: step.output.map(|output| value(plan.value(output))),
        guard: step.guard.as_ref().map(|guard| guard.text.clone().into()),
        each: step.each.as_ref().map(|each| each.text.clone().into()),
        handled: step.handled,
        undo: step.undo.as_ref().map(|undo| undo.text.clone().into()),
        runs: match &step.call {
            Call::Pipeline(run) => Some(plan.inner[run.inner.0].told(run.entry.as_ref()).into()),
            Call::Method(_) | Call::Path(..) | Call::Block(_) | Call::Merge(_) => None,
        },
        block: match step.call {
            Call::Block(block) => vec![graph(&plan.blocks[block])].into(),
            _ => Vec::new().into(),
        },
        arm: step.arms.last().and_then(|one| arm(plan, *one)),
        entry: step.arms.first().and_then(|one| entry(plan, *one)),
        family: step.family.clone().map(Into::into),
    }
}

fn wires(plan: &Plan) -> Vec<Wire> {
    let mut wires = Vec::new();
    for (number, step) in plan.steps.iter().enumerate() {
        let to = Target::Step(StepId(number as u32));
        let mut wire = |kind, from, ty| wires.push(Wire { from, to, kind, ty });
        for arg in step.all_args() {
            for (value, ty) in read(plan, arg) {
                wire(WireKind::Data, source(plan, value), ty.into());
            }
        }
        let branches = step.arms.iter().map(|arm| &plan.branches[arm.branch]);
        let reads = branches.flat_map(|branch| &branch.reads);
        for read in reads.filter(|read| plan.is_drawn(read.value)) {
            wire(WireKind::Branch, source(plan, read.value), "".into());
        }
        for (value, ty) in guard_reads(plan, step) {
            wire(WireKind::Guard, source(plan, value), ty.into());
        }
        for parent in &step.parents {
            let from = Source::Step(StepId(parent.step.0 as u32));
            match parent.need {
                Need::After => wire(WireKind::After, from, "".into()),
                Need::Order => wire(WireKind::Order, from, "".into()),
                Need::Arm => wire(WireKind::Data, from, given(plan, step)),
                Need::Value | Need::Maybe | Need::Ok | Need::Outcome => {}
            }
        }
    }
    wires.extend(plan.tail.map(|tail| Wire {
        from: source(plan, tail.value),
        to: Target::Output,
        kind: WireKind::Data,
        ty: plan.output_type(tail).into(),
    }));
    wires
}

/// The type of what a step gives.
fn given(plan: &Plan, step: &plan::Step) -> pipewright_graph::Text {
    let ty = step
        .output
        .map(|output| text::of_type(&plan.value(output).ty));
    ty.unwrap_or_default().into()
}

fn source(plan: &Plan, value: ValueId) -> Source {
    match plan.value(value).origin {
        Origin::Input => Source::Input(value.0 as u32),
        Origin::Step(step) => Source::Step(StepId(step.0 as u32)),
        Origin::Lent => Source::Input(0),
        Origin::Element { .. } | Origin::Around => {
            unreachable!("no wire leads from an element, or from without")
        }
    }
}

/// The values that an argument reads, and the type of each as it arrives.
fn read(plan: &Plan, arg: &Arg) -> Vec<(ValueId, String)> {
    let (value, before, after) = match arg {
        Arg::Move(value) | Arg::Copy(value) | Arg::Clone(value) => (*value, "", ""),
        Arg::Borrow(value) => (*value, "&", ""),
        Arg::Maybe(value) | Arg::Ok(value) => (*value, "Option<&", ">"),
        Arg::Outcome(value) => (*value, "&Outcome<", ">"),
        // the type of a field is rustc's to know
        Arg::Field(value, field) => {
            let field = field.to_token_stream().to_string().replace(' ', "");
            return match plan.is_drawn(*value) {
                true => vec![(*value, field)],
                false => Vec::new(),
            };
        }
        Arg::Array(args) => return args.iter().flat_map(|arg| read(plan, arg)).collect(),
        Arg::Constant(..) | Arg::Literal(..) | Arg::Context | Arg::Steps | Arg::Bound(..) => {
            return Vec::new();
        }
    };
    if !plan.is_drawn(value) {
        return Vec::new();
    }
    let ty = text::of_type(&plan.value(value).ty);
    vec![(value, format!("{before}{ty}{after}"))]
}

fn guard_reads(plan: &Plan, step: &plan::Step) -> Vec<(ValueId, String)> {
    match step.guard.as_ref().map(|guard| &guard.kind) {
        None => Vec::new(),
        Some(GuardKind::Predicate(_, args)) => {
            args.iter().flat_map(|arg| read(plan, arg)).collect()
        }
        Some(GuardKind::Expression(_, reads)) => {
            let arg = |how, value| match how {
                Reading::Plain if plan.value(value).copy => Arg::Copy(value),
                Reading::Plain => Arg::Borrow(value),
                Reading::Maybe => Arg::Maybe(value),
                Reading::Ok => Arg::Ok(value),
                Reading::Outcome => Arg::Outcome(value),
            };
            reads
                .iter()
                .flat_map(|one| read(plan, &arg(one.how, one.value)))
                .collect()
        }
    }
}

impl Plan {
    pub(crate) fn value(&self, id: ValueId) -> &plan::Value {
        &self.values[id.0]
    }

    /// Whether a value is what a step calls for.
    pub(crate) fn is_element(&self, id: ValueId) -> bool {
        matches!(self.value(id).origin, Origin::Element { .. })
    }

    /// Whether wires lead from a value in the picture.
    fn is_drawn(&self, id: ValueId) -> bool {
        let origin = self.value(id).origin;
        matches!(origin, Origin::Input | Origin::Step(_) | Origin::Lent)
    }

    /// Whether a run has a slot for a value.
    pub(crate) fn has_slot(&self, id: ValueId) -> bool {
        matches!(self.value(id).origin, Origin::Input | Origin::Step(_))
    }

    /// What a run, or a block, is given.
    fn given(&self) -> impl Iterator<Item = &plan::Value> {
        let lent = self
            .values
            .iter()
            .find(|value| value.origin == Origin::Lent);
        lent.into_iter().chain(self.inputs())
    }

    pub(crate) fn inputs(&self) -> impl Iterator<Item = &plan::Value> {
        self.values
            .iter()
            .take_while(|value| value.origin == Origin::Input)
    }

    fn output_type(&self, tail: plan::Tail) -> String {
        let ty = text::of_type(&self.value(tail.value).ty);
        match tail.how {
            TailReading::Value => ty,
            TailReading::Maybe | TailReading::Ok => format!("Option<{ty}>"),
        }
    }
}
