//! What a run knows follows it wherever its work goes: into steps, spawned work, other threads.
//!
//! `cargo run --example context`, described in `pipelines/both/toml/context.toml`, and once more in
//! `pipelines/both/rust/context.rs`.

pub mod sightings;

use std::error::Error;
use std::thread;

use pipewright::CorrelationId;
use sightings::Site;

pipewright::include_pipelines!("both/toml/context");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let pipeline = ContextPipeline::new(Site);
    let id: CorrelationId = "4bf92f3577b34da6a3ce929d0e0e4736".parse()?;

    // `user` has no default: without it the run cannot be awaited
    let run = pipeline.run("/home".to_owned()).user("alice");
    let trail = run.correlation_id(id).await?;
    println!("{} asked through {}", trail.user, trail.source);
    for seen in &trail.sightings {
        let (place, session) = (seen.place, seen.session.as_deref());
        let here = seen.thread == thread::current().id();
        let thread = if here {
            "this thread"
        } else {
            "another thread"
        };
        println!("  {} {session:?} {thread:<14} {place}", seen.correlation_id);
    }

    let run = pipeline.run("/admin".to_owned()).user("mallory");
    let error = run.source("telnet").await.unwrap_err();
    println!("{error}");
    println!("outside: {:?}", pipewright::current());
    Ok(())
}
