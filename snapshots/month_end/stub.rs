use crate::ledger::{Books, Entry, LedgerError, Month, Rates, Summary};
use month_end::Context;

/// What the steps need: clients, pools, settings.
struct MonthEndSteps;

// `MonthEndSteps` has to implement `close_books::Steps` as well
impl month_end::Steps for MonthEndSteps {
    /// Asks a region for its entries; one that has had no business has none.
    async fn fetch_entries(
        &self,
        cx: &Context,
        region: &'static str,
        month: &Month,
    ) -> Result<Option<Vec<Entry>>, LedgerError> {
        todo!()
    }

    /// Looks today's rates up; last month's will do.
    async fn load_rates(&self, cx: &Context, month: &Month) -> Result<Rates, LedgerError> {
        todo!()
    }

    /// One sum in euros.
    async fn sum_up(
        &self,
        cx: &Context,
        month: Month,
        books: [Option<&Books>; 3],
        rates: Option<&Rates>,
    ) -> Result<Summary, LedgerError> {
        todo!()
    }
}
