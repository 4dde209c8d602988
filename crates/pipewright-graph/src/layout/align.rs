//! Where in its layer each vertex stands: Brandes and Köpf's way, which keeps long links straight and puts a
//! vertex in the middle of its neighbours.

use std::collections::HashSet;

use super::layers::Layers;

/// Between two boxes, and between what is not both a box.
const GAP: f64 = 28.0;
const NARROW: f64 = 14.0;

/// The middle of each vertex, from left to right.
pub(super) fn align(layers: &Layers) -> Vec<f64> {
    let crossed = crossed(layers);
    let mut ways = Vec::new();
    for upwards in [false, true] {
        for from_right in [false, true] {
            let side = Side::new(layers, upwards, from_right);
            let middles = side.compact(&side.blocks(&crossed));
            let turned = |middle: f64| if from_right { -middle } else { middle };
            ways.push((
                from_right,
                middles.into_iter().map(turned).collect::<Vec<_>>(),
            ));
        }
    }
    together(layers, ways)
}

/// The links that cross a long one, which goes straight before they do.
fn crossed(layers: &Layers) -> HashSet<(usize, usize)> {
    let places = layers.places();
    let long = |vertex: usize| {
        let above = layers.up[vertex]
            .iter()
            .map(|tie| tie.to)
            .filter(|&above| layers.vertices[above].passes);
        above
            .min_by_key(|&above| places[above])
            .filter(|_| layers.vertices[vertex].passes)
    };
    let mut crossed = HashSet::new();
    for pair in layers.rows.windows(2) {
        let (above, row) = (&pair[0], &pair[1]);
        let (mut left, mut scanned) = (0, 0);
        for (place, &vertex) in row.iter().enumerate() {
            let inner = long(vertex);
            if inner.is_none() && place + 1 < row.len() {
                continue;
            }
            let right = inner.map_or(above.len(), |inner| places[inner]);
            for &other in &row[scanned..=place] {
                for one in layers.up[other].iter().map(|tie| tie.to) {
                    let at = places[one];
                    let passes = layers.vertices[one].passes && layers.vertices[other].passes;
                    if !passes && (at < left || at > right) {
                        crossed.insert((one, other));
                    }
                }
            }
            (scanned, left) = (place + 1, right);
        }
    }
    crossed
}

/// The layers as they are seen from one of the four sides.
struct Side<'a> {
    layers: &'a Layers,
    rows: Vec<Vec<usize>>,
    places: Vec<usize>,
    upwards: bool,
    from_right: bool,
}

impl<'a> Side<'a> {
    fn new(layers: &'a Layers, upwards: bool, from_right: bool) -> Self {
        let mut rows = layers.rows.clone();
        if upwards {
            rows.reverse();
        }
        if from_right {
            rows.iter_mut().for_each(|row| row.reverse());
        }
        let mut places = vec![0; layers.vertices.len()];
        for row in &rows {
            row.iter()
                .enumerate()
                .for_each(|(place, &vertex)| places[vertex] = place);
        }
        Self {
            layers,
            rows,
            places,
            upwards,
            from_right,
        }
    }

    /// For each vertex the first one of its block, and where in the block it is: links go straight through it.
    fn blocks(&self, crossed: &HashSet<(usize, usize)>) -> Vec<(usize, f64)> {
        let before = if self.upwards {
            &self.layers.down
        } else {
            &self.layers.up
        };
        let mut blocks: Vec<(usize, f64)> =
            (0..self.places.len()).map(|vertex| (vertex, 0.0)).collect();
        let mut aligned = vec![false; blocks.len()];
        let turn = if self.from_right { -1.0 } else { 1.0 };
        for row in &self.rows {
            let mut next = 0;
            for &vertex in row {
                let mut ties = before[vertex].clone();
                ties.sort_by(|one, other| {
                    let place = self.places[one.to].cmp(&self.places[other.to]);
                    place.then((turn * one.there).total_cmp(&(turn * other.there)))
                });
                let middle = ties.len().saturating_sub(1) / 2..ties.len() / 2 + 1;
                for tie in ties.get(middle).unwrap_or_default() {
                    let one = tie.to;
                    let link = if self.upwards {
                        (vertex, one)
                    } else {
                        (one, vertex)
                    };
                    let free =
                        blocks[vertex].0 == vertex && !aligned[one] && self.places[one] >= next;
                    if free && !crossed.contains(&link) {
                        aligned[one] = true;
                        let (root, shift) = blocks[one];
                        blocks[vertex] = (root, shift + turn * (tie.there - tie.here));
                        next = self.places[one] + 1;
                    }
                }
            }
        }
        blocks
    }

    /// Pushes the blocks together, to the left as far as they go, then back to what they lean on.
    fn compact(&self, blocks: &[(usize, f64)]) -> Vec<f64> {
        let mut right: Vec<Vec<(usize, f64)>> = vec![Vec::new(); blocks.len()];
        let mut waits = vec![0_usize; blocks.len()];
        for pair in self.rows.iter().flat_map(|row| row.windows(2)) {
            let [(left, before), (other, after)] = [blocks[pair[0]], blocks[pair[1]]];
            right[left].push((other, self.distance(pair[0], pair[1]) + before - after));
            waits[other] += 1;
        }
        let heads = (0..blocks.len()).filter(|&vertex| blocks[vertex].0 == vertex);
        let mut order: Vec<usize> = heads.filter(|&vertex| waits[vertex] == 0).collect();
        let mut starts = vec![0.0_f64; blocks.len()];
        let mut next = 0;
        while let Some(&block) = order.get(next) {
            next += 1;
            for &(other, distance) in &right[block] {
                starts[other] = starts[other].max(starts[block] + distance);
                waits[other] -= 1;
                if waits[other] == 0 {
                    order.push(other);
                }
            }
        }
        for &block in order.iter().rev() {
            let room = right[block]
                .iter()
                .map(|&(other, distance)| starts[other] - distance);
            let room = room.fold(f64::INFINITY, f64::min);
            if room.is_finite() {
                starts[block] = starts[block].max(room);
            }
        }
        blocks
            .iter()
            .map(|&(root, shift)| starts[root] + shift)
            .collect()
    }

    fn distance(&self, left: usize, right: usize) -> f64 {
        let [left, right] = [left, right].map(|vertex| &self.layers.vertices[vertex]);
        let gap = if left.passes || right.passes {
            NARROW
        } else {
            GAP
        };
        f64::midpoint(left.w, right.w) + gap
    }
}

/// The middle of what the four sides say, once the narrowest has said where they meet.
fn together(layers: &Layers, mut ways: Vec<(bool, Vec<f64>)>) -> Vec<f64> {
    let ends = |middles: &[f64]| {
        let ends = middles.iter().zip(&layers.vertices);
        ends.fold(
            (f64::INFINITY, f64::NEG_INFINITY),
            |(left, right), (middle, vertex)| {
                (
                    left.min(middle - vertex.w / 2.0),
                    right.max(middle + vertex.w / 2.0),
                )
            },
        )
    };
    let all: Vec<(f64, f64)> = ways.iter().map(|(_, middles)| ends(middles)).collect();
    let narrowest = all
        .iter()
        .min_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)));
    let (left, right) = narrowest.copied().unwrap_or_default();
    for ((from_right, middles), ends) in ways.iter_mut().zip(all) {
        let shift = if *from_right {
            right - ends.1
        } else {
            left - ends.0
        };
        middles.iter_mut().for_each(|middle| *middle += shift);
    }
    let middle = |vertex: usize| {
        let mut four: Vec<f64> = ways.iter().map(|(_, middles)| middles[vertex]).collect();
        four.sort_by(f64::total_cmp);
        f64::midpoint(four[1], four[2])
    };
    (0..layers.vertices.len()).map(middle).collect()
}
