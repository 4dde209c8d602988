//! From a checked tree to the plan.

use std::collections::HashMap;

use crate::lower::{self, as_tail, ident};
use crate::plan::{MethodKind, Param, ParamType, Plan, StepId};
use crate::readings;
use crate::source::Files;
use crate::span::Span;
use crate::tree::Name;
use crate::wiring::{Wiring, is_copy};
use crate::workflow::plan::{If, Next, Payload, Sees, What, Work, Workflow};
use crate::workflow::tree;

/// Makes the plan. All checks have passed, so every name is known.
pub(super) fn plan(wiring: &Wiring<'_>, tree: &tree::Workflow, files: &Files) -> Workflow {
    let order = order(wiring, tree);
    let names = order.iter().enumerate();
    let ids: HashMap<&str, StepId> = names
        .map(|(id, &step)| (wiring.step_name(step).value.as_str(), StepId(id)))
        .collect();
    let state = tree.state.as_ref().map(|ty| ty.value.clone());
    let state = state.unwrap_or_else(|| syn::parse_quote!(()));
    let lower = Lower {
        ids,
        files,
        state: &state,
    };
    let steps: Vec<Work> = order
        .iter()
        .map(|&step| {
            let show = wiring.tree.show || wiring.tree.steps[step].show;
            lower.work(&tree.steps[step], show)
        })
        .collect();
    let number = |number: &Option<crate::span::Spanned<i128>>| {
        let number = number.as_ref()?.value;
        u32::try_from(number).ok()
    };
    Workflow {
        base: base(lower::plan(wiring, files), &lower.ids, &steps),
        concurrency: number(&tree.concurrency).unwrap_or(1),
        max_steps: number(&tree.max_steps),
        steps,
        state,
    }
}

/// The steps from the first one on, each before those that follow it; then those that nothing leads to.
fn order(wiring: &Wiring<'_>, tree: &tree::Workflow) -> Vec<usize> {
    let steps = &wiring.tree.steps;
    let place = |name: &Name| steps.iter().position(|step| step.name.value == name.value);
    let mut others: Vec<usize> = (0..steps.len()).collect();
    others.sort_by_key(|&step| std::cmp::Reverse(&steps[step].name.value));
    let mut open = others;
    open.extend(tree.start.as_ref().and_then(place));
    let (mut seen, mut order) = (vec![false; steps.len()], Vec::new());
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut seen[step], true) {
            order.push(step);
            let next = tree.steps[step].next.names();
            open.extend(next.into_iter().rev().filter_map(place));
        }
    }
    order
}

/// The steps and their methods in that order, with what they are given and give.
fn base(mut base: Plan, ids: &HashMap<&str, StepId>, works: &[Work]) -> Plan {
    base.steps
        .sort_by_key(|step| ids.get(step.name.to_string().as_str()).copied());
    base.methods
        .sort_by_key(|method| ids.get(method.name.to_string().as_str()).copied());
    for (method, work) in base.methods.iter_mut().zip(works) {
        let payload = work.payload.iter().map(|payload| Param {
            name: payload.name.clone(),
            ty: ParamType::Borrowed(payload.ty.clone()),
        });
        method.params = payload.collect();
        if let MethodKind::Step { output, .. } = &mut method.kind {
            *output = work.output.clone().map(Box::new);
        }
    }
    base
}

struct Lower<'a> {
    ids: HashMap<&'a str, StepId>,
    files: &'a Files,
    state: &'a syn::Type,
}

impl Lower<'_> {
    fn work(&self, tree: &tree::Work, show: bool) -> Work {
        let payload = tree.payload.as_ref().map(|payload| Payload {
            name: ident(&payload.name),
            ty: payload.ty.value.clone(),
        });
        Work {
            next: match &tree.next {
                tree::Next::Any(names) => {
                    Next::Any(names.iter().filter_map(|name| self.id(name)).collect())
                }
                tree::Next::To(name) => match self.id(name) {
                    Some(step) => Next::To(step, self.line(name.span)),
                    None => Next::Any(Vec::new()),
                },
                tree::Next::If(next) => Next::If(Box::new(self.choice(next, tree))),
            },
            payload,
            output: tree.output.as_ref().map(|output| output.value.clone()),
            show,
        }
    }

    fn id(&self, name: &Name) -> Option<StepId> {
        self.ids.get(name.value.as_str()).copied()
    }

    fn line(&self, span: Span) -> usize {
        self.files.line(span.file, span.start)
    }

    fn choice(&self, tree: &tree::If, work: &tree::Work) -> If {
        let mut all = vec![(quote::format_ident!("state"), self.state, What::State)];
        if let Some(payload) = &work.payload {
            all.push((ident(&payload.name), &payload.ty.value, What::Payload));
        }
        if let Some(output) = &work.output {
            all.push((quote::format_ident!("output"), &output.value, What::Output));
        }
        let is_one = |name: &str| all.iter().any(|(one, ..)| one == name);
        let found = readings::find(&mut tree.expr.clone(), &is_one);
        let sees = all
            .iter()
            .filter(|(name, ..)| found.list.iter().any(|read| name == &read.name));
        If {
            text: tree.text.clone(),
            expr: as_tail(&tree.expr),
            line: self.line(tree.span),
            sees: sees
                .map(|(name, ty, what)| Sees {
                    name: name.clone(),
                    ty: (*ty).clone(),
                    what: *what,
                    copy: is_copy(ty),
                })
                .collect(),
            yes: tree.yes.as_ref().and_then(|name| self.id(name)),
            no: tree.no.as_ref().and_then(|name| self.id(name)),
        }
    }
}
