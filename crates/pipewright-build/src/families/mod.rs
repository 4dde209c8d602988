//! Families: a step with `for_each` becomes a step for each of its values, before anything else looks at it.

mod members;
mod wires;

use crate::check::family;
use crate::diagnostic::Findings;
use crate::span::Spanned;
use crate::tree::{Pipeline, Step, WireKind};

pub(crate) use self::members::Family;
use self::wires::Scope;

/// Makes the steps of all families, and tells the others how to read them.
pub(crate) fn expand(pipeline: &mut Pipeline, findings: &mut Findings) {
    within(pipeline, &[], findings);
}

/// The same for a block of steps, which sees the families around it.
fn within(pipeline: &mut Pipeline, around: &[&Family], findings: &mut Findings) {
    let has_families = pipeline.steps.iter().any(|step| !step.for_each.is_empty());
    let is_plain = !has_families && around.is_empty() && !wires::mention(pipeline);
    if is_plain && pipeline.blocks.is_empty() {
        return;
    }
    let families: Vec<Option<Family>> = pipeline
        .steps
        .iter()
        .map(|step| members::of(step, pipeline, findings))
        .collect();
    let own = families.iter().flatten();
    let known: Vec<&Family> = own.chain(around.iter().copied()).collect();
    for block in &mut pipeline.blocks {
        within(block, &known, findings);
    }
    let mut steps = Vec::with_capacity(pipeline.steps.len());
    let mut places = Vec::with_capacity(pipeline.steps.len());
    for (step, own) in std::mem::take(&mut pipeline.steps)
        .into_iter()
        .zip(&families)
    {
        places.push(steps.len());
        match own {
            Some(own) => steps.extend(own.steps(&step, &known, findings)),
            None if step.for_each.is_empty() => {
                steps.push(Scope::new(&known, &[]).step(step, findings));
            }
            // its readers are no mistakes
            None => {
                pipeline.incomplete = true;
                pipeline.inputs.extend(step.output);
            }
        }
    }
    // an arm's value goes to the step in which it meets others
    for step in &mut steps {
        step.merge = step.merge.and_then(|merge| places.get(merge).copied());
    }
    pipeline.steps = steps;
    pipeline.arrays = known
        .iter()
        .filter_map(|family| family.value.clone())
        .collect();
    let scope = Scope::new(&known, &[]);
    for branch in &mut pipeline.branches {
        scope.branch(branch);
    }
    if let Some(tail) = &mut pipeline.tail {
        match scope.whole(tail) {
            Some(own) => {
                findings.push(family::output(own, tail.span));
                tail.kind = WireKind::Broken;
            }
            None => scope.wire(tail, findings),
        }
    }
}

impl Family {
    /// What it is called in pictures.
    fn told(&self) -> String {
        format!("{} for each {}", self.name, self.variables.join(", "))
    }

    /// A step for each member.
    fn steps(&self, step: &Step, all: &[&Self], findings: &mut Findings) -> Vec<Step> {
        let mut steps = Vec::with_capacity(self.members.len());
        for member in &self.members {
            let mut one = step.clone();
            one.for_each.clear();
            one.family = Some(self.told());
            let renamed = |name: &str| format!("{name}_{}", member.suffix);
            findings.family(renamed(&one.name.value), &step.name.value);
            one.name.value = renamed(&one.name.value);
            if let Some(output) = &mut one.output {
                findings.family(renamed(&output.name.value), &output.name.value);
                output.name = Spanned::new(renamed(&output.name.value), output.name.span);
            }
            steps.push(Scope::new(all, &member.values).step(one, findings));
        }
        steps
    }
}
