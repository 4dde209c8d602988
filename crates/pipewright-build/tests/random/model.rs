//! A random pipeline, and its text with all declarations in a random order.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Step `i` produces the value `i`.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    steps: Vec<Step>,
    /// Names, in an order that has nothing to do with the wires.
    names: Vec<usize>,
    tail: Option<usize>,
    declared: usize,
}

#[derive(Clone, Debug)]
struct Step {
    /// What is read, and how.
    reads: Vec<(usize, How)>,
    guard: Option<usize>,
    after: Option<usize>,
    /// The only step that moves this value.
    moves: Option<usize>,
    blocking: bool,
    constant: bool,
    executor: bool,
}

#[derive(Clone, Copy, Debug)]
enum How {
    Borrow,
    Clone,
    Maybe,
    Ok,
    Outcome,
}

/// Sort keys for all that is declared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shuffle(Vec<u32>);

pub(crate) fn shuffle() -> impl Strategy<Value = Shuffle> {
    vec(any::<u32>(), 64).prop_map(Shuffle)
}

/// A pipeline in which steps read only what comes before them.
pub(crate) fn acyclic() -> impl Strategy<Value = Model> {
    model(|step, _, wanted| (step > 0).then(|| wanted.index(step)))
}

/// A pipeline in which every step may read all values, its own too.
pub(crate) fn wired() -> impl Strategy<Value = Model> {
    model(|_, count, wanted| Some(wanted.index(count)))
}

type Pick = fn(usize, usize, &Index) -> Option<usize>;

/// A step in the rough: indices that have to be fitted to the number of steps.
type Rough = (
    Vec<(Index, How)>,
    Option<Index>,
    Option<Index>,
    Option<Index>,
    [bool; 3],
);

fn model(pick: Pick) -> impl Strategy<Value = Model> {
    let how = prop_oneof![
        4 => Just(How::Borrow),
        1 => Just(How::Clone),
        1 => Just(How::Maybe),
        1 => Just(How::Ok),
        1 => Just(How::Outcome),
    ];
    let sometimes = || proptest::option::weighted(0.15, any::<Index>());
    let rough = (
        vec((any::<Index>(), how), 0..3),
        sometimes(),
        sometimes(),
        sometimes(),
        any::<[bool; 3]>(),
    );
    let steps = vec(rough, 1..14);
    (steps, any::<Index>(), any::<bool>(), 0..4_usize, shuffle()).prop_map(
        move |(steps, tail, has_tail, declared, keys)| {
            let count = steps.len();
            Model {
                names: keys.sorted(0, (0..count).collect()),
                tail: has_tail.then(|| tail.index(count)),
                declared,
                steps: fitted(&steps, pick),
            }
        },
    )
}

fn fitted(rough: &[Rough], pick: Pick) -> Vec<Step> {
    let count = rough.len();
    let mut moved = Vec::new();
    let fit = |(at, rough): (usize, &Rough)| {
        let (reads, guard, after, moves, [blocking, constant, executor]) = rough;
        let one = |wanted: &Option<Index>| pick(at, count, wanted.as_ref()?);
        let moves = one(moves).filter(|value| !moved.contains(value));
        moved.extend(moves);
        let reads = reads
            .iter()
            .filter_map(|(wanted, how)| Some((pick(at, count, wanted)?, *how)))
            .filter(|(value, _)| Some(*value) != moves);
        Step {
            reads: reads.collect(),
            guard: one(guard),
            after: one(after),
            moves,
            blocking: *blocking,
            constant: *constant,
            executor: *executor,
        }
    };
    rough.iter().enumerate().map(fit).collect()
}

impl Shuffle {
    fn sorted<T>(&self, salt: u32, items: Vec<T>) -> Vec<T> {
        let mut items: Vec<_> = items.into_iter().enumerate().collect();
        let mix = |key: u32| (key ^ salt.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
        items.sort_by_key(|(at, _)| self.0.get(at % 64).map(|key| mix(*key)));
        items.into_iter().map(|(_, item)| item).collect()
    }
}

impl Model {
    fn name(&self, step: usize) -> String {
        format!("s{}", self.names[step])
    }

    fn value(&self, step: usize) -> String {
        format!("v{}", self.names[step])
    }

    pub(crate) fn text(&self, shuffle: &Shuffle) -> String {
        let mut top = vec![
            r#"use = ["crate::b::B", "crate::a::{Data, A}"]"#.to_owned(),
            r#"doc = "Random.""#.to_owned(),
            r#"input = ["first: Data", "second: u32"]"#.to_owned(),
        ];
        if let Some(tail) = self.tail {
            top.push(format!("output = \"{}\"", self.value(tail)));
        }
        let mut tables: Vec<String> = (0..self.steps.len())
            .map(|step| self.step(step, shuffle))
            .collect();
        let declared = |kind: &str, line: fn(usize) -> String| {
            let lines = shuffle.sorted(2, (0..self.declared).map(line).collect());
            format!("[{kind}]\n{}\n", lines.join("\n"))
        };
        tables.push(declared("const", |at| format!("C{at} = \"u32 = {at}\"")));
        tables.push(declared("metadata", |at| match at % 2 {
            0 => format!("m{at} = \"String\""),
            _ => format!("m{at} = 'String = \"x\".into()'"),
        }));
        let (top, tables) = (shuffle.sorted(3, top), shuffle.sorted(4, tables));
        format!("{}\n\n{}", top.join("\n"), tables.join("\n"))
    }

    fn step(&self, at: usize, shuffle: &Shuffle) -> String {
        let step = &self.steps[at];
        let mut inputs: Vec<String> = step.reads.iter().map(|read| self.wire(*read)).collect();
        inputs.extend(step.moves.map(|value| self.value(value)));
        if step.constant && self.declared > 0 {
            inputs.push("C0".to_owned());
        }
        let mut keys = vec![format!("output = \"{}: Data\"", self.value(at))];
        // steps with a single borrow have the same signature, and share a method
        if let ([(_, How::Borrow)], [_], false) = (&step.reads[..], &inputs[..], step.blocking) {
            keys.push("call = \"shared\"".to_owned());
        }
        keys.push(format!("input = {inputs:?}"));
        keys.extend(
            step.guard
                .map(|value| format!("when = \"{}.is_good()\"", self.value(value))),
        );
        keys.extend(
            step.after
                .map(|parent| format!("after = [\"{}\"]", self.name(parent))),
        );
        keys.extend(step.blocking.then(|| "blocking = true".to_owned()));
        if step.executor {
            keys.push(format!("executor = \"pool_{}\"", at % 2));
        }
        let keys = shuffle.sorted(5, keys);
        format!("[steps.{}]\n{}\n", self.name(at), keys.join("\n"))
    }

    fn wire(&self, (value, how): (usize, How)) -> String {
        let name = self.value(value);
        match how {
            How::Borrow => format!("&{name}"),
            How::Clone => format!("{name}.clone()"),
            How::Maybe => format!("{name}.maybe()"),
            How::Ok => format!("{name}.ok()"),
            How::Outcome => format!("{name}.outcome()"),
        }
    }

    /// Whether steps wait for each other, found the slow way: steps without open parents are taken away
    /// until none is left, or none can be.
    pub(crate) fn has_cycle(&self) -> bool {
        let mut open: Vec<usize> = (0..self.steps.len()).collect();
        loop {
            let before = open.len();
            let rest = open.clone();
            open.retain(|&step| self.parents(step).any(|parent| rest.contains(&parent)));
            if open.len() == before {
                return before > 0;
            }
        }
    }

    fn parents(&self, at: usize) -> impl Iterator<Item = usize> {
        let step = &self.steps[at];
        let read = |step: &Step, value: usize| {
            step.reads.iter().any(|(read, _)| *read == value) || step.guard == Some(value)
        };
        // a step that moves a value waits for all others that read it
        let others = (0..self.steps.len()).filter(move |&other| {
            other != at
                && step.moves.is_some_and(|value| {
                    self.tail != Some(value) && read(&self.steps[other], value)
                })
        });
        let named = step.reads.iter().map(|(value, _)| *value);
        named
            .chain(step.guard)
            .chain(step.after)
            .chain(step.moves)
            .chain(others)
    }
}
