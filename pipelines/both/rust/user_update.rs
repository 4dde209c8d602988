//! A change to an account, asked for by its owner or made by an administrator.
use crate::accounts::{AccountError, AdminAction, ApiRequest, Audit, Change, Sent, Stored};

#[pipeline(error = AccountError)]
#[entry(change = api_request(request: ApiRequest), doc = "What the owner asks for.", timeout = "1s")]
#[entry(change = admin_action(action: AdminAction), doc = "What an administrator does.", infallible)]
fn user_update(change: Change) -> Audit {
    /// Nobody else is to be called so.
    let valid: Change = validate(change);
    /// The change is in the database.
    let stored: Stored = persist(&valid);
    /// Tells the owner, unless the mail server is down.
    #[step(optional)]
    let sent: Sent = notify(&valid);
    /// Limits how often an owner may do this.
    count_request(&request);
    /// What was done, for the records.
    #[step(infallible)]
    let audit: Audit = audit_log(valid, stored, sent.ok());
    audit
}
