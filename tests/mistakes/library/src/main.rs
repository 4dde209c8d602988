//! A program that uses the library.

use library::shop::Shop;
use library::{OrderProcessing, Restock, order_processing, orders, restock};

fn processing() -> OrderProcessing<Shop> {
    OrderProcessing::new(Shop)
}

async fn all() {
    let run = processing().run(orders::OrderId(1)).with_report().await;
    println!("{}", run.report.mermaid());
    let restocked = Restock::new(Shop).run(1).await;
    println!("{restocked:?}");
}

fn main() {
    drop(all());
    println!("{} {}", order_processing::GRAPH.name, restock::GRAPH.name);
}
