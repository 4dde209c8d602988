//! What `cargo pipewright stub` prints compiles where it is pasted.

#![deny(warnings)]
#![allow(unused_variables, reason = "nothing is filled in")]

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

pipewright::include_pipelines!("approval");
pipewright::include_pipelines!("approval_strict");
pipewright::include_pipelines!("context");
pipewright::include_pipelines!("etl");
pipewright::include_pipelines!("flaky");
pipewright::include_pipelines!("order_processing");
pipewright::include_pipelines!("quickstart");
pipewright::include_pipelines!("storm_report");
pipewright::include_pipelines!("user_onboarding");

/// Each in a module of its own, with its pipeline in scope.
mod stubs {
    mod approval {
        use crate::approval;

        include!("../snapshots/approval/stub.rs");
    }

    mod approval_strict {
        use crate::approval_strict;

        include!("../snapshots/approval_strict/stub.rs");
    }

    mod context {
        use crate::context;

        include!("../snapshots/context/stub.rs");
    }

    mod etl {
        use crate::etl;

        include!("../snapshots/etl/stub.rs");
    }

    mod flaky {
        use crate::flaky;

        include!("../snapshots/flaky/stub.rs");
    }

    mod order_processing {
        use crate::order_processing;

        include!("../snapshots/order_processing/stub.rs");
    }

    mod quickstart {
        use crate::quickstart;

        include!("../snapshots/quickstart/stub.rs");
    }

    mod storm_report {
        use crate::storm_report;

        include!("../snapshots/storm_report/stub.rs");
    }

    mod user_onboarding {
        use crate::user_onboarding;

        include!("../snapshots/user_onboarding/stub.rs");
    }
}
