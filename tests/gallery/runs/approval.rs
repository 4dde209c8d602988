use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::SkipReason;

use super::steps;
use crate::purchases::{Decision, Office, Order, Request};
use crate::{Approval, ApprovalStrict, snapshots};

fn laptops(unit_price: u32) -> Request {
    Request {
        item: "laptop".to_owned(),
        unit_price,
        pieces: 2,
    }
}

fn office() -> Office {
    Office {
        manager: "Margaret".to_owned(),
    }
}

#[tokio::test]
async fn eighteen_hundred_twice_is_for_the_manager() {
    let run = Approval::new(office()).run(laptops(1800));
    let run = run.with_report().await;
    let expected = Decision {
        total: 3600,
        automatic: None,
        manual: Some("Margaret".to_owned()),
    };
    assert_eq!(run.output.unwrap(), expected);
    assert_eq!(run.outputs.add_up.ok(), Some(&3600));
    let expected = [
        ("add_up", Ok, 1),
        ("approve", Skipped, 0),
        ("ask_manager", Ok, 1),
        ("decide", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);
    snapshots::check("approval", "run.mmd", &run.report.mermaid());
}

#[tokio::test]
async fn little_is_approved_at_once() {
    for unit_price in [0, 900, 1250] {
        let run = Approval::new(office()).run(laptops(unit_price));
        let decision = run.await.unwrap();
        assert_eq!(decision.automatic.as_deref(), Some("the rules"));
        assert_eq!(decision.manual, None);
    }
}

#[tokio::test]
async fn a_refusal_is_a_failure_and_skips_even_a_step_that_reads_options() {
    let run = Approval::new(office()).run(laptops(30_000));
    let run = run.with_report().await;
    let expected = [
        ("add_up", Ok, 1),
        ("approve", Skipped, 0),
        ("ask_manager", Err, 1),
        ("decide", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `both::rust::approval`: step `ask_manager` failed: Margaret does not pay 60000 for laptop"
    );
}

#[tokio::test]
async fn strictly_there_is_no_order_without_an_approval() {
    let run = ApprovalStrict::new(office()).run(laptops(1800));
    let run = run.with_report().await;
    let expected = [
        ("add_up", Ok, 1),
        ("approve", Skipped, 0),
        ("place_order", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    let skip = run.outputs.place_order.skipped().unwrap();
    assert_eq!(skip.reason(), SkipReason::ParentSkipped);
    assert_eq!(skip.caused_by(), Some("approve"));

    let error = run.output.unwrap_err();
    assert!(error.failures().is_empty());
    assert_eq!(error.missing_output().unwrap().step(), "place_order");
    assert_eq!(
        error.to_string(),
        "pipeline `approval_strict`: no output, because `place_order` was skipped: \
         a step that it needs was skipped: `approve`"
    );
    snapshots::check("approval_strict", "run.mmd", &run.report.mermaid());
}

#[tokio::test]
async fn strictly_there_is_one_with_it() {
    let order = ApprovalStrict::new(office()).run(laptops(900)).await;
    let expected = Order {
        text: "2 × laptop".to_owned(),
        approved_by: "the rules".to_owned(),
    };
    assert_eq!(order.unwrap(), expected);
}
