//! A company with three regions, each with books of its own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{error, fmt};

use tokio::time::sleep;

use crate::{close_books, month_end};

/// A month, counted from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month(pub u32);

/// One line of a region's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is for.
    pub text: String,
    /// How much came in, in the region's currency; negative if it went out.
    pub amount: i64,
}

/// What the entries of a region come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance(pub i64);

/// The closed books of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// Whose books they are.
    pub region: &'static str,
    /// What is in them.
    pub balance: Balance,
    /// Who has signed them.
    pub signed_by: String,
}

/// What one unit of a region's currency is worth, in cents of a euro.
pub type Rates = BTreeMap<&'static str, i64>;

/// The month in one sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Which month.
    pub month: Month,
    /// In cents of a euro.
    pub cents: i64,
    /// The regions that are in it.
    pub regions: Vec<&'static str>,
    /// Whether the rates are those of the month before.
    pub is_estimated: bool,
}

/// Why the books cannot be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerError {
    /// A region did not answer.
    NoAnswer(&'static str),
    /// There are no rates yet.
    NoRates(Month),
    /// An entry that cannot be.
    Suspicious(String),
}

/// The company, with what its regions have sent.
pub struct Company {
    entries: BTreeMap<&'static str, Vec<Entry>>,
    has_rates: bool,
    line_is_up: AtomicBool,
}

impl Company {
    /// A company whose regions have these entries, and whose line to America comes up at the second call.
    pub fn new(entries: impl IntoIterator<Item = (&'static str, Vec<Entry>)>) -> Self {
        Self {
            entries: entries.into_iter().collect(),
            has_rates: true,
            line_is_up: AtomicBool::new(false),
        }
    }

    /// The same before the bank has published its rates.
    #[must_use]
    pub fn without_rates(self) -> Self {
        Self {
            has_rates: false,
            ..self
        }
    }
}

/// An entry.
pub fn entry(text: &str, amount: i64) -> Entry {
    Entry {
        text: text.to_owned(),
        amount,
    }
}

/// What the rates usually are.
fn usual_rates() -> Rates {
    BTreeMap::from([("eu", 100), ("us", 92), ("asia", 1)])
}

impl month_end::Steps for Company {
    async fn fetch_entries(
        &self,
        _cx: &month_end::Context,
        region: &'static str,
        _month: &Month,
    ) -> Result<Option<Vec<Entry>>, LedgerError> {
        sleep(Duration::from_millis(20)).await;
        if region == "us" && !self.line_is_up.swap(true, Ordering::Relaxed) {
            return Err(LedgerError::NoAnswer(region));
        }
        Ok(self.entries.get(region).cloned())
    }

    async fn load_rates(
        &self,
        _cx: &month_end::Context,
        month: &Month,
    ) -> Result<Rates, LedgerError> {
        match self.has_rates {
            true => Ok(usual_rates()),
            false => Err(LedgerError::NoRates(*month)),
        }
    }

    async fn sum_up(
        &self,
        _cx: &month_end::Context,
        month: Month,
        books: [Option<&Books>; 3],
        rates: Option<&Rates>,
    ) -> Result<Summary, LedgerError> {
        let is_estimated = rates.is_none();
        let usual = usual_rates();
        let rates = rates.unwrap_or(&usual);
        let there = || books.iter().flatten();
        Ok(Summary {
            month,
            cents: there().map(|one| one.balance.0 * rates[one.region]).sum(),
            regions: there().map(|one| one.region).collect(),
            is_estimated,
        })
    }
}

impl close_books::Steps for Company {
    async fn add_up(&self, _cx: &close_books::Context, entries: &Vec<Entry>) -> Balance {
        Balance(entries.iter().map(|entry| entry.amount).sum())
    }

    async fn audit(
        &self,
        _cx: &close_books::Context,
        entries: &Vec<Entry>,
    ) -> Result<(), LedgerError> {
        sleep(Duration::from_millis(30)).await;
        let odd = entries.iter().find(|entry| entry.amount.abs() > 1_000_000);
        match odd {
            Some(entry) => Err(LedgerError::Suspicious(entry.text.clone())),
            None => Ok(()),
        }
    }

    async fn sign(
        &self,
        cx: &close_books::Context,
        region: &'static str,
        balance: Balance,
    ) -> Result<Books, LedgerError> {
        Ok(Books {
            region,
            balance,
            signed_by: cx.metadata().clerk.clone(),
        })
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer(region) => write!(f, "`{region}` does not answer"),
            Self::NoRates(month) => write!(f, "there are no rates of month {} yet", month.0),
            Self::Suspicious(text) => write!(f, "`{text}` cannot be that much"),
        }
    }
}

impl error::Error for LedgerError {}
