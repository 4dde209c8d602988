//! Processes two orders: one has a parcel, the other has nothing to ship.
//!
//! `cargo run --example order_processing`, described in `pipelines/order_processing.rs`; with
//! `-- --json` it prints the second run's report as data.

pub mod orders;

use std::env;
use std::error::Error;

use orders::{Money, Order, OrderId, Shop};

pipewright::include_pipelines!("order_processing");

fn order(id: u32, cents: u64, shippable: bool) -> Order {
    Order {
        id: OrderId(id),
        customer: "Ada".to_owned(),
        total: Money(cents),
        shippable,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let shop = Shop::new([order(1001, 4_250, true), order(1002, 1_999, false)]);
    let pipeline = OrderProcessing::new(shop);

    for id in [OrderId(1001), OrderId(1002)] {
        let run = pipeline.run(id).with_report().await;
        let receipt = run.output?;
        println!("order {id}: {} paid", receipt.payment.amount);
        println!("  shipment  {:?}", receipt.tracking);
        for step in &run.report.steps {
            let reason = step.reason.as_deref().unwrap_or_default();
            let line = format!("  {:<9} {:?} {reason}", step.step, step.outcome);
            println!("{}", line.trim_end());
        }
        println!("\n{}", run.report.mermaid());
        if id == OrderId(1002) && env::args().any(|argument| argument == "--json") {
            println!("{}", serde_json::to_string_pretty(&run.report)?);
        }
    }

    let error = pipeline.run(OrderId(1003)).await.unwrap_err();
    println!("order #1003: {error}");
    Ok(())
}
