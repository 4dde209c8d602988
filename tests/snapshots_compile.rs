//! The generated code under `snapshots/` is code that a strict project would take.

#![deny(warnings)]
#![deny(clippy::all)]

#[path = "../examples/storm_report/analyst.rs"]
pub mod analyst;
#[path = "../examples/storm_report/flights/mod.rs"]
pub mod flights;
#[path = "../examples/user_onboarding/onboarding.rs"]
pub mod onboarding;
#[path = "../examples/order_processing/orders.rs"]
pub mod orders;
#[path = "../examples/approval/purchases.rs"]
pub mod purchases;
#[path = "../examples/context/sightings.rs"]
pub mod sightings;
#[path = "../examples/flaky/weather_station.rs"]
pub mod weather_station;

include!("../snapshots/approval/approval.rs");
include!("../snapshots/approval_strict/approval_strict.rs");
include!("../snapshots/context/context.rs");
include!("../snapshots/etl/etl.rs");
include!("../snapshots/flaky/flaky.rs");
include!("../snapshots/order_processing/order_processing.rs");
include!("../snapshots/quickstart/quickstart.rs");
include!("../snapshots/storm_report/storm_report.rs");
include!("../snapshots/user_onboarding/user_onboarding.rs");

/// The pipelines are made from their snapshots, with the steps of the examples.
#[test]
fn the_snapshots_compile() {
    let _ = StormReport::new(analyst::Analyst::default());
    let _ = Flaky::new(weather_station::Station::answering_at(1));
    let _ = OrderProcessing::new(orders::Shop::new([]));
    let _ = ContextPipeline::new(sightings::Site);
}
