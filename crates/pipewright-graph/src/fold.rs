//! A coarser graph of one that is too large for its viewer: steps that are alike are one.
//!
//! Two steps are alike if what leads to them is alike and what they lead to is alike, so no circle can come of
//! folding them. First steps are held apart whose names differ in more than numbers, then no longer; what is
//! still too large is cut into stages.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::{
    Graph, Mark, Overlay, Source, Step, StepId, StepOutcome, Target, Text, Value, Wire, WireKind,
};

/// The stages into which the largest graphs are cut: so few that each can be wired with each.
const STAGES: usize = 20;

/// The classes beyond which folding is no use, and the rounds after which they are no longer waited for: a
/// long chain needs half as many as it has steps.
const CLASSES: usize = 500;
const ROUNDS: usize = 40;

/// How coarse a graph is.
#[derive(Clone, Copy)]
pub(crate) enum Grain {
    /// Steps that are alike, and called alike.
    Names,
    /// Steps that are alike.
    Shapes,
    /// Steps that run at about the same time.
    Stages,
}

/// The graph with these steps as one each, and the marks on them; `None` if hardly any steps are alike.
pub(crate) fn fold(graph: &Graph, overlay: &Overlay, grain: Grain) -> Option<(Graph, Overlay)> {
    let mut marks = overlay.clone();
    let folded = folded(graph, &mut marks, grain)?;
    Some((folded, marks))
}

/// The same, with further marks. The steps of a block within are folded too.
fn folded(graph: &Graph, marks: &mut Overlay, grain: Grain) -> Option<Graph> {
    let classes = match grain {
        Grain::Names => alike(graph, |step| {
            let family = step.family.as_deref().map(str::to_owned);
            (
                family.unwrap_or_else(|| stem(&step.name)),
                step.runs.as_deref(),
            )
        })?,
        Grain::Shapes => alike(graph, |_| ())?,
        Grain::Stages => stages(graph),
    };
    let count = classes.iter().max().map_or(0, |last| last + 1);
    let mut members = vec![Vec::new(); count];
    for (step, &class) in classes.iter().enumerate() {
        members[class].push(step);
    }
    let inputs = match grain {
        Grain::Stages if graph.inputs.len() > 1 => vec![Value {
            name: "inputs".into(),
            ty: graph.inputs.len().to_string().into(),
        }]
        .into(),
        _ => graph.inputs.clone(),
    };
    let wires = wires(graph, &classes, inputs.len());
    let mut steps = Vec::with_capacity(count);
    for members in &members {
        let mut step = together(graph, members);
        let mark = mark(graph, marks, members);
        marks.extend(mark.map(|mark| (step.name.clone(), mark)));
        let block = step.block.first();
        if let Some(block) = block.and_then(|block| folded(block, marks, grain)) {
            step.block = vec![block].into();
        }
        steps.push(step);
    }
    Some(Graph {
        name: graph.name.clone(),
        inputs,
        steps: steps.into(),
        wires: wires.into(),
        output: graph.output.clone(),
        branches: Vec::new().into(),
    })
}

/// One step for several.
fn together(graph: &Graph, members: &[usize]) -> Step {
    let step = |member: usize| &graph.steps[member];
    match members {
        [one] => Step {
            arm: None,
            family: None,
            ..step(*one).clone()
        },
        [first, .., last] => Step {
            name: format!("{} … {}", step(*first).name, step(*last).name).into(),
            each: Some(format!("{} steps", members.len()).into()),
            ..Step::default()
        },
        [] => Step::default(),
    }
}

/// How several steps ended: as the worst of them did, with how many of each kind there are.
fn mark(graph: &Graph, overlay: &Overlay, members: &[usize]) -> Option<Mark> {
    let marks = members
        .iter()
        .filter_map(|&member| overlay.get(&graph.steps[member].name));
    let marks: Vec<&Mark> = marks.collect();
    if let ([mark], [_]) = (&marks[..], members) {
        return Some((*mark).clone());
    }
    let count = |outcome| {
        marks
            .iter()
            .filter(|mark| mark.outcome() == outcome)
            .count()
    };
    let kinds = [
        (StepOutcome::Err, "failed"),
        (StepOutcome::Handled, "failed, handled"),
        (StepOutcome::Running, "running"),
        (StepOutcome::Ok, "ok"),
        (StepOutcome::Skipped, "skipped"),
    ];
    let kinds = kinds.map(|(outcome, word)| (outcome, count(outcome), word));
    let there = kinds.iter().filter(|(_, count, _)| *count > 0);
    let told: Vec<String> = there
        .clone()
        .map(|(_, count, word)| format!("{count} {word}"))
        .collect();
    let (worst, ..) = there.clone().next()?;
    Some(Mark::new(*worst).with_note(told.join(", ")))
}

/// The wires between classes, once each.
fn wires(graph: &Graph, classes: &[usize], inputs: usize) -> Vec<Wire> {
    let mut wires: BTreeMap<(Source, Target), (WireKind, Text)> = BTreeMap::new();
    for wire in graph.wires.iter() {
        let id = |step: StepId| StepId(classes[step.0 as usize] as u32);
        let from = match wire.from {
            Source::Input(_) if inputs < graph.inputs.len() => Source::Input(0),
            Source::Input(input) => Source::Input(input),
            Source::Step(step) => Source::Step(id(step)),
        };
        let to = match wire.to {
            Target::Step(step) => Target::Step(id(step)),
            Target::Output => Target::Output,
        };
        if matches!((from, to), (Source::Step(from), Target::Step(to)) if from == to) {
            continue;
        }
        // a branch is not drawn any longer
        let kind = if wire.kind == WireKind::Branch {
            WireKind::Data
        } else {
            wire.kind
        };
        let known = wires
            .entry((from, to))
            .or_insert_with(|| (kind, wire.ty.clone()));
        if known.1 != wire.ty {
            known.1 = Text::default();
        }
        if matches!(known.0, WireKind::After | WireKind::Order) {
            known.0 = kind;
        }
    }
    let wire = |((from, to), (kind, ty))| Wire { from, to, kind, ty };
    wires.into_iter().map(wire).collect()
}

/// The class of each step: the coarsest in which steps of one have the same key, and neighbours of the same
/// classes. Classes are numbered by their first steps. `None` if there would be too many.
fn alike<'g, K: Eq + Hash>(graph: &'g Graph, key: impl Fn(&'g Step) -> K) -> Option<Vec<usize>> {
    if depths(graph).into_iter().max() > Some(2 * ROUNDS) {
        return None;
    }
    let (mut above, mut below) = (
        vec![Vec::new(); graph.steps.len()],
        vec![Vec::new(); graph.steps.len()],
    );
    // by their numbers; behind them all, the output
    let mut edge = vec![Vec::new(); graph.steps.len()];
    for wire in graph.wires.iter() {
        match (wire.from, wire.to) {
            (Source::Step(from), Target::Step(to)) => {
                above[to.0 as usize].push(from.0 as usize);
                below[from.0 as usize].push(to.0 as usize);
            }
            (Source::Input(input), Target::Step(to)) => {
                edge[to.0 as usize].push(input as usize);
            }
            (Source::Step(from), Target::Output) => {
                edge[from.0 as usize].push(graph.inputs.len());
            }
            (Source::Input(_), Target::Output) => {}
        }
    }
    let keys = graph.steps.iter().zip(edge.into_iter().map(unique));
    let mut classes = numbered(keys.map(|(step, edge)| (key(step), edge)));
    for _ in 0..ROUNDS {
        let around = |steps: &[usize]| unique(steps.iter().map(|&step| classes[step]).collect());
        let keys = (0..classes.len())
            .map(|step| (classes[step], around(&above[step]), around(&below[step])));
        let finer = numbered(keys);
        if finer == classes {
            return Some(classes);
        }
        if finer.iter().max() > Some(&CLASSES) {
            break;
        }
        classes = finer;
    }
    None
}

/// Each number once, in order.
fn unique(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A number for each key, in the order in which they first come.
fn numbered<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut numbers = HashMap::new();
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

/// A name without its numbers.
fn stem(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Cuts the steps into stages: none waits for one of a later stage.
fn stages(graph: &Graph) -> Vec<usize> {
    let depths = depths(graph);
    let deepest = depths.iter().max().map_or(1, |deepest| deepest + 1);
    let stages = depths
        .iter()
        .map(|depth| depth * STAGES.min(deepest) / deepest);
    numbered(stages)
}

/// How many steps come before each, one after the other.
fn depths(graph: &Graph) -> Vec<usize> {
    let mut parents = vec![Vec::new(); graph.steps.len()];
    for wire in graph.wires.iter() {
        if let (Source::Step(from), Target::Step(to)) = (wire.from, wire.to) {
            parents[to.0 as usize].push(from.0 as usize);
        }
    }
    // steps stand after what they wait for; in a workflow some may not
    let mut depths = vec![0; graph.steps.len()];
    for step in 0..depths.len() {
        let before = parents[step].iter().filter(|&&parent| parent < step);
        depths[step] = before.map(|&parent| depths[parent] + 1).max().unwrap_or(0);
    }
    depths
}
