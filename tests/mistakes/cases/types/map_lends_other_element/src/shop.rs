use crate::order_processing::{Context, Steps};
use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

pub struct Shop;

impl Steps for Shop {
    async fn validate(&self, _cx: &Context, id: &OrderId) -> Result<Order, OrderError> {
        Ok(Order { id: *id, total: 100 })
    }

    async fn charge(&self, _cx: &Context, orders: &Vec<Order>) -> Result<Charge, OrderError> {
        Ok(Charge { amount: orders.iter().map(|order| order.total).sum() })
    }

    async fn confirm(&self, _cx: &Context, orders: Vec<Order>, payment: Charge) -> Result<Receipt, OrderError> {
        Ok(Receipt { order: orders[0].id, total: payment.amount })
    }
}
