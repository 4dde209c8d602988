use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};
use crate::{order_processing, payment};

pub struct Shop;

impl order_processing::Steps for Shop {
    async fn validate(&self, _cx: &order_processing::Context, order_id: &OrderId) -> Result<Order, OrderError> {
        match order_id.0 {
            0 => Err(OrderError),
            id => Ok(Order { id: *order_id, total: 100 + id as u32 }),
        }
    }

    async fn split(&self, _cx: &order_processing::Context, order: &Order) -> Result<Vec<Order>, OrderError> {
        Ok(vec![Order { id: order.id, total: order.total }])
    }

    async fn confirm(
        &self,
        _cx: &order_processing::Context,
        order: Order,
        payments: Vec<Charge>,
    ) -> Result<Receipt, OrderError> {
        let total = payments.iter().map(|payment| payment.amount).sum();
        Ok(Receipt { order: order.id, total })
    }
}

impl payment::Steps for Shop {
    async fn charge(&self, _cx: &payment::Context, order: &Order) -> Result<Charge, OrderError> {
        Ok(Charge { amount: order.total })
    }
}
