//! A map: many pictures at once, on as many threads as there are cores. Some cannot be read.
//!
//! `cargo run --example thumbnails`, described in `pipelines/both/rust/thumbnails.rs`, and once more in
//! `pipelines/both/toml/thumbnails.toml`.

pub mod pictures;

use pictures::Studio;

pipewright::include_pipelines!("both/rust/thumbnails");

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let run = Thumbnails::new(Studio).run(pictures::files(), 24);
    let run = run.with_report().await;
    println!("{}", run.output?);
    let shrink = run.report.step("shrink");
    for element in shrink.into_iter().flat_map(|step| &step.elements) {
        println!("picture {}: {}", element.index, element.outcome);
    }
    println!("\n{}", run.report.mermaid());
    Ok(())
}
