//! Welcomes a user, and then fails to: once all services answer, once the settings take too long.
//!
//! `cargo run --example user_onboarding`, described in `pipelines/user_onboarding.toml`.

pub mod onboarding;

use std::time::Duration;

use onboarding::{Mailer, Services, SettingsService, UserId, UserService};

pipewright::include_pipelines!("user_onboarding");

/// The clients live in `self`, so a test gives the pipeline other ones.
fn services(settings_take: Duration) -> Services {
    Services {
        users: UserService {
            latency: Duration::from_millis(120),
        },
        settings: SettingsService {
            latency: settings_take,
        },
        mailer: Mailer::default(),
    }
}

#[tokio::main]
async fn main() {
    for settings_take in [Duration::from_millis(80), Duration::from_secs(3)] {
        println!("the settings take {settings_take:?}:");
        let pipeline = UserOnboarding::new(services(settings_take));
        let run = pipeline.run(UserId(7)).with_report().await;
        match &run.output {
            Ok(delivery) => println!("  sent to {}: {}", delivery.to, delivery.text),
            Err(error) => println!("  {error}"),
        }
        for step in &run.report.steps {
            let time = || format!("{} ms", step.elapsed().as_millis());
            let note = step.reason.clone().unwrap_or_else(time);
            println!("  {:<14} {:?}, {note}", step.step, step.outcome);
        }
        println!("  all in {} ms\n", run.report.elapsed().as_millis());
    }
    print!("{}", user_onboarding::GRAPH.text());
}
