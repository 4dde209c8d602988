//! What each pipeline does.

mod approval;
mod batch;
mod checkout;
mod context;
mod crawl;
mod etl;
mod flaky;
mod ingest;
mod month_end;
mod order_processing;
mod quickstart;
mod request;
mod support_bot;
mod thumbnails;
mod user_onboarding;
mod user_update;

use std::time::Duration;

use pipewright::{OutcomeKind, Report};

/// Each step, how it ended, and after how many attempts.
fn steps(report: &Report) -> Vec<(&str, OutcomeKind, usize)> {
    let steps = report.steps.iter();
    steps
        .map(|step| (&*step.step, step.outcome, step.attempts.len()))
        .collect()
}

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}
