use std::sync::Arc;

use pipewright::OutcomeKind::{Err, Ok, Skipped};

use super::steps;
use crate::till::{CheckoutError, Order, Parcel, Till};
use crate::{Checkout, snapshots};

#[tokio::test(start_paused = true)]
async fn a_lamp_is_paid_and_shipped() {
    let till = Arc::new(Till::default());
    let run = Checkout::new(till.clone()).run(Order::new("lamp", "4000"));
    let parcel = Parcel {
        goods: "lamp",
        paid: 40,
    };
    assert_eq!(run.await.unwrap(), parcel);
    assert_eq!((till.stock("lamp"), till.balance()), (1, 40));
}

#[tokio::test(start_paused = true)]
async fn what_the_bank_declines_is_released() {
    let till = Arc::new(Till::default());
    let run = Checkout::new(till.clone()).run(Order::new("lamp", "0000"));
    let error = run.await.unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&CheckoutError::Declined));
    assert_eq!((till.stock("lamp"), till.balance()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_piano_that_nobody_carries_is_paid_back_and_released() {
    let till = Arc::new(Till::default());
    let run = Checkout::new(till.clone()).run(Order::new("piano", "4000"));
    let run = run.with_report().await;
    let expected = [
        ("reserve", Ok, 1),
        ("look_for_fraud", Ok, 1),
        ("charge", Skipped, 0),
        ("ask_bank", Ok, 1),
        ("charge_with", Ok, 1),
        ("refuse", Skipped, 0),
        ("payment", Ok, 1),
        ("ship", Err, 1),
        ("notify", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    let undone = run.report.steps.iter().filter(|step| step.undo.is_some());
    let undone: Vec<_> = undone.map(|step| &*step.step).collect();
    assert_eq!(undone, ["reserve", "charge_with"]);
    assert_eq!((till.stock("piano"), till.balance()), (1, 0));
    snapshots::check("checkout", "run.mmd", &run.report.mermaid());
}

#[tokio::test(start_paused = true)]
async fn a_fraud_is_refused_before_it_is_charged() {
    let till = Arc::new(Till::default());
    let run = Checkout::new(till.clone()).run(Order::new("lamp", "6666"));
    let error = run.await.unwrap_err();
    assert_eq!(error.step(), Some("refuse"));
    assert_eq!((till.stock("lamp"), till.balance()), (2, 0));
}
