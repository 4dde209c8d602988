//! The order in each layer, so that few links cross.

use super::layers::{Layers, Tie, Vertex};

/// Sweeps that have found nothing better before the search ends.
const PATIENCE: usize = 8;

impl Layers {
    /// Orders each layer.
    ///
    /// A vertex goes where its neighbours in the layer before are on average; layer by layer downwards, then
    /// upwards, and so on. The best order that was met is kept.
    pub(super) fn order(&mut self) {
        self.begin();
        let links: usize = self.down.iter().map(Vec::len).sum();
        let sweeps = (1_500_000 / links.max(1)).clamp(4, 40);
        let mut places = self.places();
        let mut best = (self.crossings(&places), self.rows.clone());
        let mut missed = 0;
        for sweep in 0..sweeps {
            if best.0 == 0 || missed == PATIENCE {
                break;
            }
            self.sweep(&mut places, sweep % 2 == 0, sweep % 4 >= 2);
            let crossings = self.crossings(&places);
            missed += 1;
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
                missed = 0;
            }
        }
        self.rows = best.1;
        if best.0 > 0 {
            self.exchange(links);
        }
    }

    /// In the order in which a walk from above meets them.
    fn begin(&mut self) {
        let mut seen = vec![false; self.vertices.len()];
        let mut roots: Vec<usize> = (0..self.vertices.len())
            .filter(|&one| self.up[one].is_empty())
            .collect();
        roots.sort_by_key(|&root| self.vertices[root].layer);
        for root in roots {
            let mut open = vec![root];
            while let Some(vertex) = open.pop() {
                if !std::mem::replace(&mut seen[vertex], true) {
                    self.rows[self.vertices[vertex].layer].push(vertex);
                    open.extend(self.down[vertex].iter().rev().map(|tie| tie.to));
                }
            }
        }
    }

    /// The place of each vertex in its layer.
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.vertices.len()];
        for row in &self.rows {
            row.iter()
                .enumerate()
                .for_each(|(place, &vertex)| places[vertex] = place);
        }
        places
    }

    fn sweep(&mut self, places: &mut [usize], downwards: bool, later_first: bool) {
        let neighbours = if downwards { &self.up } else { &self.down };
        let count = self.rows.len();
        for step in 1..count {
            let row = &mut self.rows[if downwards { step } else { count - 1 - step }];
            let mut wishes: Vec<(f64, usize)> = Vec::with_capacity(row.len());
            for &vertex in row.iter().filter(|&&vertex| !neighbours[vertex].is_empty()) {
                let sum: f64 = neighbours[vertex]
                    .iter()
                    .map(|tie| end(&self.vertices, places, tie))
                    .sum();
                wishes.push((sum / neighbours[vertex].len() as f64, vertex));
            }
            if later_first {
                wishes.reverse();
            }
            wishes.sort_by(|one, other| one.0.total_cmp(&other.0));
            let mut next = wishes.into_iter();
            for place in row.iter_mut() {
                // what nothing draws anywhere stays
                if !neighbours[*place].is_empty()
                    && let Some((_, vertex)) = next.next()
                {
                    *place = vertex;
                }
            }
            row.iter()
                .enumerate()
                .for_each(|(place, &vertex)| places[vertex] = place);
        }
    }

    /// How many pairs of links cross.
    fn crossings(&self, places: &[usize]) -> usize {
        let rows = self.rows.split_last().map_or(&[][..], |(_, rows)| rows);
        rows.iter()
            .map(|row| self.crossings_below(row, places))
            .sum()
    }

    fn crossings_below(&self, row: &[usize], places: &[usize]) -> usize {
        let beginning = |vertex: usize, tie: &Tie| {
            places[vertex] as f64 + share(&self.vertices[vertex], tie.here)
        };
        let ties = row
            .iter()
            .flat_map(|&vertex| self.down[vertex].iter().map(move |tie| (vertex, tie)));
        let mut ends: Vec<(f64, f64)> = ties
            .map(|(vertex, tie)| (beginning(vertex, tie), end(&self.vertices, places, tie)))
            .collect();
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let mut sorted: Vec<f64> = ends.iter().map(|&(_, end)| end).collect();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup();
        let rank = |end: f64| sorted.partition_point(|&other| other < end);
        inversions(sorted.len(), ends.iter().map(|&(_, end)| rank(end)))
    }

    /// Exchanges neighbours for as long as that helps; in a large graph it takes too long.
    fn exchange(&mut self, links: usize) {
        if links > 3_000 {
            return;
        }
        let mut places = self.places();
        for _ in 0..8 {
            let mut better = false;
            for row in 0..self.rows.len() {
                for place in 1..self.rows[row].len() {
                    let (left, right) = (self.rows[row][place - 1], self.rows[row][place]);
                    if self.gain(left, right, &places) {
                        self.rows[row].swap(place - 1, place);
                        places.swap(left, right);
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Whether fewer links cross if two neighbours change places.
    fn gain(&self, left: usize, right: usize, places: &[usize]) -> bool {
        let (mut now, mut then) = (0, 0);
        for neighbours in [&self.up, &self.down] {
            for one in &neighbours[left] {
                let one = end(&self.vertices, places, one);
                for other in &neighbours[right] {
                    let other = end(&self.vertices, places, other);
                    now += usize::from(one > other);
                    then += usize::from(one < other);
                }
            }
        }
        then < now
    }
}

/// Where a link ends in its layer: at a vertex, and there further left or right.
fn end(vertices: &[Vertex], places: &[usize], tie: &Tie) -> f64 {
    places[tie.to] as f64 + share(&vertices[tie.to], tie.there)
}

fn share(vertex: &Vertex, aside: f64) -> f64 {
    aside / vertex.w.max(1.0)
}

/// How many pairs of numbers below `count` come in the wrong order.
fn inversions(count: usize, numbers: impl Iterator<Item = usize>) -> usize {
    let mut tree = vec![0_usize; count + 1];
    let mut inversions = 0;
    for (before, number) in numbers.enumerate() {
        let (mut smaller, mut place) = (0, number + 1);
        while place > 0 {
            smaller += tree[place];
            place &= place - 1;
        }
        inversions += before - smaller;
        place = number + 1;
        while place <= count {
            tree[place] += 1;
            place += place & place.wrapping_neg();
        }
    }
    inversions
}
