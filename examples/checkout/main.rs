//! Undo: a checkout that gives back what it has taken if it cannot end well.
//!
//! `cargo run --example checkout`, described in `pipelines/both/rust/checkout.rs`, and once more in
//! `pipelines/both/toml/checkout.toml`.

pub mod till;

use till::{Order, Till};

pipewright::include_pipelines!("both/rust/checkout");

#[tokio::main]
async fn main() {
    let till = std::sync::Arc::new(Till::default());
    let pipeline = Checkout::new(till.clone());
    for (goods, card) in [
        ("lamp", "4000"),
        ("chair", "4000"),
        ("lamp", "0000"),
        ("piano", "4000"),
        ("lamp", "6666"),
    ] {
        let run = pipeline.run(Order::new(goods, card)).with_report().await;
        println!("> {goods}, card {card}");
        match &run.output {
            Ok(parcel) => println!("{parcel}"),
            Err(error) => println!("{error}"),
        }
        println!("{}\n", run.report);
    }
    let run = pipeline
        .run(Order::new("piano", "4000"))
        .with_report()
        .await;
    println!("{}", run.report.mermaid());
    println!("{} lamps are left", till.stock("lamp"));
}
