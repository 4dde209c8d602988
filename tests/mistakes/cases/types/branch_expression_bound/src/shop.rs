use crate::order_processing::{Context, Steps};
use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

pub struct Shop;

impl Steps for Shop {
    async fn validate(&self, _cx: &Context, order_id: &OrderId) -> Result<Order, OrderError> {
        match order_id.0 {
            0 => Err(OrderError),
            id => Ok(Order { id: *order_id, total: 100 + id as u32 }),
        }
    }

    async fn charge(&self, _cx: &Context, order: &Order) -> Result<Charge, OrderError> {
        Ok(Charge { amount: order.total })
    }

    async fn confirm(&self, _cx: &Context, order: Order, payment: Charge) -> Result<Receipt, OrderError> {
        Ok(Receipt { order: order.id, total: payment.amount })
    }

    async fn insure(&self, _cx: &Context, total: &u32) -> Result<Charge, OrderError> {
        Ok(Charge { amount: *total })
    }
}
