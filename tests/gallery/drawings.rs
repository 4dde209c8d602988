//! Some of the gallery's pipelines as drawings, and in the language of Graphviz. Look at them: they are
//! committed so that a change of the layout is seen.

use pipewright::graph::Direction;

use crate::snapshots::{check, graph};

const DRAWN: [&str; 6] = [
    "batch",
    "checkout",
    "ingest",
    "month_end",
    "order_processing",
    "support_bot",
];

#[test]
fn from_above_to_below() {
    for name in DRAWN {
        let graph = graph(name);
        check(name, &format!("{name}.svg"), &graph.svg());
        check(name, &format!("{name}.dot"), &graph.dot());
    }
}

#[test]
fn from_left_to_right() {
    for name in ["batch", "month_end"] {
        let picture = graph(name).picture().direction(Direction::LeftRight);
        check(name, "left_right.svg", &picture.svg());
        check(name, "left_right.mmd", &picture.mermaid());
    }
}
