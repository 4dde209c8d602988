//! A branch: each kind of message has its own way to an answer.
//!
//! `cargo run --example support_bot`, described in `pipelines/both/rust/support_bot.rs`, and once more in
//! `pipelines/both/toml/support_bot.toml`.

pub mod bot;

use bot::Support;

pipewright::include_pipelines!("both/rust/support_bot");

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = SupportBot::new(Support::default());
    for message in [
        "What is 6 * 7?",
        "How do I get a refund?",
        "The parcel has not come.",
        "The parcel has not come!!!",
        "WIN A PRIZE",
    ] {
        println!("> {message}\n{}", pipeline.run(message.to_owned()).await?);
    }
    let run = pipeline.run("How do I get a refund?".to_owned());
    println!("\n{}", run.with_report().await.report.mermaid());
    Ok(())
}
