//! Frames within frames: each is placed on its own, and is then one item of what it lies in.
//!
//! Where a line crosses a frame, the inside has an item without size, a port: above for ways in, below for
//! ways out. Lines of one value share it.

use std::collections::{HashMap, HashSet};

use super::level::{Item, Level, Link, Pin, Placed};
use super::route::LOOP;
use super::scene::label_size;
use super::{Direction, Layout, Point, frames, round, titles};

/// Around the whole.
const MARGIN: f64 = 16.0;

/// Room in a frame, as it lies in the picture.
const TITLE: f64 = 28.0;
const SIDES: f64 = 14.0;
/// Where lines come in or go out.
const OPEN: f64 = 6.0;

/// Gives everything in `layout` its place.
pub(crate) fn place(layout: &mut Layout) {
    frames::keep(layout);
    let count = layout.groups.len();
    let mut depths: Vec<(usize, usize)> = (0..count)
        .map(|group| (depth(layout, group), group))
        .collect();
    depths.sort_by_key(|&(depth, group)| (std::cmp::Reverse(depth), group));
    let mut scopes: HashMap<Option<usize>, Scope> = HashMap::new();
    for group in depths.iter().map(|&(_, group)| Some(group)).chain([None]) {
        let scope = Scope::new(layout, group, &scopes);
        scopes.insert(group, scope);
    }
    let outermost = depths.iter().rev().map(|&(_, group)| group);
    settle(layout, &scopes, outermost.collect());
    titles::place(layout);
}

fn depth(layout: &Layout, group: usize) -> usize {
    layout.groups[group]
        .parent
        .map_or(0, |parent| depth(layout, parent) + 1)
}

/// What can be placed: a box, a frame, or the place where a value crosses the frame.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Node(usize),
    Group(usize),
    In(usize),
    Out(usize),
}

/// The inside of a frame, or of the picture, once it has been placed.
struct Scope {
    items: HashMap<Part, usize>,
    /// The link that is drawn for each line here.
    links: HashMap<usize, usize>,
    placed: Placed,
    /// Room before and beside it.
    before: Point,
    /// How much the frame takes.
    size: (f64, f64),
}

/// A scope before it is placed.
struct Sketch<'a> {
    layout: &'a Layout,
    group: Option<usize>,
    scopes: &'a HashMap<Option<usize>, Scope>,
    level: Level,
    items: HashMap<Part, usize>,
    links: HashMap<usize, usize>,
    known: HashMap<(usize, usize, usize), usize>,
}

impl Scope {
    fn new(layout: &Layout, group: Option<usize>, scopes: &HashMap<Option<usize>, Self>) -> Self {
        let mut sketch = Sketch {
            layout,
            group,
            scopes,
            level: Level::default(),
            items: HashMap::new(),
            links: HashMap::new(),
            known: HashMap::new(),
        };
        let loops = layout.edges.iter().filter(|edge| edge.from == edge.to);
        let loops: HashSet<usize> = loops.map(|edge| edge.from).collect();
        for (node, one) in layout.nodes.iter().enumerate() {
            if one.group == group {
                let (w, h) = turned(layout.direction, (one.w, one.h));
                let w = if loops.contains(&node) {
                    w + 2.0 * LOOP
                } else {
                    w
                };
                sketch.add(Part::Node(node), w, h);
            }
        }
        for (inner, one) in layout.groups.iter().enumerate() {
            if one.parent == group {
                let (w, h) = scopes[&Some(inner)].size;
                sketch.add(Part::Group(inner), w, h);
            }
        }
        (0..layout.edges.len()).for_each(|edge| sketch.link(edge));
        sketch.finish()
    }

    /// Where a value comes in or goes out, from the middle of the frame.
    fn port(&self, part: Part) -> f64 {
        let port = self.placed.items[self.items[&part]];
        self.before.x + port.x - self.size.0 / 2.0
    }
}

impl Sketch<'_> {
    fn add(&mut self, part: Part, w: f64, h: f64) -> usize {
        let pin = match part {
            Part::Node(_) | Part::Group(_) => Pin::Free,
            Part::In(_) => Pin::First,
            Part::Out(_) => Pin::Last,
        };
        self.level.items.push(Item { w, h, pin });
        self.items.insert(part, self.level.items.len() - 1);
        self.level.items.len() - 1
    }

    fn item(&mut self, part: Part) -> usize {
        let known = self.items.get(&part).copied();
        known.unwrap_or_else(|| self.add(part, 1.0, 0.0))
    }

    /// The part of this scope in which a box lies, if it is here.
    fn locate(&self, node: usize) -> Option<Part> {
        let mut part = Part::Node(node);
        let mut around = self.layout.nodes[node].group;
        while around != self.group {
            part = Part::Group(around?);
            around = self.layout.groups[around?].parent;
        }
        Some(part)
    }

    /// The part of a line that is drawn here.
    fn link(&mut self, number: usize) {
        let edge = &self.layout.edges[number];
        let trunk = 2 * edge.from + usize::from(edge.is_dotted());
        let (from, to) = match (self.locate(edge.from), self.locate(edge.to)) {
            (None, None) => return,
            (Some(Part::Group(one)), Some(Part::Group(other))) if one == other => return,
            (from, to) => (
                from.unwrap_or(Part::In(trunk)),
                to.unwrap_or(Part::Out(trunk)),
            ),
        };
        let port = |part, way| match part {
            Part::Group(group) => Some(self.scopes[&Some(group)].port(way)),
            Part::Node(_) => None,
            Part::In(_) | Part::Out(_) => Some(0.0),
        };
        let (leaves, arrives) = (port(from, Part::Out(trunk)), port(to, Part::In(trunk)));
        let ends = matches!(to, Part::Node(_));
        let label = ends.then(|| label_size(self.layout, edge)).flatten();
        let (from, to) = (self.item(from), self.item(to));
        let known = (!ends)
            .then(|| self.known.get(&(from, to, trunk)).copied())
            .flatten();
        let link = known.unwrap_or_else(|| {
            self.level.links.push(Link {
                from,
                to,
                trunk,
                leaves: leaves.unwrap_or(0.0),
                arrives,
                label: label.map(|size| turned(self.layout.direction, size)),
            });
            self.level.links.len() - 1
        });
        self.known.insert((from, to, trunk), link);
        self.links.insert(number, link);
    }

    fn finish(self) -> Scope {
        let placed = self.level.place();
        let any = |is: fn(&Part) -> bool| self.items.keys().any(is);
        let (ways_in, ways_out) = (
            any(|part| matches!(part, Part::In(_))),
            any(|part| matches!(part, Part::Out(_))),
        );
        let ([before, left], [after, right]) = match (self.group, self.layout.direction) {
            (None, _) => ([MARGIN; 2], [MARGIN; 2]),
            (Some(_), Direction::TopDown) => (
                [if ways_in { OPEN } else { TITLE }, SIDES],
                [if ways_out { OPEN } else { SIDES }, SIDES],
            ),
            (Some(_), Direction::LeftRight) => (
                [if ways_in { OPEN } else { SIDES }, TITLE],
                [if ways_out { OPEN } else { SIDES }, SIDES],
            ),
        };
        Scope {
            size: (left + placed.w + right, before + placed.h + after),
            before: Point { x: left, y: before },
            items: self.items,
            links: self.links,
            placed,
        }
    }
}

/// A picture that goes to the right is placed as one that goes down, with width and height exchanged.
fn turned(direction: Direction, (w, h): (f64, f64)) -> (f64, f64) {
    match direction {
        Direction::TopDown => (w, h),
        Direction::LeftRight => (h, w),
    }
}

/// Writes down where everything is.
fn settle(layout: &mut Layout, scopes: &HashMap<Option<usize>, Scope>, outermost: Vec<usize>) {
    let direction = layout.direction;
    let whole = &scopes[&None];
    (layout.width, layout.height) = turned(direction, whole.size);
    let mut corners = HashMap::from([(None, whole.before)]);
    for group in outermost {
        let parent = layout.groups[group].parent;
        let (inside, scope) = (&scopes[&parent], &scopes[&Some(group)]);
        let middle = inside.placed.items[inside.items[&Part::Group(group)]].plus(corners[&parent]);
        let corner = Point {
            x: middle.x - scope.size.0 / 2.0,
            y: middle.y - scope.size.1 / 2.0,
        };
        corners.insert(Some(group), corner.plus(scope.before));
        let frame = &mut layout.groups[group];
        let (w, h) = turned(direction, scope.size);
        let (x, y) = turned(direction, (corner.x, corner.y));
        [frame.x, frame.y, frame.w, frame.h] = [x, y, w, h].map(round);
    }
    for (number, node) in layout.nodes.iter_mut().enumerate() {
        let scope = &scopes[&node.group];
        let middle =
            scope.placed.items[scope.items[&Part::Node(number)]].plus(corners[&node.group]);
        let (x, y) = turned(direction, (middle.x, middle.y));
        (node.x, node.y) = (round(x - node.w / 2.0), round(y - node.h / 2.0));
    }
    (layout.width, layout.height) = (layout.width.ceil(), layout.height.ceil());
    for number in 0..layout.edges.len() {
        draw(layout, number, scopes, &corners);
    }
}

/// Puts the pieces of a line together, from the innermost frame of its beginning to that of its end.
fn draw(
    layout: &mut Layout,
    number: usize,
    scopes: &HashMap<Option<usize>, Scope>,
    corners: &HashMap<Option<usize>, Point>,
) {
    let edge = &layout.edges[number];
    let [mut ways, down] =
        [edge.from, edge.to].map(|node| around(layout, layout.nodes[node].group));
    let common = ways
        .iter()
        .position(|scope| down.contains(scope))
        .unwrap_or(0);
    let meet = ways.get(common).copied().flatten();
    ways.truncate(common + 1);
    ways.extend(
        down.into_iter()
            .take_while(|scope| *scope != meet)
            .collect::<Vec<_>>()
            .into_iter()
            .rev(),
    );
    let direction = layout.direction;
    let (mut points, mut label) = (Vec::<Point>::new(), None);
    for scope in ways {
        let route = &scopes[&scope].placed.routes[scopes[&scope].links[&number]];
        let route = route.clone().moved(corners[&scope]);
        let at = |point: Point| {
            let (x, y) = turned(direction, (point.x, point.y));
            Point {
                x: round(x),
                y: round(y),
            }
        };
        points.extend(route.points.into_iter().map(at));
        label = route.label.map(at);
    }
    points.dedup();
    let edge = &mut layout.edges[number];
    (edge.points, edge.label_at) = (straight(points), label);
}

/// A scope and all that are around it.
fn around(layout: &Layout, mut scope: Option<usize>) -> Vec<Option<usize>> {
    let mut around = vec![scope];
    while let Some(group) = scope {
        scope = layout.groups[group].parent;
        around.push(scope);
    }
    around
}

/// The points without those in the middle of a straight line.
fn straight(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let [.., one, last] = kept[..]
            && ((one.x == last.x && last.x == point.x) || (one.y == last.y && last.y == point.y))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
