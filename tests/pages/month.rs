//! A double of a pipeline's steps, and of those of the one that it runs.

use crate::ledger::{Balance, Books, Month, Summary};
use crate::{MonthEnd, close_books, month_end};

/// The steps of `month_end`, and of `close_books`, which it runs.
struct Fake {
    outer: month_end::Stub,
    inner: close_books::Stub,
}

impl month_end::Stubbed for Fake {
    fn stub(&self) -> &month_end::Stub {
        &self.outer
    }
}

impl close_books::Stubbed for Fake {
    fn stub(&self) -> &close_books::Stub {
        &self.inner
    }
}

#[tokio::test]
async fn a_double_stands_for_both() {
    let inner = close_books::Stub::new()
        .add_up(|_, entries| Balance(entries.len() as i64))
        .audit(|_, _| Ok(()))
        .sign(|cx, region, balance| {
            let signed_by = cx.metadata().clerk.clone();
            Ok(Books {
                region,
                balance,
                signed_by,
            })
        });
    let outer = month_end::Stub::new()
        .fetch_entries(|_, _, _| Ok(Some(Vec::new())))
        .load_rates(|_, _| Ok(Default::default()))
        .sum_up(|_, month, books, _| {
            let regions = books.iter().flatten().map(|books| books.region).collect();
            Ok(Summary {
                month,
                cents: 0,
                regions,
                is_estimated: false,
            })
        });
    let run = MonthEnd::new(Fake { outer, inner })
        .run(Month(1))
        .clerk("ada");
    assert_eq!(run.await.unwrap().regions, ["eu", "us", "asia"]);
}
