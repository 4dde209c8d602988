use std::sync::Arc;

use pipewright::OutcomeKind::{Err, Ok, Skipped};
use pipewright::SkipReason;

use super::steps;
use crate::accounts::{AccountError, Accounts, AdminAction, ApiRequest};
use crate::{UserUpdate, snapshots};

fn request(name: &str) -> ApiRequest {
    let name = name.to_owned();
    ApiRequest { user: 7, name }
}

fn action(name: &str) -> AdminAction {
    AdminAction {
        admin: "root".to_owned(),
        user: 8,
        name: name.to_owned(),
    }
}

#[tokio::test]
async fn each_entry_is_a_run_function_of_its_own() {
    let accounts = Arc::new(Accounts::default());
    let pipeline = UserUpdate::new(accounts.clone());
    let run = pipeline.api_request(request("Ada")).with_report().await;
    let audit = run.output.unwrap();
    assert_eq!(audit.text, "#1: user 7 is Ada, by user 7");
    assert!(audit.told);
    let expected = [
        ("admin_action", Skipped, 0),
        ("count_request", Ok, 1),
        ("api_request", Ok, 1),
        ("change", Ok, 1),
        ("validate", Ok, 1),
        ("persist", Ok, 1),
        ("notify", Ok, 1),
        ("audit_log", Ok, 1),
    ];
    assert_eq!(steps(&run.report), expected);
    assert_eq!(accounts.requests(), [7]);
    snapshots::check("user_update", "report.mmd", &run.report.mermaid());
}

#[tokio::test]
async fn what_only_the_other_entry_reaches_is_not_taken() {
    let accounts = Arc::new(Accounts::default().without_mail());
    let run = UserUpdate::new(accounts.clone()).admin_action(action("Bob"));
    let run = run.with_report().await;
    let audit = run.output.unwrap();
    assert_eq!(audit.text, "#1: user 8 is Bob, by root");
    assert!(!audit.told);
    for skipped in [
        run.outputs.api_request.skipped(),
        run.outputs.count_request.skipped(),
    ] {
        assert_eq!(skipped.unwrap().reason(), SkipReason::NotTaken);
    }
    assert_eq!(run.report.step("notify").unwrap().outcome, Err);
    assert!(accounts.requests().is_empty());
}

#[tokio::test]
async fn what_follows_fails_the_same_whoever_began_it() {
    let pipeline = UserUpdate::new(Accounts::default());
    pipeline.api_request(request("Ada")).await.unwrap();
    let taken = AccountError::Taken("Ada".to_owned());
    for error in [
        pipeline.api_request(request("Ada")).await.unwrap_err(),
        pipeline.admin_action(action("Ada")).await.unwrap_err(),
    ] {
        assert_eq!(error.step(), Some("validate"));
        assert_eq!(error.downcast_ref(), Some(&taken));
    }
}
