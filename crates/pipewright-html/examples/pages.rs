//! Writes pages of runs that never were, for tests of the page and for measurements: of many steps, of a map of
//! many elements, one whose names are hostile, one that has not ended, and one with steps that are skipped.
//!
//! `cargo run -p pipewright-html --example pages -- FOLDER`

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("usage: pages FOLDER")?;
    fs::create_dir_all(&folder)?;
    let reports = [
        ("steps-100", steps(100)),
        ("steps-2000", steps(2000)),
        ("elements-100", elements(100)),
        ("elements-2000", elements(2000)),
        ("elements-10000", elements(10_000)),
        ("hostile", hostile()),
        ("running", running()),
        ("skips", skips()),
    ];
    for (name, report) in reports {
        let page = pipewright_html::page(&report.to_string())?;
        fs::write(folder.join(name).with_extension("html"), page)?;
    }
    Ok(())
}

/// So many microseconds after the beginning.
fn time(micros: u64) -> String {
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("2026-11-26T09:{minutes:02}:{seconds:02}.{micros:06}000Z")
}

fn attempt(from: u64, to: u64, error: Option<&str>, wait: Option<f64>) -> Value {
    json!({ "started": time(from), "finished": time(to), "error": error, "wait": wait })
}

fn report(pipeline: &str, to: u64, steps: Vec<Value>, graph: Value) -> Value {
    json!({
        "run_id": "0193a5b0-0000-7000-8000-000000000000",
        "correlation_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "parent_run": null, "pipeline": pipeline, "definition": "d",
        "started": time(0), "finished": time(to), "outcome": "ok", "error": null,
        "steps": steps, "graphs": { "d": graph },
    })
}

fn graph_step(name: &str) -> Value {
    json!({
        "name": name, "output": { "name": name, "ty": "Part" }, "guard": null, "handled": false,
        "runs": null, "arm": null,
    })
}

fn graph(name: &str, steps: &[String], wires: Vec<Value>) -> Value {
    let steps: Vec<_> = steps.iter().map(|name| graph_step(name)).collect();
    json!({
        "name": name, "inputs": [{ "name": "order", "ty": "Order" }], "steps": steps, "wires": wires,
        "output": null, "branches": [],
    })
}

/// A number that looks as if it were drawn.
fn draw(seed: u64, below: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) % below.max(1)
}

/// Steps in layers of twenty, each after two of the layer before.
fn steps(count: u64) -> Value {
    const WIDE: u64 = 20;
    let mut ends: Vec<u64> = Vec::new();
    let (mut steps, mut wires, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let before = number - number % WIDE;
        let parents = [draw(number, WIDE), draw(number + 7, WIDE)]
            .map(|at| before.checked_sub(WIDE).map(|first| first + at));
        let parents: Vec<u64> = parents.into_iter().flatten().collect();
        for parent in &parents {
            wires.push(json!({ "from": { "step": parent }, "to": { "step": number }, "kind": "data", "ty": "&Part" }));
        }
        let ready = parents
            .iter()
            .map(|&parent| ends[parent as usize])
            .max()
            .unwrap_or(0);
        let from = ready + draw(number + 3, 400);
        let to = from + 300 + draw(number + 5, 9_000);
        let mut attempts = match number % 17 {
            4 => json!([
                attempt(from, from + 200, Some("no answer"), None),
                attempt(to + 500, to + 900, None, Some(0.0005))
            ]),
            _ => json!([attempt(from, to, None, None)]),
        };
        if number % 17 == 4 {
            attempts[0]["sources"] = json!(["the line is dead", "the cable is cut"]);
        }
        ends.push(to + 900);
        let name = format!("part_{number}");
        let events: Vec<_> = (0..number % 3)
            .map(|event| json!({ "time": time(from + 100 * event), "attempt": 1, "name": "received", "fields": { "bytes": 512 * event, "done": false } }))
            .collect();
        let value = (number % 5 == 0).then(|| format!("Part({number})"));
        let size = value.as_ref().map(|_| json!({ "elements": number }));
        steps.push(json!({
            "step": name, "outcome": "ok", "reason": null, "caused_by": [],
            "attempts": attempts, "events": events, "value": value, "size": size,
        }));
        names.push(name);
    }
    let end = ends.iter().copied().max().unwrap_or(0);
    let mut report = report("many_steps", end, steps, graph("many_steps", &names, wires));
    report["inputs"] = json!([{ "name": "order", "value": "Order(1)", "size": { "bytes": 1 } }]);
    report
}

/// A map of many elements, of which one in fifty fails, between two other steps.
fn elements(count: u64) -> Value {
    const LANES: u64 = 64;
    let mut lanes = [1_000; LANES as usize];
    let mut elements = Vec::new();
    for index in 0..count {
        let lane = &mut lanes[(index % LANES) as usize];
        let from = *lane;
        let to = from + 400 + draw(index, 3_000);
        *lane = to;
        let failed = index % 50 == 13;
        let error = failed.then_some("the picture is cut off");
        elements.push(json!({
            "index": index, "outcome": if failed { "err" } else { "ok" }, "reason": error,
            "attempts": [attempt(from, to, error, None)],
        }));
    }
    let end = lanes.iter().copied().max().unwrap_or(0);
    let step = |name: &str, from, to| json!({ "step": name, "outcome": "ok", "reason": null, "caused_by": [], "attempts": [attempt(from, to, None, None)] });
    let mut shrink = step("shrink", 1_000, end);
    shrink["elements"] = elements.into();
    let steps = vec![
        step("list", 0, 1_000),
        shrink,
        step("label", end, end + 800),
    ];
    let names = ["list", "shrink", "label"].map(str::to_owned);
    let wire = |from, to| json!({ "from": { "step": from }, "to": { "step": to }, "kind": "data", "ty": "&Part" });
    report(
        "many_elements",
        end + 800,
        steps,
        graph("many_elements", &names, vec![wire(0, 1), wire(1, 2)]),
    )
}

/// What would be run if it were not escaped.
const HOSTILE: &str = "<script>document.title = 'taken'</script>\"'><img src=x onerror=\"document.title = 'taken'\"><!--";

fn hostile() -> Value {
    let mut report = steps(3);
    report["pipeline"] = HOSTILE.into();
    report["metadata"] = json!({ HOSTILE: HOSTILE });
    report["inputs"] = json!([{ "name": "order", "value": HOSTILE }]);
    let step = &mut report["steps"][0];
    step["step"] = HOSTILE.into();
    step["outcome"] = "err".into();
    step["reason"] = HOSTILE.into();
    step["sources"] = json!([HOSTILE]);
    step["value"] = HOSTILE.into();
    step["events"] = json!([{ "time": time(100), "attempt": 1, "name": HOSTILE, "fields": { HOSTILE: HOSTILE } }]);
    step["attempts"][0]["error"] = HOSTILE.into();
    report["steps"][1]["outcome"] = "skipped".into();
    report["steps"][1]["attempts"] = json!([]);
    report["steps"][1]["caused_by"] = json!([HOSTILE]);
    report["outcome"] = "err".into();
    report["error"] = json!({ "message": HOSTILE, "step": HOSTILE, "sources": [HOSTILE] });
    let graph = &mut report["graphs"]["d"];
    graph["steps"][0]["name"] = HOSTILE.into();
    graph["steps"][0]["output"]["ty"] = HOSTILE.into();
    graph["steps"][1]["guard"] = HOSTILE.into();
    graph["inputs"][0]["ty"] = HOSTILE.into();
    report
}

/// A run of which some steps have not ended, and others have not begun.
fn running() -> Value {
    let mut report = steps(60);
    report["outcome"] = "pending".into();
    for number in 45..60 {
        let step = &mut report["steps"][number];
        step["outcome"] = "pending".into();
        match number {
            45..55 => step["progress"] = json!({ "done": number, "total": 60 }),
            _ => step["attempts"] = json!([]),
        }
        // one waits for its next attempt
        if number == 46 {
            step["attempts"][0]["error"] = "no answer".into();
        }
    }
    report
}

/// Steps that are skipped: one when all is there that it reads, which takes half a second, and for which the last
/// step waits; and one in an arm that is not taken, which nobody waits for.
fn skips() -> Value {
    let step = |name: &str, from, to| json!({ "step": name, "outcome": "ok", "reason": null, "caused_by": [], "attempts": [attempt(from, to, None, None)] });
    let skipped = |name: &str, reason: &str| json!({ "step": name, "outcome": "skipped", "reason": reason, "caused_by": [], "attempts": [] });
    let steps = vec![
        step("choose", 0, 100),
        step("be_slow", 50, 500_050),
        step("take_quick", 120, 150),
        skipped("take_slow", "its condition was false"),
        skipped("take_other", "its arm was not taken"),
        step("meet", 160, 190),
        step("way", 500_060, 500_100),
    ];
    let wire = |from, to, kind| json!({ "from": { "step": from }, "to": { "step": to }, "kind": kind, "ty": "Part" });
    let wires = vec![
        wire(0, 2, "branch"),
        wire(1, 3, "data"),
        wire(0, 4, "branch"),
        wire(1, 4, "data"),
        wire(2, 5, "data"),
        wire(4, 5, "data"),
        wire(3, 6, "data"),
        wire(5, 6, "data"),
    ];
    let names = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap_or_default().to_owned());
    let graph = graph("skips", &names.collect::<Vec<_>>(), wires);
    report("skips", 500_100, steps, graph)
}
