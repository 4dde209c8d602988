//! Where things are in a picture.

mod samples;

use pipewright_graph::layout::{Edge, GroupKind, Layout, Node};
use pipewright_graph::{Direction, Graph, Mark, Overlay, StepOutcome};

const BOTH: [Direction; 2] = [Direction::TopDown, Direction::LeftRight];

fn all() -> Vec<Graph> {
    vec![
        samples::order_processing(),
        samples::month_end(),
        samples::user_onboarding(),
        samples::nightly_export(),
        samples::parallel_wires(),
        samples::hostile(),
        samples::one_step(),
        samples::support_bot(),
        samples::regions(),
        samples::crawl(),
        samples::chain(50),
        samples::dense(12),
        samples::layered(300, 30),
        samples::pipeline("empty").graph(),
    ]
}

fn each_picture(look: impl Fn(&Graph, &Layout)) {
    for graph in all().into_iter().chain((0..40).map(samples::random)) {
        for direction in BOTH {
            look(&graph, &graph.picture().direction(direction).layout());
        }
    }
}

fn node<'a>(layout: &'a Layout, name: &str) -> &'a Node {
    layout.nodes.iter().find(|node| node.label == name).unwrap()
}

fn edge<'a>(layout: &'a Layout, from: &str, to: &str) -> &'a Edge {
    let is =
        |edge: &&Edge| layout.nodes[edge.from].label == from && layout.nodes[edge.to].label == to;
    layout.edges.iter().find(is).unwrap()
}

#[test]
fn no_two_boxes_overlap_and_all_are_in_the_picture() {
    each_picture(|graph, layout| {
        for (place, one) in layout.nodes.iter().enumerate() {
            assert!(one.x >= 0.0 && one.y >= 0.0, "{}: {one:?}", graph.name);
            assert!(one.x + one.w <= layout.width && one.y + one.h <= layout.height);
            for other in &layout.nodes[place + 1..] {
                let beside = one.x + one.w <= other.x || other.x + other.w <= one.x;
                let below = one.y + one.h <= other.y || other.y + other.h <= one.y;
                assert!(beside || below, "{}: {one:?} {other:?}", graph.name);
            }
        }
    });
}

#[test]
fn lines_lead_from_box_to_box() {
    each_picture(|graph, layout| {
        let on = |node: &Node, x: f64, y: f64| {
            let inside = x >= node.x - 0.2 && x <= node.x + node.w + 0.2;
            inside && y >= node.y - 0.2 && y <= node.y + node.h + 0.2
        };
        for edge in &layout.edges {
            let ([first, ..], [.., last]) = (&edge.points[..], &edge.points[..]) else {
                panic!("{}: a line without points", graph.name);
            };
            let (from, to) = (&layout.nodes[edge.from], &layout.nodes[edge.to]);
            assert!(
                on(from, first.x, first.y),
                "{}: {from:?} {edge:?}",
                graph.name
            );
            assert!(on(to, last.x, last.y), "{}: {to:?} {edge:?}", graph.name);
            assert!(edge.path().starts_with('M'));
        }
    });
}

#[test]
fn steps_stand_below_what_they_wait_for() {
    for graph in all().iter().filter(|graph| graph.name != "crawl") {
        for direction in BOTH {
            let layout = graph.picture().direction(direction).layout();
            for edge in &layout.edges {
                let (from, to) = (&layout.nodes[edge.from], &layout.nodes[edge.to]);
                match direction {
                    Direction::TopDown => assert!(from.y + from.h < to.y, "{from:?} {to:?}"),
                    Direction::LeftRight => assert!(from.x + from.w < to.x, "{from:?} {to:?}"),
                }
            }
        }
    }
}

#[test]
fn the_same_graph_gives_the_same_layout() {
    each_picture(|graph, layout| {
        assert_eq!(
            &graph.picture().direction(layout.direction).layout(),
            layout
        );
    });
}

#[test]
fn each_wire_has_its_place_and_those_between_the_same_two_are_one_line() {
    let layout = samples::order_processing().layout();
    assert_eq!(layout.nodes.len(), 6);
    assert_eq!(layout.edges.len(), 6);
    assert_eq!(edge(&layout, "validate", "ship").label, "&Order, when");
    assert_eq!(edge(&layout, "ship", "confirm").label, "Option<&Shipment>");
}

#[test]
fn frames_hold_what_lies_in_them_and_nothing_else() {
    each_picture(|graph, layout| {
        for (number, frame) in layout.groups.iter().enumerate() {
            for node in &layout.nodes {
                let mut around = node.group;
                while around.is_some() && around != Some(number) {
                    around = layout.groups[around.unwrap()].parent;
                }
                let (right, low) = (frame.x + frame.w, frame.y + frame.h);
                let across = node.x >= frame.x && node.x + node.w <= right;
                let inside = across && node.y >= frame.y && node.y + node.h <= low;
                let aside = node.x + node.w <= frame.x || node.x >= right;
                let outside = aside || node.y + node.h <= frame.y || node.y >= low;
                let fine = if around.is_some() { inside } else { outside };
                assert!(fine, "{}: {frame:?} {node:?}", graph.name);
            }
        }
    });
}

#[test]
fn a_branch_within_a_branch_is_a_frame_within_a_frame() {
    let layout = samples::support_bot().layout();
    assert_eq!(layout.groups.len(), 2);
    assert_eq!(layout.groups[1].parent, Some(0));
    assert_eq!(node(&layout, "apologise").group, Some(1));
    assert_eq!(node(&layout, "answer").group, None);
}

#[test]
fn a_frame_that_lines_leave_and_enter_again_is_left_out() {
    let mut graph = samples::support_bot();
    // a step outside reads what one way gives, and another one there reads that
    for (step, arm) in graph
        .steps
        .to_mut()
        .iter_mut()
        .zip([false, true, false, true, true, true, false])
    {
        step.arm = step.arm.filter(|_| arm);
        if let Some(arm) = &mut step.arm {
            arm.branch = 0;
        }
    }
    graph.branches.to_mut().truncate(1);
    graph.steps.to_mut()[6].arm = graph.steps[1].arm;
    assert!(graph.layout().groups.is_empty());
}

#[test]
fn a_family_has_a_frame() {
    let layout = samples::regions().layout();
    let frame = &layout.groups[0];
    assert_eq!(
        (frame.kind, &*frame.title),
        (GroupKind::Family, "load for each region")
    );
    assert_eq!(node(&layout, "load_us").group, Some(0));
    assert_eq!(node(&layout, "sum").group, None);
    let dot = samples::regions().dot();
    assert!(dot.contains("label=\"load for each region\""), "{dot}");
}

#[test]
fn circles_are_drawn() {
    let layout = samples::crawl().layout();
    let (fetch, read) = (node(&layout, "fetch"), node(&layout, "read"));
    assert!(fetch.y < read.y);
    let back = edge(&layout, "read", "fetch");
    assert!(back.points[0].y > back.points.last().unwrap().y);
    let own = edge(&layout, "fetch", "fetch");
    assert!(own.label_at.unwrap().x > fetch.x + fetch.w);
}

#[test]
fn a_run_is_part_of_it() {
    let overlay = Overlay::new().mark("charge", Mark::err().with_note("3 attempts, card declined"));
    let layout = samples::order_processing()
        .picture()
        .overlay(&overlay)
        .layout();
    let charge = node(&layout, "charge");
    assert_eq!(charge.outcome, Some(StepOutcome::Err));
    assert_eq!(charge.lines[0].text, "3 attempts, card declined");
    assert!(charge.w > node(&samples::order_processing().layout(), "charge").w);
}

#[test]
fn steps_that_have_nothing_to_do_with_each_other_stand_in_several_lines() {
    let mut graph = samples::chain(100);
    graph.wires = Vec::new().into();
    let layout = graph.layout();
    assert!(layout.width < 3.0 * layout.height && layout.height < layout.width);
}

#[test]
fn large_graphs_have_a_layout() {
    for graph in [
        samples::chain(2_000),
        samples::layered(2_000, 50),
        samples::dense(60),
    ] {
        assert_eq!(graph.layout().nodes.len(), graph.steps.len());
    }
}

#[test]
fn what_is_inside_a_step_is_in_a_frame_with_it() {
    let (outer, inner) = (samples::month_end(), samples::order_processing());
    let overlay = Overlay::new().mark("charge", Mark::err());
    let inside = inner.picture().overlay(&overlay);
    for direction in BOTH {
        let picture = outer.picture().direction(direction);
        let layout = picture.inside("close_books", inside.clone()).layout();
        let frame = &layout.groups[0];
        assert_eq!(frame.kind, GroupKind::Pipeline);
        for name in ["close_books", "order_id", "charge", "receipt"] {
            let node = node(&layout, name);
            assert_eq!(node.group, Some(0), "{name}");
            assert!(
                node.x > frame.x && node.x + node.w < frame.x + frame.w,
                "{name}"
            );
            assert!(
                node.y > frame.y && node.y + node.h < frame.y + frame.h,
                "{name}"
            );
        }
        assert_eq!(node(&layout, "remind").group, None);
        assert_eq!(node(&layout, "charge").outcome, Some(StepOutcome::Err));
        assert_eq!(node(&layout, "charge").id, "close_books/charge");
        edge(&layout, "close_books", "order_id");
        edge(&layout, "receipt", "remind");
    }
}

#[test]
fn frames_within_frames_within_frames() {
    let (outer, middle) = (samples::month_end(), samples::month_end());
    let inner = samples::support_bot();
    let middle = middle.picture().inside("remind", inner.picture());
    let layout = outer.picture().inside("close_books", middle).layout();
    let titles: Vec<_> = layout
        .groups
        .iter()
        .map(|group| (&*group.title, group.parent))
        .collect();
    let expected = [
        ("inside close_books", None),
        ("inside remind", Some(0)),
        ("one of 2 ways", Some(1)),
        ("one of 2 ways", Some(2)),
    ];
    assert_eq!(titles, expected);
}
