//! Closes two months: in one of them a region has had no business, in the other an entry cannot be.
//!
//! `cargo run --example month_end`, described in `pipelines/month_end.rs`.

pub mod ledger;

use ledger::{Company, Month, entry};

pipewright::include_pipelines!("month_end", "close_books");

#[tokio::main]
async fn main() {
    let sales = |amount| vec![entry("sales", amount), entry("rent", -700)];
    let quiet = Company::new([("eu", sales(8_000)), ("us", sales(9_500))]);
    let run = MonthEnd::new(quiet.without_rates())
        .run(Month(11))
        .clerk("Ada");
    let run = run.with_report().await;
    println!("{}\n\n{:?}\n", run.report, run.output);

    let odd = Company::new([("eu", sales(8_000)), ("us", sales(95_000_000))]);
    let error = MonthEnd::new(odd).run(Month(12)).clerk("Bob").await;
    println!("{}", error.unwrap_err());
}
