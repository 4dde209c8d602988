use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::{Context, Report, SkipReason};

use super::{ms, steps};
use crate::order_processing::Steps as _;
use crate::orders::{Money, Order, OrderError, OrderId, Shop};
use crate::{OrderProcessing, snapshots};

fn order(id: u32, cents: u64, shippable: bool) -> Order {
    Order {
        id: OrderId(id),
        customer: "Ada".to_owned(),
        total: Money(cents),
        shippable,
    }
}

fn shop() -> Shop {
    Shop::new([
        order(1001, 4_250, true),
        order(1002, 1_999, false),
        order(1003, 250_000, true),
    ])
}

#[tokio::test(start_paused = true)]
async fn charges_and_ships_side_by_side() {
    let run = OrderProcessing::new(shop()).run(OrderId(1001));
    let run = run.with_report().await;
    let receipt = run.output.unwrap();
    assert_eq!(receipt.payment.amount, Money(4_250));
    assert_eq!(receipt.tracking.as_deref(), Some("parcel-1001"));
    let expected = [
        ("validate", Ok, 2),
        ("charge", Ok, 1),
        ("ship", Ok, 1),
        ("confirm", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);

    let validate = &run.report.steps[0].attempts;
    let (error, wait) = (&validate[0].error, validate[1].wait.unwrap());
    assert_eq!(error.as_deref(), Some("the order database does not answer"));
    assert!(ms(100) <= wait && wait <= ms(110));
    // 40 ms to charge and 30 to ship, at the same time
    assert_eq!(run.report.elapsed() - wait, ms(40));
    assert_eq!(run.outputs.ship.ok().unwrap().tracking, "parcel-1001");
    assert!(
        run.outputs.confirm.is_ok(),
        "although its value was moved on"
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_to_ship_is_a_skipped_shipment_and_a_receipt_without_one() {
    let run = OrderProcessing::new(shop()).run(OrderId(1002));
    let run = run.with_report().await;
    assert_eq!(run.output.unwrap().tracking, None);
    let expected = [
        ("validate", Ok, 2),
        ("charge", Ok, 1),
        ("ship", Skipped, 0),
        ("confirm", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);
    let skip = run.outputs.ship.skipped().unwrap();
    assert_eq!((skip.reason(), skip.caused_by()), (SkipReason::Guard, None));
    snapshots::check("order_processing", "run.mmd", &run.report.mermaid());
}

#[tokio::test(start_paused = true)]
async fn a_declined_card_fails_the_run_and_the_parcel_leaves_all_the_same() {
    let run = OrderProcessing::new(shop()).run(OrderId(1003));
    let run = run.with_report().await;
    let expected = [
        ("validate", Ok, 2),
        ("charge", Err, 1),
        ("ship", Ok, 1),
        ("confirm", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    assert_eq!(run.report.steps[3].caused_by, ["charge"]);
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `order_processing`: step `charge` failed: the card was declined for 2500.00 EUR"
    );
    snapshots::check("order_processing", "failed.mmd", &run.report.mermaid());
    snapshots::check("order_processing", "failed.svg", &run.report.svg());
    snapshots::check("order_processing", "failed.dot", &run.report.dot());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_order_is_looked_up_three_times() {
    let error = OrderProcessing::new(shop()).run(OrderId(1)).await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `order_processing`: step `validate` failed after 3 attempts: there is no order #1"
    );
    assert_eq!(error.downcast_ref(), Some(&OrderError::Unknown(OrderId(1))));
}

#[tokio::test(start_paused = true)]
async fn one_step_is_tested_by_calling_it() {
    let charge = shop().charge(&Context::test(), &order(1, 500, true)).await;
    assert_eq!(charge.unwrap().authorisation, "card-1");
}

#[tokio::test(start_paused = true)]
async fn a_report_is_data_and_is_drawn_again_from_what_was_stored() {
    let run = OrderProcessing::new(shop()).run(OrderId(1002));
    let report = run.with_report().await.report;
    let stored = serde_json::to_value(&report).unwrap();
    assert_eq!(stored["pipeline"], "order_processing");
    assert_eq!(stored["steps"][2]["outcome"], "skipped");
    assert_eq!(stored["steps"][2]["reason"], "its condition was false");
    let read: Report = serde_json::from_value(stored).unwrap();
    assert_eq!(read.mermaid(), report.mermaid());
}
