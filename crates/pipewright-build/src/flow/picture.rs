//! The graph of a flow: an arrow for each call that may be made.

use pipewright_graph::{Graph, Source, Step, StepId, Target, Value, Wire, WireKind};

use crate::flow::plan::Flow;
use crate::plan::Param;
use crate::text;

/// The graph of a plan.
pub(super) fn graph(plan: &Flow) -> Graph {
    let (mut inputs, mut wires) = (Vec::new(), Vec::new());
    for (number, step) in plan.steps.iter().enumerate() {
        let to = Target::Step(StepId(number as u32));
        if step.entry {
            for value in entry_values(&plan.base.methods[number].params) {
                wires.push(Wire {
                    from: Source::Input(inputs.len() as u32),
                    to,
                    kind: WireKind::Data,
                    ty: value.ty.clone(),
                });
                inputs.push(value);
            }
        }
    }
    for (number, step) in plan.steps.iter().enumerate() {
        wires.extend(step.calls.iter().map(|callee| Wire {
            from: Source::Step(StepId(number as u32)),
            to: Target::Step(StepId(callee.0 as u32)),
            kind: WireKind::Call,
            ty: "".into(),
        }));
    }
    let steps = plan.base.steps.iter().zip(&plan.steps);
    let steps = steps.map(|(step, called)| Step {
        name: step.name.to_string().into(),
        output: called.output.as_ref().map(|ty| Value {
            name: "output".into(),
            ty: text::of_type(ty).into(),
        }),
        handled: !called.entry,
        ..Step::default()
    });
    Graph {
        name: plan.base.told.clone().into(),
        inputs: inputs.into(),
        steps: steps.collect(),
        wires: wires.into(),
        ..Graph::default()
    }
}

/// What a run that begins there is given.
fn entry_values(params: &[Param]) -> Vec<Value> {
    let values = params.iter().map(|param| {
        let ty = text::of_type(param.ty.of());
        Value {
            name: param.name.to_string().into(),
            ty: ty.into(),
        }
    });
    let mut values: Vec<_> = values.collect();
    if values.is_empty() {
        values.push(Value {
            name: "start".into(),
            ty: "()".into(),
        });
    }
    values
}
