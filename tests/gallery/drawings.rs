//! Some of the gallery's pipelines as drawings, and in the language of Graphviz. Look at them: they are
//! committed so that a change of the layout is seen.

use pipewright::graph::{Direction, Graph};

use crate::snapshots::check;

const DRAWN: [(&str, &Graph); 6] = [
    ("batch", &crate::batch::GRAPH),
    ("checkout", &crate::checkout::GRAPH),
    ("ingest", &crate::ingest::GRAPH),
    ("month_end", &crate::month_end::GRAPH),
    ("order_processing", &crate::order_processing::GRAPH),
    ("support_bot", &crate::support_bot::GRAPH),
];

#[test]
fn from_above_to_below() {
    for (name, graph) in DRAWN {
        check(name, &format!("{name}.svg"), &graph.svg());
        check(name, &format!("{name}.dot"), &graph.dot());
    }
}

#[test]
fn from_left_to_right() {
    for (name, graph) in [DRAWN[0], DRAWN[3]] {
        let picture = graph.picture().direction(Direction::LeftRight);
        check(name, "left_right.svg", &picture.svg());
        check(name, "left_right.mmd", &picture.mermaid());
    }
}
