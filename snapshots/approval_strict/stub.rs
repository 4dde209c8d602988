use crate::purchases::{Approval, Order, Request};
use approval_strict::Context;
use pipewright::BoxError;

/// What the steps need: clients, pools, settings.
struct ApprovalStrictSteps;

impl approval_strict::Steps for ApprovalStrictSteps {
    /// The price of all pieces.
    async fn add_up(&self, cx: &Context, request: &Request) -> u32 {
        todo!()
    }

    /// What costs little is approved at once.
    async fn approve(&self, cx: &Context, total: u32) -> Approval {
        todo!()
    }

    /// Orders what was approved.
    async fn place_order(
        &self,
        cx: &Context,
        request: Request,
        automatic: &Approval,
    ) -> Result<Order, BoxError> {
        todo!()
    }
}
