//! From a checked tree to the plan.

use std::collections::HashMap;

use crate::flow::plan::{Called, Flow};
use crate::flow::tree;
use crate::lower::{self, ident};
use crate::plan::{MethodKind, Param, ParamType, StepId};
use crate::source::Files;
use crate::tree::Name;
use crate::wiring::Wiring;

/// Makes the plan. All checks have passed, so every name is known.
pub(super) fn plan(wiring: &Wiring<'_>, tree: &tree::Flow, files: &Files) -> Flow {
    let order = order(wiring, tree);
    let names = order.iter().enumerate();
    let ids: HashMap<&str, StepId> = names
        .map(|(id, &step)| (wiring.step_name(step).value.as_str(), StepId(id)))
        .collect();
    let id = |name: &str| ids.get(name).copied();
    let steps: Vec<&tree::Called> = order.iter().map(|&step| &tree.steps[step]).collect();
    let mut base = lower::plan(wiring, files);
    base.steps.sort_by_key(|step| id(&step.name.to_string()));
    base.methods
        .sort_by_key(|method| id(&method.name.to_string()));
    for (method, step) in base.methods.iter_mut().zip(&steps) {
        method.params = step.inputs.iter().map(param).collect();
        if let MethodKind::Step { output, .. } = &mut method.kind {
            *output = step.output.as_ref().map(|ty| Box::new(ty.value.clone()));
        }
    }
    let steps = steps.into_iter().map(|step| Called {
        entry: step.entry.is_some(),
        output: step.output.as_ref().map(|ty| ty.value.clone()),
        calls: step
            .calls
            .iter()
            .filter_map(|name| id(&name.value))
            .collect(),
    });
    Flow {
        steps: steps.collect(),
        base,
    }
}

fn param(input: &tree::Input) -> Param {
    let ty = input.ty.value.clone();
    Param {
        name: ident(&input.name),
        ty: match input.borrowed {
            true => ParamType::Borrowed(ty),
            false => ParamType::Owned(ty),
        },
    }
}

/// The entries by name, each followed by what it calls, as far as that has not been there; then the rest.
fn order(wiring: &Wiring<'_>, tree: &tree::Flow) -> Vec<usize> {
    let steps = &wiring.tree.steps;
    let place = |name: &Name| steps.iter().position(|step| step.name.value == name.value);
    let mut open: Vec<usize> = (0..steps.len()).collect();
    open.sort_by_key(|&step| {
        let is_entry = tree.steps[step].entry.is_some();
        std::cmp::Reverse((!is_entry, &steps[step].name.value))
    });
    let (mut seen, mut order) = (vec![false; steps.len()], Vec::new());
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut seen[step], true) {
            order.push(step);
            open.extend(tree.steps[step].calls.iter().rev().filter_map(place));
        }
    }
    order
}
