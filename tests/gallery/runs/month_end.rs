use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::Report;

use super::{ms, steps};
use crate::ledger::{Balance, Company, Entry, LedgerError, Month, Summary, entry};
use crate::{MonthEnd, snapshots};

fn sales(amount: i64) -> Vec<Entry> {
    vec![entry("sales", amount), entry("rent", -700)]
}

#[tokio::test(start_paused = true)]
async fn a_region_without_business_and_rates_of_last_month() {
    let company = Company::new([("eu", sales(1_000)), ("us", sales(1_700))]).without_rates();
    let run = MonthEnd::new(company).run(Month(11)).clerk("Ada");
    let run = run.with_report().await;
    let summary = Summary {
        month: Month(11),
        cents: 300 * 100 + 1_000 * 92,
        regions: vec!["eu", "us"],
        is_estimated: true,
    };
    assert_eq!(run.output.unwrap(), summary);
    let expected = [
        ("fetch_entries_eu", Ok, 1),
        ("close_eu", Ok, 1),
        ("fetch_entries_us", Ok, 2),
        ("close_us", Ok, 1),
        ("fetch_entries_asia", Skipped, 1),
        ("close_asia", Skipped, 0),
        ("load_rates", Err, 1),
        ("sum_up", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);
    snapshots::check("month_end", "report.mmd", &run.report.mermaid());
    snapshots::check("month_end", "report.svg", &run.report.svg());

    let books = run.outputs.close_us.ok().unwrap();
    assert_eq!((books.balance, &*books.signed_by), (Balance(1_000), "Ada"));
    let inner = run.report.step("close_us").unwrap().run().unwrap();
    assert_eq!(
        steps(inner),
        [("add_up", Ok, 1), ("audit", Ok, 1), ("sign", Ok, 1)]
    );
    assert_eq!(inner.elapsed(), ms(30));
    assert_eq!(inner.correlation_id, run.report.correlation_id);

    // whoever reads the report can draw it, and the runs inside it
    let stored = run.report.json();
    let read: Report = serde_json::from_str(&stored).unwrap();
    let read_inner = read.step("close_us").unwrap().run().unwrap();
    assert_eq!(read.mermaid(), run.report.mermaid());
    assert_eq!(read_inner.mermaid(), inner.mermaid());
    assert_eq!(read.json(), stored);
    assert_eq!(stored.matches("\"name\":\"close_books\"").count(), 1);
    assert_eq!(read.metadata["clerk"], "Ada");
}

#[tokio::test(start_paused = true)]
async fn books_that_cannot_be_name_the_step_that_has_found_it() {
    let company = Company::new([("us", sales(9_000_000))]);
    let error = MonthEnd::new(company).run(Month(12)).clerk("Ada").await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `month_end`: step `close_us` failed: \
         pipeline `close_books`: step `audit` failed: `sales` cannot be that much"
    );
    let suspicious = LedgerError::Suspicious("sales".to_owned());
    assert_eq!(error.downcast_ref(), Some(&suspicious));
}
