//! Short names in which generated code writes a graph down.

use std::borrow::Cow;

use crate::model::{Graph, Source, Step, StepId, Target, Value, Wire, WireKind};

/// A whole graph.
pub const fn graph(
    name: &'static str,
    inputs: &'static [Value],
    steps: &'static [Step],
    wires: &'static [Wire],
    output: Option<Value>,
) -> Graph {
    Graph {
        name: Cow::Borrowed(name),
        inputs: Cow::Borrowed(inputs),
        steps: Cow::Borrowed(steps),
        wires: Cow::Borrowed(wires),
        output,
    }
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
    let guard = match guard {
        Some(guard) => Some(Cow::Borrowed(guard)),
        None => None,
    };
    Step {
        name: Cow::Borrowed(name),
        output,
        guard,
        handled: false,
    }
}

/// The same step, whose failure is dealt with in the pipeline.
pub const fn handled(mut step: Step) -> Step {
    step.handled = true;
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

/// A borrow that has to end before a move.
pub const fn order(from: Source, to: Target) -> Wire {
    wire(WireKind::Order, from, to, "")
}

/// A step that may follow another one, and what it is given, or when it does.
pub const fn next(from: Source, to: Target, ty: &'static str) -> Wire {
    wire(WireKind::Next, from, to, ty)
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
