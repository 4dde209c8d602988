//! What a user of OpenTelemetry sees of runs.

#![allow(
    missing_docs,
    reason = "nobody but these tests uses what is public here"
)]

#[path = "../../examples/shop/mod.rs"]
pub mod shop;

mod metrics;
mod receiver;
mod traces;

pipewright::include_pipelines!();
