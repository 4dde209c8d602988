//! Blocks of steps, through which a map sends its elements.

use pipewright_graph::{Graph, Mark, Overlay, Source, Step, StepId, Target, Value, Wire, WireKind};

fn value(name: &'static str, ty: &'static str) -> Value {
    let (name, ty) = (name.into(), ty.into());
    Value { name, ty }
}

fn wire(from: Source, to: Target, ty: &'static str) -> Wire {
    let (kind, ty) = (WireKind::Data, ty.into());
    Wire { from, to, kind, ty }
}

fn step(name: &'static str) -> Step {
    let name = name.into();
    Step {
        name,
        ..Step::default()
    }
}

/// `users: ids.map(|id| { fetch(id); parse(..) })`
fn graph() -> Graph {
    let (first, second) = (StepId(0), StepId(1));
    let block = Graph {
        name: "users".into(),
        inputs: vec![value("id", "Id")].into(),
        steps: vec![step("fetch"), step("parse")].into(),
        wires: vec![
            wire(Source::Input(0), Target::Step(first), "&Id"),
            wire(Source::Step(first), Target::Step(second), "Raw"),
            wire(Source::Step(second), Target::Output, "User"),
        ]
        .into(),
        output: Some(value("user", "User")),
        ..Graph::default()
    };
    let users = Step {
        each: Some("map id: &Id".into()),
        output: Some(value("users", "Vec<User>")),
        block: vec![block].into(),
        ..step("users")
    };
    Graph {
        name: "shop".into(),
        inputs: vec![value("ids", "Vec<Id>")].into(),
        steps: vec![users, step("print")].into(),
        wires: vec![
            wire(Source::Input(0), Target::Step(first), "&Vec<Id>"),
            wire(Source::Step(first), Target::Step(second), "&Vec<User>"),
        ]
        .into(),
        ..Graph::default()
    }
}

#[test]
fn a_block_is_a_frame_around_its_steps() {
    let overlay = Overlay::new()
        .mark("users", Mark::ok().with_note("2 ok"))
        .mark("parse", Mark::ok());
    assert_eq!(
        graph().mermaid_with(&overlay),
        r#"flowchart TD
    ids(["ids: Vec#lt;Id#gt;"]):::value
    subgraph users["✓ users · map id: &Id · 2 ok"]
        direction TB
        id(["id: Id"]):::value
        fetch["fetch"]
        parse["✓ parse"]:::ok
        output_(["user: User"]):::value
        id -->|"&Id"| fetch
        fetch -->|"Raw"| parse
        parse -->|"User"| output_
    end
    style users fill:none,stroke:#16a34a;
    print["print"]
    ids -->|"&Vec#lt;Id#gt;"| users
    users -->|"&Vec#lt;User#gt;"| print
    classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
    classDef ok fill:#dcfce7,stroke:#16a34a,color:#14532d
"#
    );
}

#[test]
fn its_steps_stand_beneath_their_map_behind_a_colon() {
    assert_eq!(
        graph().text(),
        r"shop
\-- users
    : \-- fetch
    :     \-- parse
    \-- print
"
    );
    assert_eq!(
        graph().plain(),
        "graph TD\n    fetch --> parse\n    users --> print\n"
    );
}

#[test]
fn other_pictures_have_a_frame_around_the_map_and_its_steps() {
    let dot = graph().dot();
    let cluster = dot.split_once("subgraph cluster_0 {").expect("a cluster").1;
    for id in ["users", "id", "fetch", "parse"] {
        assert!(cluster.contains(&format!("\"{id}\"\n")), "{dot}");
    }
    assert!(!cluster.contains("print"), "{dot}");
    assert!(dot.contains("\"users\" -> \"id\""), "{dot}");

    let layout = graph().layout();
    let [frame] = &layout.groups[..] else {
        panic!("one frame: {:?}", layout.groups);
    };
    for node in &layout.nodes {
        let inside = ["users", "id", "fetch", "parse", "output_"].contains(&&*node.id);
        assert_eq!(node.group.is_some(), inside, "{}", node.id);
        let right = node.x + node.w < frame.x + frame.w && node.x > frame.x;
        let lower = node.y + node.h < frame.y + frame.h && node.y > frame.y;
        assert_eq!(right && lower, inside, "{}", node.id);
        let own = ["users", "print"].contains(&&*node.id);
        assert_eq!(node.step.is_some(), own, "{}", node.id);
    }
    assert!(graph().svg().contains(">fetch<"));
}

#[test]
fn a_plan_tells_the_steps_of_a_block() {
    assert_eq!(
        graph().plan().to_string(),
        "shop\n  1  users  map id: &Id\n     :  1  fetch\n     :  2  parse\n  2  print\n"
    );
}
