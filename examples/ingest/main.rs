//! A map whose elements go through a block of steps: documents are fetched, cut into pieces and embedded, each on
//! its own, sixteen at a time.
//!
//! `cargo run --example ingest`, described in `pipelines/both/rust/ingest.rs`, and once more in
//! `pipelines/both/toml/ingest.toml`. The site is that of the example `crawl`.

pub mod archive;
#[path = "../crawl/site.rs"]
pub mod site;
#[path = "../crawl/web.rs"]
pub mod web;

use archive::Archive;
use site::Site;

pipewright::include_pipelines!("both/rust/ingest");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let site = Site::open().await?;
    let names = ["danube", "elbe", "loire", "nile", "oder", "rhine", "thames"];
    let paths = names.map(|name| format!("/{name}.html")).to_vec();
    let run = Ingest::new(Archive::new(site.address)).run(paths, 12);
    let run = run.with_report().await;
    let index = run.output?;
    println!("{} documents", index.documents.len());
    for (path, why) in &index.missing {
        println!("{path}: {why}");
    }
    let wanted = "Thames, England";
    println!("{wanted}: {:?}", index.nearest(wanted));
    for element in run.report.steps.iter().flat_map(|step| &step.elements) {
        for inner in element.attempts.iter().filter_map(|one| one.run.as_ref()) {
            println!("\n{}\n{inner}", names[element.index]);
        }
    }
    Ok(())
}
