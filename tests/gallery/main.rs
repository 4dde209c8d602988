//! The gallery, all but `storm_report`: what each pipeline does, and what is generated for it.
//!
//! The steps are those of the examples.

#[path = "../../examples/user_update/accounts.rs"]
pub mod accounts;
#[path = "../../examples/ingest/archive.rs"]
pub mod archive;
#[path = "../../examples/support_bot/bot.rs"]
pub mod bot;
#[path = "../../examples/etl.rs"]
#[allow(dead_code, reason = "its `main`")]
pub mod etl_example;
#[path = "../../examples/month_end/ledger.rs"]
pub mod ledger;
#[path = "../../examples/user_onboarding/onboarding.rs"]
pub mod onboarding;
#[path = "../../examples/order_processing/orders.rs"]
pub mod orders;
#[path = "../../examples/batch/packing.rs"]
pub mod packing;
#[path = "../../examples/thumbnails/pictures.rs"]
pub mod pictures;
#[path = "../../examples/approval/purchases.rs"]
pub mod purchases;
#[path = "../../examples/quickstart.rs"]
#[allow(dead_code, reason = "its `main`")]
pub mod quickstart_example;
#[path = "../../examples/crawl/site.rs"]
pub mod river_site;
#[path = "../../examples/request/shop_floor.rs"]
pub mod shop_floor;
#[path = "../../examples/context/sightings.rs"]
pub mod sightings;
#[path = "../../examples/crawl/spider.rs"]
pub mod spider;
#[path = "../../examples/checkout/till.rs"]
pub mod till;
#[path = "../../examples/flaky/weather_station.rs"]
pub mod weather_station;
#[path = "../../examples/crawl/web.rs"]
pub mod web;

pipewright::include_pipelines!("approval_strict");
pipewright::include_pipelines!("both/rust/approval");
pipewright::include_pipelines!("both/rust/batch");
pipewright::include_pipelines!("both/rust/checkout");
pipewright::include_pipelines!("both/rust/context");
pipewright::include_pipelines!("both/rust/ingest");
pipewright::include_pipelines!("both/rust/support_bot");
pipewright::include_pipelines!("both/rust/thumbnails");
pipewright::include_pipelines!("both/rust/user_update");
pipewright::include_pipelines!("close_books");
pipewright::include_pipelines!("crawl");
pipewright::include_pipelines!("flaky");
pipewright::include_pipelines!("month_end");
pipewright::include_pipelines!("order_processing");
pipewright::include_pipelines!("request");
pipewright::include_pipelines!("user_onboarding");

mod drawings;
mod runs;
mod snapshots;
