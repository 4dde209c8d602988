//! Short names in which generated code writes a graph down.

use std::borrow::Cow;

use crate::model::{Arm, Branch, Graph, Source, Step, StepId, Target, Text, Value, Wire, WireKind};

/// A whole graph.
pub const fn graph(
    name: &'static str,
    inputs: &'static [Value],
    steps: &'static [Step],
    wires: &'static [Wire],
    output: Option<Value>,
) -> Graph {
    branching(name, inputs, steps, wires, output, &[])
}

/// A whole graph in which a run takes one of several ways.
pub const fn branching(
    name: &'static str,
    inputs: &'static [Value],
    steps: &'static [Step],
    wires: &'static [Wire],
    output: Option<Value>,
    branches: &'static [Branch],
) -> Graph {
    Graph {
        name: Cow::Borrowed(name),
        inputs: Cow::Borrowed(inputs),
        steps: Cow::Borrowed(steps),
        wires: Cow::Borrowed(wires),
        output,
        branches: Cow::Borrowed(branches),
    }
}

/// A branch: what is matched, when its ways are taken, and what decides.
pub const fn branch(
    text: &'static str,
    ways: &'static [Text],
    reads: &'static [Source],
    constants: &'static [(u32, StepId)],
) -> Branch {
    Branch {
        text: Cow::Borrowed(text),
        ways: Cow::Borrowed(ways),
        reads: Cow::Borrowed(reads),
        arm: None,
        constants: Cow::Borrowed(constants),
    }
}

/// When a way is taken.
pub const fn way(text: &'static str) -> Text {
    Cow::Borrowed(text)
}

/// The same branch within a way of another one.
pub const fn within(mut inner: Branch, branch: u32, way: u32) -> Branch {
    inner.arm = Some(Arm { branch, way });
    inner
}

/// The same step in a way of a branch.
pub const fn in_way(mut step: Step, branch: u32, way: u32) -> Step {
    step.arm = Some(Arm { branch, way });
    step
}

/// A way that is a constant, and where it leads.
pub const fn constant(way: u32, step: u32) -> (u32, StepId) {
    (way, StepId(step))
}

/// A value, and its type.
pub const fn value(name: &'static str, ty: &'static str) -> Value {
    Value {
        name: Cow::Borrowed(name),
        ty: Cow::Borrowed(ty),
    }
}

/// A step, what it produces, and the condition under which it runs.
pub const fn step(name: &'static str, output: Option<Value>, guard: Option<&'static str>) -> Step {
    any_step(name, output, guard, None, None)
}

/// A step that runs another pipeline.
pub const fn runs(
    name: &'static str,
    output: Option<Value>,
    guard: Option<&'static str>,
    pipeline: &'static str,
) -> Step {
    any_step(name, output, guard, Some(pipeline), None)
}

/// A step that calls for each of these elements.
pub const fn each(
    name: &'static str,
    output: Option<Value>,
    guard: Option<&'static str>,
    each: &'static str,
) -> Step {
    any_step(name, output, guard, None, Some(each))
}

/// A step that runs another pipeline for each of these elements.
pub const fn runs_each(
    name: &'static str,
    output: Option<Value>,
    guard: Option<&'static str>,
    pipeline: &'static str,
    each: &'static str,
) -> Step {
    any_step(name, output, guard, Some(pipeline), Some(each))
}

const fn any_step(
    name: &'static str,
    output: Option<Value>,
    guard: Option<&'static str>,
    runs: Option<&'static str>,
    each: Option<&'static str>,
) -> Step {
    Step {
        name: Cow::Borrowed(name),
        output,
        guard: text(guard),
        runs: text(runs),
        each: text(each),
        block: Cow::Borrowed(&[]),
        handled: false,
        undo: None,
        arm: None,
        entry: None,
        family: None,
    }
}

const fn text(text: Option<&'static str>) -> Option<Text> {
    match text {
        Some(text) => Some(Cow::Borrowed(text)),
        None => None,
    }
}

/// The same step, as one of a family.
pub const fn in_family(mut step: Step, family: &'static str) -> Step {
    // a constant function cannot drop what was there, which is nothing
    std::mem::forget(step.family.replace(Cow::Borrowed(family)));
    step
}

/// The same step, whose elements go through these steps.
pub const fn through(mut step: Step, block: &'static Graph) -> Step {
    // as with `undone`
    let block = Cow::Borrowed(std::slice::from_ref(block));
    std::mem::forget(std::mem::replace(&mut step.block, block));
    step
}

/// The same step, whose failure is dealt with in the pipeline.
pub const fn handled(mut step: Step) -> Step {
    step.handled = true;
    step
}

/// The same step, which runs only if the run began with this entry.
pub const fn entered(mut step: Step, entry: &'static str) -> Step {
    // a constant function cannot drop what was there, which is nothing
    std::mem::forget(step.entry.replace(Cow::Borrowed(entry)));
    step
}

/// The same step, which is undone by this if the run fails.
pub const fn undone(mut step: Step, by: &'static str) -> Step {
    // a constant function cannot drop what was there, which is nothing
    std::mem::forget(step.undo.replace(Cow::Borrowed(by)));
    step
}

/// A value read by a call, and the type as it arrives.
pub const fn data(from: Source, to: Target, ty: &'static str) -> Wire {
    wire(WireKind::Data, from, to, ty)
}

/// A value read by a condition, and the type as it is seen.
pub const fn guard(from: Source, to: Target, ty: &'static str) -> Wire {
    wire(WireKind::Guard, from, to, ty)
}

/// An `after`.
pub const fn after(from: Source, to: Target) -> Wire {
    wire(WireKind::After, from, to, "")
}

/// A value that decides whether a step's way is taken.
pub const fn decides(from: Source, to: Target) -> Wire {
    wire(WireKind::Branch, from, to, "")
}

/// A borrow that has to end before a move.
pub const fn order(from: Source, to: Target) -> Wire {
    wire(WireKind::Order, from, to, "")
}

/// A step that may follow another one, and what it is given, or when it does.
pub const fn next(from: Source, to: Target, ty: &'static str) -> Wire {
    wire(WireKind::Next, from, to, ty)
}

/// A step that may call another one.
pub const fn call(from: Source, to: Target) -> Wire {
    wire(WireKind::Call, from, to, "")
}

const fn wire(kind: WireKind, from: Source, to: Target, ty: &'static str) -> Wire {
    Wire {
        from,
        to,
        kind,
        ty: Cow::Borrowed(ty),
    }
}

/// The input with this number.
pub const fn input(number: u32) -> Source {
    Source::Input(number)
}

/// The step with this number, where a wire begins.
pub const fn from(number: u32) -> Source {
    Source::Step(StepId(number))
}

/// The step with this number, where a wire ends.
pub const fn to(number: u32) -> Target {
    Target::Step(StepId(number))
}

/// The function here that makes this, and the number that it is given.
pub const fn of_source(source: Source) -> (&'static str, u32) {
    match source {
        Source::Input(number) => ("input", number),
        Source::Step(step) => ("from", step.0),
    }
}

/// The function here that makes a wire of this kind, and whether it is given a type too.
pub const fn of_wire(kind: WireKind) -> (&'static str, bool) {
    match kind {
        WireKind::Data => ("data", true),
        WireKind::Guard => ("guard", true),
        WireKind::After => ("after", false),
        WireKind::Branch => ("decides", false),
        WireKind::Order => ("order", false),
        WireKind::Next => ("next", true),
        WireKind::Call => ("call", false),
    }
}
