//! Layers: each item in one, and what a link crosses on its way made items too.

use std::collections::HashMap;

use super::level::{Level, Link, Pin};

/// What stands in a layer: an item, or a place where a link passes.
#[derive(Clone, Copy)]
pub(super) struct Vertex {
    pub(super) layer: usize,
    pub(super) w: f64,
    pub(super) h: f64,
    /// Nothing but a link is here.
    pub(super) passes: bool,
}

/// A piece of a link, seen from one of its ends.
#[derive(Clone, Copy)]
pub(super) struct Tie {
    /// The vertex at the other end.
    pub(super) to: usize,
    /// Where it is at that vertex, from its middle.
    pub(super) there: f64,
    /// Where it is at this one.
    pub(super) here: f64,
}

/// A graph whose links each lead from one layer to the next.
pub(super) struct Layers {
    /// The items first, in their order.
    pub(super) vertices: Vec<Vertex>,
    /// The vertices of each layer, from left to right.
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) up: Vec<Vec<Tie>>,
    pub(super) down: Vec<Vec<Tie>>,
    /// The vertices of each link, from above to below.
    pub(super) paths: Vec<Vec<usize>>,
    /// The links that lead upwards.
    pub(super) turned: Vec<bool>,
}

impl Layers {
    /// `level` without its links from an item to itself.
    pub(super) fn new(level: &Level) -> Self {
        let turned = circles(level);
        let ends: Vec<_> = level.links.iter().zip(&turned).map(down).collect();
        let layers = assign(level, &ends);
        let vertex = |(item, &layer): (&super::level::Item, &usize)| Vertex {
            layer,
            w: item.w,
            h: item.h,
            passes: false,
        };
        let vertices: Vec<_> = level.items.iter().zip(&layers).map(vertex).collect();
        let rows = layers.iter().max().map_or(0, |last| last + 1);
        let mut graph = Self {
            rows: vec![Vec::new(); rows],
            up: vec![Vec::new(); vertices.len()],
            down: vec![Vec::new(); vertices.len()],
            vertices,
            paths: Vec::new(),
            turned,
        };
        graph.lead(level, &ends);
        graph
    }

    /// Leads each link from layer to layer. Links of one value go together as far as they can; the place of
    /// a label is a link's own.
    fn lead(&mut self, level: &Level, ends: &[(usize, usize)]) {
        let mut trunks: HashMap<(usize, usize), usize> = HashMap::new();
        for (number, link) in level.links.iter().enumerate() {
            let (from, to) = ends[number];
            if from == to {
                self.paths.push(Vec::new());
                continue;
            }
            let mut path = vec![from];
            let last = self.vertices[to].layer;
            for layer in self.vertices[from].layer + 1..last {
                let label = link.label.filter(|_| layer + 1 == last);
                let shared =
                    (label.is_none() && !self.turned[number]).then_some((link.trunk, layer));
                let known = shared.and_then(|key| trunks.get(&key)).copied();
                let here = known.unwrap_or_else(|| self.pass(layer, label));
                if let Some(key) = shared {
                    trunks.insert(key, here);
                }
                path.push(here);
            }
            path.push(to);
            let (mut above, mut below) = (link.leaves, link.arrives.unwrap_or(0.0));
            if self.turned[number] {
                std::mem::swap(&mut above, &mut below);
            }
            for pair in path.windows(2) {
                let at = |vertex, place| {
                    if vertex == pair[place] {
                        [above, below][place]
                    } else {
                        0.0
                    }
                };
                self.join((pair[0], at(from, 0)), (pair[1], at(to, 1)));
            }
            self.paths.push(path);
        }
    }

    fn pass(&mut self, layer: usize, label: Option<(f64, f64)>) -> usize {
        let (w, h) = label.unwrap_or((1.0, 0.0));
        self.vertices.push(Vertex {
            layer,
            w,
            h,
            passes: label.is_none(),
        });
        self.up.push(Vec::new());
        self.down.push(Vec::new());
        self.vertices.len() - 1
    }

    fn join(&mut self, (above, leaves): (usize, f64), (below, arrives): (usize, f64)) {
        let same = |tie: &Tie| tie.to == below && tie.here == leaves && tie.there == arrives;
        if !self.down[above].iter().any(same) {
            self.down[above].push(Tie {
                to: below,
                there: arrives,
                here: leaves,
            });
            self.up[below].push(Tie {
                to: above,
                there: leaves,
                here: arrives,
            });
        }
    }
}

/// The ends of a link, the upper one first.
fn down((link, &turned): (&Link, &bool)) -> (usize, usize) {
    match turned {
        true => (link.to, link.from),
        false => (link.from, link.to),
    }
}

/// Which links have to be turned for there to be no circle: those that lead back to where a walk came from.
fn circles(level: &Level) -> Vec<bool> {
    let mut turned = vec![false; level.links.len()];
    let mut out = vec![Vec::new(); level.items.len()];
    for (number, link) in level.links.iter().enumerate() {
        out[link.from].push(number);
    }
    let (mut begun, mut ended) = (vec![false; out.len()], vec![false; out.len()]);
    for root in 0..out.len() {
        let mut open = match std::mem::replace(&mut begun[root], true) {
            true => continue,
            false => vec![(root, out[root].iter())],
        };
        while let Some((item, links)) = open.last_mut() {
            let Some(&number) = links.next() else {
                ended[*item] = true;
                open.pop();
                continue;
            };
            let to = level.links[number].to;
            if !std::mem::replace(&mut begun[to], true) {
                open.push((to, out[to].iter()));
            } else if !ended[to] && to != *item {
                turned[number] = true;
            }
        }
    }
    turned
}

/// The layer of each item: below all that leads to it, and no further from its neighbours than it has to be.
fn assign(level: &Level, ends: &[(usize, usize)]) -> Vec<usize> {
    let count = level.items.len();
    let (mut above, mut below) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    // where some have labels, all leave room for one, so that what is alike stands side by side
    let labelled = level.links.iter().any(|link| link.label.is_some());
    for &(from, to) in ends {
        if from != to {
            let least = match labelled && level.items[to].pin == Pin::Free {
                true => 2,
                false => 1,
            };
            above[to].push((from, least));
            below[from].push((to, least));
        }
    }
    let order = sorted(&above, &below);
    let first = level.items.iter().any(|item| item.pin == Pin::First);
    let least = |item: usize| usize::from(first && level.items[item].pin != Pin::First);
    let mut layers = vec![0; count];
    let highest = |item: usize, layers: &[usize]| {
        let above = above[item]
            .iter()
            .map(|&(other, least)| layers[other] + least);
        above.max().unwrap_or(0).max(least(item))
    };
    for &item in &order {
        layers[item] = highest(item, &layers);
    }
    let lowest = |item: usize, layers: &[usize]| {
        let below = below[item]
            .iter()
            .map(|&(other, least)| layers[other] - least);
        below.min().unwrap_or(layers[item])
    };
    // late where more is waiting below than leads to it from above, and otherwise as early as it can be
    for _ in 0..2 {
        for &item in order.iter().rev() {
            if level.items[item].pin == Pin::Free && below[item].len() >= above[item].len() {
                layers[item] = lowest(item, &layers);
            }
        }
        for &item in &order {
            if level.items[item].pin == Pin::Free && above[item].len() >= below[item].len() {
                layers[item] = highest(item, &layers);
            }
        }
    }
    close_gaps(level, layers)
}

/// What leaves the level does so at its end, and layers in which there is nothing are none, but for those
/// that labels take.
fn close_gaps(level: &Level, mut layers: Vec<usize>) -> Vec<usize> {
    let last = layers.iter().max().copied().unwrap_or(0);
    let free = |pin| {
        level
            .items
            .iter()
            .zip(&layers)
            .any(|(item, &layer)| item.pin == pin && layer == last)
    };
    let end = if free(Pin::Last) && !free(Pin::Free) {
        last
    } else {
        last + 1
    };
    for (item, layer) in level.items.iter().zip(&mut layers) {
        if item.pin == Pin::Last {
            *layer = end;
        }
    }
    let first = layers.iter().min().copied().unwrap_or(0);
    layers.iter_mut().for_each(|layer| *layer -= first);
    layers
}

/// The items, each after all that lead to it, otherwise in their order.
fn sorted(above: &[Vec<(usize, usize)>], below: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut waits: Vec<usize> = above.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..above.len()).filter(|&item| waits[item] == 0).collect();
    let mut next = 0;
    while let Some(&item) = order.get(next) {
        next += 1;
        for &(other, _) in &below[item] {
            waits[other] -= 1;
            if waits[other] == 0 {
                order.push(other);
            }
        }
    }
    order
}
