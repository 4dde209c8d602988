use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;

use crate::{command, told};

const REPORT: &str = r#"{
    "run_id": "0193a5b0-0000-7000-8000-000000000000", "parent_run": null,
    "correlation_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    "pipeline": "greeting", "definition": "9f0e", "outcome": "ok", "error": null,
    "started": "2026-11-26T09:00:00Z", "finished": "2026-11-26T09:00:01Z",
    "steps": [{
        "step": "greet", "outcome": "ok", "reason": null, "caused_by": [],
        "attempts": [{
            "started": "2026-11-26T09:00:00Z", "finished": "2026-11-26T09:00:01Z", "error": null, "wait": null
        }]
    }]
}"#;

/// A folder of this name with a report in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("show")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("run.json"), REPORT).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    told(&command(folder, arguments).output().unwrap())
}

#[test]
fn a_page_beside_the_report() {
    let folder = folder("beside");
    assert_snapshot!(run(&folder, &["show", "run.json"]), @"
    exit code 0
    --- stdout
    run.html
    ");
    let page = fs::read_to_string(folder.join("run.html")).unwrap();
    assert_eq!(page, pipewright_html::page(REPORT).unwrap());
}

#[test]
fn a_trace_elsewhere() {
    let folder = folder("elsewhere");
    let trace = [
        "show",
        "run.json",
        "--format",
        "trace",
        "--output",
        "perfetto.json",
    ];
    assert_snapshot!(run(&folder, &trace), @"
    exit code 0
    --- stdout
    perfetto.json
    ");
    let trace = fs::read_to_string(folder.join("perfetto.json")).unwrap();
    assert_eq!(trace, pipewright_html::chrome_trace(REPORT).unwrap());
}

#[test]
fn what_is_no_report_is_told() {
    let folder = folder("no_report");
    fs::write(folder.join("other.json"), "{\"name\": \"shop\"}").unwrap();
    assert_snapshot!(run(&folder, &["show", "other.json"]), @"
    exit code 2
    --- stderr
    error: `other.json`: this is not the stored report of a run: missing field `pipeline` at line 1 column 16

    help: `report.json()` gives what is expected here, or `Log` its events in JSON
    ");
    let missing = run(&folder, &["show", "missing.json"]);
    let told = "exit code 2\n--- stderr\nerror: cannot read `missing.json`: ";
    assert!(missing.starts_with(told), "{missing}");
    assert_snapshot!(run(&folder, &["show", "run.json", "--output", "run.json"]), @"
    exit code 2
    --- stderr
    error: `run.json` is what is to be shown

    help: name another file with `--output`
    ");
}

#[test]
#[cfg(target_os = "linux")]
fn a_machine_that_opens_nothing_says_so_and_has_the_page() {
    let folder = folder("opened");
    let mut command = command(&folder, &["show", "run.json", "--open"]);
    let told = told(&command.env("PATH", "").output().unwrap());
    assert!(
        told.starts_with("exit code 2\n--- stdout\nrun.html\n"),
        "{told}"
    );
    assert!(told.contains("cannot open `run.html`"), "{told}");
}
