//! The way of each link, from the edge of its one item to the edge of the other.

use super::Point;
use super::layers::Layers;
use super::level::{Level, Room};

/// Between the ends of links at one item, at most; and how much of its side they take.
const APART: f64 = 14.0;
const SIDE: f64 = 0.6;

/// How far a link from an item to itself reaches out.
pub(super) const LOOP: f64 = 30.0;
/// The points that draw it there.
const REACH: f64 = LOOP * 4.0 / 3.0;

/// The way of one link.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) points: Vec<Point>,
    /// The middle of its label.
    pub(super) label: Option<Point>,
    /// How far to the right the label reaches, if that is beyond all items.
    pub(super) label_end: Option<f64>,
}

impl Route {
    pub(super) fn moved(mut self, by: Point) -> Self {
        self.points
            .iter_mut()
            .for_each(|point| *point = point.plus(by));
        self.label = self.label.map(|label| label.plus(by));
        self.label_end = self.label_end.map(|end| end + by.x);
        self
    }
}

/// The ways of all links.
pub(super) fn routes(
    level: &Level,
    layers: &Layers,
    middles: &[Point],
    rooms: &[Room],
) -> Vec<Route> {
    let arrivals = arrivals(level, layers, middles);
    let route = |number: usize| {
        let (link, path) = (&level.links[number], &layers.paths[number]);
        let [Some(&above), Some(&below)] = [path.first(), path.last()] else {
            return around(level, link, middles);
        };
        let turned = layers.turned[number];
        let (leaves, arrives) = match turned {
            false => (link.leaves, arrivals[number]),
            true => (arrivals[number], link.leaves),
        };
        let mut points = Vec::new();
        for &vertex in path {
            let (place, middle) = (&layers.vertices[vertex], middles[vertex]);
            let room = &rooms[place.layer];
            let aside = match vertex {
                vertex if vertex == above => leaves,
                vertex if vertex == below => arrives,
                _ => 0.0,
            };
            let at = |y| Point {
                x: middle.x + aside,
                y,
            };
            if vertex == above {
                points.extend([at(middle.y + place.h / 2.0), at(room.end)]);
            } else if vertex == below {
                points.extend([at(room.start), at(middle.y - place.h / 2.0)]);
            } else if room.end > room.start {
                points.extend([at(room.start), at(room.end)]);
            }
        }
        points.dedup();
        if turned {
            points.reverse();
        }
        let label = link.label.map(|_| middles[path[path.len() - 2]]);
        Route {
            points,
            label,
            label_end: None,
        }
    };
    (0..level.links.len()).map(route).collect()
}

/// From the right side of an item back to it.
fn around(level: &Level, link: &super::level::Link, middles: &[Point]) -> Route {
    let (item, middle) = (&level.items[link.from], middles[link.from]);
    let (right, rise) = (middle.x + item.w / 2.0 - LOOP, item.h / 5.0);
    let at = |x, y| Point { x, y: middle.y + y };
    let label = link.label.map(|(w, _)| at(right + LOOP + w / 2.0, 0.0));
    Route {
        points: vec![
            at(right, -rise),
            at(right + REACH, -rise),
            at(right + REACH, rise),
            at(right, rise),
        ],
        label,
        label_end: label
            .zip(link.label)
            .map(|(middle, (w, _))| middle.x + w / 2.0),
    }
}

/// Where each link arrives, from the middle of its item: side by side, in the order in which they come.
fn arrivals(level: &Level, layers: &Layers, middles: &[Point]) -> Vec<f64> {
    let mut arrivals = vec![0.0; level.links.len()];
    let mut ends: Vec<Vec<(f64, usize)>> = vec![Vec::new(); level.items.len()];
    for (number, link) in level.links.iter().enumerate() {
        let path = &layers.paths[number];
        match link.arrives {
            Some(arrives) => arrivals[number] = arrives,
            None if path.len() < 2 => {}
            None => {
                let before = if layers.turned[number] {
                    path[1]
                } else {
                    path[path.len() - 2]
                };
                ends[link.to].push((middles[before].x, number));
            }
        }
    }
    for (item, mut ends) in level.items.iter().zip(ends) {
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let count = ends.len() as f64;
        let apart = APART.min(item.w * SIDE / count.max(1.0));
        for (place, (_, number)) in ends.into_iter().enumerate() {
            arrivals[number] = (place as f64 - (count - 1.0) / 2.0) * apart;
        }
    }
    arrivals
}
