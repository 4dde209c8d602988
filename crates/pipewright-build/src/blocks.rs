//! Blocks of steps, through which a map sends each element: what they read of the pipeline around them becomes
//! what the map reads, and an input of the block; what they come after, the map comes after.

use std::collections::{HashMap, HashSet};

use syn::{Expr, parse_quote};

use crate::lower::each::gives;
use crate::readings;
use crate::span::{Span, Spanned};
use crate::tree::{
    Around, Branch, Callee, GuardKind, How, Name, Pipeline, Places, Step, Test, Typed, Wire,
    WireKind,
};

/// Gives each block of a pipeline what it has of it.
pub(crate) fn enclose(pipeline: &mut Pipeline) {
    within(pipeline, &Scope::default());
}

/// What a block can name of all that is around it.
#[derive(Clone, Default)]
struct Scope {
    values: HashMap<String, Seen>,
    /// Without the maps on the way to it.
    steps: HashSet<String>,
}

#[derive(Clone)]
struct Seen {
    value: Typed,
    /// It is an element that is borrowed.
    borrowed: bool,
}

impl Scope {
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.values.keys().cloned().collect();
        names.sort();
        names
    }

    /// With the values and steps of this pipeline too.
    fn and(&self, pipeline: &Pipeline) -> Self {
        let mut all = self.values.clone();
        let outputs = pipeline.steps.iter();
        let outputs = outputs.filter_map(|step| step.output.as_ref());
        for value in pipeline.inputs.iter().chain(outputs) {
            let (name, value) = (value.name.value.clone(), value.clone());
            let is_borrowed = |around: &Around| around.borrowed.contains(&name);
            let borrowed = pipeline.around.as_ref().is_some_and(is_borrowed);
            all.insert(name, Seen { value, borrowed });
        }
        let own = pipeline.steps.iter().map(|step| step.name.value.clone());
        Self {
            values: all,
            steps: self.steps.iter().cloned().chain(own).collect(),
        }
    }

    /// For the block of this map.
    fn of(&self, map: &Step) -> Self {
        let mut scope = self.clone();
        scope.steps.remove(&map.name.value);
        scope
    }
}

fn within(pipeline: &mut Pipeline, around: &Scope) {
    if pipeline.blocks.is_empty() {
        return;
    }
    let scope = around.and(pipeline);
    let mut blocks = std::mem::take(&mut pipeline.blocks);
    for place in 0..pipeline.steps.len() {
        let Callee::Block(number) = pipeline.steps[place].call else {
            continue;
        };
        let block = &mut blocks[number];
        share(block, pipeline);
        settle(block, pipeline, &pipeline.steps[place], &scope);
        let step = &mut pipeline.steps[place];
        let scope = scope.of(step);
        within(block, &scope);
        for name in scope.takes_after(block) {
            if !step.after.iter().any(|own| own.value == name.value) {
                step.after.push(name);
            }
        }
        let mut readings = scope.readings_of(block);
        // wherever in the block each step stands
        readings.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        for reading in readings {
            capture(reading, block, step, &scope);
        }
    }
    // what a map with mistakes leaves alone
    let alone = blocks.iter_mut().filter(|block| block.around.is_none());
    alone.for_each(|block| block.incomplete = true);
    pipeline.blocks = blocks;
}

/// What is said of the whole pipeline holds for its blocks too.
fn share(block: &mut Pipeline, pipeline: &Pipeline) {
    block.folders.clone_from(&pipeline.folders);
    block.path.clone_from(&pipeline.path);
    block.uses.clone_from(&pipeline.uses);
    block.error.clone_from(&pipeline.error);
    block.constants.clone_from(&pipeline.constants);
    block.metadata.clone_from(&pipeline.metadata);
    block.limits.clone_from(&pipeline.limits);
    block.fail_fast = pipeline.fail_fast;
    block.show = pipeline.show;
    block.incomplete |= pipeline.incomplete;
}

/// Makes the element the block's input, and says what has to become of it.
fn settle(block: &mut Pipeline, pipeline: &Pipeline, step: &Step, scope: &Scope) {
    block.name = step.name.clone();
    let element = step.each.as_ref().and_then(|each| each.elements.last());
    let output = pipeline.given(step);
    let gives = gives(pipeline, step).zip(output);
    let lent = element.filter(|element| element.borrowed);
    let lent: Vec<_> = lent
        .map(|element| element.name.value.clone())
        .into_iter()
        .collect();
    block.around = Some(Around {
        step: step.name.value.clone(),
        borrowed: lent.clone(),
        lent,
        seen: scope.names(),
        gives: gives.map(|(ty, output)| Spanned::new(ty, output.ty.span)),
    });
    let element = element.map(|element| Typed {
        name: element.name.clone(),
        ty: element.ty.clone(),
    });
    block.inputs.splice(0..0, element);
    let gives = block
        .around
        .as_ref()
        .and_then(|around| around.gives.clone());
    // the last call of a block has the type that the map asks for
    let asked_for = |step: &&mut Step| step.output.as_ref().is_some_and(is_asked_for);
    let Some(last) = block.steps.iter_mut().find(asked_for) else {
        return;
    };
    match (gives, &mut last.output) {
        (Some(gives), Some(value)) => value.ty.value = gives.value,
        _ if matches!(last.call, Callee::Merge(_)) => {}
        _ => {
            last.output = None;
            block.tail = None;
        }
    }
}

/// Whether the type of a value is the one that the map asks for.
fn is_asked_for(value: &Typed) -> bool {
    value.name.value == crate::names::OUTPUT && matches!(value.ty.value, syn::Type::Infer(_))
}

/// One reading of a value: its name, how it is read, and where.
type Reading = (String, How, Span);

/// A value that the block reads and does not have is one of those around it.
fn capture((name, how, span): Reading, block: &mut Pipeline, step: &mut Step, scope: &Scope) {
    let is_own = |typed: &Typed| typed.name.value == name;
    let Some(Seen { value, borrowed }) = scope.values.get(&name) else {
        return;
    };
    if block.inputs.first().is_some_and(is_own) {
        return;
    }
    let mut outputs = block.steps.iter().filter_map(|step| step.output.as_ref());
    if outputs.any(is_own) {
        return;
    }
    if let Some(around) = &mut block.around
        && !around.lent.contains(&name)
    {
        around.lent.push(name.clone());
        around.borrowed.extend(borrowed.then(|| name.clone()));
        block.inputs.push(value.clone());
    }
    let is_there = |wire: &Wire| match &wire.kind {
        WireKind::Named(other, other_how) => other.value == name && *other_how == how,
        _ => false,
    };
    if !step.args.iter().any(is_there) {
        let name = Name::new(name, span);
        step.args.push(Wire::new(span, WireKind::Named(name, how)));
    }
}

impl Scope {
    /// Takes from the steps of a block what around it they come after.
    fn takes_after(&self, block: &mut Pipeline) -> Vec<Name> {
        let own = block.steps.iter().map(|step| step.name.value.clone());
        let own: HashSet<String> = own.collect();
        let is_around =
            |name: &mut Name| self.steps.contains(&name.value) && !own.contains(&name.value);
        let steps = block.steps.iter_mut();
        let taken = steps.flat_map(|step| step.after.extract_if(.., is_around));
        taken.collect()
    }

    /// What a block reads of these values.
    fn readings_of(&self, block: &Pipeline) -> Vec<Reading> {
        let mut found = Vec::new();
        for step in &block.steps {
            let each = step.each.as_ref();
            let elements = each.map_or(&[][..], |each| &each.elements);
            let elements = elements.iter().map(|element| element.name.value.as_str());
            let elements: HashSet<&str> = elements.collect();
            let mut own = Vec::new();
            step.args.iter().for_each(|wire| of_wire(wire, &mut own));
            match step.guard.as_ref().map(|guard| &guard.kind) {
                Some(GuardKind::Predicate(_, wires)) => {
                    wires.iter().for_each(|wire| of_wire(wire, &mut own));
                }
                Some(GuardKind::Expression(expr, places)) => self.of_expr(expr, *places, &mut own),
                None => {}
            }
            own.retain(|(name, ..)| !elements.contains(name.as_str()));
            found.extend(own);
            let whole = each.into_iter();
            let whole = whole.flat_map(|each| std::iter::once(&each.source).chain(&each.start));
            let undo = step.undo.iter().flat_map(|undo| &undo.args);
            whole.chain(undo).for_each(|wire| of_wire(wire, &mut found));
        }
        for branch in &block.branches {
            self.of_branch(branch, &mut found);
        }
        let tail = block.tail.iter();
        tail.for_each(|wire| of_wire(wire, &mut found));
        found
    }

    fn of_expr(&self, expr: &Expr, places: Places, found: &mut Vec<Reading>) {
        let read = readings::find(&mut expr.clone(), &|name| self.values.contains_key(name)).list;
        let read = read.into_iter();
        found.extend(read.map(|one| (one.name, one.how, places.at(one.span))));
    }

    fn of_branch(&self, branch: &Branch, found: &mut Vec<Reading>) {
        if let Some(on) = &branch.on {
            self.of_expr(&on.expr, on.places, found);
        }
        for way in &branch.ways {
            match &way.test {
                Test::Pattern(pattern, guard, places) => {
                    let guard = guard.as_ref().map(|guard| quote::quote!(if #guard));
                    // the names that the pattern binds are no values
                    let whole: Expr = parse_quote!(match () { #pattern #guard => () });
                    self.of_expr(&whole, *places, found);
                }
                Test::If(condition, places) => self.of_expr(condition, *places, found),
                Test::Else | Test::Entry => {}
            }
        }
    }
}

fn of_wire(wire: &Wire, found: &mut Vec<Reading>) {
    match &wire.kind {
        WireKind::Named(name, how) => found.push((name.value.clone(), *how, wire.span)),
        WireKind::Field(name, _) => found.push((name.value.clone(), How::Borrow, wire.span)),
        WireKind::Array(_, wires) => wires.iter().for_each(|wire| of_wire(wire, found)),
        WireKind::Member(..)
        | WireKind::Literal(_)
        | WireKind::Context
        | WireKind::Steps
        | WireKind::Bound(..)
        | WireKind::Broken => {}
    }
}
