//! Looking names up.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::imports::Imports;
use super::{Arg, Each, Element, Guard, Read, Reader, Role, Unknown, Value, Wired, Wiring};
use crate::pipelines::Pipelines;
use crate::readings;
use crate::span::{Span, Spanned};
use crate::tree::{self, GuardKind, How, Pipeline, Wire, WireKind};

impl<'t> Wiring<'t> {
    pub(crate) fn new(tree: &'t Pipeline, all: &'t Pipelines<'t>) -> Self {
        Self::within(tree, tree, all)
    }

    fn within(tree: &'t Pipeline, whole: &'t Pipeline, all: &'t Pipelines<'t>) -> Self {
        let blocks = tree.blocks.iter();
        let mut wiring = Self {
            tree,
            whole,
            blocks: blocks
                .map(|block| Self::within(block, whole, all))
                .collect(),
            all,
            values: values(tree),
            steps: Vec::with_capacity(tree.steps.len()),
            branches: Vec::with_capacity(tree.branches.len()),
            reads: Vec::new(),
            imports: Imports::new(&tree.uses),
            unknown: Vec::new(),
            misused: Vec::new(),
            by_value: HashMap::new(),
            by_constant: HashMap::new(),
            by_step: HashMap::new(),
            by_element: HashMap::new(),
        };
        wiring.index();
        for branch in &tree.branches {
            let wired = wiring.branch(branch);
            wiring.branches.push(wired);
        }
        for (index, step) in tree.steps.iter().enumerate() {
            let wired = wiring.step(index, step);
            wiring.steps.push(wired);
        }
        if let Some(tail) = &tree.tail {
            wiring.wire(tail, Reader::Tail, Role::Tail);
        }
        for (index, read) in wiring.reads.iter().enumerate() {
            wiring.values[read.value].reads.push(index);
        }
        wiring
    }

    fn index(&mut self) {
        for (index, value) in self.values.iter().enumerate() {
            let name = value.name.value.as_str();
            match value.element {
                Some(element) => self.by_element.entry((element.of, name)).or_insert(index),
                None => self.by_value.entry(name).or_insert(index),
            };
        }
        for (index, constant) in self.tree.constants.iter().enumerate() {
            self.by_constant
                .entry(&constant.name.value)
                .or_insert(index);
        }
        for (index, step) in self.tree.steps.iter().enumerate() {
            self.by_step.entry(&step.name.value).or_insert(index);
        }
    }

    fn step(&mut self, index: usize, step: &'t tree::Step) -> Wired {
        let by = Reader::Step(index);
        let each = step.each.as_ref().map(|each| self.each(each, index));
        let args = step
            .args
            .iter()
            .map(|wire| self.wire(wire, by, Role::Wire))
            .collect();
        self.read_conditions(step, by);
        let guard = step.guard.as_ref().map(|guard| self.guard(guard, by));
        let mut after = Vec::new();
        for name in &step.after {
            match self.by_step.get(name.value.as_str()) {
                Some(&parent) => after.push((parent, name.span)),
                None => self.unknown.push(Unknown {
                    name: name.clone(),
                    role: Role::After,
                }),
            }
        }
        let undo = step.undo.iter().flat_map(|undo| &undo.args);
        let undo = undo.map(|wire| self.wire(wire, Reader::Undo(index), Role::Wire));
        let undo = undo.collect();
        Wired {
            args,
            guard,
            after,
            undo,
            each,
        }
    }

    fn each(&mut self, each: &tree::Each, step: usize) -> Each {
        let by = Reader::Step(step);
        let source = self.wire(&each.source, by, Role::Source);
        let start = each.start.as_ref();
        let start = start.map(|start| self.wire(start, by, Role::Source));
        let elements = self.values.iter().enumerate();
        let elements = elements.filter_map(|(index, value)| {
            let is_own = value.element.is_some_and(|element| element.of == step);
            is_own.then_some(index)
        });
        Each {
            source,
            start,
            elements: elements.collect(),
        }
    }

    /// A step in an arm reads what decides whether that is taken; so does a merge, if some arms are constants.
    fn read_conditions(&mut self, step: &tree::Step, by: Reader) {
        let constants = match &step.call {
            tree::Callee::Merge(constants) => constants.as_slice(),
            tree::Callee::Method(_)
            | tree::Callee::Path(_)
            | tree::Callee::Pipeline(_)
            | tree::Callee::Block(_) => &[],
        };
        let arms = constants.iter().flat_map(|constant| &constant.arms);
        // what a pattern binds for the call is borrowed for as long as that takes
        let mut wires = step.args.iter();
        let binds = wires.any(|wire| matches!(wire.kind, WireKind::Bound(..)));
        let branches = step.arms.iter().chain(arms).map(|arm| arm.branch);
        let branches: BTreeSet<usize> = branches.collect();
        for branch in branches {
            for (value, reading, span) in &self.branches[branch].reads {
                self.reads.push(Read {
                    value: *value,
                    by,
                    how: reading.how,
                    span: *span,
                    guard: !binds,
                    field: false,
                });
            }
        }
    }

    fn wire(&mut self, wire: &Wire, by: Reader, role: Role) -> Arg {
        let (name, how, field) = match &wire.kind {
            WireKind::Named(name, how) => (name, *how, false),
            WireKind::Field(name, _) => (name, How::Borrow, true),
            WireKind::Array(_, wires) => {
                let args = wires.iter().map(|wire| self.wire(wire, by, role));
                return Arg::Array(args.collect());
            }
            WireKind::Literal(_) | WireKind::Context | WireKind::Steps | WireKind::Bound(..) => {
                return Arg::Plain;
            }
            WireKind::Member(..) | WireKind::Broken => return Arg::Unknown,
        };
        if let Some(value) = self.value_seen(&name.value, by, role) {
            let guard = role == Role::Guard;
            let is_borrowed = self.is_borrowed(value);
            let how = match how {
                How::Move if is_borrowed => How::Borrow,
                how => how,
            };
            self.reads.push(Read {
                value,
                by,
                how,
                span: wire.span,
                guard,
                field,
            });
            return if field {
                Arg::Field(value)
            } else {
                Arg::Value(value, how)
            };
        }
        match self.constant_named(&name.value) {
            Some(constant) if role != Role::Tail => {
                if how != How::Move {
                    self.misused.push((name.clone(), wire.span));
                }
                Arg::Constant(constant)
            }
            _ => {
                self.unknown.push(Unknown {
                    name: name.clone(),
                    role,
                });
                Arg::Unknown
            }
        }
    }

    /// Whether a value is an element that is borrowed.
    fn is_borrowed(&self, value: usize) -> bool {
        let value = &self.values[value];
        let of_block =
            |around: &tree::Around| value.lent && around.borrowed.contains(&value.name.value);
        value.element.is_some_and(|element| element.borrowed)
            || self.tree.around.as_ref().is_some_and(of_block)
    }

    fn guard(&mut self, guard: &tree::Guard, by: Reader) -> Guard {
        let (expr, places) = match &guard.kind {
            GuardKind::Predicate(_, args) => {
                let args = args.iter().map(|wire| self.wire(wire, by, Role::Guard));
                return Guard::Predicate(args.collect());
            }
            GuardKind::Expression(expr, places) => (expr, *places),
        };
        let mut expr = expr.clone();
        let found = readings::find(&mut expr, &|name| {
            self.value_seen(name, by, Role::Guard).is_some()
        });
        for ident in &found.free {
            let name = ident.to_string();
            if !self.imports.may_have(&name) && self.constant_named(&name).is_none() {
                let name = Spanned::new(name, places.at(ident.span()));
                self.unknown.push(Unknown {
                    name,
                    role: Role::Guard,
                });
            }
        }
        let mut reads = Vec::new();
        let mut seen: HashSet<(usize, String)> = HashSet::new();
        for reading in found.list {
            let Some(value) = self.value_seen(&reading.name, by, Role::Guard) else {
                continue;
            };
            if seen.insert((value, reading.variable.to_string())) {
                let span: Span = places.at(reading.span);
                self.reads.push(Read {
                    value,
                    by,
                    how: reading.how,
                    span,
                    guard: true,
                    field: false,
                });
                reads.push((value, reading));
            }
        }
        Guard::Expression(expr, reads)
    }
}

fn values(tree: &Pipeline) -> Vec<Value<'_>> {
    let inputs = tree.inputs.iter().map(|input| (input, None));
    let outputs = tree.steps.iter().enumerate();
    let outputs = outputs.filter_map(|(index, step)| Some((step.output.as_ref()?, Some(index))));
    let all = inputs.chain(outputs);
    let lent = |name: &String| {
        let around = tree.around.as_ref();
        around.is_some_and(|around| around.lent.contains(name))
    };
    let all = all.map(|(typed, step)| Value {
        name: &typed.name,
        ty: &typed.ty,
        step,
        element: None,
        lent: step.is_none() && lent(&typed.name.value),
        copy: is_copy(&typed.ty.value),
        reads: Vec::new(),
    });
    let elements = tree.steps.iter().enumerate().flat_map(|(of, step)| {
        let elements = step.each.iter().flat_map(|each| &each.elements);
        elements.map(move |element| Value {
            name: &element.name,
            ty: &element.ty,
            step: None,
            element: Some(Element {
                of,
                borrowed: element.borrowed,
            }),
            lent: false,
            copy: is_copy(&element.ty.value),
            reads: Vec::new(),
        })
    });
    all.chain(elements).collect()
}

/// Primitive numbers, `bool` and `char`.
pub(crate) fn is_copy(ty: &syn::Type) -> bool {
    const PRIMITIVES: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char",
    ];
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => path
            .path
            .get_ident()
            .is_some_and(|ident| PRIMITIVES.iter().any(|name| ident == name)),
        syn::Type::Paren(inner) => is_copy(&inner.elem),
        syn::Type::Group(inner) => is_copy(&inner.elem),
        _ => false,
    }
}
