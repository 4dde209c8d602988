//! The picture for Graphviz.

mod samples;

use insta::assert_snapshot;
use pipewright_graph::{Direction, Mark, Overlay};

#[test]
fn values_wires_and_a_condition_after_a_run() {
    let overlay = Overlay::new()
        .mark("validate", Mark::ok())
        .mark("charge", Mark::err().with_note("card \"declined\""))
        .mark("ship", Mark::handled())
        .mark("confirm", Mark::skipped());
    let graph = samples::order_processing();
    let picture = graph
        .picture()
        .overlay(&overlay)
        .direction(Direction::LeftRight);
    assert_eq!(
        graph.dot_with(&overlay),
        picture.clone().direction(Direction::TopDown).dot()
    );
    assert_snapshot!(picture.dot(), @r##"
    digraph "order_processing" {
        rankdir=LR
        node [shape=box, style="rounded,filled", fillcolor="#f8fafc", color="#64748b", fontname="Helvetica", fontsize=12]
        edge [color="#64748b", fontname="Courier", fontsize=10, arrowsize=0.7]
        graph [style=dashed, color="#64748b", labeljust=l, fontname="Helvetica", fontsize=10]
        "order_id" [label="order_id: OrderId", style="rounded,filled", fillcolor="#e0f2fe", color="#0284c7"]
        "validate" [label="✓ validate", fillcolor="#dcfce7", color="#15803d"]
        "charge" [label="✗ charge\ncard \"declined\"", fillcolor="#fee2e2", color="#dc2626", penwidth=3]
        "ship" [label="✗ ship\nwhen order.shippable", shape=octagon, style="rounded,filled,dashed", fillcolor="#fef3c7", color="#dc2626", penwidth=2]
        "confirm" [label="– confirm", style="rounded,filled,dashed", fillcolor="#f3f4f6", color="#4b5563"]
        "output" [label="receipt: Receipt", style="rounded,filled", fillcolor="#e0f2fe", color="#0284c7"]
        "order_id" -> "validate" [label="&OrderId"]
        "validate" -> "charge" [label="&Order"]
        "validate" -> "ship" [label="&Order"]
        "validate" -> "ship" [label="when"]
        "charge" -> "confirm" [label="Charge"]
        "ship" -> "confirm" [label="Option<&Shipment>"]
        "confirm" -> "output" [label="Receipt"]
    }
    "##);
}

#[test]
fn branches_are_clusters_within_each_other() {
    let dot = samples::support_bot().dot();
    let clusters = dot.split_once("    subgraph").unwrap().1;
    assert_snapshot!(format!("    subgraph{clusters}"), @r#"
        subgraph cluster_0 {
            label="one of 2 ways"
            "search"
            "quote"
            "call_"
            "branch_0"
            subgraph cluster_1 {
                label="one of 2 ways"
                "calm_down"
                "apologise"
                "branch_1"
            }
        }
    }
    "#);
}

#[test]
fn ordering_is_dotted() {
    let dot = samples::nightly_export().dot();
    assert!(
        dot.contains(r#""migrate" -> "load" [label="after", style=dotted]"#),
        "{dot}"
    );
}
