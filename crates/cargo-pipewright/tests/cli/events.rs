//! `show` of the events of runs.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use serde_json::Value;

use crate::{command, told};

const GREETING: &str = "\
output = \"greeting\"

[steps.fetch]
output = \"name: String\"

[steps.greet]
input  = [\"name\"]
output = \"greeting: String\"
";

const FIRST: &str = "019abf2e-6d5c-7a50-b5a5-3f8a1c6d9e01";
const SECOND: &str = "019abf2f-0000-7a50-b5a5-3f8a1c6d9e02";

/// A crate of this name with a pipeline, and these lines beside it.
fn folder(name: &str, lines: &[String]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("events")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("pipelines")).unwrap();
    fs::write(folder.join("Cargo.toml"), "[package]\nname = \"shop\"\n").unwrap();
    fs::write(folder.join("pipelines/greeting.toml"), GREETING).unwrap();
    fs::write(folder.join("events.jsonl"), lines.concat()).unwrap();
    folder
}

/// The line of an event of a run that happened in this second.
fn event(run: &str, second: u32, rest: &str) -> String {
    format!(
        "{{\"level\":\"INFO\",\"time\":\"2026-11-26T09:00:{second:02}Z\",\"run_id\":\"{run}\",\
         \"correlation_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"pipeline\":\"greeting\",{rest}}}\n"
    )
}

fn started(run: &str, second: u32) -> String {
    let greeting = pipewright_build::compile_str("pipelines/greeting.toml", GREETING).unwrap();
    let definition = greeting.definition;
    let rest = format!("\"event\":\"run_started\",\"steps\":2,\"definition\":\"{definition}\"");
    event(run, second, &rest)
}

fn fetching(run: &str, second: u32) -> String {
    event(
        run,
        second,
        "\"step\":\"fetch\",\"attempt\":1,\"event\":\"step_started\"",
    )
}

fn ended(run: &str, second: u32) -> String {
    let rest = "\"event\":\"run_ended\",\"outcome\":\"err\",\"error\":\"no\",\"took\":3.0";
    event(run, second, rest)
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    told(&command(folder, arguments).output().unwrap())
}

/// The report in the page that was made.
fn report(folder: &Path) -> Value {
    let page = fs::read_to_string(folder.join("events.html")).unwrap();
    let (_, data) = page.split_once("id=\"report\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    serde_json::from_str(data).unwrap()
}

#[test]
fn a_run_that_has_not_ended_is_running_and_its_picture_has_the_wiring() {
    let folder = folder("running", &[started(FIRST, 0), fetching(FIRST, 2)]);
    assert_snapshot!(run(&folder, &["show", "events.jsonl"]), @"
    exit code 0
    --- stdout
    events.html
    ");
    let report = report(&folder);
    assert_eq!(report["outcome"], "pending");
    assert_eq!(report["finished"], "2026-11-26T09:00:02.000000000Z");
    let steps = report["steps"].as_array().unwrap();
    let steps: Vec<_> = steps
        .iter()
        .map(|step| (&step["step"], &step["outcome"]))
        .collect();
    let pending = Value::from("pending");
    assert_eq!(
        steps,
        [
            (&Value::from("fetch"), &pending),
            (&Value::from("greet"), &pending)
        ]
    );
    assert_eq!(report["graphs"].as_object().unwrap().len(), 1);
}

#[test]
fn of_several_runs_the_last_or_the_one_that_is_named() {
    let lines = [
        started(FIRST, 0),
        started(SECOND, 1),
        fetching(FIRST, 2),
        ended(FIRST, 3),
    ];
    let folder = folder("several", &lines);
    assert_snapshot!(run(&folder, &["show", "events.jsonl"]), @"
    exit code 0
    --- stdout
    events.html
    --- stderr
    note: this is the last of 2 runs; `--run ID` shows another:
        019abf2f-0000-7a50-b5a5-3f8a1c6d9e02  2026-11-26T09:00:01.000Z  running  greeting
        019abf2e-6d5c-7a50-b5a5-3f8a1c6d9e01  2026-11-26T09:00:00.000Z  err      greeting
    ");
    assert_eq!(report(&folder)["run_id"], SECOND);
    assert_snapshot!(run(&folder, &["show", "events.jsonl", "--run", "9e01"]), @"
    exit code 0
    --- stdout
    events.html
    ");
    let first = report(&folder);
    assert_eq!(
        (&first["run_id"], &first["outcome"]),
        (&FIRST.into(), &"err".into())
    );
    assert_snapshot!(run(&folder, &["show", "events.jsonl", "--run", "019a"]), @"
    exit code 2
    --- stderr
    error: `events.jsonl` has 2 runs with the id `019a`

    help: its runs are:
        019abf2f-0000-7a50-b5a5-3f8a1c6d9e02  2026-11-26T09:00:01.000Z  running  greeting
        019abf2e-6d5c-7a50-b5a5-3f8a1c6d9e01  2026-11-26T09:00:00.000Z  err      greeting
    ");
}

#[test]
fn what_is_odd_about_the_file_is_told() {
    let cut = &fetching(SECOND, 4)[..60];
    let lines = [
        ended(FIRST, 0),
        "starting the shop\n".to_owned(),
        started(SECOND, 3),
        cut.to_owned(),
    ];
    let folder = folder("odd", &lines);
    fs::write(folder.join("pipelines/greeting.toml"), "[steps.other]\n").unwrap();
    assert_snapshot!(run(&folder, &["show", "events.jsonl"]), @"
    exit code 0
    --- stdout
    events.html
    --- stderr
    note: `events.jsonl`: line 4, the last one, is cut off
    note: `events.jsonl`: line 2 is no event, and left out
    note: `events.jsonl`: one run is left out, whose beginning is not in it
    note: there is no wiring in the picture, since no pipeline here is `greeting` as it was run
    ");
    fs::write(folder.join("events.jsonl"), ended(FIRST, 0)).unwrap();
    assert_snapshot!(run(&folder, &["show", "events.jsonl"]), @"
    exit code 2
    --- stderr
    note: `events.jsonl`: one run is left out, whose beginning is not in it
    error: no run begins in `events.jsonl`

    help: `Log` has to write all levels, and the file to be there from its beginning
    ");
}
