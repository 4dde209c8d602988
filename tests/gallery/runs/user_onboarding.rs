use std::time::Duration;

use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::{FailureReason, Run, StepError};

use super::{ms, steps};
use crate::onboarding::{
    Delivery, Mailer, OnboardingError, Services, SettingsService, UserId, UserService,
};
use crate::{UserOnboarding, snapshots, user_onboarding};

async fn run(
    id: u32,
    user: Duration,
    settings: Duration,
) -> Run<Delivery, user_onboarding::Outputs> {
    let services = Services {
        users: UserService { latency: user },
        settings: SettingsService { latency: settings },
        mailer: Mailer::default(),
    };
    let pipeline = UserOnboarding::new(services);
    pipeline.run(UserId(id)).with_report().await
}

#[test]
fn the_tree() {
    let expected = "\
user_onboarding
|-- fetch_user
|   \\-- email_user
\\-- fetch_settings
    \\-- email_user [shared]
";
    assert_eq!(user_onboarding::GRAPH.text(), expected);
}

#[tokio::test(start_paused = true)]
async fn asks_both_services_at_once_and_then_sends_the_mail() {
    let run = run(7, ms(120), ms(80)).await;
    let delivery = run.output.unwrap();
    assert_eq!(delivery.to, "grace@example.org");
    assert_eq!(delivery.text, "Willkommen, Grace!");
    let elapsed: Vec<_> = run.report.steps.iter().map(|step| step.elapsed()).collect();
    assert_eq!(elapsed, [ms(120), ms(80), ms(20)]);
    assert_eq!(run.report.elapsed(), ms(140));
}

#[tokio::test(start_paused = true)]
async fn settings_that_take_too_long() {
    let run = run(7, ms(120), Duration::from_secs(3)).await;
    let expected = [
        ("fetch_user", Ok, 1),
        ("fetch_settings", Err, 1),
        ("email_user", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    assert_eq!(run.report.elapsed(), ms(500));
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `user_onboarding`: step `fetch_settings` timed out after 500ms"
    );
    assert_eq!(error.failures()[0].reason(), FailureReason::TimedOut);
    let settings = run.outputs.fetch_settings.err();
    assert!(matches!(settings, Some(StepError::TimedOut(limit)) if *limit == ms(500)));
    snapshots::check("user_onboarding", "run.mmd", &run.report.mermaid());
}

#[tokio::test(start_paused = true)]
async fn the_user_s_service_has_a_limit_of_its_own() {
    let ended = run(7, ms(1_999), ms(80)).await.output;
    assert!(ended.is_ok());
    let error = run(7, ms(2_001), ms(80)).await.output.unwrap_err();
    assert_eq!(error.step(), Some("fetch_user"));
}

#[tokio::test(start_paused = true)]
async fn nobody_of_that_number() {
    let error = run(8, ms(120), ms(80)).await.output.unwrap_err();
    let unknown = OnboardingError::UnknownUser(UserId(8));
    assert_eq!(error.downcast_ref(), Some(&unknown));
}
