//! Several ways to begin a run, as both forms have them.

use super::branch::otherwise;
use crate::plan::Arm;
use crate::span::Spanned;
use crate::tree::{Entry, How, Name, Pipeline, Step, Test, Typed, Way, Wire, WireKind};

/// An entry as it is declared.
pub(super) struct Declared {
    /// Its step, which has no wires yet.
    pub(super) step: Step,
    /// What it takes; by a reference, what its step borrows.
    pub(super) inputs: Vec<Typed>,
    /// The name of the value that it gives.
    pub(super) value: Name,
}

impl Pipeline {
    /// Makes steps of entries, which meet in this value as the arms of a branch do.
    pub(super) fn enter(&mut self, value: Typed, mut entries: Vec<Declared>) {
        entries.sort_by(|one, other| one.step.name.value.cmp(&other.step.name.value));
        let (merge, _) = self.merge(value.name.span, value, &[]);
        let ways = entries.iter().map(|entry| Way {
            text: entry.step.name.value.clone(),
            test: Test::Entry,
            ..otherwise(entry.step.name.span)
        });
        let ways = ways.collect();
        let branch = self.branch(&merge, None, ways, &[]);
        let mut inputs = Vec::new();
        for (way, entry) in entries.into_iter().enumerate() {
            let (mut step, arm) = (entry.step, Arm { branch, way });
            let mut names = Vec::new();
            for input in entry.inputs {
                let (input, how) = owned(input);
                let span = input.name.span;
                let kind = WireKind::Named(input.name.clone(), how);
                step.args.push(Wire::new(span, kind));
                names.push(input.name.value.clone());
                inputs.push(input);
            }
            self.entries.push(Entry {
                name: step.name.clone(),
                doc: step.doc.clone(),
                inputs: names,
                arm,
            });
            self.arm(&merge, step, &[arm]);
        }
        inputs.append(&mut self.inputs);
        self.inputs = inputs;
    }
}

/// An input as the run has it, and how the step reads it.
fn owned(input: Typed) -> (Typed, How) {
    match input.ty.value {
        syn::Type::Reference(reference) if reference.mutability.is_none() => {
            let ty = Spanned::new(*reference.elem, input.ty.span);
            (Typed { ty, ..input }, How::Borrow)
        }
        ty => {
            let ty = Spanned::new(ty, input.ty.span);
            (Typed { ty, ..input }, How::Move)
        }
    }
}
