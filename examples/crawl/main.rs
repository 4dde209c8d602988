//! A queue that grows while it is worked off: pages name further pages, and eight are fetched at a time.
//!
//! `cargo run --example crawl`, described in `pipelines/crawl.toml`. The site is on this machine, and the requests
//! are real.

pub mod site;
pub mod spider;
pub mod web;

use site::Site;
use spider::{Found, Link, Spider};

pipewright::include_pipelines!("crawl");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let site = Site::open().await?;
    let index = Link {
        path: "/index.html".to_owned(),
    };
    let run = Crawl::new(Spider::new(site.address)).run(index, Found::default());
    let run = run.with_report().await;
    let found = run.output?;
    println!(
        "{} pages, in {} steps; {} requests at once",
        found.pages.len(),
        run.report.trace.len(),
        site.most_open()
    );
    for (path, why) in &found.missing {
        let named_by: Vec<_> = found.named_by[path].iter().map(String::as_str).collect();
        println!("{path}, named by {}: {why}", named_by.join(", "));
    }
    println!("\n{}", run.report.mermaid());
    Ok(())
}
