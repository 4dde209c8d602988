//! Renames two users: one asks for it, for the other an administrator does it.
//!
//! `cargo run --example user_update`, described in `pipelines/both/toml/user_update.toml`, and once more in
//! `pipelines/both/rust/user_update.rs`.

pub mod accounts;

use accounts::{Accounts, AdminAction, ApiRequest};

pipewright::include_pipelines!("both/toml/user_update");

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = UserUpdate::new(Accounts::default());
    let request = ApiRequest {
        user: 7,
        name: "Ada".to_owned(),
    };
    let audit = pipeline.api_request(request.clone()).await?;
    println!("{}", audit.text);

    let action = AdminAction {
        admin: "root".to_owned(),
        user: 8,
        name: "Bob".to_owned(),
    };
    let run = pipeline.admin_action(action).with_report().await;
    println!("{}\n\n{}", run.output?.text, run.report.mermaid());

    let again = pipeline.api_request(request).await;
    println!("{}", again.unwrap_err());
    Ok(())
}
