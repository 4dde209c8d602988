//! What a user of OpenTelemetry sees of runs.

#![allow(
    missing_docs,
    reason = "nobody but these tests uses what is public here"
)]

#[path = "../../examples/shop/mod.rs"]
pub mod shop;

mod kept;
mod metrics;
mod receiver;
mod traces;

pipewright::include_pipelines!();

/// What the page on traces does not compile itself is in the example.
#[test]
fn the_page_quotes_the_example() {
    let page = include_str!("../../../../docs/traces.md");
    let example = include_str!("../../examples/otel.rs");
    let quotes = page.split("```rust,ignore\n").skip(1);
    for quote in quotes.filter_map(|rest| rest.split("```").next()) {
        for line in quote.lines() {
            assert!(example.contains(line), "{line}");
        }
    }
}
