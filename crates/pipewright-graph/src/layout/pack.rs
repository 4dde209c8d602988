//! Parts that have nothing to do with each other: each placed on its own, then set in lines like words.

use super::Point;
use super::level::{Level, Link, Placed};

const GAP: f64 = 36.0;

/// How much wider than high the whole should be.
const SHAPE: f64 = 1.6;

/// The items of each part, in the order of their first ones.
pub(super) fn parts(level: &Level) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); level.items.len()];
    for link in &level.links {
        near[link.from].push(link.to);
        near[link.to].push(link.from);
    }
    let mut seen = vec![false; near.len()];
    let mut parts = Vec::new();
    for first in 0..near.len() {
        let (mut part, mut open) = (Vec::new(), vec![first]);
        while let Some(item) = open.pop() {
            if !std::mem::replace(&mut seen[item], true) {
                part.push(item);
                open.extend(&near[item]);
            }
        }
        if !part.is_empty() {
            part.sort_unstable();
            parts.push(part);
        }
    }
    parts
}

/// Places each part, and the parts beside and below each other.
pub(super) fn pack(level: &Level, parts: &[Vec<usize>]) -> Placed {
    let mut links = vec![Vec::new(); parts.len()];
    let (mut part_of, mut place_of) = (vec![0; level.items.len()], vec![0; level.items.len()]);
    for (number, part) in parts.iter().enumerate() {
        for (place, &item) in part.iter().enumerate() {
            (part_of[item], place_of[item]) = (number, place);
        }
    }
    for (number, link) in level.links.iter().enumerate() {
        links[part_of[link.from]].push(number);
    }
    let place = |(part, links): (&Vec<usize>, &Vec<usize>)| {
        let link = |&number: &usize| {
            let link = level.links[number];
            Link {
                from: place_of[link.from],
                to: place_of[link.to],
                ..link
            }
        };
        let items = part.iter().map(|&item| level.items[item]).collect();
        Level {
            items,
            links: links.iter().map(link).collect(),
        }
        .place_one()
    };
    let placed: Vec<Placed> = parts.iter().zip(&links).map(place).collect();
    let (corners, w, h) = set(&placed);
    let mut whole = Placed {
        w,
        h,
        ..Placed::default()
    };
    whole.items = vec![Point::default(); level.items.len()];
    whole.routes = vec![Default::default(); level.links.len()];
    for ((one, corner), (items, links)) in placed
        .into_iter()
        .zip(corners)
        .zip(parts.iter().zip(&links))
    {
        for (&item, point) in items.iter().zip(one.items) {
            whole.items[item] = point.plus(corner);
        }
        for (&link, route) in links.iter().zip(one.routes) {
            whole.routes[link] = route.moved(corner);
        }
    }
    whole
}

/// The corner of each, and how much room all take.
fn set(placed: &[Placed]) -> (Vec<Point>, f64, f64) {
    let room: f64 = placed.iter().map(|one| (one.w + GAP) * (one.h + GAP)).sum();
    let widest = placed.iter().map(|one| one.w).fold(0.0, f64::max);
    let line = widest.max((room * SHAPE).sqrt());
    let (mut corner, mut height, mut width) = (Point::default(), 0.0_f64, 0.0_f64);
    let mut corners = Vec::with_capacity(placed.len());
    for one in placed {
        if corner.x > 0.0 && corner.x + one.w > line {
            corner = Point {
                x: 0.0,
                y: corner.y + height + GAP,
            };
            height = 0.0;
        }
        corners.push(corner);
        width = width.max(corner.x + one.w);
        height = height.max(one.h);
        corner.x += one.w + GAP;
    }
    (corners, width, corner.y + height)
}
