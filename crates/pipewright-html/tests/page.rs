//! What the page has of a report, and what a trace.

use serde_json::{Value, json};

fn time(millis: u64) -> String {
    format!("2026-11-26T09:00:00.{millis:03}Z")
}

fn attempt(from: u64, to: u64) -> Value {
    json!({ "started": time(from), "finished": time(to), "error": null, "wait": null })
}

fn step(name: &str, attempts: Vec<Value>) -> Value {
    json!({ "step": name, "outcome": "ok", "reason": null, "caused_by": [], "attempts": attempts })
}

fn report(to: u64, steps: Vec<Value>) -> Value {
    json!({
        "run_id": "0193a5b0-0000-7000-8000-000000000000", "parent_run": null,
        "correlation_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "pipeline": "</title><script>alert(1)</script>", "definition": "9f0e", "outcome": "err",
        "error": { "message": "step `a` failed: <b>&amp;" },
        "started": time(0), "finished": time(to), "steps": steps,
    })
}

/// The text of the element with this id.
fn element<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, after) = page.split_once(&format!("id=\"{id}\">")).unwrap();
    after.split_once("</script>").unwrap().0
}

#[test]
fn the_report_is_in_the_page_as_it_was_and_cannot_leave_its_element() {
    let report = report(9, vec![step("</script><!--", vec![attempt(0, 9)])]);
    let page = pipewright_html::page(&report.to_string()).unwrap();
    let embedded = element(&page, "report");
    assert!(!embedded.contains('<'));
    let read: Value = serde_json::from_str(embedded).unwrap();
    assert_eq!(read, report);
    assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>"));
    assert!(page.contains("<p>step `a` failed: &lt;b&gt;&amp;amp;</p>"));
    assert!(page.contains("<td>&lt;/script&gt;&lt;!--</td><td>ok</td>"));
}

#[test]
fn the_policy_forbids_everything_that_is_not_in_the_page() {
    let page = pipewright_html::page(&report(0, Vec::new()).to_string()).unwrap();
    let (_, policy) = page
        .split_once("Content-Security-Policy\" content=\"")
        .unwrap();
    let policy: Vec<_> = policy.split('"').next().unwrap().split("; ").collect();
    assert_eq!(policy[0], "default-src 'none'");
    assert!(
        policy[1].starts_with("script-src 'sha256-") && policy[2].starts_with("style-src 'sha256-")
    );
    assert!(!page.contains("<!--pipewright:"));
    for loaded in [" src=", "<link", "@import", "url(http"] {
        assert!(!page.contains(loaded), "{loaded}");
    }
}

#[test]
fn each_pipeline_of_a_report_is_laid_out() {
    let mut report = report(9, vec![step("a", vec![attempt(0, 9)])]);
    let steps = json!([{ "name": "a", "output": null, "guard": null, "handled": false, "runs": null, "arm": null }]);
    let graph = json!({ "name": "p", "inputs": [], "steps": steps, "wires": [], "output": null, "branches": [] });
    report["graphs"] = json!({ "9f0e": graph, "77aa": graph });
    let page = pipewright_html::page(&report.to_string()).unwrap();
    let layouts: Value = serde_json::from_str(element(&page, "layouts")).unwrap();
    for definition in ["9f0e", "77aa"] {
        let node = &layouts[definition]["nodes"][0];
        assert_eq!((&node["label"], &node["step"]), (&json!("a"), &json!(0)));
    }
}

#[test]
fn steps_of_blocks_are_found_by_the_maps_around_them() {
    let mut report = report(9, vec![step("a", vec![attempt(0, 9)])]);
    let graph = |steps: Value| json!({ "name": "p", "inputs": [{ "name": "one", "ty": "u8" }], "steps": steps, "wires": [], "output": null, "branches": [] });
    let step = |name: &str, block: Value| json!({ "name": name, "output": null, "guard": null, "handled": false, "runs": null, "arm": null, "block": block });
    let cells = graph(json!([step("scale", json!([]))]));
    let rows = graph(json!([
        step("cells", json!([cells])),
        step("scale", json!([]))
    ]));
    report["graphs"] =
        json!({ "9f0e": graph(json!([step("list", json!([])), step("rows", json!([rows]))])) });
    let page = pipewright_html::page(&report.to_string()).unwrap();
    let layouts: Value = serde_json::from_str(element(&page, "layouts")).unwrap();
    let nodes = layouts["9f0e"]["nodes"].as_array().unwrap();
    let inside = nodes
        .iter()
        .filter(|node| !node["inside"].is_null())
        .map(|node| (node["label"].clone(), node["inside"].clone()));
    let names = |names: &[&str]| json!({ "step": 1, "names": names });
    assert_eq!(
        inside.collect::<Vec<_>>(),
        [
            (json!("cells"), names(&["cells"])),
            (json!("scale"), names(&["cells", "scale"])),
            (json!("scale"), names(&["scale"])),
        ]
    );
}

#[test]
fn what_is_no_report_is_told() {
    for text in ["", "[]", "{\"pipeline\": 7}"] {
        let error = pipewright_html::page(text).unwrap_err().to_string();
        assert!(
            error.starts_with("this is not the stored report of a run: "),
            "{error}"
        );
    }
}

#[test]
fn in_a_trace_nothing_overlaps_that_is_not_within_the_other() {
    let mut inner = report(
        60,
        vec![
            step("x", vec![attempt(10, 40)]),
            step("y", vec![attempt(20, 60)]),
        ],
    );
    inner["pipeline"] = json!("inner");
    let mut runs = attempt(10, 60);
    runs["run"] = inner;
    let mut map = step("map", vec![attempt(0, 80)]);
    let element = |index: u64| json!({ "index": index, "outcome": "ok", "reason": null, "attempts": [attempt(index * 10, index * 10 + 25)] });
    map["elements"] = (0..6).map(element).collect::<Vec<_>>().into();
    let steps = vec![
        step("a", vec![attempt(0, 10), attempt(30, 50)]),
        step("runs", vec![runs]),
        map,
    ];
    let trace = pipewright_html::chrome_trace(&report(80, steps).to_string()).unwrap();
    let trace: Value = serde_json::from_str(&trace).unwrap();
    let slices: Vec<_> = trace["traceEvents"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["ph"] == "X")
        .collect();
    assert_eq!(slices.len(), 1 + 2 + 1 + 1 + 2 + 1 + 6);
    let of = |slice: &Value| {
        let [from, length] = ["ts", "dur"].map(|key| slice[key].as_f64().unwrap());
        (slice["tid"].clone(), from, from + length)
    };
    for one in &slices {
        for other in &slices {
            let ((track, from, to), (other_track, start, end)) = (of(one), of(other));
            let apart = track != other_track || to <= start || end <= from;
            let within = from <= start && end <= to || start <= from && to <= end;
            assert!(apart || within, "{one}\n{other}");
        }
    }
    let named = |name: &str| slices.iter().find(|slice| slice["name"] == name).unwrap();
    assert_eq!(named("inner")["tid"], named("runs")["tid"]);
    assert_eq!(named("a")["args"]["attempt"], 1);
}
