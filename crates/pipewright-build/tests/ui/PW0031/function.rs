use crate::orders::{Order, OrderId};

#[pipeline]
pub(crate) async fn order_processing<T>(&self, order_id: OrderId) -> Order
where
    T: Send,
{
    validate(&order_id)
}

#[pipeline]
fn without_body(order_id: OrderId) -> Order;
