use crate::purchases::{Approval, Decision, Request};
use approval::Context;
use pipewright::BoxError;

/// What the steps need: clients, pools, settings.
struct ApprovalSteps;

impl approval::Steps for ApprovalSteps {
    /// The price of all pieces.
    async fn add_up(&self, cx: &Context, request: &Request) -> u32 {
        todo!()
    }

    /// What costs little is approved at once.
    async fn approve(&self, cx: &Context, total: u32) -> Approval {
        todo!()
    }

    /// What costs more is for a person to decide.
    async fn ask_manager(
        &self,
        cx: &Context,
        request: &Request,
        total: u32,
    ) -> Result<Approval, BoxError> {
        todo!()
    }

    /// What came of it, whoever approved it.
    async fn decide(
        &self,
        cx: &Context,
        total: u32,
        automatic: Option<&Approval>,
        manual: Option<&Approval>,
    ) -> Decision {
        todo!()
    }
}
