//! The graph of a workflow: an arrow for each step that a decision can put into the queue.

use pipewright_graph::{Graph, Source, Step, StepId, Target, Value, Wire, WireKind};

use crate::text;
use crate::workflow::plan::{Next, Work, Workflow};

/// The graph of a plan.
pub(super) fn graph(plan: &Workflow) -> Graph {
    let payload = plan.steps.first().and_then(|step| step.payload.as_ref());
    let start = match payload {
        Some(payload) => Value {
            name: payload.name.to_string().into(),
            ty: text::of_type(&payload.ty).into(),
        },
        None => Value {
            name: "start".into(),
            ty: "()".into(),
        },
    };
    let steps = plan.base.steps.iter().zip(&plan.steps);
    Graph {
        name: plan.base.told.clone().into(),
        inputs: vec![start].into(),
        steps: steps
            .map(|(step, work)| self::step(&step.name.to_string(), work))
            .collect(),
        wires: wires(plan).into(),
        ..Graph::default()
    }
}

fn step(name: &str, work: &Work) -> Step {
    Step {
        name: name.to_owned().into(),
        output: work.output.as_ref().map(|ty| Value {
            name: "output".into(),
            ty: text::of_type(ty).into(),
        }),
        handled: matches!(work.next, Next::Any(_)),
        ..Step::default()
    }
}

fn wires(plan: &Workflow) -> Vec<Wire> {
    let payload = |step: crate::plan::StepId| {
        let payload = plan.steps[step.0].payload.as_ref();
        payload.map(|payload| text::of_type(&payload.ty))
    };
    let mut wires = Vec::new();
    let mut wire = |from, to: crate::plan::StepId, kind, ty: Option<String>| {
        wires.push(Wire {
            from,
            to: Target::Step(StepId(to.0 as u32)),
            kind,
            ty: ty.unwrap_or_default().into(),
        });
    };
    let start = crate::plan::StepId(0);
    wire(Source::Input(0), start, WireKind::Data, payload(start));
    for (number, work) in plan.steps.iter().enumerate() {
        let from = Source::Step(StepId(number as u32));
        for step in work.next.steps() {
            let ty = match &work.next {
                Next::If(next) if next.yes == Some(step) => Some(format!("if {}", next.text)),
                Next::If(next) if next.yes.is_none() => Some(format!("unless {}", next.text)),
                Next::If(_) => Some("else".to_owned()),
                Next::Any(_) | Next::To(..) => payload(step),
            };
            wire(from, step, WireKind::Next, ty);
        }
    }
    wires
}
