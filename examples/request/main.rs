//! A called flow: the steps make their calls themselves, and only those that are declared.
//!
//! `cargo run --example request`, described in `pipelines/request.rs`.

pub mod shop_floor;

use pipewright::CorrelationId;
use shop_floor::{Basket, OrderId, Shop};

pipewright::include_pipelines!("request");

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let request = Request::new(Shop::default());
    let id = CorrelationId::random();

    let basket = Basket::of(&["lamp", "desk"]);
    let run = request.receive_order(basket).correlation_id(id);
    let run = run.with_report().await;
    println!("{}\n", run.report);
    let receipt = run.output?;
    println!("order {}, {} pieces\n", receipt.order_id.0, receipt.pieces);

    let run = request.return_goods(receipt.order_id).correlation_id(id);
    let run = run.with_report().await;
    println!("{}\n", run.report);
    println!("{} given back\n", run.output?.amount);

    if let Err(error) = request.return_goods(OrderId(404)).await {
        println!("{error}");
    }
    Ok(())
}
