use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::SkipReason;

use super::steps;
use crate::bot::{BotError, Sent, Support};
use crate::{SupportBot, snapshots};

async fn answer(message: &str) -> Option<String> {
    let Sent(text) = SupportBot::new(Support::default())
        .run(message.to_owned())
        .await
        .unwrap();
    text
}

#[tokio::test]
async fn each_intent_has_its_own_way() {
    assert_eq!(answer("What is 6 * 7?").await.unwrap(), "42");
    let refund = answer("How do I get a refund?").await.unwrap();
    assert_eq!(refund, "Refunds take three days.");
    let sorry = answer("It is late.").await.unwrap();
    assert_eq!(sorry, "We are sorry to hear: It is late.");
    let call = answer("It is late!").await.unwrap();
    assert_eq!(call, "We call you in a minute.");
    assert_eq!(answer("WIN A PRIZE").await, None);
}

#[tokio::test]
async fn the_report_tells_which_way_was_taken() {
    let run = SupportBot::new(Support::default()).run("How do I get a refund?".to_owned());
    let run = run.with_report().await;
    let expected = [
        ("understand", Ok, 1),
        ("calculate", Skipped, 0),
        ("search", Ok, 1),
        ("quote", Ok, 1),
        ("call_back", Skipped, 0),
        ("apologise", Skipped, 0),
        ("answer", Ok, 1),
        ("send", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);
    let skip = run.outputs.calculate.skipped().unwrap();
    assert_eq!(skip.reason(), SkipReason::NotTaken);
    snapshots::check("support_bot", "run.mmd", &run.report.mermaid());
}

#[tokio::test(start_paused = true)]
async fn a_failure_on_the_way_is_that_of_the_run() {
    let run = SupportBot::new(Support::default()).run("Where is my hat?".to_owned());
    let run = run.with_report().await;
    let expected = [
        ("understand", Ok, 1),
        ("calculate", Skipped, 0),
        ("search", Err, 3),
        ("quote", Skipped, 0),
        ("call_back", Skipped, 0),
        ("apologise", Skipped, 0),
        ("answer", Skipped, 0),
        ("send", Skipped, 0),
    ];
    assert_eq!(steps(&run.report), expected);
    let error = run.output.unwrap_err();
    let cause = error.downcast_ref::<BotError>();
    assert_eq!(cause, Some(&BotError::NotInHandbook("hat".to_owned())));
}
