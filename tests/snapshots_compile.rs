//! The generated code under `snapshots/` is code that a strict project would take, and stubs compile where
//! they are pasted.

#![deny(warnings)]
#![deny(clippy::all)]

#[path = "../examples/user_update/accounts.rs"]
pub mod accounts;
#[path = "../examples/storm_report/analyst.rs"]
pub mod analyst;
#[path = "../examples/ingest/archive.rs"]
pub mod archive;
#[path = "../examples/support_bot/bot.rs"]
pub mod bot;
#[path = "../examples/storm_report/flights/mod.rs"]
pub mod flights;
#[path = "../examples/month_end/ledger.rs"]
pub mod ledger;
#[path = "../examples/user_onboarding/onboarding.rs"]
pub mod onboarding;
#[path = "../examples/order_processing/orders.rs"]
pub mod orders;
#[path = "../examples/batch/packing.rs"]
pub mod packing;
#[path = "../examples/thumbnails/pictures.rs"]
pub mod pictures;
#[path = "../examples/approval/purchases.rs"]
pub mod purchases;
#[path = "../examples/request/shop_floor.rs"]
pub mod shop_floor;
#[path = "../examples/context/sightings.rs"]
pub mod sightings;
#[path = "../examples/crawl/spider.rs"]
pub mod spider;
#[path = "../examples/checkout/till.rs"]
pub mod till;
#[path = "../examples/flaky/weather_station.rs"]
pub mod weather_station;
#[path = "../examples/crawl/web.rs"]
pub mod web;

include!("../snapshots/approval/approval.rs");
include!("../snapshots/approval_strict/approval_strict.rs");
include!("../snapshots/batch/batch.rs");
include!("../snapshots/checkout/checkout.rs");
include!("../snapshots/close_books/close_books.rs");
include!("../snapshots/context/context.rs");
include!("../snapshots/crawl/crawl.rs");
include!("../snapshots/etl/etl.rs");
include!("../snapshots/flaky/flaky.rs");
include!("../snapshots/ingest/ingest.rs");
include!("../snapshots/month_end/month_end.rs");
include!("../snapshots/order_processing/order_processing.rs");
include!("../snapshots/quickstart/quickstart.rs");
include!("../snapshots/request/request.rs");
include!("../snapshots/storm_report/storm_report.rs");
include!("../snapshots/support_bot/support_bot.rs");
include!("../snapshots/thumbnails/thumbnails.rs");
include!("../snapshots/user_onboarding/user_onboarding.rs");
include!("../snapshots/user_update/user_update.rs");

/// What `cargo pipewright stub` prints, each in a module of its own with its pipeline in scope.
#[allow(unused_variables, reason = "nothing is filled in")]
mod stubs {
    mod approval {
        use crate::approval;

        include!("../snapshots/approval/stub.rs");
    }

    mod approval_strict {
        use crate::approval_strict;

        include!("../snapshots/approval_strict/stub.rs");
    }

    mod batch {
        use crate::batch;

        include!("../snapshots/batch/stub.rs");
    }

    mod checkout {
        use crate::checkout;

        include!("../snapshots/checkout/stub.rs");
    }

    mod close_books {
        use crate::close_books;

        include!("../snapshots/close_books/stub.rs");
    }

    mod context {
        use crate::context;

        include!("../snapshots/context/stub.rs");
    }

    mod crawl {
        use crate::crawl;

        include!("../snapshots/crawl/stub.rs");
    }

    mod etl {
        use crate::etl;

        include!("../snapshots/etl/stub.rs");
    }

    mod flaky {
        use crate::flaky;

        include!("../snapshots/flaky/stub.rs");
    }

    mod ingest {
        use crate::ingest;

        include!("../snapshots/ingest/stub.rs");
    }

    mod month_end {
        use crate::close_books::Context as Inner;
        use crate::ledger::Balance;
        use crate::{close_books, month_end};

        include!("../snapshots/month_end/stub.rs");

        impl close_books::Steps for MonthEndSteps {
            async fn add_up(&self, cx: &Inner, entries: &Vec<Entry>) -> Balance {
                todo!()
            }

            async fn audit(&self, cx: &Inner, entries: &Vec<Entry>) -> Result<(), LedgerError> {
                todo!()
            }

            async fn sign(
                &self,
                cx: &Inner,
                region: &'static str,
                balance: Balance,
            ) -> Result<Books, LedgerError> {
                todo!()
            }
        }
    }

    mod order_processing {
        use crate::order_processing;

        include!("../snapshots/order_processing/stub.rs");
    }

    mod quickstart {
        use crate::quickstart;

        include!("../snapshots/quickstart/stub.rs");
    }

    mod request {
        use crate::request;

        include!("../snapshots/request/stub.rs");
    }

    mod storm_report {
        use crate::storm_report;

        include!("../snapshots/storm_report/stub.rs");
    }

    mod support_bot {
        use crate::support_bot;

        include!("../snapshots/support_bot/stub.rs");
    }

    mod thumbnails {
        use crate::thumbnails;

        include!("../snapshots/thumbnails/stub.rs");
    }

    mod user_onboarding {
        use crate::user_onboarding;

        include!("../snapshots/user_onboarding/stub.rs");
    }

    mod user_update {
        use crate::user_update;

        include!("../snapshots/user_update/stub.rs");
    }
}

/// The pipelines are made from their snapshots, with the steps of the examples.
#[test]
fn the_snapshots_compile() {
    let _ = StormReport::new(analyst::Analyst::default());
    let _ = Flaky::new(weather_station::Station::answering_at(1));
    let _ = OrderProcessing::new(orders::Shop::new([]));
    let _ = ContextPipeline::new(sightings::Site);
    let _ = MonthEnd::new(ledger::Company::new([]));
    let _ = Request::new(shop_floor::Shop::default());
    let _ = Batch::new(packing::Packer::jamming_at("books"));
}
