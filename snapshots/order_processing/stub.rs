use crate::orders::{Charge, Order, OrderError, OrderId, Receipt, Shipment};
use order_processing::Context;

/// What the steps need: clients, pools, settings.
struct OrderProcessingSteps;

impl order_processing::Steps for OrderProcessingSteps {
    /// Looks the order up and checks it.
    async fn validate(&self, cx: &Context, order_id: &OrderId) -> Result<Order, OrderError> {
        todo!()
    }

    /// Charges the customer.
    async fn charge(&self, cx: &Context, order: &Order) -> Result<Charge, OrderError> {
        todo!()
    }

    /// Hands the goods to the carrier, if there are any.
    async fn ship(&self, cx: &Context, order: &Order) -> Result<Shipment, OrderError> {
        todo!()
    }

    /// Confirms what was done.
    async fn confirm(
        &self,
        cx: &Context,
        payment: Charge,
        shipment: Option<&Shipment>,
    ) -> Result<Receipt, OrderError> {
        todo!()
    }
}
