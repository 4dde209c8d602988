//! The shapes that are measured: the one description from which everything else is made.

use std::collections::BTreeSet;

/// A graph of steps. Each adds one to the sum of what it reads: its parents' values, or the input's.
pub struct Topology {
    /// Also the name of its pipeline.
    pub name: String,
    /// The parents of each step, in an order in which every step stands after its parents.
    pub parents: Vec<Vec<usize>>,
}

impl Topology {
    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// The steps by layers: each stands behind the last of its parents.
    pub fn layers(&self) -> Vec<Vec<usize>> {
        let mut depth = Vec::with_capacity(self.len());
        let mut layers: Vec<Vec<usize>> = Vec::new();
        for (step, parents) in self.parents.iter().enumerate() {
            let layer = parents.iter().map(|&p| depth[p] + 1).max().unwrap_or(0);
            depth.push(layer);
            layers.resize(layers.len().max(layer + 1), Vec::new());
            layers[layer].push(step);
        }
        layers
    }

    /// How many values a step may read.
    pub fn arities(&self) -> BTreeSet<usize> {
        let arities = self.parents.iter().map(|parents| parents.len().max(1));
        arities.collect()
    }
}

/// Steps one after the other.
pub fn chain(length: usize) -> Topology {
    let parents = (0..length).map(|step| step.checked_sub(1).into_iter().collect());
    named("chain", parents)
}

/// One step, then many that read it, then one that reads all of them.
pub fn fan(width: usize) -> Topology {
    let middle = std::iter::repeat_n(vec![0], width);
    let parents = std::iter::once(vec![])
        .chain(middle)
        .chain([(1..=width).collect()]);
    named("fan", parents)
}

/// `a → {b, c} → d`, and the next `a` reads `d`.
pub fn diamonds(count: usize) -> Topology {
    let parents = (0..count).flat_map(|diamond| {
        let a = 4 * diamond;
        let before = a.checked_sub(1).into_iter().collect();
        [before, vec![a], vec![a], vec![a + 1, a + 2]]
    });
    named("diamonds", parents)
}

/// Steps that have nothing to do with each other.
pub fn independent(name: &str, count: usize) -> Topology {
    named(name, std::iter::repeat_n(vec![], count))
}

/// Layers, in which each step reads two random ones of the layer before.
pub fn layered(layers: usize, width: usize) -> Topology {
    let mut random = Random(1);
    let parents = (0..layers * width).map(|step| {
        let Some(before) = (step / width).checked_sub(1) else {
            return vec![];
        };
        let first = random.below(width);
        let second = (first + 1 + random.below(width - 1)) % width;
        vec![before * width + first, before * width + second]
    });
    named("layered", parents)
}

fn named(name: &str, parents: impl Iterator<Item = Vec<usize>>) -> Topology {
    Topology {
        name: name.to_owned(),
        parents: parents.collect(),
    }
}

/// Numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        const FACTOR: u64 = 6_364_136_223_846_793_005;
        self.0 = self.0.wrapping_mul(FACTOR).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}
