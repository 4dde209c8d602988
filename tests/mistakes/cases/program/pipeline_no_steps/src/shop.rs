use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};
use crate::order_processing;

pub struct Shop;

impl order_processing::Steps for Shop {
    async fn validate(&self, _cx: &order_processing::Context, order_id: &OrderId) -> Result<Order, OrderError> {
        match order_id.0 {
            0 => Err(OrderError),
            id => Ok(Order { id: *order_id, total: 100 + id as u32 }),
        }
    }

    async fn confirm(
        &self,
        _cx: &order_processing::Context,
        order: OrderId,
        payment: Charge,
    ) -> Result<Receipt, OrderError> {
        Ok(Receipt { order, total: payment.amount })
    }
}
