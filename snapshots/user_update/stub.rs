use crate::accounts::{AccountError, AdminAction, ApiRequest, Audit, Change, Sent, Stored};
use user_update::Context;

/// What the steps need: clients, pools, settings.
struct UserUpdateSteps;

impl user_update::Steps for UserUpdateSteps {
    /// What an administrator does.
    async fn admin_action(&self, cx: &Context, action: AdminAction) -> Change {
        todo!()
    }

    /// Limits how often an owner may do this.
    async fn count_request(&self, cx: &Context, request: &ApiRequest) -> Result<(), AccountError> {
        todo!()
    }

    /// What the owner asks for.
    async fn api_request(&self, cx: &Context, request: ApiRequest) -> Result<Change, AccountError> {
        todo!()
    }

    /// Nobody else is to be called so.
    async fn validate(&self, cx: &Context, change: Change) -> Result<Change, AccountError> {
        todo!()
    }

    /// The change is in the database.
    async fn persist(&self, cx: &Context, valid: &Change) -> Result<Stored, AccountError> {
        todo!()
    }

    /// Tells the owner, unless the mail server is down.
    async fn notify(&self, cx: &Context, valid: &Change) -> Result<Sent, AccountError> {
        todo!()
    }

    /// What was done, for the records.
    async fn audit_log(
        &self,
        cx: &Context,
        valid: Change,
        stored: Stored,
        sent: Option<&Sent>,
    ) -> Audit {
        todo!()
    }
}
