//! The smallest pipeline worth the name: a number, its double, and the two together.
//!
//! `cargo run --example quickstart`, described in `pipelines/quickstart.toml`.

use pipewright::Context;

pipewright::include_pipelines!("quickstart");

/// Does the steps' work.
pub struct Calculator;

impl quickstart::Steps for Calculator {
    async fn double(&self, _cx: &Context, x: i64) -> i64 {
        2 * x
    }

    async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 {
        x + d
    }
}

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = Quickstart::new(Calculator);
    println!("5 gives {}", pipeline.run(5).await?);

    // the same run, and all that happened in it
    let run = pipeline.run(5).with_report().await;
    let (d, answer) = (run.outputs.double.ok(), run.outputs.add.ok());
    println!("d = {d:?}, answer = {answer:?}\n");
    println!("{}", run.report.text());
    Ok(())
}
