//! The drawing.

mod samples;

use pipewright_graph::{Direction, Mark, Overlay};
use roxmltree::Document;

fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn all_that_there_is_to_read() {
    let mut texts = texts(&samples::order_processing().svg());
    texts.sort();
    assert_eq!(
        texts,
        [
            "&Order",
            "&Order, when",
            "&OrderId",
            "Charge",
            "Option<&Shipment>",
            "OrderId",
            "Receipt",
            "Receipt",
            "charge",
            "confirm",
            "order_id",
            "receipt",
            "ship",
            "validate",
            "when order.shippable",
        ]
    );
}

#[test]
fn names_and_types_stay_text() {
    let mut graph = samples::hostile();
    graph.name = "<script>alert('x')</script>".into();
    graph.steps.to_mut()[0].name = "\"><script>alert(1)</script>".into();
    for direction in [Direction::TopDown, Direction::LeftRight] {
        let svg = graph.picture().direction(direction).svg();
        let document = Document::parse(&svg).unwrap();
        assert!(
            !document
                .descendants()
                .any(|node| node.has_tag_name("script"))
        );
        assert!(texts(&svg).contains(&"\"><script>alert(1)</script>".to_owned()));
    }
}

#[test]
fn it_needs_nothing_else() {
    let svg = samples::support_bot().svg();
    let without_namespace = svg.replacen("http://www.w3.org/2000/svg", "", 1);
    for outside in [
        "http",
        "href",
        "@import",
        "<script",
        "<foreignObject",
        "<image",
    ] {
        assert!(!without_namespace.contains(outside), "{outside}");
    }
}

#[test]
fn it_says_what_it_is() {
    let svg = samples::order_processing().svg();
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        assert!(
            document
                .descendants()
                .any(|node| node.attribute("id") == Some(id))
        );
    }
    let described = document
        .descendants()
        .find(|node| node.has_tag_name("desc"))
        .unwrap();
    insta::assert_snapshot!(described.text().unwrap(), @"A pipeline of 4 steps, drawn from above to below. validate: after order_id. charge: after validate. ship: after validate. confirm: after charge, ship. receipt: after confirm.");
}

#[test]
fn an_outcome_is_more_than_a_colour() {
    let marks = [Mark::ok(), Mark::err(), Mark::handled(), Mark::skipped()];
    let drawn = |mark| {
        let svg = samples::one_step().svg_with(&Overlay::new().mark("ping", mark));
        let document = Document::parse(&svg).unwrap();
        let step = document.descendants().find(|node| {
            node.attribute("class")
                .is_some_and(|class| class.starts_with("step"))
        });
        let step = step.unwrap();
        let of = |class| {
            step.children()
                .find(|node| node.attribute("class") == Some(class))
        };
        let told = step
            .children()
            .find(|node| node.has_tag_name("title"))
            .unwrap()
            .text()
            .unwrap()
            .to_owned();
        assert!(of("sign").is_some());
        (
            told,
            of("stroke").unwrap().attribute("d").unwrap().to_owned(),
        )
    };
    let drawn: Vec<_> = marks.into_iter().map(drawn).collect();
    let told: Vec<&str> = drawn.iter().map(|(told, _)| &**told).collect();
    assert_eq!(
        told,
        [
            "ping (ok)",
            "ping (err)",
            "ping (handled)",
            "ping (skipped)"
        ]
    );
    assert!(drawn[0].1 != drawn[1].1 && drawn[1].1 == drawn[2].1 && drawn[2].1 != drawn[3].1);
}
