//! What an entry may have besides its call, and what else reads what it is given.

use crate::pipelines::Entering;
use crate::script::{Script, fail, give, reported};

crate::scripted! { entering:
    by_post(&Vec<u32>, u32) -> u32;
    send_back(u32) -> ();
    by_hand(u32) -> u32;
    open(&u32) -> u32;
    note(&Vec<u32>) -> ();
    queue() -> ();
    throw_away(&u32) -> ();
    weigh(u32) -> u32;
}

#[tokio::test(start_paused = true)]
async fn an_entry_shares_a_limit_and_is_shown() {
    let second = || [give(7).after(1)];
    let script = Script::new().on("by_post", second()).on("queue", second());
    let run = Entering::new(script.clone()).by_post(vec![1, 2], 3);
    let report = run.with_report().await.report;
    let mut starts = [script.starts("by_post"), script.starts("queue")].concat();
    starts.sort_by(f64::total_cmp);
    assert_eq!(starts, [0.0, 1.0]);
    assert_eq!(report.step("by_post").unwrap().value.as_deref(), Some("7"));
    assert_eq!(script.calls("open"), 2);
}

#[tokio::test(start_paused = true)]
async fn what_maps_or_undoes_with_its_input_runs_only_with_that_entry() {
    let script = Script::new().on("weigh", [fail("too heavy")]);
    let run = Entering::new(script.clone()).by_hand(1).with_report().await;
    assert!(run.output.is_err());
    assert_eq!(script.order(), ["by_hand", "weigh"]);
    let skipped = "skipped: its arm was not taken";
    for step in ["by_post", "open", "queue"] {
        assert_eq!(reported(&run.report, step), skipped, "{step}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_entry_is_undone() {
    let script = Script::new().on("weigh", [fail("too heavy").after(1)]);
    let run = Entering::new(script.clone()).by_post(vec![1], 3);
    assert!(run.await.is_err());
    let mut order = script.order().split_off(5);
    order.sort_unstable();
    assert_eq!(order, ["send_back", "throw_away"]);
}
