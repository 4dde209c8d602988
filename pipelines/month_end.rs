//! The end of a month: the books of each region are closed, then summed up.
use crate::ledger::{Balance, Books, Entry, LedgerError, Month, Rates, Summary};

/// Closes the books of all regions side by side, and sums up those that there are.
#[pipeline(error = LedgerError, metadata(clerk: String))]
fn month_end(month: Month) -> Summary {
    /// Asks a region for its entries; one that has had no business has none.
    #[step(
        for_each(region = ["eu", "us", "asia"]),
        retry(attempts = 3, delay = "100ms"),
        skippable
    )]
    let entries: Vec<Entry> = fetch_entries(region, &month);
    #[step(name = "close", for_each(region = ["eu", "us", "asia"]), timeout = "5s")]
    let books: Books = pipeline::close_books(region, entries[region]);
    /// Looks today's rates up; last month's will do.
    #[step(optional)]
    let rates: Rates = load_rates(&month);
    /// One sum in euros.
    let summary: Summary = sum_up(month, books.maybe(), rates.ok());
    summary
}

/// Closes the books of one region.
#[pipeline(error = LedgerError, metadata(clerk: String))]
fn close_books(region: &'static str, entries: Vec<Entry>) -> Books {
    /// What all entries come to.
    #[step(infallible)]
    let balance: Balance = add_up(&entries);
    /// Looks for entries that cannot be.
    audit(&entries);
    /// Signs the books, which nobody changes afterwards.
    #[step(after = audit)]
    let books: Books = sign(region, balance);
    books
}
