use std::fs;

use insta::assert_snapshot;
use pipewright_build::compile_str;

use crate::{fixture, run, stdout, unread};

const GALLERY: &str = "../../../..";

#[test]
fn stages_and_what_is_decided_on_the_way() {
    let plan = stdout("shop", &["plan", "order_processing"]);
    assert_snapshot!(plan, @"
    order_processing
      1  validate
      2  charge
         ship  if order.shippable
      3  confirm
    ");
    let text = [
        "plan",
        "pipelines/order_processing.toml",
        "--format",
        "text",
    ];
    assert_eq!(stdout("shop", &text), plan);
}

#[test]
fn as_data_it_is_what_the_pipeline_itself_tells() {
    let json = stdout("shop", &["plan", "order_processing", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let text = fs::read_to_string(fixture("shop/pipelines/order_processing.toml")).unwrap();
    let graph = compile_str("order_processing.toml", &text).unwrap().graph;
    assert_eq!(json, serde_json::to_value(graph.plan()).unwrap());
    assert_eq!(json["steps"][3]["stage"], 3);
    assert_eq!(json["steps"][2]["conditions"][0], "order.shippable");
}

#[test]
fn branches_entries_maps_and_other_pipelines() {
    let plan = |name| stdout(GALLERY, &["plan", name]);
    assert_snapshot!(plan("both/toml/support_bot"), @"
    both::toml::support_bot
      1  understand
      2  calculate  if &intent is Intent::Calculate(sum)
         search     if &intent is Intent::Question { topic }
         call_back  if &intent is Intent::Complaint if message.contains('!')
         apologise  if &intent is Intent::Complaint
      3  quote      if &intent is Intent::Question { topic }
      4  answer
      5  send
    ");
    assert_snapshot!(plan("both/toml/user_update"), @"
    both::toml::user_update
      1  admin_action   if begun with admin_action
         count_request  if begun with api_request
      2  api_request    if begun with api_request
      3  change
      4  validate
      5  persist
         notify
      6  audit_log
    ");
    assert_snapshot!(plan("both/toml/thumbnails"), @"
    both::toml::thumbnails
      1  shrink  map file: &File
      2  place   fold so_far: Sheet, next: &Thumbnail
      3  label
    ");
    assert_snapshot!(plan("mapping_some"), @r#"
    behaviour::mapping_some
      1  fetch  map id: &String, if id != "none"
    "#);
    assert_snapshot!(plan("mapping_runs"), @"
    behaviour::mapping_runs
      1  four
      2  joined  map id: u32; runs joined
      3  sum     reduce a: u32, b: u32
    ");
    assert_snapshot!(plan("month_end"), @"
    month_end
      1  fetch_entries_eu
         fetch_entries_us
         fetch_entries_asia
         load_rates
      2  close_eu    runs close_books
         close_us    runs close_books
         close_asia  runs close_books
      3  sum_up
    ");
}

#[test]
fn only_some_steps_and_what_they_need() {
    let only = |steps| stdout("shop", &["plan", "order_processing", "--only", steps]);
    assert_snapshot!(only("charge"), @"
    order_processing
      1  validate
      2  charge
    ");
    assert_eq!(only("charge,ship"), only("ship,charge"));
    assert!(!only("charge,ship").contains("confirm"));
    // of a step in a block all of the map runs
    let only = |step| stdout(GALLERY, &["plan", "both/toml/ingest", "--only", step]);
    assert_eq!(only("embed"), only("documents"));
    assert!(!only("embed").contains("file"));
}

#[test]
fn no_such_step() {
    let only = ["plan", "order_processing", "--only", "charge,shp"];
    assert_snapshot!(run("shop", &only), @"
    exit code 2
    --- stderr
    error: `order_processing` has no step `shp`

    help: did you mean `ship`?
    help: its steps are: validate, charge, ship, confirm
    ");
}

#[test]
fn workflows_and_flows_have_none() {
    assert_snapshot!(run(GALLERY, &["plan", "both/toml/batch"]), @"
    exit code 2
    --- stderr
    error: `both::toml::batch` is a workflow, and has no plan: its steps follow each other as its decisions have it

    help: `cargo pipewright graph both::toml::batch` draws what may follow what
    ");
    assert_snapshot!(run(GALLERY, &["plan", "request"]), @"
    exit code 2
    --- stderr
    error: `request` is a flow, and has no plan: its steps call each other as their code decides

    help: `cargo pipewright graph request` draws what may follow what
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let plan = ["plan", "order_processing"];
    assert_eq!(unread("shop", &plan), "exit code 0\n");
}
