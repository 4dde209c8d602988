//! Runs that tell what happens in them: lines on the terminal, or bars with `--features progress`, a file of JSON
//! lines, an emitter of our own, and a channel.
//!
//! `cargo run --example emitters`; the pipelines are those of the example `ingest`. [The page on
//! emitters](../../docs/emitters.md) quotes this file.

#[path = "../ingest/archive.rs"]
pub mod archive;
#[path = "../crawl/site.rs"]
pub mod site;
#[path = "../crawl/web.rs"]
pub mod web;

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use archive::Archive;
use pipewright::emitters::{self, Live, Log, Recorder};
use pipewright::{BoxError, Delivery, Emitter, Emitters, Event, EventKind, Level};
use site::Site;

pipewright::include_pipelines!("both/rust/ingest");

/// Counts how often something was tried again.
#[derive(Clone, Default)]
struct Retries(Arc<AtomicU32>);

impl Emitter for Retries {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        if let EventKind::AttemptEnded { wait: Some(_), .. } = event.kind {
            self.0.fetch_add(1, Relaxed);
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let site = Site::open().await?;
    let names = ["danube", "elbe", "loire", "nile", "oder", "rhine", "thames"];
    let paths = names.map(|name| format!("/{name}.html")).to_vec();

    let path = std::env::temp_dir().join("pipewright-example-events.jsonl");
    let (file, retries) = (File::create(&path)?, Retries::default());
    let emitters = Emitters::from(screen())
        .and(Log::to(file).json())
        .and(retries.clone());
    let pipeline = Ingest::builder()
        .steps(Archive::new(site.address))
        .emit_to(emitters)
        .build();
    let index = pipeline.run(paths.clone(), 12).await?;
    println!(
        "{} documents, {} missing",
        index.documents.len(),
        index.missing.len()
    );
    println!("{} attempts were not the last", retries.0.load(Relaxed));
    println!("all events are in {}", path.display());

    audited(&pipeline, paths.clone()).await?;
    watched(&pipeline, paths.clone()).await?;
    let received = received(&pipeline, paths.clone()).await?;
    println!("{received} bytes received");
    shown(pipeline, paths).await?;
    Ok(())
}

/// Bars, or lines without those of each attempt.
#[cfg(feature = "progress")]
fn screen() -> impl Emitter {
    emitters::ProgressBars::stderr()
}

#[cfg(not(feature = "progress"))]
fn screen() -> impl Emitter {
    Log::stderr().level(Level::Info)
}

/// Keeps every event of a run, however long that takes.
async fn audited(pipeline: &Ingest<Archive>, paths: Vec<String>) -> Result<(), BoxError> {
    let audit = |event: &Event| {
        if event.level() >= Level::Warn {
            println!("for the records: {event}");
        }
    };
    let delivery = Delivery::to(audit).capacity(100).lossless();
    pipeline.run(paths, 12).emit_to(delivery).await?;
    Ok(())
}

/// Follows a run from another part of the program.
async fn watched(pipeline: &Ingest<Archive>, paths: Vec<String>) -> Result<(), BoxError> {
    let (emitter, mut events) = emitters::channel(1000);
    let run = pipeline.run(paths, 12).emit_to(emitter);
    let run = tokio::spawn(run.with_report());
    while let Some(event) = events.recv().await {
        if let (None, EventKind::RunEnded { took, .. }) = (event.parent_run, &event.kind) {
            println!("{}: {took:?}", event.pipeline);
        }
    }
    let run = run.await?;
    for warning in &run.report.warnings {
        println!("{warning}");
    }
    Ok(())
}

/// Looks at what the steps have said.
async fn received(pipeline: &Ingest<Archive>, paths: Vec<String>) -> Result<i64, BoxError> {
    let recorder = Recorder::new();
    pipeline
        .run(paths, 12)
        .emit_to(recorder.clone())
        .deadline(Duration::from_secs(60))
        .await?;
    let mut sum = 0;
    for event in recorder.events() {
        if let EventKind::Said { name, fields } = &event.kind
            && name == "received"
            && let Some(pipewright::Field::Int(bytes)) = fields.get("bytes")
        {
            sum += bytes;
        }
    }
    Ok(sum)
}

/// Writes the page of a run while it goes on.
async fn shown(pipeline: Ingest<Archive>, paths: Vec<String>) -> Result<(), BoxError> {
    let page = std::env::temp_dir().join("pipewright-example-live.html");
    let live = Live::new();
    let run = pipeline.run(paths, 12).emit_to(live.clone());
    let run = tokio::spawn(run.with_report());
    while !run.is_finished() {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Some(report) = live.report() {
            std::fs::write(&page, report.html())?;
        }
    }
    println!("the page is {}", page.display());
    Ok(())
}
