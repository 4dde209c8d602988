//! What is drawn of a pipeline that is too large for a viewer.

mod samples;

use insta::assert_snapshot;
use pipewright_graph::{Graph, Mark, Overlay};

/// Mermaid's own limits, unless it is told otherwise.
fn viewers_take(mermaid: &str) -> bool {
    let arrows = mermaid.lines().filter(|line| line.contains("->"));
    arrows.count() <= 500 && mermaid.encode_utf16().count() <= 50_000
}

/// `count` pairs of steps that all meet at the end.
fn pairs(count: usize) -> Graph {
    let mut sketch = samples::pipeline("pairs").input("url", "Url");
    for pair in 0..count {
        sketch = sketch
            .step(format!("fetch_{pair}"))
            .step(format!("check_{pair}"));
    }
    sketch = sketch.step("report");
    for pair in 0..count {
        let (fetch, check) = (format!("fetch_{pair}"), format!("check_{pair}"));
        sketch = sketch
            .wire("url", &fetch, "&Url")
            .wire(&fetch, &check, "Page")
            .wire(&check, "report", "Verdict");
    }
    sketch.output("report", "report", "Report").graph()
}

#[test]
fn alike_steps_are_one_box_and_a_note_says_so() {
    let mut overlay = Overlay::new();
    for pair in 0..200 {
        let failed = pair % 50 == 7;
        overlay = overlay.mark(
            format!("fetch_{pair}"),
            if failed { Mark::err() } else { Mark::ok() },
        );
        overlay = overlay.mark(
            format!("check_{pair}"),
            if failed { Mark::skipped() } else { Mark::ok() },
        );
    }
    overlay = overlay.mark("report", Mark::skipped().with_note("fetch_7 failed"));
    assert_snapshot!(pairs(200).mermaid_with(&overlay), @r#"
    flowchart TD
        1note(["401 steps in 3 boxes: SVG and DOT show each"]):::note
        url(["url: Url"]):::value
        fetch_0___fetch_199[["✗ fetch_0 … fetch_199<br/>200 steps<br/>4 failed, 196 ok"]]:::err
        check_0___check_199[["✓ check_0 … check_199<br/>200 steps<br/>196 ok, 4 skipped"]]:::ok
        report["– report<br/>fetch_7 failed"]:::skipped
        output(["report: Report"]):::value
        url -->|"&Url"| fetch_0___fetch_199
        fetch_0___fetch_199 -->|"Page"| check_0___check_199
        check_0___check_199 -->|"Verdict"| report
        report -->|"Report"| output
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
        classDef ok fill:#dcfce7,stroke:#16a34a,color:#14532d
        classDef err fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:4px
        classDef skipped fill:#f3f4f6,stroke:#4b5563,color:#374151,stroke-width:2px,stroke-dasharray:6 4
        classDef note fill:#fffbeb,stroke:#a16207,color:#713f12
    "#);
}

#[test]
fn each_is_drawn_where_it_fits_or_is_asked_for() {
    assert!(pairs(100).mermaid().contains("fetch_99["));
    let whole = pairs(200);
    assert!(whole.picture().whole().mermaid().contains("fetch_199["));
    assert!(whole.svg().contains("fetch_199") && whole.dot().contains("fetch_199"));
}

/// A map whose elements go through a graph.
fn mapped(block: Graph) -> Graph {
    let mut graph = samples::pipeline("mapped")
        .step("list")
        .step("each")
        .graph();
    let each = &mut graph.steps.to_mut()[1];
    each.each = Some("map url: Url".into());
    each.block = vec![block].into();
    graph
}

#[test]
fn steps_in_frames_are_folded_too() {
    let overlay = Overlay::new()
        .mark("fetch_7", Mark::err())
        .mark("report", Mark::ok());
    assert_snapshot!(mapped(pairs(200)).mermaid_with(&overlay), @r##"
    flowchart TD
        1note(["403 steps in 5 boxes: SVG and DOT show each"]):::note
        list["list"]
        subgraph each["each · map url: Url"]
            direction TB
            url(["url: Url"]):::value
            fetch_0___fetch_199[["✗ fetch_0 … fetch_199<br/>200 steps<br/>1 failed"]]:::err
            check_0___check_199[["check_0 … check_199<br/>200 steps"]]
            report["✓ report"]:::ok
            output_(["report: Report"]):::value
            url -->|"&Url"| fetch_0___fetch_199
            fetch_0___fetch_199 -->|"Page"| check_0___check_199
            check_0___check_199 -->|"Verdict"| report
            report -->|"Report"| output_
        end
        class each frame
        classDef value fill:#e0f2fe,stroke:#0284c7,color:#0c4a6e
        classDef ok fill:#dcfce7,stroke:#16a34a,color:#14532d
        classDef err fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:4px
        classDef note fill:#fffbeb,stroke:#a16207,color:#713f12
        classDef frame fill:none,stroke:#64748b,stroke-dasharray:5 4
    "##);
}

#[test]
fn no_pipeline_is_too_large() {
    let large = [
        mapped(samples::layered(2_000, 50)),
        samples::chain(2_000),
        samples::dense(60),
        samples::layered(2_000, 50),
        pairs(600),
    ];
    for graph in large {
        let mermaid = graph.mermaid();
        assert!(viewers_take(&mermaid), "{}", graph.name);
        assert!(mermaid.contains("SVG and DOT show each"));
    }
}

#[test]
fn no_circle_comes_of_folding() {
    for graph in [
        samples::chain(2_000),
        samples::layered(2_000, 50),
        pairs(600),
    ] {
        let mermaid = graph.mermaid();
        let boxes = mermaid
            .lines()
            .filter(|line| line.contains("[\"") || line.contains("[[\""));
        let order: Vec<&str> = boxes
            .map(|line| line.trim().split('[').next().unwrap())
            .collect();
        let place = |id: &str| order.iter().position(|one| *one == id);
        for arrow in mermaid.lines().filter(|line| line.contains(" -->")) {
            let (from, to) = arrow.trim().split_once(" -->").unwrap();
            let to = to.rsplit(' ').next().unwrap();
            if let (Some(from), Some(to)) = (place(from), place(to)) {
                assert!(from < to, "{arrow}");
            }
        }
    }
}
