//! What a run is told, what comes of it, and how it is drawn.

use std::future::IntoFuture;
use std::path::Path;

use pipewright::graph::Direction;
use pipewright::{BoxError, RunError};

use crate::orders::{Money, Order, OrderError, OrderId, Receipt, Shop};
use crate::{OrderProcessing, order_processing};

fn pipeline() -> OrderProcessing<Shop> {
    let order = |id, cents| Order {
        id: OrderId(id),
        customer: "ada".into(),
        total: Money(cents),
        shippable: true,
    };
    OrderProcessing::new(Shop::new([order(1, 500), order(2, 200_000)]))
}

async fn tell(order: OrderId) -> String {
    let pipeline = pipeline();
    match pipeline.run(order).await {
        Ok(receipt) => format!("{} paid", receipt.payment.amount),
        Err(error) => match error.downcast_ref::<OrderError>() {
            Some(OrderError::CardDeclined(amount)) => format!("ask for {amount}"),
            _ => error.to_string(),
        },
    }
}

#[tokio::test(start_paused = true)]
async fn ones_own_error_is_had_back() {
    assert_eq!(tell(OrderId(1)).await, "5.00 EUR paid");
    assert_eq!(tell(OrderId(2)).await, "ask for 2000.00 EUR");
    assert_eq!(
        tell(OrderId(3)).await,
        "pipeline `order_processing`: step `validate` failed after 3 attempts: there is no order #3"
    );
}

async fn until(shutdown: impl AsyncFnOnce()) -> Result<Receipt, RunError> {
    let (pipeline, order) = (pipeline(), OrderId(1));
    let mut run = pipeline.run(order).into_future();
    tokio::select! {
        receipt = &mut run => receipt,
        () = shutdown() => {
            run.cancel();
            run.await
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_is_cancelled_at_a_shutdown() {
    assert!(until(std::future::pending).await.is_ok());
    assert!(until(async || ()).await.unwrap_err().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn a_report_is_kept() -> Result<(), BoxError> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (pipeline, order) = (pipeline(), OrderId(1));
    let run = pipeline
        .run(order)
        .metadata("tenant", "north")
        .with_report()
        .await;
    // a page to be opened, the data, and a trace for https://ui.perfetto.dev
    std::fs::write(folder.join("run.html"), run.report.html())?;
    std::fs::write(folder.join("run.json"), run.report.json())?;
    std::fs::write(folder.join("run.trace.json"), run.report.chrome_trace())?;

    let data = std::fs::read_to_string(folder.join("run.json"))?;
    let report: pipewright::Report = serde_json::from_str(&data)?;
    assert_eq!(report.to_string(), run.report.to_string());
    Ok(())
}

#[test]
fn a_picture_goes_from_left_to_right() -> Result<(), BoxError> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let picture = order_processing::GRAPH
        .picture()
        .direction(Direction::LeftRight);
    std::fs::write(folder.join("order_processing.svg"), picture.svg())?;
    assert!(picture.mermaid().contains("flowchart LR"));
    Ok(())
}
