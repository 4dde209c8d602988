//! What lies side by side, without any inside: items and links between them, placed from above to below.

use super::Point;
use super::align::align;
use super::layers::Layers;
use super::pack::{pack, parts};
use super::route::{Route, routes};

/// Between two layers, at least; and how much more where links go far to the side.
const GAP: f64 = 22.0;
const STEEP: f64 = 0.05;
const MOST: f64 = 70.0;

/// Something to be placed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Item {
    pub(super) w: f64,
    pub(super) h: f64,
    pub(super) pin: Pin,
}

/// Where an item has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pin {
    #[default]
    Free,
    /// Above all others: a way in.
    First,
    /// Below all others: a way out.
    Last,
}

/// A line to be drawn between two items.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Links with the same one begin at the same place, and may go together.
    pub(super) trunk: usize,
    /// Where it begins, from the middle of its item.
    pub(super) leaves: f64,
    /// Where it ends, from the middle of its item; if that is not said, it finds a place.
    pub(super) arrives: Option<f64>,
    /// The width and the height of its label.
    pub(super) label: Option<(f64, f64)>,
}

/// Items and the links between them.
#[derive(Default)]
pub(super) struct Level {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
}

/// Where they are.
#[derive(Default)]
pub(super) struct Placed {
    /// The middle of each item.
    pub(super) items: Vec<Point>,
    pub(super) routes: Vec<Route>,
    pub(super) w: f64,
    pub(super) h: f64,
}

impl Level {
    /// Places all of it.
    pub(super) fn place(&self) -> Placed {
        let pinned = self.items.iter().any(|item| item.pin != Pin::Free);
        let parts = parts(self);
        match parts.len() > 1 && !pinned {
            true => pack(self, &parts),
            false => self.place_one(),
        }
    }

    /// Places items that all hang together.
    pub(super) fn place_one(&self) -> Placed {
        if self.items.is_empty() {
            return Placed::default();
        }
        let mut layers = Layers::new(self);
        layers.order();
        let mut across = align(&layers);
        let rooms = rooms(&layers, &across);
        let left = (across.iter().zip(&layers.vertices)).map(|(x, vertex)| x - vertex.w / 2.0);
        let left = left.fold(f64::INFINITY, f64::min);
        across.iter_mut().for_each(|x| *x -= left);
        let right = (across.iter().zip(&layers.vertices)).map(|(x, vertex)| x + vertex.w / 2.0);
        let middle = |vertex: usize| Point {
            x: across[vertex],
            y: rooms[layers.vertices[vertex].layer].middle(),
        };
        let middles: Vec<Point> = (0..across.len()).map(middle).collect();
        let mut placed = Placed {
            items: middles[..self.items.len()].to_vec(),
            routes: routes(self, &layers, &middles, &rooms),
            w: right.fold(0.0, f64::max),
            h: rooms.last().map_or(0.0, |room| room.end),
        };
        placed.hold();
        placed
    }
}

impl Placed {
    /// Makes room for what reaches out to the right.
    fn hold(&mut self) {
        let routes = self.routes.iter();
        let labels = routes.filter_map(|route| route.label_end);
        self.w = labels.fold(self.w, f64::max);
    }
}

/// From where to where a layer reaches.
pub(super) struct Room {
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Room {
    fn middle(&self) -> f64 {
        f64::midpoint(self.start, self.end)
    }
}

/// One layer below the other, each as high as its highest vertex.
fn rooms(layers: &Layers, across: &[f64]) -> Vec<Room> {
    let mut rooms: Vec<Room> = Vec::with_capacity(layers.rows.len());
    for row in &layers.rows {
        let above = row
            .iter()
            .flat_map(|&vertex| layers.up[vertex].iter().map(move |tie| (tie.to, vertex)));
        let aside = above.map(|(above, vertex)| (across[above] - across[vertex]).abs());
        let aside = aside.fold(0.0, f64::max);
        let gap = GAP + (aside * STEEP).min(MOST);
        let start = rooms.last().map_or(0.0, |room| room.end + gap);
        let height = row
            .iter()
            .map(|&vertex| layers.vertices[vertex].h)
            .fold(0.0, f64::max);
        rooms.push(Room {
            start,
            end: start + height,
        });
    }
    rooms
}
