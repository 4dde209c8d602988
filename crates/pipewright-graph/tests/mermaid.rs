//! The rich picture.

mod samples;

use insta::assert_snapshot;
use pipewright_graph::{Mark, Overlay, WireKind};

#[test]
fn values_wires_and_a_condition() {
    assert_snapshot!(samples::order_processing().mermaid(), @r#"
    flowchart TD
        order_id(["order_id: OrderId"]):::value
        validate["validate"]
        charge["charge"]
        ship{{"ship<br/>when order.shippable"}}
        confirm["confirm"]
        output(["receipt: Receipt"]):::value
        order_id -->|"&OrderId"| validate
        validate -->|"&Order"| charge
        validate -->|"&Order"| ship
        validate -->|"when"| ship
        charge -->|"Charge"| confirm
        ship -->|"Option#lt;&Shipment#gt;"| confirm
        confirm -->|"Receipt"| output
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
    "#);
}

#[test]
fn ordering_is_dotted_and_a_lone_step_stands_alone() {
    assert_snapshot!(samples::nightly_export().mermaid(), @r#"
    flowchart TD
        migrate["migrate"]
        load["load"]
        summarise["summarise"]
        archive["archive"]
        ping["ping"]
        migrate -.->|"after"| load
        load -->|"&Table"| summarise
        load -->|"Table"| archive
        summarise -.->|"before move"| archive
    "#);
}

#[test]
fn other_pipelines_have_double_sides() {
    assert_snapshot!(samples::month_end().mermaid(), @r#"
    flowchart TD
        load["load"]
        close_books[["close_books<br/>runs close_books"]]
        remind[["remind<br/>runs billing::letter"]]
        load -->|"Books"| close_books
        close_books -->|"Books"| remind
    "#);
}

#[test]
fn each_wire_is_an_arrow_of_its_own() {
    assert_snapshot!(samples::parallel_wires().mermaid(), @r#"
    flowchart TD
        a["a"]
        b["b"]
        a -->|"&Order"| b
        a -->|"Option#lt;&Order#gt;"| b
        a -.->|"after"| b
    "#);
}

#[test]
fn names_and_types_are_made_safe() {
    assert_snapshot!(samples::hostile().mermaid(), @r##"
    flowchart TD
        end___(["end: HashMap#lt;String, Vec#lt;&'static str#gt;#gt;"]):::value
        output(["output: [#amp;Sum; 4]"]):::value
        end_["end"]
        graph_["graph"]
        order["order"]
        x["x"]
        größe["größe"]
        end__["endé"]
        数据["数据"]
        restyle["restyle"]
        fetch__eu__{{"fetch[#quot;eu#quot;]<br/>when a #lt; b && #96;c#96; != #quot;#92;#8203;n#35;lt;#37;#37;{x}#37;#37;#quot;"}}
        output_(["output: Vec#lt;Result#lt;T, StepError#lt;E#gt;#gt;#gt;"]):::value
        end___ -->|"HashMap#lt;String, Vec#lt;&'static str#gt;#gt;"| graph_
        output -->|"[#amp;Sum; 4]"| graph_
        end___ -->|"#amp;copy::Right"| graph_
        graph_ -->|"impl Fn(u8) -#gt; r#35;type + 'static"| order
        graph_ -->|"*const [u8; 4]"| x
        order -->|"(A, B)"| größe
        x -->|"#36;#36;x#36;#36;"| end__
        größe -->|"Option#lt;__init__#gt;"| 数据
        end__ -->|"#96;raw#96;<br/>next"| 数据
        数据 -->|"style: a::Vec#lt;u8#gt;"| restyle;
        restyle -->|"restyle::Vec#lt;u8#gt;"| fetch__eu__;
        数据 -->|"when"| fetch__eu__
        fetch__eu__ -->|"Vec#lt;Result#lt;T, StepError#lt;E#gt;#gt;#gt;"| output_
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
    "##);
}

#[test]
fn one_step() {
    assert_snapshot!(samples::one_step().mermaid(), @r#"
    flowchart TD
        ping["ping"]
    "#);
}

#[test]
fn no_steps() {
    assert_eq!(
        samples::pipeline("empty").graph().mermaid(),
        "flowchart TD\n"
    );
}

#[test]
fn a_run_colours_the_picture() {
    let overlay = Overlay::new()
        .mark("validate", Mark::ok().with_note("3 ms"))
        .mark(
            "charge",
            Mark::err().with_note("3 attempts, card \"declined\""),
        )
        .mark("ship", Mark::ok())
        .mark("confirm", Mark::skipped().with_note("charge failed"));
    assert_snapshot!(samples::order_processing().mermaid_with(&overlay), @r#"
    flowchart TD
        order_id(["order_id: OrderId"]):::value
        validate["✓ validate<br/>3 ms"]:::ok
        charge["✗ charge<br/>3 attempts, card #quot;declined#quot;"]:::err
        ship{{"✓ ship<br/>when order.shippable"}}:::ok
        confirm["– confirm<br/>charge failed"]:::skipped
        output(["receipt: Receipt"]):::value
        order_id -->|"&OrderId"| validate
        validate -->|"&Order"| charge
        validate -->|"&Order"| ship
        validate -->|"when"| ship
        charge -->|"Charge"| confirm
        ship -->|"Option#lt;&Shipment#gt;"| confirm
        confirm -->|"Receipt"| output
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
        classDef ok fill:#dcfce7,stroke:#16a34a,color:#14532d
        classDef err fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:4px
        classDef skipped fill:#f3f4f6,stroke:#4b5563,color:#374151,stroke-width:2px,stroke-dasharray:6 4
    "#);
}

#[test]
fn a_failure_that_was_dealt_with_looks_different() {
    let failed = |mark| {
        let overlay = Overlay::new().mark("ping", mark);
        samples::one_step().mermaid_with(&overlay)
    };
    let (fatal, handled) = (failed(Mark::err()), failed(Mark::handled()));
    assert!(fatal.contains(r#"ping["✗ ping"]:::err"#), "{fatal}");
    assert!(
        handled.contains(r#"ping["✗ ping"]:::handled"#) && handled.contains("dasharray"),
        "{handled}"
    );
}

#[test]
fn an_order_that_follows_from_other_wires_is_left_out() {
    let graph = samples::pipeline("tidy")
        .step("read")
        .step("sort")
        .step("store")
        .wire("read", "sort", "&Rows")
        .wire("sort", "store", "Sorted")
        .wired("read", "store", WireKind::Order, "");
    let picture = graph.graph().mermaid();
    assert!(!picture.contains("-.->"), "{picture}");
}

#[test]
fn the_ways_of_a_branch_and_the_steps_of_a_family_have_frames() {
    assert_snapshot!(samples::support_bot().mermaid(), @r##"
    flowchart TD
        message(["message: String"]):::value
        understand["understand"]
        subgraph 1frame0["one of 2 ways"]
            search["search"]
            quote["quote"]
            call_["call"]
            subgraph 1frame1["one of 2 ways"]
                calm_down["calm_down"]
                apologise["apologise"]
                branch_1{"if"}
            end
            branch_0{"match &intent"}
        end
        answer["answer"]
        output(["answer: Answer"]):::value
        understand --> branch_0
        call_ --> branch_1
        branch_0 -->|"Intent::Complaint"| branch_1
        branch_0 -->|"Intent::Question"| search
        branch_0 -->|"Intent::Complaint"| call_
        branch_1 -->|"call.is_angry()"| calm_down
        branch_1 -->|"_"| apologise
        message -->|"&String"| understand
        search -->|"Vec#lt;Page#gt;"| quote
        message -->|"&String"| quote
        message -->|"&String"| call_
        call_ -->|"Call"| calm_down
        call_ -->|"Call"| apologise
        quote -->|"Answer"| answer
        calm_down -->|"Answer"| answer
        apologise -->|"Answer"| answer
        answer -->|"Answer"| output
        class 1frame0,1frame1 frame
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
        classDef frame fill:none,stroke:#64748b,stroke-dasharray:5 4
    "##);
    let mut graph = samples::pipeline("load")
        .step("load_eu")
        .step("load_us")
        .step("sum")
        .graph();
    for step in &mut graph.steps.to_mut()[0..2] {
        step.family = Some("load for each region".into());
    }
    assert_snapshot!(graph.mermaid(), @r##"
    flowchart TD
        subgraph 1frame0["load for each region"]
            load_eu["load_eu"]
            load_us["load_us"]
        end
        sum["sum"]
        class 1frame0 frame
        classDef frame fill:none,stroke:#64748b,stroke-dasharray:5 4
    "##);
}

#[test]
fn a_mark_on_no_step_changes_nothing() {
    let graph = samples::order_processing();
    let overlay: Overlay = [("nobody", Mark::err())].into_iter().collect();
    assert_eq!(graph.mermaid_with(&overlay), graph.mermaid());
}
