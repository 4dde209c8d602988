//! Where the titles of frames stand: at the left, or else in the first gap between the lines that come in above.

use super::scene::title_width;
use super::{Direction, Edge, Layout, Point, bend};

/// Between the side of a frame and its title.
const SIDE: f64 = 10.0;
/// The upper and the lower edge of a title, below that of its frame.
const BAND: (f64, f64) = (6.0, 21.0);
/// Between a title and a line: at least, and where it makes way.
const NEAR: f64 = 4.0;
const GAP: f64 = 6.0;
/// So many points of a bend are looked at.
const PARTS: u32 = 16;

/// Gives each title its place.
pub(super) fn place(layout: &mut Layout) {
    for number in 0..layout.groups.len() {
        let frame = &layout.groups[number];
        let (top, low) = (frame.y + BAND.0, frame.y + BAND.1);
        let lines = layout.edges.iter();
        let mut crossed: Vec<f64> = lines.flat_map(|edge| crossings(edge, top, low)).collect();
        let (first, end) = (frame.x + SIDE, frame.x + frame.w - SIDE);
        crossed.retain(|x| (first - NEAR..=end).contains(x));
        crossed.sort_by(f64::total_cmp);
        let width = title_width(&frame.title);
        let is_free = |from: &f64| {
            let mut inside = crossed.iter();
            *from + width <= end && !inside.any(|x| (from - NEAR..from + width + NEAR).contains(x))
        };
        let gaps = crossed.iter().map(|x| x + GAP);
        let free = std::iter::once(first).chain(gaps).find(is_free);
        layout.groups[number].title_x = super::round(free.unwrap_or(first));
    }
}

/// Where a line passes between two heights.
fn crossings(edge: &Edge, top: f64, low: f64) -> impl Iterator<Item = f64> {
    let pieces = edge.points.windows(2).filter(move |piece| {
        let (from, to) = (piece[0], piece[1]);
        from.y.min(to.y) < low && from.y.max(to.y) > top
    });
    pieces.flat_map(move |piece| {
        let points = (0..=PARTS).map(move |part| on(edge.direction, piece[0], piece[1], part));
        let within = move |point: &Point| point.y > top && point.y < low;
        points.filter(within).map(|point| point.x)
    })
}

/// A point of a line that bends between two of its own.
fn on(direction: Direction, from: Point, to: Point, part: u32) -> Point {
    let (first, second) = bend(from, to, direction);
    let (t, u) = (
        f64::from(part) / f64::from(PARTS),
        f64::from(PARTS - part) / f64::from(PARTS),
    );
    let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
    let points = [from, first, second, to];
    let along = |of: fn(Point) -> f64| points.map(of).iter().zip(weights).map(|(a, b)| a * b).sum();
    Point {
        x: along(|point| point.x),
        y: along(|point| point.y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{EdgeKind, Group, GroupKind};

    /// Where the title of a frame from 0 to 200 begins, into which lines lead at these places.
    fn title_among(lines: &[f64]) -> f64 {
        let line = |&x: &f64| Edge {
            from: 0,
            to: 0,
            kind: EdgeKind::Data,
            label: String::new(),
            label_at: None,
            points: vec![Point { x, y: 0.0 }, Point { x, y: 100.0 }],
            direction: Direction::TopDown,
        };
        let frame = Group {
            kind: GroupKind::Block,
            title: "for each element".to_owned(),
            title_x: 0.0,
            parent: None,
            x: 0.0,
            y: 0.0,
            w: 200.0,
            h: 100.0,
        };
        let mut layout = Layout {
            groups: vec![frame],
            edges: lines.iter().map(line).collect(),
            ..Layout::default()
        };
        place(&mut layout);
        layout.groups[0].title_x
    }

    #[test]
    fn lines_do_not_pass_through_titles() {
        assert_eq!(title_among(&[]), SIDE);
        assert_eq!(title_among(&[150.0]), SIDE);
        assert_eq!(title_among(&[2.0, 90.0]), 90.0 + GAP);
        assert_eq!(title_among(&[40.0, 60.0, 180.0]), 60.0 + GAP);
        assert_eq!(title_among(&[70.0, 140.0]), SIDE, "there is no gap");
    }
}
