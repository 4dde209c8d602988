use crate::ledger::{Balance, Books, Entry, LedgerError};
use close_books::Context;

/// What the steps need: clients, pools, settings.
struct CloseBooksSteps;

impl close_books::Steps for CloseBooksSteps {
    /// What all entries come to.
    async fn add_up(&self, cx: &Context, entries: &Vec<Entry>) -> Balance {
        todo!()
    }

    /// Looks for entries that cannot be.
    async fn audit(&self, cx: &Context, entries: &Vec<Entry>) -> Result<(), LedgerError> {
        todo!()
    }

    /// Signs the books, which nobody changes afterwards.
    async fn sign(
        &self,
        cx: &Context,
        region: &'static str,
        balance: Balance,
    ) -> Result<Books, LedgerError> {
        todo!()
    }
}
