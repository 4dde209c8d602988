use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id.number, 10, cx, self);
    let stored: Order = crate::storage::store(self, cx, &order_id.number, 10);
    stored
}
