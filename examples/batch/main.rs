//! A queue workflow: what follows a step is decided when it has ended.
//!
//! `cargo run --example batch`, described in `pipelines/both/rust/batch.rs`, and once more in
//! `pipelines/both/toml/batch.toml`.

pub mod packing;

use packing::{Delivery, Packer, Warehouse};

pipewright::include_pipelines!("both/rust/batch");

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let delivery = Delivery::of(&["books", "plates!", "shoes"]);
    let packer = Packer::jamming_at("books");
    let run = Batch::new(packer).run(delivery, Warehouse::default());
    let run = run.with_report().await;
    println!("{}\n", run.report);
    for line in run.output?.manifest.iter().flat_map(|all| &all.lines) {
        println!("{line}");
    }
    println!("\n{}", run.report.mermaid());
    Ok(())
}
