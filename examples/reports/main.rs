//! Runs several pipelines of the gallery, and writes the report of each as a page, as JSON and as a trace.
//!
//! `cargo run --example reports -- FOLDER`, without a folder `target/reports`.

#[path = "../storm_report/analyst.rs"]
pub mod analyst;
#[path = "../ingest/archive.rs"]
pub mod archive;
#[path = "../storm_report/flights/mod.rs"]
pub mod flights;
#[path = "../month_end/ledger.rs"]
pub mod ledger;
#[path = "../order_processing/orders.rs"]
pub mod orders;
#[path = "../thumbnails/pictures.rs"]
pub mod pictures;
#[path = "../request/shop_floor.rs"]
pub mod shop_floor;
#[path = "../crawl/site.rs"]
pub mod site;
#[path = "../crawl/spider.rs"]
pub mod spider;
#[path = "../checkout/till.rs"]
pub mod till;
#[path = "../crawl/web.rs"]
pub mod web;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use std::time::Duration;

use pipewright::emitters::Live;
use pipewright::{Report, Spawn};

pipewright::include_pipelines!(
    "order_processing",
    "month_end",
    "close_books",
    "storm_report",
    "crawl",
    "request",
    "both/rust/ingest",
    "both/rust/thumbnails",
    "both/rust/checkout",
);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new("target").join("reports"));
    fs::create_dir_all(&folder)?;
    let reports = [
        ("order", order().await),
        ("month", month().await),
        ("storm", storm().await),
        ("thumbnails", thumbnails().await),
        ("checkout", checkout().await),
        ("crawl", crawl().await?),
        ("request", request().await),
        ("ingest", ingest().await?),
        ("live", live().await?),
    ];
    for (name, report) in reports {
        write(&folder.join(name), &report)?;
    }
    println!("the pages are in {}", folder.display());
    Ok(())
}

fn write(path: &Path, report: &Report) -> std::io::Result<()> {
    fs::write(path.with_extension("html"), report.html())?;
    fs::write(path.with_extension("json"), report.json())?;
    fs::write(path.with_extension("trace.json"), report.chrome_trace())
}

/// A small run in which all goes well, but for nothing to ship.
async fn order() -> Report {
    let order = orders::Order {
        id: orders::OrderId(1002),
        customer: "Ada".to_owned(),
        total: orders::Money(1_999),
        shippable: false,
    };
    let pipeline = OrderProcessing::new(orders::Shop::new([order]));
    let run = pipeline.run(orders::OrderId(1002));
    run.metadata("tenant", "north").with_report().await.report
}

/// One that fails: with a retry, runs inside it, steps that decline, and others that are skipped.
async fn month() -> Report {
    let sales = |amount| vec![ledger::entry("sales", amount), ledger::entry("rent", -700)];
    let regions = [("eu", sales(8_000)), ("us", sales(95_000_000))];
    let company = ledger::Company::new(regions).without_rates();
    let run = MonthEnd::new(company).run(ledger::Month(12)).clerk("Bob");
    run.metadata("source", "scheduled")
        .with_report()
        .await
        .report
}

/// One that is busy on all threads.
async fn storm() -> Report {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/flights");
    let run = StormReport::new(analyst::Analyst::default()).run(data.into());
    run.executor(Spawn).with_report().await.report
}

/// A map of a thousand elements, of which some fail.
async fn thumbnails() -> Report {
    let files: Vec<_> = pictures::files().into_iter().cycle().take(1000).collect();
    let run = Thumbnails::new(pictures::Studio).run(files, 24);
    run.with_report().await.report
}

/// One whose steps are undone.
async fn checkout() -> Report {
    let order = till::Order::new("lamp", "0000");
    let till = std::sync::Arc::new(till::Till::default());
    Checkout::new(till).run(order).with_report().await.report
}

/// A workflow.
async fn crawl() -> Result<Report, Box<dyn Error>> {
    let site = site::Site::open().await?;
    let path = "/index.html".to_owned();
    let pipeline = Crawl::new(spider::Spider::new(site.address));
    let run = pipeline.run(spider::Link { path }, spider::Found::default());
    Ok(run.with_report().await.report)
}

/// A flow.
async fn request() -> Report {
    let basket = shop_floor::Basket::of(&["lamp", "desk"]);
    let request = Request::new(shop_floor::Shop::default());
    request.receive_order(basket).with_report().await.report
}

/// A map whose elements are runs.
async fn ingest() -> Result<Report, Box<dyn Error>> {
    let site = site::Site::open().await?;
    let names = ["danube", "elbe", "loire", "nile", "oder", "rhine", "thames"];
    let paths = names.map(|name| format!("/{name}.html")).to_vec();
    let run = Ingest::new(archive::Archive::new(site.address)).run(paths, 12);
    Ok(run.with_report().await.report)
}

/// The same while it goes on.
async fn live() -> Result<Report, Box<dyn Error>> {
    let site = site::Site::open().await?;
    let names = ["danube", "elbe", "loire", "nile", "oder", "rhine", "thames"];
    let paths = names.map(|name| format!("/{name}.html")).to_vec();
    let live = Live::new();
    let run = Ingest::new(archive::Archive::new(site.address)).run(paths, 12);
    let mut run = run.emit_to(live.clone()).into_future();
    let ended = tokio::time::timeout(Duration::from_millis(25), &mut run);
    drop(ended.await);
    live.report().ok_or_else(|| "the run has not begun".into())
}
